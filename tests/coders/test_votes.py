"""Several people's codings as votes, and the consensus that settles them."""

from __future__ import annotations

from dataclasses import replace

from learned_study import also, study

from send_qual.coders.learned._reference_labels import truth_of
from send_qual.coding import Codings


def _votes(codings: Codings, line: str) -> dict[str, float]:
    """Shares of the passage that begins so, above 0."""
    truth = truth_of(codings)
    row = next(n for n, words in enumerate(w for e in truth.evidences for w in e.texts) if words.startswith(line))
    return {code: float(share) for code, share in zip(truth.codes, truth.share[row], strict=True) if share}


def test_what_the_consensus_settled_stands_in_for_the_votes_and_elsewhere_they_count() -> None:
    one = study(1, coder="AB")
    wait, nurses, bus, hall = (
        next(c for c in one if c.quote.startswith(words))
        for words in ("Children wait", "Nurses are", "The bus", "Therapists in")
    )
    other = [replace(c, coder="CD") for c in one if c.quote not in {wait.quote, nurses.quote, bus.quote}]
    torn = replace(wait, coder="CD", code="play"), replace(nurses, coder="CD", code="travel")
    both = also(one, *other, *torn)
    assert _votes(both, "Children wait") == {"health": 0.5, "play": 0.5}
    ruled = also(both, replace(wait, coder="consensus", facets={"polarity": "mixed"}))
    assert _votes(ruled, "Children wait") == {"health": 1.0}  # the consensus: neither three voters nor two
    assert _votes(ruled, "Nurses are") == {"health": 0.5, "travel": 0.5}  # still open
    assert _votes(ruled, "Therapists in") == {"health": 1.0}  # agreed: nobody had to settle it
    assert _votes(also(ruled, replace(hall, coder="consensus", code="play")), "Therapists in") == {
        "health": 1.0,  # both had said so
        "play": 1.0,
    }
    assert _votes(also(ruled, replace(bus, coder="consensus", status="rejected")), "The bus") == {}
    truth = truth_of(ruled)
    row = next(n for n, words in enumerate(w for e in truth.evidences for w in e.texts) if words.startswith("Children"))
    assert {f.value for f in truth.facets if f.passage == row} == {"mixed"}
