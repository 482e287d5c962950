"""What a coder sees of a corpus: codings of everybody, memos, what moved, and what is searched for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from send_qual.codebook import Codebook
from send_qual.coding import Coding, settled_by
from send_qual.corpus import Corpus, Document
from send_qual.desk._consensus import Disagreement, differing
from send_qual.desk._search import Hit, hits_in_codings, hits_in_text, pattern_of
from send_qual.desk._shown import Lost, Moved
from send_qual.desk._sources import Sources
from send_qual.errors import Fault, SendQualError

__all__ = ["View"]


class View:
    """The reading half of a coder's work (:class:`send_qual.desk.Work`)."""

    corpus: Corpus
    codebook: Codebook
    coder: str
    _sources: Sources
    _fault: Fault | None

    def standing(self, document: str | None = None, *, others: bool = True) -> tuple[Coding, ...]:
        """Everything to show, in the order of the text.

        Parameters
        ----------
        document : str, optional
            Default: all documents, in the order of the corpus.
        others : bool
            Other people's codings as well; ``False`` for coding a text independently.

        Returns
        -------
        tuple of Coding
            One's own codings, other people's, and suggestions of a machine that wait for a decision. What this
            coder rejected is left out. Of one document it is the same tuple until something there changes.
        """
        if others and document is not None:
            return self._sources.standing(self._document(document).id)
        documents = [d.id for d in self.corpus] if document is None else [self._document(document).id]
        return tuple(c for id in documents for c in self._sources.standing(id) if others or self._near(c))

    def _near(self, coding: Coding) -> bool:
        return self.is_mine(coding) or coding.status == "suggested"

    def undecided(self, document: str | None = None, *, people: bool = False) -> tuple[Coding, ...]:
        """Suggestions of a machine that this coder has not decided on; with ``people`` other people's codings."""
        wanted = self.standing(document)
        if people:
            return tuple(c for c in wanted if not self._near(c) and not self._sources.decided(c))
        return tuple(c for c in wanted if c.status == "suggested")

    def disagreements(self, document: str | None = None, *, coders: Sequence[str] = ()) -> tuple[Disagreement, ...]:
        """Passages that other people coded differently and this coder has not settled, in the order of the text.

        Parameters
        ----------
        document : str, optional
            Default: all.
        coders : sequence of str, optional
            Whose codings are compared; default: everybody's but one's own.

        Returns
        -------
        tuple of Disagreement
            Of documents that two of them coded. To accept or reject its codings settles it.
        """
        documents = [d.id for d in self.corpus] if document is None else [self._document(document).id]
        found: list[Disagreement] = []
        for id in documents:
            theirs = self._theirs(id, coders)
            found += differing(theirs, self._unsettled(theirs, id))
        return tuple(found)

    def to_settle(self, document: str, coders: Sequence[str] = ()) -> list[Coding]:
        """Other people's codings of a document that this coder has not settled, by the rule that counts follow."""
        return self._unsettled(self._theirs(document, coders), document)

    def undisputed(self, document: str, coders: Sequence[str] = ()) -> bool:
        """Whether two people or more have read a document and differ in nothing, edges included: it needs no third."""
        from send_qual.agreement import disagreements  # half a second that only a comparison is to pay

        theirs = self._theirs(document, coders)
        read = {c.coder for c in theirs} | {who for who in self.finished_by(document) if who in coders or not coders}
        own = [[c for c in theirs if c.coder == who] for who in sorted(read - {self.coder})]
        return len(own) > 1 and not any(disagreements(one, other) for one, other in combinations(own, 2))

    def _unsettled(self, theirs: Sequence[Coding], document: str) -> list[Coding]:
        done = {id(coding) for coding in settled_by(self._sources.mine.of(document).values(), theirs)}
        return [coding for coding in theirs if id(coding) not in done and not self._sources.decided(coding)]

    def _theirs(self, document: str, coders: Sequence[str]) -> list[Coding]:
        here = self._sources.standing(document)
        return [c for c in here if not self._near(c) and (c.coder in coders or not coders)]

    def finished_by(self, document: str) -> tuple[str, ...]:
        """Who marked a document as finished, this coder among them; of others only where their work is read."""
        return tuple(self._sources.finished_by(self._document(document).id))

    def is_mine(self, coding: Coding) -> bool:
        """Whether it is this coder's own, or a suggestion that this coder accepted."""
        return coding.coder == self.coder and coding.status != "suggested"

    def id_of(self, coding: Coding) -> str:
        """The id that gestures are addressed by."""
        return f"{self._sources.target(coding)}@{coding.coder}"

    def coding(self, which: Coding | str) -> Coding:
        """The coding of an id, or how one stands by now.

        Raises
        ------
        SendQualError
            Where none stands under it, any more or at all.
        """
        found = self._sources.get(which if isinstance(which, str) else self.id_of(which))
        if found is None or found.status == "rejected":
            mend = "It was removed or decided in the meantime; look at the text again"
            raise SendQualError(Fault("this coding", "it does not stand any more", mend))
        return found

    def memos(self) -> Mapping[str, str]:
        """Memos of one's own, by what they are about: a coding's id, ``document:<id>`` or ``code:<id>``."""
        return self._sources.memos()

    def memos_of_others(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Other people's memos, to be read only: coder and words of each, by what they are about.

        The memo of a person on a coding of their own is its :attr:`Coding.memo`, and not told here.
        """
        return self._sources.theirs()

    @property
    def moved(self) -> tuple[Moved, ...]:
        """One's own codings that a corrected text carries elsewhere; those that ask for a look first."""
        return self._sources.mine.moved

    @property
    def lost(self) -> tuple[Lost, ...]:
        """One's own codings whose passage is not in the text any more; they stay in the ledger."""
        return self._sources.mine.lost

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What could not be read of the ledgers."""
        return (*self._sources.notices, *((self._fault,) if self._fault else ()))

    def search(
        self, words: str, document: str | None = None, *, kind: str = "part", attribute: str = "", value: str = ""
    ) -> tuple[Hit, ...]:
        """Find words in the texts, and codings by the name of their code, their quotation and memo.

        Case does not matter, nor how many spaces there are; curly quotation marks are like straight ones.

        Parameters
        ----------
        words : str
        document : str, optional
            Only there.
        kind : str
            ``"part"`` (of words), ``"word"``, ``"lemma"`` (in any inflection) or ``"pattern"`` (a regular expression).
        attribute, value : str, optional
            Only in documents that have it.
        """
        documents = self.corpus.documents if document is None else (self._document(document),)
        if attribute:
            documents = tuple(one for one in documents if one.attributes.get(attribute, "") == value)
        pattern = pattern_of(words, kind, (one.text for one in documents))
        if pattern is None:
            return ()
        codings = (coding for one in documents for coding in self._sources.standing(one.id))
        found = hits_in_codings(pattern, codings, {code.id: code.name for code in self.codebook}, self.id_of)
        return (*hits_in_text(pattern, documents), *found)

    def _document(self, id: str) -> Document:
        try:
            return self.corpus[id]
        except KeyError:
            raise SendQualError(Fault(self.corpus.name, f"there is no document {id!r} in this corpus")) from None
