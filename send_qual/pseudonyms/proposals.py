"""Proposals: what is to be replaced, by what, and what the researcher decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from send_qual.corpus.document import Document
from send_qual.errors import Fault, SendQualError
from send_qual.pseudonyms._hit import Found
from send_qual.pseudonyms._variants import Forms

__all__ = ["COLUMNS", "NAMED", "Decision", "Proposal", "decide", "decisions_from", "kinds_from", "propose", "table"]

COLUMNS = ("text", "kind", "proposal", "decision", "replace as", "document", "mentions", "documents", "context", "why")
"""Columns of the table of decisions.

The researcher fills ``decision`` (``keep`` or ``replace``; empty takes the proposal), ``replace as`` (taken as written)
and ``document`` where a decision is for one document only; ``kind`` may be corrected. Lines may be added for what was
not found.
"""

_OFFERED = frozenset({"role", "case", "consent"})
NAMED = frozenset({"person", "place", "organisation", "date", "contact"})
"""Kinds that a researcher may correct into one another in the table."""
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of a document and what is to stand in its place.

    Parameters
    ----------
    document : str
    start, end : int
        Half-open, code points of the document's text.
    text : str
        The words themselves.
    kind : str
        ``"person"``, ``"place"``, ``"organisation"``, ``"date"``, ``"contact"``, ``"role"``, ``"case"``,
        ``"consent"`` or ``"added"``.
    replacement : str
        With its brackets, unless somebody wrote another.
    status : str
        ``"replace"``, ``"keep"``, or ``"decide"``: offered, and kept until somebody decides.
    context : str
        The words around it, the stretch itself between ``«`` and ``»``.
    why : str
    """

    document: str
    start: int
    end: int
    text: str
    kind: str
    replacement: str
    status: str
    context: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the researcher decided on a text: ``action`` is ``"keep"``, ``"replace"`` or ``""`` (as proposed)."""

    text: str
    kind: str = ""
    action: str = ""
    replacement: str = ""
    document: str = ""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold().replace("’", "'")


def _context(document: Document, start: int, end: int) -> str:
    left = document.text[max(0, start - _AROUND) : start]
    right = document.text[end : end + _AROUND]
    left = left.partition(" ")[2] if start > _AROUND else left
    right = right.rpartition(" ")[0] if end + _AROUND < len(document.text) else right
    speaker = next((s.speaker for s in document.segments if s.start <= start < s.end), "")
    return " ".join(f"{speaker + ': ' if speaker else ''}{left}«{document.text[start:end]}»{right}".split())


def propose(
    documents: Sequence[Document], found: Iterable[Found], forms: Forms, kinds: Mapping[str, str] | None = None
) -> tuple[Proposal, ...]:
    """A proposal for each stretch found; names by ``forms``, posts and cases for decision.

    ``kinds`` has what the researcher wrote into the column ``kind``, by text: where it is none of those found for the
    text, it is what the text is.
    """
    found = tuple(found)
    by_id = {d.id: d for d in documents}
    theirs: dict[str, set[str]] = {}
    for one in found:
        theirs.setdefault(_key(by_id[one.document].text[one.start : one.end]), set()).add(one.kind)
    out = []
    for one in found:
        document = by_id[one.document]
        text = document.text[one.start : one.end]
        kind = (kinds or {}).get(_key(text), "")
        if kind in NAMED and one.kind in NAMED and kind not in theirs[_key(text)]:
            form, context = forms.form_as(one, text, kind), _context(document, one.start, one.end)
            why = "the kind is the researcher's"
            out.append(Proposal(one.document, one.start, one.end, text, kind, form, "replace", context, why))
            continue
        status = "decide" if one.kind in _OFFERED else "replace"
        context = _context(document, one.start, one.end)
        form = forms.form(one, text)
        out.append(Proposal(one.document, one.start, one.end, text, one.kind, form, status, context, one.why))
    return tuple(out)


def decide(
    documents: Sequence[Document], proposals: Iterable[Proposal], decisions: Iterable[Decision]
) -> tuple[Proposal, ...]:
    """The proposals as decided, and one for each mention of a text that the researcher added.

    A decision for one document goes before one for all. What is decided last of two decisions on one text holds. Where
    posts or cases are replaced, the names inside them go with them.
    """
    decisions = tuple(decisions)
    for_all = {(_key(d.text), ""): d for d in decisions if not d.document}
    for_one = {(_key(d.text), d.document): d for d in decisions if d.document}
    proposals = tuple(proposals)
    decided = []
    for proposal in proposals:
        key = _key(proposal.text)
        decision = for_one.get((key, proposal.document)) or for_all.get((key, ""))
        decided.append(_decided(proposal, decision))
    decided += _added(documents, decisions, decided)
    return _nested(decided)


def _decided(proposal: Proposal, decision: Decision | None) -> Proposal:
    if decision is None or (not decision.action and not decision.replacement):
        return proposal
    if decision.action == "keep":
        return replace(proposal, status="keep")
    return replace(proposal, status="replace", replacement=decision.replacement or proposal.replacement)


def _added(
    documents: Sequence[Document], decisions: Sequence[Decision], proposals: Sequence[Proposal]
) -> list[Proposal]:
    """Mentions of texts that are to be replaced and that no proposal covers."""
    out = []
    known = {_key(p.text) for p in proposals}
    for decision in decisions:
        if decision.action != "replace" or _key(decision.text) in known:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(decision.text)}(?!\w)")
        form = decision.replacement or "[name]"
        for document in documents:
            if decision.document and decision.document != document.id:
                continue
            for match in pattern.finditer(document.text):
                if not any(_beyond(p, document.id, match.start(), match.end()) for p in proposals):
                    context = _context(document, *match.span())
                    out.append(
                        Proposal(
                            document.id,
                            *match.span(),
                            match[0],
                            "added",
                            form,
                            "replace",
                            context,
                            "added by the researcher",
                        )
                    )
    return out


def _beyond(one: Proposal, document: str, start: int, end: int) -> bool:
    """Whether a proposal reaches beyond a stretch that it shares: of two the longer decision holds."""
    shares = one.document == document and one.start < end and one.end > start
    return shares and not (start <= one.start and one.end <= end and end - start > one.end - one.start)


def _nested(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """In order; what lies inside a post, a case or a text of the researcher's that is replaced is left to it."""
    ordered = sorted(proposals, key=lambda p: (p.document, p.start, -p.end))
    outer = [p for p in ordered if p.kind in _OFFERED | {"added"} and p.status == "replace"]
    kept = []
    for proposal in ordered:
        inside = any(
            o is not proposal and o.document == proposal.document and o.start < proposal.end and o.end > proposal.start
            for o in outer
        )
        earlier = any(
            o.document == proposal.document
            and o.start < proposal.end
            and o.end > proposal.start
            and (o.start, -o.end) < (proposal.start, -proposal.end)
            for o in outer
        )
        if not inside or (proposal in outer and not earlier):
            kept.append(proposal)
    return tuple(kept)


def table(proposals: Iterable[Proposal], decisions: Iterable[Decision] = ()) -> pd.DataFrame:
    """One row per text and kind, for the researcher to decide on.

    Parameters
    ----------
    proposals : iterable of Proposal
        Before decisions.
    decisions : iterable of Decision
        Those made so far stand in their columns; those on texts that are no longer found stay at the end.

    Returns
    -------
    pandas.DataFrame
        Columns ``COLUMNS``: offered posts and cases first, then names by kind, most mentioned first.
    """
    rows: dict[tuple[str, str], list[Proposal]] = {}
    for proposal in proposals:
        rows.setdefault((_key(proposal.text), proposal.kind), []).append(proposal)
    left = list(decisions)
    ranks = ("consent", "case", "role", "person", "organisation", "place", "contact", "date", "added")
    out: list[dict[str, object]] = []
    for (key, kind), members in sorted(rows.items(), key=lambda r: (ranks.index(r[0][1]), -len(r[1]), r[0][0])):
        mine = [d for d in left if _key(d.text) == key and (not d.kind or d.kind == kind)]
        left = [d for d in left if d not in mine]
        first = members[0]
        forms = list(dict.fromkeys(m.replacement for m in members))
        row: dict[str, object] = {
            "text": max((m.text for m in members), key=lambda t: (t[:1].isupper(), not t.isupper())),
            "kind": kind,
            "proposal": "keep? " + forms[0] if first.status == "decide" else " / ".join(forms[:4]),
            "decision": "",
            "replace as": "",
            "document": "",
            "mentions": len(members),
            "documents": len({m.document for m in members}),
            "context": " … ".join(dict.fromkeys(m.context for m in members[:3])),
            "why": first.why,
        }
        out += [
            {**row, "decision": one.action, "replace as": one.replacement, "document": one.document}
            for one in mine or [Decision(first.text)]
        ]
    for decision in left:
        gone = {"mentions": 0, "documents": 0, "context": "", "why": "decided earlier; not found now", "proposal": ""}
        out.append(
            {
                "text": decision.text,
                "kind": decision.kind or "added",
                "decision": decision.action,
                "replace as": decision.replacement,
                "document": decision.document,
                **gone,
            }
        )
    return pd.DataFrame(out, columns=list(COLUMNS))


_ACTIONS = {"": "", "keep": "keep", "k": "keep", "no": "keep", "replace": "replace", "r": "replace", "yes": "replace"}


def kinds_from(frame: pd.DataFrame) -> dict[str, str]:
    """What stands in the column ``kind`` of a table, by text."""
    if not {"text", "kind"} <= set(frame.columns):
        return {}
    cells = zip(frame["text"], frame["kind"], strict=True)
    told = ((_key(str(text)), str(kind).strip().casefold()) for text, kind in cells if not pd.isna(kind))
    return {text: kind for text, kind in told if kind}


def decisions_from(
    frame: pd.DataFrame | Sequence[Mapping[str, object]], place: str = "decisions"
) -> tuple[Decision, ...]:
    """The decisions in a table.

    Parameters
    ----------
    frame : pandas.DataFrame or sequence of mapping
        Columns ``text`` and ``decision``; ``replace as``, ``kind`` and ``document`` where they are there.
    place : str
        For messages.

    Raises
    ------
    SendQualError
        Where a column is missing or a decision is none of ``keep``, ``replace``; all such lines at once.
    """
    records: list[Mapping[Any, Any]] = (
        list(frame.to_dict("records")) if isinstance(frame, pd.DataFrame) else list(frame)
    )
    if records and not {"text", "decision"} <= set(records[0]):
        raise SendQualError(Fault(f"{place} line 1", "the columns `text` and `decision` are needed", "Put them back"))
    out, faults = [], []
    for line, record in enumerate(records, 2):
        cell = {str(k): "" if pd.isna(v) else str(v).strip() for k, v in record.items()}
        said, form = cell["decision"].casefold(), cell.get("replace as", "")
        if match := re.fullmatch(r"replace as\s+(.+)", cell["decision"], re.IGNORECASE):
            said, form = "replace", match[1]
        if said not in _ACTIONS:
            faults.append(
                Fault(
                    f"{place} line {line}",
                    f"`{cell['decision']}` is no decision",
                    "Write keep or replace, or leave it empty",
                )
            )
            continue
        action = _ACTIONS[said] or ("replace" if form else "")
        if cell["text"] and (action or form):
            out.append(Decision(cell["text"], cell.get("kind", ""), action, form, cell.get("document", "")))
    if faults:
        raise SendQualError(faults)
    return tuple(out)
