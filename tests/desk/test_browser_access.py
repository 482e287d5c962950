"""For all: what axe finds, in JupyterLab's light and dark themes, and what a screen reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

WANTED = [
    ("p01.vtt", "one person listened", "people", "facilitator"),
    ("p01.vtt", "The last one came in June.", "waits/plans", "challenge"),
]


def faults(page, within: str = ".sqd") -> list[str]:
    """What axe finds wrong by WCAG 2.2, levels A and AA, and by good practice."""
    found = page.evaluate("within => axe.run(within)", within)
    return [
        f"{one['id']}: {len(one['nodes'])}x: {node['html'][:160]} {node.get('failureSummary', '')[:400]}"
        for one in found["violations"]
        for node in one["nodes"][:1]
    ]


def test_axe_finds_nothing_in_any_state_and_theme(sit, node_kit: Path) -> None:
    seat = sit(wanted=WANTED)
    seat.page.evaluate((node_kit / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    seat.click_on("letters", 2)
    seat.press("1", "c")
    seat.written(2)
    found: list[str] = []
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        seat.theme(theme)
        seat.focus()
        seat.press("n")
        seat.page.wait_for_selector(".name.inhand")
        found += [f"{theme}, review: {fault}" for fault in faults(seat.page)]
        seat.press("/")
        seat.page.keyboard.type("new thing")
        seat.page.wait_for_selector(".picker .option")
        found += [f"{theme}, picker: {fault}" for fault in faults(seat.page)]
        seat.press("Enter")
        seat.page.wait_for_selector(".picker .fresh")
        found += [f"{theme}, new code: {fault}" for fault in faults(seat.page)]
        seat.press("Escape", "?")
        seat.page.wait_for_selector(".help")
        found += [f"{theme}, keys: {fault}" for fault in faults(seat.page)]
        seat.press("Escape", "s")
        seat.page.keyboard.type("one")
        seat.press("Enter")
        seat.page.wait_for_selector(".hit:focus")  # and what Enter asked for is there, not what was typed before
        found += [f"{theme}, search: {fault}" for fault in faults(seat.page)]
        seat.press("Escape", "Escape", "Escape")
    assert found == [], "\n".join(found)


def test_a_screen_reader_is_told(sit) -> None:
    seat = sit(wanted=WANTED)
    seat.focus()
    seat.press("ArrowDown", "ArrowDown")
    seat.told("We waited a whole year")
    seat.press("Escape", "n")
    seat.told("People; facilitator; suggested by terms-1, 71% sure. one person listened")
    seat.press("a")
    seat.told("Accepted. Waits › Late plans; challenge; suggested by terms-1")
    assert seat.desk.locator(".saved").get_attribute("role") == "status"
    seat.page.wait_for_selector('.name[aria-label="People; facilitator; your coding"]')
    # The focus is always to be seen.
    for selector in (".text", ".find", ".filter", ".documents", ".code", ".rule", ".tools button"):
        seat.desk.locator(selector).first.focus()
        seat.press("Shift")
        style = seat.page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"
        )
        assert style == ["solid", "2px"], selector
