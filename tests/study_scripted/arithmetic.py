"""Independent arithmetic: what ledgers and suggestions amount to, worked out from the lines of the files alone.

Nothing of the program's rule is used here: the lines are read as JSON, and each number is counted anew.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass
class Ledgers:
    """What stands in all ledgers: applied, accepted and rejected lines, and what is finished."""

    rows: list[Row] = field(default_factory=list)
    finished: list[Row] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row["event"] in kinds]


def read_ledgers(corpus: Path) -> Ledgers:
    """The last line on each target counts; in these studies nothing is undone but by `removed` and `reopened`."""
    found = Ledgers()
    for path in sorted((corpus / "codings").glob("*.jsonl")):
        last: dict[str, Row] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            last[row["target"]] = row
        found.rows += [row for row in last.values() if row["event"] in ("applied", "accepted", "rejected")]
        found.finished += [row for row in last.values() if row["event"] == "finished"]
    return found


def same_words(one: Row, other: Row) -> bool:
    """Half of the shorter of the two, in one document."""
    if one["document"] != other["document"]:
        return False
    common = len(set(range(one["start"], one["end"])) & set(range(other["start"], other["end"])))
    return common > 0 and common / min(one["end"] - one["start"], other["end"] - other["start"]) >= 0.5


def same_place(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("document", "start", "end", "code"))


def numbers(ledgers: Ledgers, suggestions: Sequence[Row]) -> dict[str, int]:
    """How many suggestions and codings came to what, by the names that `provenance.json` gives them."""
    count: Counter[str] = Counter(suggestions=len(suggestions))
    mine = ledgers.of("applied")
    settled = [row for row in mine if row["coder"] != "consensus" and _is_settled(row, ledgers)]
    for row in suggestions:
        count[_fate(row, ledgers)] += 1
    unique: set[tuple[Any, ...]] = set()
    for row in mine:
        if row in settled:
            count["settled"] += 1
            continue
        say = (row["document"], row["start"], row["end"], row["code"], row.get("facets", {}).get("polarity"))
        if say in unique:
            count["alike"] += 1
        else:
            count["recoding" if _is_recoding(row, ledgers) else "applied"] += 1
        unique.add(say)
    return dict(count)


def _fate(row: Row, ledgers: Ledgers) -> str:
    verdicts = [one for one in ledgers.of("accepted", "rejected") if same_place(one, row)]
    if any(one["event"] == "accepted" for one in verdicts):
        return "accepted"
    if verdicts:
        anew = [one for one in ledgers.of("applied") for no in verdicts if _instead(one, no)]
        return "recoded" if anew else "rejected"
    if any(same_words(row, one) for one in ledgers.rows):
        return "silenced"
    return "finished" if any(_finishes(mark["finished"], row) for mark in ledgers.finished) else "suggested"


def _finishes(mark: Row, row: Row) -> bool:
    code = mark.get("code", "")
    return mark["document"] == row["document"] and (not code or (row["code"] + "/").startswith(code + "/"))


def _instead(applied: Row, rejected: Row) -> bool:
    named = applied["code"] in rejected.get("instead", "").split("; ")
    return named and applied["coder"] == rejected["coder"] and same_words(applied, rejected)


def _is_recoding(row: Row, ledgers: Ledgers) -> bool:
    return any(_instead(row, no) for no in ledgers.of("rejected"))


def _is_settled(row: Row, ledgers: Ledgers) -> bool:
    """In these studies the consensus only codes, on the very words that both coders coded."""
    theirs = [one for one in ledgers.of("applied") if one["coder"] not in ("consensus", row["coder"])]
    alike = any(
        one["code"] == row["code"] and one.get("facets") == row.get("facets") and same_words(one, row) for one in theirs
    )
    ours = [one for one in ledgers.of("applied") if one["coder"] == "consensus" and same_words(one, row)]
    return any(one["code"] == row["code"] for one in ours) or (bool(ours) and not alike)


def alphas(ledgers: Ledgers, passages: Sequence[Row], themes: Iterable[str]) -> dict[str, float]:
    """Krippendorff's alpha by theme of two coders over the passages that both read, by the nominal formula."""
    rows = [row for row in ledgers.of("applied") if row["coder"] in ("AB", "CD")]
    read = defaultdict(set)
    for row in rows:
        read[row["coder"]].add(row["document"])
    both = [p for p in passages if p["document"] in read["AB"] & read["CD"]]
    found = {}
    for theme in themes:
        votes = [
            [
                any(r["coder"] == who and r["code"].split("/")[0] == theme and same_words(r, p) for r in rows)
                for who in ("AB", "CD")
            ]
            for p in both
        ]
        values = [vote for pair in votes for vote in pair]
        n, yes = len(values), sum(values)
        expected = 2 * yes * (n - yes) / (n * (n - 1))
        observed = 2 * sum(a != b for a, b in votes) / n
        if expected:
            found[theme] = 1 - observed / expected
    return found
