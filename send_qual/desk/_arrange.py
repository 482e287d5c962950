"""What a coder does to the codebook: each is written into its file, and an event that is undone like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from send_qual.codebook import Code, Codebook, delete_code, merge_codes, move_code
from send_qual.coding import Edited, Made, new_event
from send_qual.desk._codes import edit_back, edit_while_coding, rearrange
from send_qual.desk._many import Many
from send_qual.desk._uses import used_by
from send_qual.errors import Fault, SendQualError

__all__ = ["Arrange"]


class Arrange(Many):
    """The gestures on the codebook (:class:`send_qual.desk.Work`)."""

    blind: bool

    @property
    def home(self) -> Path:
        """The folder of the corpus."""
        return self._ledger.path.parent.parent

    def edit_code(self, code: str, /, **changes: str | Iterable[str]) -> Code:
        """Change what the codebook says of a code, in its file, comments kept.

        Parameters
        ----------
        code : str
            Full id.
        **changes
            ``name``, ``definition``, ``colour`` (``"#rrggbb"``), the wording for a value of a facet (by the
            value); and ``include``, ``exclude``, ``examples`` as lists. Empty takes it away.

        Returns
        -------
        Code
            As it is now.
        """
        self._must_write()
        before = self.codebook
        book, edited = edit_while_coding(before, code, changes)
        if edited:
            self._keep(book, edited)
        return self.codebook[code]

    def move_code(self, code: str, *, parent: str = "", own: str = "") -> Code:
        """Put a code under another one (``""``: it is a theme), or give it another id; everybody's codings follow.

        Parameters
        ----------
        code : str
            Full id.
        parent : str
        own : str, optional
            The last part of its id from now on.

        Returns
        -------
        Code
            As it is now.
        """
        own = own or code.rpartition("/")[2]
        new = f"{parent}/{own}" if parent else own
        if new == code:
            return self.codebook[code]
        where = f"moved under {self._named(parent)}" if parent else "made a theme"
        said = where if parent != code.rpartition("/")[0] else f"given the id {own}"
        self._rearranged(code, said, lambda path: move_code(path, code, parent=parent, own=own), new)
        return self.codebook[new]

    def merge_codes(self, code: str, into: str) -> Code:
        """Make one code of two: the first goes, and everybody's codings with it are codings with the second.

        Returns
        -------
        Code
            That both are now.
        """
        said = f"merged into {self._named(into)}"
        self._rearranged(code, said, lambda path: merge_codes(path, code, into))
        return self.codebook[into]

    def delete_code(self, code: str) -> None:
        """Take a code out that nobody has used; one that is used is merged into another instead."""
        if code in self.codebook:
            own = Made(self.codebook.name, self.codebook[code])
            used = self._sources.suggesting(code) or used_by(own, self.home / "codings" / "nobody.jsonl")
            if used:
                mend = "Merge it into another code, which takes its codings along"
                raise SendQualError(
                    Fault(f"the code {self._named(code)}", "somebody uses it" if self.blind else used, mend)
                )
        self._rearranged(code, "taken out", lambda path: delete_code(path, code))

    def _named(self, code: str) -> str:
        return self.codebook[code].name if code in self.codebook else code

    def _rearranged(self, code: str, said: str, does: Callable[[Path], Codebook], new: str = "") -> None:
        self._must_write()
        book, edited = rearrange(self.codebook, code, said, does)
        self._keep(book, replace(edited, after={"id": new}) if new else edited)

    def _edited_back(self, edited: Edited, *, forward: bool = False) -> str:
        """Take a change of the codebook back, or make it again; why not, in a sentence."""
        new = str(edited.after.get("id", "")) if not forward else ""
        if new in self.codebook:  # what others coded with the id of today would have no code
            used = used_by(Made(self.codebook.name, self.codebook[new]), self._ledger.path)
            if used:
                return (
                    f"The code {edited.name} stays where it is: {'somebody has coded with it' if self.blind else used}."
                )
        return edit_back(self.codebook, edited, forward=forward)

    def _keep(self, book: Codebook, edited: Edited) -> None:
        """Go by the changed codebook, and have it in the history; else it could not be taken back."""
        before, self.codebook = self.codebook, book
        self._sources.follow(book)
        try:
            self._write(replace(new_event("edited", self.coder, target=f"code:{edited.code}"), edited=edited))
        except SendQualError:
            edit_back(book, edited)
            self.codebook = before
            self._sources.follow(before)
            raise
