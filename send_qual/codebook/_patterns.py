"""Patterns that people write into a codebook: matched as they stand, under a time limit where they could run away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, cast

from send_qual.errors import Fault, SendQualError

__all__ = ["compile_pattern", "patterns_passed_over", "runs_away"]

_SECONDS = 2.0  # for one passage; a pattern that does not run away needs a thousandth of it
_MANY = 20  # repeats from which on a repeat counts as without end
_ASCII = frozenset(map(chr, range(128)))
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_CATEGORIES = {
    category: frozenset(c for c in _ASCII if re.match(written, c))
    for category, written in (
        (op.CATEGORY_DIGIT, r"\d"), (op.CATEGORY_NOT_DIGIT, r"\D"), (op.CATEGORY_SPACE, r"\s"),
        (op.CATEGORY_NOT_SPACE, r"\S"), (op.CATEGORY_WORD, r"\w"), (op.CATEGORY_NOT_WORD, r"\W"),
    )
}  # fmt: skip


_STOPPED: ContextVar[dict[_Limited, Fault] | None] = ContextVar("stopped", default=None)


@contextmanager
def patterns_passed_over(document: str) -> Iterator[list[Fault]]:
    """While one document is read, a pattern that had to be stopped is passed over in all of it, and nothing is raised.

    Parameters
    ----------
    document : str
        Its id, for the sentences.

    Yields
    ------
    list of Fault
        Filled on leaving: a sentence for each pattern that was stopped. Within another such stretch it stays empty,
        and the outer one tells.
    """
    told: list[Fault] = []
    if _STOPPED.get() is not None:
        yield told
        return
    stopped: dict[_Limited, Fault] = {}
    token = _STOPPED.set(stopped)
    try:
        yield told
    finally:
        _STOPPED.reset(token)
        for fault in stopped.values():
            problem = f"{fault.place}: {fault.problem}, and was passed over in this document"
            told.append(Fault(document, problem, fault.mend))


@dataclass(frozen=True)
class _Limited:
    """A pattern under a time limit, in an engine that can be stopped."""

    text: str
    owner: str
    engine: Any

    def finditer(self, string: str, /) -> Iterator[Any]:
        stopped = _STOPPED.get()
        if stopped is not None and self in stopped:
            return iter(())
        try:
            return iter(list(self.engine.finditer(string, timeout=_SECONDS)))
        except TimeoutError:
            if stopped is None:
                raise SendQualError(self._fault()) from None
            stopped[self] = self._fault()
            return iter(())

    def search(self, string: str, /) -> Any:
        return next(self.finditer(string), None)

    def _fault(self) -> Fault:
        problem = f"the pattern {self.text!r} needs more than {_SECONDS:g} seconds for one passage"
        return Fault(self.owner or "the codebook", problem, "Write it without a repeat inside a repeat, as `a+b`")


def compile_pattern(text: str, flags: int = 0, *, owner: str = "", written: str = "") -> re.Pattern[str]:
    """Compile a pattern that somebody wrote.

    Parameters
    ----------
    text : str
    flags : int
        As for :func:`re.compile`.
    owner, written : str
        Whose it is, and how it stands in the codebook, for the message.

    Returns
    -------
    re.Pattern of str
        Or, where repeats within repeats could take for ever, what stands in for it (``search`` and ``finditer``) and
        raises :class:`SendQualError` when a passage takes longer than two seconds; while a document is read
        (:func:`patterns_passed_over`) it is passed over instead.

    Raises
    ------
    re.error
        Where it is no regular expression.

    Examples
    --------
    >>> [found.start() for found in compile_pattern("(?:a+)+b").finditer("b aab")]
    [2]
    """
    compiled = re.compile(text, flags)
    if not runs_away(text, flags):
        return compiled
    import regex

    try:
        engine = regex.compile(text, flags=flags & ~re.UNICODE)
    except regex.error as error:
        raise re.error(str(error)) from error
    return cast("re.Pattern[str]", _Limited(written or text, owner, engine))


@cache
def runs_away(text: str, flags: int = 0) -> bool:
    """Whether time could grow without measure: a repeat in a repeat, or several in a row, that match the same letters.

    Examples
    --------
    >>> runs_away("(a+)+b"), runs_away(r"(?:[a-z]+ )*schools?"), runs_away(".*a.*b.*c")
    (True, False, True)
    """
    parsed = parser.parse(text, flags)
    return _nested(parsed) or _in_a_row(parsed)


def _parts(code: Any, value: Any) -> list[Any]:
    """The sequences inside one element of a pattern."""
    if code in _REPEATS or code is op.POSSESSIVE_REPEAT:
        return [value[2]]
    if code is op.SUBPATTERN:
        return [value[3]]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    if code is op.BRANCH:
        return list(value[1])
    if code is op.ATOMIC_GROUP:
        return [value]
    return [part for part in value[1:] if part] if code is op.GROUPREF_EXISTS else []


def _nested(sequence: Any) -> bool:
    for code, value in sequence:
        if code in _REPEATS and value[1] > 2 and _unclear(value[2], endless=value[1] > _MANY):
            return True
        if any(_nested(part) for part in _parts(code, value)):
            return True
    return False


def _unclear(body: Any, *, endless: bool) -> bool:
    """Whether a repeated body could be cut in several ways: nothing obligatory parts its rounds."""
    inner = [letters for letters in _endless(body) if letters]
    if not inner:
        return endless and _chooses(body)
    repeated = frozenset[str]().union(*inner)
    while len(body) == 1 and body[0][0] is op.SUBPATTERN:
        body = body[0][1][3]
    obliged = [_letters(code, value) for code, value in body if code in (op.LITERAL, op.IN, op.NOT_LITERAL)]
    return not any(letters and not letters & repeated for letters in obliged)


def _chooses(sequence: Any, opening: frozenset[str] = frozenset()) -> bool:
    """Whether a repeated body is a choice between things that may read alike, as in ``(a|aa)+``."""
    opening = opening or frozenset[str]().union(*_leading(sequence)[:1])
    for code, value in sequence:
        if code is op.BRANCH:
            leads = [_leading(part) or [opening] for part in value[1]]  # where nothing stands, the next round begins
            if any(all(map(frozenset.intersection, one, other)) for one, other in combinations(leads, 2)):
                return True
        if any(_chooses(part, opening) for part in _parts(code, value)):
            return True
    return False


def _leading(sequence: Any) -> list[frozenset[str]]:
    """The letters of each place at the start of a sequence, as far as they are fixed."""
    found = []
    for code, value in sequence:
        if code is op.SUBPATTERN:
            found += _leading(value[3])
        if code not in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY):
            break
        found.append(_letters(code, value))
    return found


def _endless(sequence: Any) -> Iterator[frozenset[str]]:
    """The letters of each endless repeat in a sequence, however deep."""
    for code, value in sequence:
        if code in _REPEATS and value[1] > _MANY:
            yield _all_letters(value[2])
        else:
            for part in _parts(code, value):
                yield from _endless(part)


def _in_a_row(sequence: Any) -> bool:
    """Whether three endless repeats stand in one sequence that can take each other's letters."""
    repeats = [_all_letters(value[2]) for code, value in sequence if code in _REPEATS and value[1] > _MANY]
    for first in range(len(repeats) - 2):
        shared = frozenset.intersection(*repeats[first : first + 3])
        between = _obliged_between(sequence, first)
        if shared and not any(letters and not letters & shared for letters in between):
            return True
    return any(_in_a_row(part) for code, value in sequence for part in _parts(code, value))


def _obliged_between(sequence: Any, first: int) -> list[frozenset[str]]:
    """The letters of what must stand between three endless repeats of a sequence, counted from ``first``."""
    at = [k for k, (code, value) in enumerate(sequence) if code in _REPEATS and value[1] > _MANY][first : first + 3]
    inside = (sequence[k] for k in range(at[0] + 1, at[2]))
    return [_letters(code, value) for code, value in inside if code in (op.LITERAL, op.IN, op.NOT_LITERAL)]


def _all_letters(sequence: Any) -> frozenset[str]:
    found = frozenset[str]()
    for code, value in sequence:
        found |= _letters(code, value)
        for part in _parts(code, value):
            found |= _all_letters(part)
    return found


def _letters(code: Any, value: Any) -> frozenset[str]:
    """The ASCII letters that one element matches, in either case."""
    if code is op.LITERAL:
        return frozenset({chr(value).lower(), chr(value).upper()}) if value < 128 else frozenset({"\x80"})
    if code is op.NOT_LITERAL:
        return _ASCII - {chr(value)}
    if code is op.ANY:
        return _ASCII
    if code is not op.IN:
        return frozenset()
    found = frozenset[str]()
    for inner, said in value:
        if inner is op.RANGE:
            some = frozenset(map(chr, range(said[0], min(said[1], 127) + 1)))
            found |= some | {c.lower() for c in some} | {c.upper() for c in some}
        elif inner is op.CATEGORY:
            found |= _CATEGORIES[said]
        else:
            found |= _letters(inner, said)
    return _ASCII - found if value[0][0] is op.NEGATE else found
