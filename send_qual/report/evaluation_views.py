"""What a notebook shows of an evaluation: how far a learned coder may be trusted, and where it must not be.

All figures are of documents that the coder had not seen. Nothing is counted here: the tables are those that
``send-qual evaluate`` writes.
"""

from __future__ import annotations

from html import escape
from math import log
from typing import TYPE_CHECKING, Any

from send_qual.agreement import (
    Agreement,
    Evaluation,
    calibration_table,
    confusion_table,
    disagreement_table,
    promise_table,
    told_of,
)
from send_qual.findings import PracticePrecision
from send_qual.report.rendering import View, progress, table_view
from send_qual.report.rendering._canvas import INK, painted
from send_qual.report.themes.figures import Figure

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "cautions",
    "codes",
    "compared",
    "differences",
    "draw_calibration",
    "draw_confusion",
    "draw_learning",
    "more_would",
    "people",
    "practice",
    "progress",
    "promises",
]

_BLUE, _ORANGE = "#0b5394", "#e69f00"
_MODERATE = 0.6  # kappa that codings should surely reach to be counted without reading them
_TOLERANCE = 0.05  # between a promise and its result
_FEW_DOCUMENTS = 8


def _name(done: Evaluation, code: str) -> str:
    book = done.study.codings.codebook
    return book[code].name if book and code in book else code


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def _range(low: float, high: float) -> str:
    return f"{low:.2f} to {high:.2f}"


def people(found: Agreement) -> View:
    """Show how far people agree with each other: the measure for any machine."""
    rows = [
        (
            p.code,
            f"{p.first} and {p.second}",
            p.passages,
            f"{p.measures.kappa:.2f}",
            _range(p.measures.kappa_interval.low, p.measures.kappa_interval.high),
        )
        for p in found
    ]
    columns = ("Theme", "Coders", "Passages both read", "Kappa", "95% interval")
    return table_view("How far people agree with each other", columns, rows, numeric=frozenset({2, 3}))


def codes(done: Evaluation, coder: str = "learned") -> View:
    """Show agreement with people on each theme, with intervals.

    Parameters
    ----------
    done : Evaluation
    coder : str
        ``"learned"``, or ``"lexicon"`` or ``"semantic"`` for comparison.
    """
    rows = [
        (
            _name(done, row.code),
            m.n,
            f"{m.precision:.2f}",
            f"{m.recall:.2f}",
            f"{m.f1:.2f}",
            _range(m.f1_interval.low, m.f1_interval.high),
            f"{m.kappa:.2f}",
            _range(m.kappa_interval.low, m.kappa_interval.high),
        )
        for row in done.of(coder)
        for m in (row.measures,)
    ]
    f1, kappa = done.macro(coder)
    note = f"Mean over themes: F1 {f1:.2f}, kappa {kappa:.2f}. Intervals by drawing whole documents with replacement."
    columns = (
        "Theme",
        "Coded by people",
        "Precision",
        "Recall",
        "F1",
        "95% interval",
        "Kappa",
        "95% interval of kappa",
    )
    numeric = frozenset({1, 2, 3, 4, 6})
    return table_view(f"The {coder} coder on documents it had not seen", columns, rows, numeric=numeric, note=note)


def compared(done: Evaluation) -> View:
    """Show the learned coder's F1 on each theme beside that of the coder without training and of plain baselines."""
    named = {row.code: row.measures.n for row in done.of("learned")}
    f1 = {(row.coder, row.code): row.measures.f1 for row in done.agreement}
    coders = tuple(dict.fromkeys(row.coder for row in done.agreement))
    rows = [(_name(done, code), n, *(f"{f1[coder, code]:.2f}" for coder in coders)) for code, n in named.items()]
    rows.append(("Mean", sum(named.values()), *(f"{done.macro(coder)[0]:.2f}" for coder in coders)))
    told = {name: told_of(name) for name in coders if name != "learned"}
    note = "; ".join(f"{name[:1].upper()}{name[1:]}: {what}" for name, what in told.items()) + "."
    columns = ("Theme", "Coded by people", *(f"F1, {coder}" for coder in coders))
    numeric = frozenset(range(1, 2 + len(coders)))
    return table_view(
        "The learned coder beside the one without training and plain baselines",
        columns,
        rows,
        numeric=numeric,
        note=note,
    )


def promises(done: Evaluation) -> View:
    """Show what accepting only sure suggestions would give, as promised beforehand and as found."""
    rows = [
        (f"{row.confidence:.0%} and more", row.suggestions, f"{row.promised:.0%}", f"{row.found:.0%}")
        for row in _rows(promise_table(done))
    ]
    columns = ("Confidence", "Suggestions", "Right, as promised", "Right, as found")
    note = "Promised by coders to which the document was unknown; found by comparing with what people coded there."
    return table_view("Promise and result", columns, rows, numeric=frozenset({1, 2, 3}), note=note)


def differences(done: Evaluation, *, rows: int = 20) -> View:
    """Show where machine and people differ, to be read: the machine's surest first, then what it missed."""
    table = disagreement_table(done)
    extra, missed = table[table.given_by == "only the machine"], table[table.given_by != "only the machine"]
    half = rows - min(len(missed), rows // 2)
    shown = [
        (
            row.document,
            row.page or "",
            row.quote,
            _name(done, row.code),
            row.given_by,
            f"{row.confidence:.0%}" if row.confidence else "",
        )
        for part in (extra.head(half), missed.head(rows - min(half, len(extra))))
        for row in _rows(part)
    ]
    columns = ("Document", "Page", "Passage", "Theme", "Given by", "Sure")
    note = "Not every difference is the machine's fault: a passage that people overlooked stands here too."
    return table_view(
        f"Differences to read: {len(shown)} of {len(table)}", columns, shown, numeric=frozenset({1, 5}), note=note
    )


def more_would(done: Evaluation, passages: int = 40) -> str:
    """What more coded passages would bring, from the end of the learning curve; in words."""
    if len(done.curve) < 2:
        return "Too few documents were coded to say what more would bring."
    before, last = done.curve[-2:]
    slope = (last.f1 - before.f1) / max(log(last.passages / before.passages), 1e-9)
    gain = slope * log(1 + passages / last.passages)
    if gain < 0.005:
        return f"{passages} more coded passages would change little: the curve is flat at F1 {last.f1:.2f}."
    return (
        f"{passages} more coded passages would raise F1 from {last.f1:.2f} to about {min(last.f1 + gain, 0.99):.2f}, "
        "if the curve goes on as it ends. That is a guess, not a measurement."
    )


def practice(measured: PracticePrecision, done: Evaluation) -> View:
    """Show how many of the first practices of each theme and document a person would cite.

    Parameters
    ----------
    measured : PracticePrecision
    done : Evaluation
        Gives the themes their names.
    """
    cells = [c for c in measured.cells if c.shown]
    rows = []
    for theme in (*dict.fromkeys(c.theme for c in cells), ""):
        ours = [c for c in cells if theme in {"", c.theme}]
        counts = [sum(c.shown for c in ours), sum(c.usable for c in ours), sum(c.cited for c in ours)]
        rows.append((_name(done, theme) or "All", *counts, f"{measured.usable(theme):.2f}"))
    note = f"Counted: the first {measured.k} of each theme and document that were judged."
    if measured.unjudged:
        note += f" Nobody has judged {measured.unjudged} more of them."
    if measured.stale:
        note += f" {measured.stale} judged passages have changed since and are left out."
    columns = ("Theme", "Shown", "Usable", "Of these, surely", "Precision")
    return table_view("Good practice a person would cite", columns, rows, numeric=frozenset({1, 2, 3, 4}), note=note)


def cautions(done: Evaluation) -> View:
    """Show where the machine must not be trusted without reading."""
    card, found = done.coder.card, list[str]()
    found += [
        f"{_name(done, c.code)}: "
        + (f"training did worse (F1 {c.f1:.2f} is kept)." if c.f1 else f"only {c.codings} codings.")
        + " Not learned; suggested from the codebook's own words."
        for c in card.codes
        if not c.learned
    ]
    for row in done.of("learned"):
        m = row.measures
        if m.n and m.kappa_interval.low < _MODERATE:
            found.append(
                f"{_name(done, row.code)}: kappa {m.kappa:.2f}, and it may be as low as {m.kappa_interval.low:.2f}. "
                f"It misses {1 - m.recall:.0%} of what people coded; {1 - m.precision:.0%} of its own are wrong."
            )
    found += [
        f"Suggestions of {row.confidence:.0%} and more were promised to be right in {row.promised:.0%}, "
        f"and are in {row.found:.0%}."
        for row in _rows(promise_table(done))
        if row.promised - row.found > _TOLERANCE
    ]
    for question in done.judge.card if done.judge else ():
        if question.right < 0.85 * question.reports:
            found.append(f"The question {question.issue}: right in only {question.right} of {question.reports}.")
    if card.documents < _FEW_DOCUMENTS:
        found.append(
            f"It has learned from {card.documents} documents by {', '.join(card.coders)}: the figures above are rough, "
            "and documents of another kind or from other authors may fare worse."
        )
    found.append("Whatever people overlooked when they coded, it has learned to overlook.")
    items = "".join(f"<li>{escape(line)}</li>" for line in found)
    html = f"<div class='warn'><b>Where the machine must not be trusted without reading</b><ul>{items}</ul></div>"
    return View(html, "; ".join(found))


# --------------------------------------------------------------------------------------------- figures
def _figure(height: float, draw: Any) -> bytes:
    def labelled(axes: Any, sns: Any) -> None:
        draw(sns, axes)
        axes.tick_params(labelsize=8, labelcolor=INK)
        axes.xaxis.label.set_fontsize(9)
        axes.yaxis.label.set_fontsize(9)

    return painted(labelled, height)


def _number(axes: Any, words: str, at: tuple[float, float], up: int) -> None:
    axes.annotate(words, at, xytext=(0, up), textcoords="offset points", ha="center", fontsize=8, color=INK)


def draw_calibration(done: Evaluation) -> Figure:
    """Confidence against the share of suggestions that people made too."""
    table = calibration_table(done)

    def draw(sns: Any, axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color="#8c8c8c", linestyle="--", linewidth=1)
        axes.annotate("as sure as right", (0.06, 0.12), fontsize=8, color="#595959", rotation=32)
        sns.lineplot(data=table, x="confidence", y="accepted", marker="o", color=_BLUE, ax=axes)
        for row in _rows(table):
            _number(axes, f"{row.suggestions}", (row.confidence, row.accepted), -13)
        axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="Confidence of the machine", ylabel="People coded it too")
        sns.despine(ax=axes)

    told = "; ".join(f"of {r.suggestions} about {r.confidence:.0%} sure, {r.accepted:.0%}" for r in _rows(table))
    alt = f"Share of suggestions that people made too, by the machine's confidence: {told}."
    return Figure(_figure(3.6, draw), "Is it as right as it is sure? (numbers: suggestions)", alt)


def draw_learning(done: Evaluation) -> Figure:
    """Macro F1 on documents left out by how many passages were learned from."""
    import pandas as pd

    table = pd.DataFrame([(p.passages, p.f1) for p in done.curve], columns=["passages", "f1"])

    def draw(sns: Any, axes: Any) -> None:
        sns.lineplot(data=table, x="passages", y="f1", marker="o", color=_BLUE, ax=axes)
        for row in _rows(table):
            _number(axes, f"{row.f1:.2f}", (row.passages, row.f1), 6)
        axes.set(ylim=(0, 1.05), xlabel="Passages learned from", ylabel="Macro F1, documents left out")
        sns.despine(ax=axes)

    told = ", ".join(f"{row.f1:.2f} after {row.passages} passages" for row in _rows(table))
    alt = f"Learning curve. Macro F1 on documents left out: {told or 'too few documents to draw it'}."
    return Figure(_figure(3.2, draw), "What more coding would teach", alt)


def draw_confusion(done: Evaluation) -> Figure:
    """Where people gave a theme: how often the machine missed it, or gave another that people did not give."""
    table = confusion_table(done).set_index("code")
    shares = table.drop(columns="n").div(table["n"].clip(lower=1), axis=0) * 100
    names = {code: _name(done, code) for code in done.themes}
    shares = shares.rename(index=names, columns={**names, "missed": "(missed)"})

    def draw(sns: Any, axes: Any) -> None:
        sns.heatmap(shares, annot=True, fmt=".0f", cmap="Blues", vmin=0, vmax=50, cbar=False, linewidths=0.5, ax=axes)
        axes.set(xlabel="The machine missed it, or gave wrongly", ylabel="People gave")
        axes.tick_params(axis="x", rotation=40)
        for label in axes.get_xticklabels():
            label.set_ha("right")

    missed = shares["(missed)"].sort_values(ascending=False)
    wrong = [
        (float(share), str(gave), str(had))
        for had, row in shares.drop(columns="(missed)").to_dict("index").items()
        for gave, share in row.items()
    ]
    most, machine_gave, people_gave = max(wrong)
    alt = (
        f"Confusion in per cent of the passages to which people gave a theme. Missed most: {missed.index[0]} "
        f"({missed.iloc[0]:.0f}%). Most often wrong: {machine_gave} where people gave {people_gave} ({most:.0f}%)."
    )
    return Figure(_figure(4.0, draw), "What is taken for what (per cent of passages with the theme)", alt)
