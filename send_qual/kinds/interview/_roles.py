"""Who asks and who answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from send_qual.corpus.document import Document
from send_qual.kinds.interview._labels import label_of, looks_like_name, role_of

__all__ = ["roles_by_name", "settle_roles", "with_roles"]

_CHECK = "check it, or name the roles in attributes.csv"


@dataclass(frozen=True, slots=True)
class _Share:
    """How much one speaker says, and how much of it is questions."""

    words: int = 0
    sentences: int = 0
    questions: int = 0

    @property
    def asking(self) -> float:
        return self.questions / self.sentences if self.sentences else 0.0


def roles_by_name(speakers: Sequence[str], particulars: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """What labels, and the particulars above the talk, say of the speakers' roles; ``{}`` where they say nothing.

    Examples
    --------
    >>> roles_by_name(["INT", "P6"])
    {'INT': 'interviewer', 'P6': 'participant'}
    >>> roles_by_name(["Ana Reed", "Will"], [("Interviewer", "Ana Reed"), ("Length", "59 min")])
    {'Ana Reed': 'interviewer', 'Will': 'participant'}
    >>> roles_by_name(["Speaker 1", "Speaker 2"])
    {}
    """
    roles = {s: found for s in speakers if (found := role_of(s) or _aside_role(s))}
    for key, value in particulars:
        role = role_of(key.strip())
        names = {w.casefold() for w in re.findall(r"[^\W_]+", value)}
        for speaker in speakers if role else ():
            own = [w.casefold() for w in re.findall(r"[^\W_]+", speaker)]
            if own and all(w in names for w in own):
                roles.setdefault(speaker, role)
    known = set(roles.values())
    researcher = [s for s in roles if label_of(s) == "r"]
    if researcher and known == {"participant"} and len(roles) > 1:
        roles[researcher[0]] = "interviewer"  # R beside P is the researcher; beside I it is the respondent
        known.add("interviewer")
    rest = [s for s in speakers if s not in roles]
    if "interviewer" in known:
        roles |= dict.fromkeys(rest, "participant")
    elif "participant" in known and rest:
        roles |= dict.fromkeys(rest, "interviewer")
    return {s: roles[s] for s in speakers if s in roles} if len(set(roles.values())) > 1 or len(speakers) == 1 else {}


def _aside_role(speaker: str) -> str:
    found = re.search(r"[(\[]([^)\]]*)[)\]]\s*$", speaker)
    return role_of(found[1].strip()) if found else ""


def with_roles(document: Document, roles: Mapping[str, str], by: str, notice: str = "") -> Document:
    """The document with these roles given to its turns, and ``roles_by`` among its attributes."""
    keyed = {label_of(s): role for s, role in roles.items()}
    segments = tuple(
        replace(s, role=keyed.get(label_of(s.speaker), "")) if s.kind == "turn" and s.speaker else s
        for s in document.segments
    )
    old = tuple(n for n in document.notices if not n.endswith(_CHECK))
    notices = (*old, notice) if notice else old
    return replace(document, segments=segments, notices=notices).with_attributes(roles_by=by)


def _speakers(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.speaker for s in document.segments if s.kind == "turn" and s.speaker))


def by_questions(document: Document) -> Document:
    """The one whose talk is questions is taken for the interviewer, where that is clear."""
    shares: dict[str, _Share] = {}
    for segment in document.segments:
        if segment.kind == "turn" and segment.speaker:
            words = document.words(segment)
            ends = re.findall(r"[.?!…]+(?=\s|[\"'”’)\]]|$)", words)
            old = shares.get(segment.speaker, _Share())
            shares[segment.speaker] = _Share(
                old.words + len(words.split()),
                old.sentences + max(len(ends), 1),
                old.questions + sum("?" in e for e in ends),
            )
    if len(shares) < 2:
        notice = "" if shares else f"nobody is named, so that the interviewer's turns are not told apart: {_CHECK}"
        role = dict.fromkeys(shares, "participant")
        return with_roles(document, role, "one speaker" if shares else "", notice)
    ranked = sorted(shares, key=lambda s: shares[s].asking, reverse=True)
    first, second = shares[ranked[0]], shares[ranked[1]]
    total = sum(s.words for s in shares.values())
    clear = first.questions >= 2 and first.asking >= 1.5 * second.asking and first.words <= 0.6 * total
    if not clear:
        return with_roles(document, {}, "", f"who is the interviewer could not be told from the questions: {_CHECK}")
    roles = {s: "interviewer" if s == ranked[0] else "participant" for s in shares}
    return with_roles(document, roles, "questions", f"the interviewer was told by the share of questions: {_CHECK}")


def settle_roles(documents: Iterable[Document], cases: Iterable[Mapping[str, str]] = ()) -> tuple[Document, ...]:
    """Roles as attributes.csv gives them, else by names, else by who speaks in several interviews, else by questions.

    Parameters
    ----------
    documents : iterable of Document
        As read: their own labels are already heeded. Those that are no transcripts pass through.
    cases : iterable of mapping
        Rows of attributes.csv: ``document``, ``speaker`` (as the file names them), ``role``.

    Returns
    -------
    tuple of Document
        ``attributes["roles_by"]`` is ``"attributes.csv"``, ``"names"``, ``"layout"``, ``"corpus"``, ``"questions"``,
        ``"one speaker"`` or ``""`` (not told); the last resorts leave a notice.
    """
    documents, rows = tuple(documents), list(cases)
    talks = [d for d in documents if d.has_turns]
    seen = Counter(label_of(s) for d in talks for s in _speakers(d) if looks_like_name(s) and not role_of(s))
    return tuple(
        _settle(d, [r for r in rows if r.get("document") == d.id], seen) if d.has_turns else d for d in documents
    )


def _settle(document: Document, rows: list[Mapping[str, str]], seen: Mapping[str, int]) -> Document:
    speakers = _speakers(document)
    told = {label_of(r["speaker"]): r.get("role", "").strip().casefold() for r in rows if r.get("speaker", "").strip()}
    given = {
        s: "interviewer" if told[label_of(s)] in {"interviewer", "researcher", "moderator"} else "participant"
        for s in speakers
        if label_of(s) in told
    }
    if given:
        other = "participant" if "interviewer" in given.values() else "interviewer"
        return with_roles(document, {**dict.fromkeys(speakers, other), **given}, "attributes.csv")
    if document.attributes.get("roles_by") in {"names", "layout", "attributes.csv"}:
        return document
    again = [s for s in speakers if seen.get(label_of(s), 0) > 1]
    if again and len(again) < len(speakers):
        roles = {s: "interviewer" if s in again else "participant" for s in speakers}
        notice = f"the interviewer was told by speaking in several interviews: {_CHECK}"
        return with_roles(document, roles, "corpus", notice)
    return by_questions(document)
