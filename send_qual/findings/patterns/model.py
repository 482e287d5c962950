"""Patterns inside a theme, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from send_qual.findings._aspects import Aspect
from send_qual.findings._evidence import Reference

__all__ = ["Argument", "Pattern", "Shown", "Tied"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that says what a pattern says, or the contrary.

    Parameters
    ----------
    words : str
        The sentence, word for word, one space between words.
    reference : Reference
    case : str
        What the area or participant is called.
    likeness : float
        Cosine between its clause and the gist.
    alone : bool
        Whether it can be quoted by itself.
    """

    words: str
    reference: Reference
    case: str
    likeness: float
    alone: bool


@dataclass(frozen=True, slots=True)
class Tied:
    """Words that tie a cause, a consequence, a condition, a contrast or a change to a pattern.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    words : str
        Word for word: a sentence, or two.
    reference : Reference
    case : str
    """

    kind: str
    words: str
    reference: Reference
    case: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """What several areas or participants say alike inside a theme.

    Parameters
    ----------
    theme, code : str
        ``code`` is the sub-code under which most of it stands, the theme's own id where there is none.
    aspect : Aspect
    gist : str
        In plain English, without full stop: the clause nearest to all of them, what is one area's own left out.
    cases : tuple of str
        Areas or participants by name, in the order of the cases: those whose own words say it.
    of : int
        Number of cases.
    shown : tuple of Shown
        Their sentences, the strongest first.
    kind : str
        ``"finding"``, or ``"ask"``: what leaders are asked to do.
    beside : tuple of Shown
        Sentences of the same matter that say something else of it, each of another case; they are not counted.
    asked : tuple of Shown
        What is asked of leaders about it.
    deviant : tuple of Shown
        Sentences of other cases that say the contrary.
    tied : tuple of Tied
        In the order of an argument.
    parts : tuple of (str, int)
        Sub-codes that sentences speak of, beside the one of the pattern, with the number of cases.
    """

    theme: str
    code: str
    aspect: Aspect
    gist: str
    cases: tuple[str, ...]
    of: int
    shown: tuple[Shown, ...]
    kind: str = "finding"
    beside: tuple[Shown, ...] = ()
    asked: tuple[Shown, ...] = ()
    deviant: tuple[Shown, ...] = ()
    tied: tuple[Tied, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """Where the sentences behind its count stand, in the order of the documents."""
        return tuple(sorted((s.reference for s in self.shown), key=lambda r: (r.document, r.start)))

    @property
    def strongest(self) -> Shown | None:
        """The sentence that can stand by itself and is nearest to the gist."""
        return next((s for s in self.shown if s.alone), None)


@dataclass(frozen=True, slots=True)
class Argument:
    """What is said on one side of a theme: its patterns, and what passages tie to the matter.

    Parameters
    ----------
    theme : str
    aspect : Aspect
    patterns : tuple of Pattern
        Those of one sub-code together, the sub-code that most cases speak of first.
    tied : tuple of Tied
        Contrasts, conditions, changes, causes and consequences that no pattern shows already.
    """

    theme: str
    aspect: Aspect
    patterns: tuple[Pattern, ...]
    tied: tuple[Tied, ...] = ()
