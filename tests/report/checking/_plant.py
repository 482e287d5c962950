"""Faults planted in the lines of a draft: one at a time, each of a kind that a reader would call wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from send_qual.report.checking import Line, Record

QUOTED = re.compile(r"“([^“”]{30,})”(?=\s*\([^“”]*?, page \d+\)|[^(“”]*\[\d+\]$)")
PLACED = re.compile(r"\(([^()“”]+), page (\d+)\)")
COUNTED = re.compile(r"\b(\d+) of the (\d+)(?=\)| reports: )")
WORDED = re.compile(r"\b(nearly all|most|over half|around half|some|a few)(?=(?: of the)? reports \()")
CITED = re.compile(r"\((\d+)\) (?=\[\d+\])")
LISTED = re.compile(r"(?<=[:–] )([^“”\[\]:–]+?)(?=\. ?\[\d+\])")
PAGE = re.compile(r" p\. (\d+)")
ENTRY = re.compile(r"^\[\d+\]\s")
WORDS = ("elephants", "never", "Thursday", "seventeen", "quietly")


def _inside(text: str, hit: re.Match[str], change: Callable[[list[str]], list[str]], group: int = 1) -> str:
    words = change(hit[group].split(" "))
    return text[: hit.start(group)] + " ".join(words) + text[hit.end(group) :]


def _replaced(words: list[str], rng: random.Random) -> list[str]:
    n = rng.randrange(len(words))
    return [*words[:n], rng.choice(WORDS), *words[n + 1 :]]


def _deleted(words: list[str], rng: random.Random) -> list[str]:
    n = rng.randrange(1, len(words) - 1)
    return words[:n] + words[n + 1 :]


def _inserted(words: list[str], rng: random.Random) -> list[str]:
    n = rng.randrange(1, len(words))
    return [*words[:n], rng.choice(WORDS), *words[n:]]


def _swapped(words: list[str], rng: random.Random) -> list[str]:
    n = rng.randrange(len(words) - 1)
    return [*words[:n], words[n + 1], words[n], *words[n + 2 :]]


def _cut(words: list[str], rng: random.Random) -> list[str]:
    return words[: len(words) - rng.randint(1, 3)]


def _other_number(text: str, hit: re.Match[str], rng: random.Random, group: int = 1) -> str:
    n = int(hit[group])
    other = rng.choice([k for k in (n - 2, n - 1, n + 1, n + 3) if k >= 0])
    return text[: hit.start(group)] + str(other) + text[hit.end(group) :]


def _other_name(text: str, start: int, end: int, names: Sequence[str], rng: random.Random) -> str:
    return text[:start] + rng.choice([name for name in names if name not in text[start:end]]) + text[end:]


def faults(lines: Sequence[Line], record: Record, n: int, seed: int) -> Iterator[tuple[str, Line]]:
    """So many faulty lines, each with the kind of its fault; kinds take turns where the draft has them."""
    rng = random.Random(seed)  # noqa: S311
    body = [line for line in lines if not line.table and not ENTRY.match(line.text)]
    rows = [line for line in lines if "Passages and reports by theme" in line.table or "by outcome" in line.table]
    entries = [line for line in lines if ENTRY.match(line.text) and " p. " in line.text]
    names = record.labels
    on_quote = {"replaced": _replaced, "deleted": _deleted, "inserted": _inserted, "swapped": _swapped, "cut": _cut}

    def quote(change: Callable[[list[str], random.Random], list[str]]) -> Callable[[str], str]:
        return lambda text: _inside(text, rng.choice(list(QUOTED.finditer(text))), lambda words: change(words, rng))

    def number(pattern: re.Pattern[str], group: int = 1) -> Callable[[str], str]:
        return lambda text: _other_number(text, rng.choice(list(pattern.finditer(text))), rng, group)

    def place(text: str) -> str:
        hit = rng.choice(list(PLACED.finditer(text)))
        return _other_name(text, hit.start(1), hit.end(1), names, rng)

    def word(text: str) -> str:
        hit = rng.choice(list(WORDED.finditer(text)))
        others = {"nearly all", "most", "over half", "around half", "some", "a few"} - {hit[1]}
        return text[: hit.start()] + rng.choice(sorted(others)) + text[hit.end() :]

    def listed(text: str) -> str:
        hit = next(h for h in LISTED.finditer(text) if any(name in h[1] for name in names))
        here = rng.choice([name for name in names if name in hit[1]])
        at = text.index(here, hit.start())
        return _other_name(text, at, at + len(here), names, rng)

    def far(text: str) -> str:
        """Another page, and not the next one: a passage may run over a page break."""
        hit = rng.choice(list(PAGE.finditer(text)))
        return f"{text[: hit.start(1)]}{int(hit[1]) + rng.randint(2, 9)}{text[hit.end(1) :]}"

    def cell(text: str) -> str:
        return number(re.compile(r"(?<=\t)(\d+)"))(text)

    kinds: list[tuple[str, list[Line], re.Pattern[str], Callable[[str], str]]] = [
        *((name, body, QUOTED, quote(change)) for name, change in on_quote.items()),
        ("page", body, PLACED, number(PLACED, 2)),
        ("place", body, PLACED, place),
        ("count", body, COUNTED, number(COUNTED)),
        ("total", body, COUNTED, number(COUNTED, 2)),
        ("word", body, WORDED, word),
        ("cited", body, CITED, number(CITED)),
        ("listed", body, LISTED, listed),
        ("cell", rows, re.compile(r"\t\d"), cell),
        ("reference", entries, PAGE, far),
    ]
    usable = [
        (name, fit, change)
        for name, some, pattern, change in kinds
        if (fit := [line for line in some if pattern.search(line.text) and _apt(name, line, names)])
    ]
    for k in range(n):
        name, fit, change = usable[k % len(usable)]
        while True:
            line = rng.choice(fit)
            text = change(line.text)
            if text != line.text:
                yield name, replace(line, text=text)
                break


def _apt(name: str, line: Line, names: Sequence[str]) -> bool:
    return name != "listed" or any(n in hit[1] for hit in LISTED.finditer(line.text) for n in names)
