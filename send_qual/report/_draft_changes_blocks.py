"""What changed since an edited draft, as a short document to carry edits over by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from send_qual.findings import long_date
from send_qual.report._draft_changes import DraftChanges, Edit, Recount, without_numbers
from send_qual.report._draft_record import Counted, Quoted
from send_qual.report.rendering import (
    Block,
    Bullet,
    Caption,
    Draft,
    Emphasis,
    Heading,
    Paragraph,
    Run,
    Strong,
    Table,
    Title,
    runs,
)

__all__ = ["changes_report"]

_AROUND = 6  # words shown before and after what was changed
_LONG = 40  # words of a paragraph that was added or deleted
_EXAMPLES = 3
_POINTS = 10  # a share that moved by less has not moved, as in a comparison of tranches
_OPENING = 14  # words of a quotation by which it is found
Shown = Callable[[Quoted], bool]


def changes_report(changes: DraftChanges, edited: str, comments: Sequence[str] = (), *, shown: Shown) -> Draft:
    """Lay out what changed since an edited draft.

    Parameters
    ----------
    changes : DraftChanges
    edited : str
        The name of the edited file.
    comments : sequence of str
        What was written in its margin.
    shown : callable
        Whether the words of a quotation that went may be printed still.
    """
    hidden = [q.text for q in changes.quotations_went if not shown(q)]
    body: list[Block] = [
        Title("What changed since your draft", f"{edited}, drafted on {long_date(changes.then.drawn)}", ()),
        Paragraph(runs(_in_short(changes, len(comments)))),
        *_edit_blocks(changes.edits, hidden),
        *_comment_blocks(comments),
        *_document_blocks(changes),
        *_statement_blocks(changes),
        *_quotation_blocks(changes, shown),
    ]
    title = "What changed since your draft"
    return Draft(title, edited, title, tuple(body))


def _in_short(changes: DraftChanges, comments: int) -> str:
    stands = sum(e.stands for e in changes.edits)
    yours = (
        f"You made {_many(len(changes.edits), 'edit')}, of which {stands} can be carried over as they are"
        if changes.edits
        else "No edits of yours were found in its words"
    )
    margin = f", and {_many(comments, 'comment')}" if comments else ""
    quotations = (
        f"{_many(len(changes.quotations_came), 'quotation')} came, {len(changes.quotations_went)} went, "
        f"{len(changes.quotations_moved)} moved"
    )
    reviewed = ""
    if changes.then.reviewed != changes.now.reviewed:
        reviewed = f" Suggestions reviewed by a person: {changes.then.reviewed} then, {changes.now.reviewed} now."
    return (
        f"{yours}{margin}. In the new draft of {long_date(changes.now.drawn)}, "
        f"{_many(len(changes.statements), 'count')} changed; {quotations}.{reviewed}"
    )


def _many(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"


# ------------------------------------------------------------------------------------- your edits
def _edit_blocks(edits: Sequence[Edit], hidden: Sequence[str]) -> list[Block]:
    groups = (
        ("Your edits that can be carried over as they are", [e for e in edits if e.stands]),
        ("Your edits where the new draft has changed too", [e for e in edits if not e.stands and e.now]),
        ("Your edits in passages that the new draft no longer has", [e for e in edits if not e.stands and not e.now]),
    )
    blocks: list[Block] = []
    for n, (heading, group) in enumerate(groups):
        if group:
            blocks.append(Heading(1, heading, f"edits-{n}"))
            blocks += [Bullet(_edit(one, hidden)) for one in group]
    return blocks


def _edit(edit: Edit, hidden: Sequence[str]) -> tuple[Run, ...]:
    where = Strong(f"{edit.place.rstrip('.?')}. " if edit.place else "")
    withheld = any(words in edit.before for words in hidden)
    before, after = _around(edit.before, edit.after)
    if withheld:
        before, after = "(words of a quotation that went)", _opening(edit.after, _LONG)
    if not edit.before:
        said: tuple[Run, ...] = ("You added: ", Emphasis(after))
    elif not edit.after:
        said = ("You deleted: ", Emphasis(before))
    else:
        said = (Emphasis(before), " — you wrote: ", Emphasis(after))
    if edit.stands or not edit.now:
        return runs(where, *said)
    old, new = _around(edit.before, edit.now)
    stop = " " if (after or before).endswith((".", "!", "?", "…", "”")) else ". "
    if withheld:
        return runs(where, *said, f"{stop}The new draft: ", Emphasis(_opening(edit.now, _LONG)))
    return runs(where, *said, f"{stop}The new draft has ", Emphasis(new), " instead of ", Emphasis(old))


def _around(before: str, after: str) -> tuple[str, str]:
    """Two versions of a paragraph, cut to the words that differ and a few around them."""
    before, after = without_numbers(before), without_numbers(after)
    old, new = before.split(), after.split()
    if not old or not new:
        return _opening(before, _LONG), _opening(after, _LONG)
    changed = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not changed:
        return _opening(before, _LONG), _opening(after, _LONG)
    (_, i, _, k, _), (_, _, j, _, m) = changed[0], changed[-1]
    return _cut(old, i, j), _cut(new, k, m)


def _cut(words: Sequence[str], first: int, last: int) -> str:
    start, end = max(0, first - _AROUND), min(len(words), last + _AROUND)
    cut = words[start:end]
    if len(cut) > 2 * _LONG:
        cut = [*cut[:_LONG], "…", *cut[-_LONG:]]
    return f"{'… ' * (start > 0)}{' '.join(cut)}{' …' * (end < len(words))}"


def _opening(text: str, most: int) -> str:
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


def _comment_blocks(comments: Sequence[str]) -> list[Block]:
    if not comments:
        return []
    return [Heading(1, "Comments in the margin", "comments"), *(Bullet(runs(text)) for text in comments)]


# ------------------------------------------------------------------------------ the machine's changes
def _document_blocks(changes: DraftChanges) -> list[Block]:
    told = (("Came: ", changes.documents_came), ("Went: ", changes.documents_went))
    lines: list[Block] = [Bullet(runs(Strong(word), _named(names), ".")) for word, names in told if names]
    return [Heading(1, "Documents that came and went", "documents"), *lines] if lines else []


def _named(names: Sequence[str]) -> str:
    return ", ".join(names) if all(names) else _many(len(names), "document")


def _statement_blocks(changes: DraftChanges) -> list[Block]:
    if not changes.statements:
        return []
    told = [r for r in changes.statements if not _is_small(r)]
    small = [r for r in changes.statements if _is_small(r)]
    blocks: list[Block] = [Heading(1, "Statements whose counts changed", "statements")]
    if told:
        blocks.append(
            Table(
                Caption(f"Counts in {changes.now.unit}s, in your draft and now", "counts"),
                ("Statement", "Your draft", "Now", "Points"),
                tuple((r.name, _of(r.before), _of(r.after), _way(r)) for r in told),
                (0.58, 0.15, 0.15, 0.12),
                numeric=frozenset({1, 2, 3}),
                note=runs("Points: by how many percentage points the share rose or fell."),
                small=True,
            )
        )
    if small:
        words = f"The share of another number of {changes.now.unit}s moved by less than {_POINTS} points in"
        blocks.append(Paragraph(runs(f"{words} {_many(len(small), 'statement')}: {_examples(small)}.")))
    return blocks


def _is_small(recount: Recount) -> bool:
    """Whether a count is another mostly because the number of documents is."""
    before, after = recount.before, recount.after
    return before is not None and after is not None and before.of != after.of and abs(recount.points) < _POINTS


def _examples(small: Sequence[Recount]) -> str:
    told = "; ".join(f"{r.name}, {_of(r.before)} then and {_of(r.after)} now" for r in small[:_EXAMPLES])
    return f"{told}; and so on" if len(small) > _EXAMPLES else told


def _of(count: Counted | None) -> str:
    return f"{count.n} of {count.of}" if count is not None else "–"


def _way(recount: Recount) -> str:
    if recount.before is None:
        return "came"
    if recount.after is None:
        return "went"
    return f"{recount.points:+d}".replace("-", "−")


def _quotation_blocks(changes: DraftChanges, shown: Shown) -> list[Block]:
    blocks: list[Block] = []
    if changes.quotations_went:
        blocks.append(Heading(1, "Quotations that went", "went"))
        blocks += _listed((q, q.place, _words(q) if shown(q) else "(words not shown)") for q in changes.quotations_went)
    if changes.quotations_came:
        blocks.append(Heading(1, "Quotations that came", "came"))
        blocks += _listed((q, q.place, _words(q)) for q in changes.quotations_came)
    if changes.quotations_moved:
        blocks.append(Heading(1, "Quotations that moved", "moved"))
        moved = ((m.quoted, f"{m.before} → {m.quoted.place}", _words(m.quoted)) for m in changes.quotations_moved)
        blocks += _listed(moved)
    return blocks


def _words(quoted: Quoted) -> str:
    return f"“{_opening(quoted.text, _OPENING)}”"


def _listed(rows: Iterable[tuple[Quoted, str, str]]) -> list[Block]:
    """One bullet for each place, with all its quotations."""
    places: dict[str, list[str]] = {}
    for quoted, place, words in rows:
        places.setdefault(place, []).append(f"{words} ({quoted.label})" if quoted.label else words)
    return [
        Bullet(runs(Strong(f"{place.rstrip('.?')}. " if place else ""), "; ".join(told), "."))
        for place, told in places.items()
    ]
