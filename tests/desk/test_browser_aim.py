"""What is coded is what was selected: when the key was pressed, by whatever way, without the space around it."""

from __future__ import annotations

import pytest

from ._bench import BOX

pytestmark = pytest.mark.browser


def test_an_in_vivo_code_goes_to_the_words_of_its_key(bench, study) -> None:
    seat = bench(study())
    seat.select("key worker")
    seat.slow()
    seat.press("v")
    seat.select("letters")  # who codes fast is at the next words before Python answers
    seat.quick()
    seat.told("Saved: key worker")
    assert seat.quotes() == [("key-worker", "key worker")]
    assert seat.blue() == "letters", "and keeps those in hand"
    seat.press("1")
    seat.told("Saved: Waits")
    assert seat.quotes() == [("key-worker", "key worker"), ("waits", "letters")]


def test_a_new_code_goes_to_the_words_of_its_form(bench, study) -> None:
    seat = bench(study(p02_txt="They never came.\n"))
    seat.select("key worker")
    seat.press("w")
    seat.page.keyboard.type("Helpers")
    seat.slow()
    seat.page.keyboard.press("Enter")
    seat.page.keyboard.press("Enter")  # once more: still one code
    seat.page.evaluate("() => document.querySelector('.sqd .text').focus()")
    seat.press("]")  # in another document by then
    seat.quick()
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    seat.told("Saved: ")
    assert [quote for _, quote in seat.quotes()] == ["key worker"]
    assert len(list(seat.work.codebook)) == 4


def test_a_new_code_for_what_is_amended_goes_there(bench, study) -> None:
    work = study()
    at = work.corpus["p01.vtt"].text.index("letters")
    work.apply("p01.vtt", at, at + 7, "waits")
    seat = bench(work)
    seat.select("letters", clicks=1)
    seat.press("e", "Shift+v")
    seat.slow()
    seat.page.keyboard.press("Enter")
    seat.page.evaluate("() => document.querySelector('.sqd .text').focus()")
    seat.press("Escape", "Escape")  # leaves the form, and amending, before the code is made
    seat.quick()
    seat.told("Changed: ")
    assert [quote for _, quote in seat.quotes()] == ["letters"]
    assert seat.quotes()[0][0].endswith("letters")


LONG = "We waited a year for the plan and then another one for the place, and nobody rang us in all that time. " * 3
PAGES = "".join(f"Turn {n}: we waited, and then we waited again.\n\n" for n in range(120))


def coded(seat) -> str:
    """What the code of key 1 goes to."""
    before = seat.quotes()
    seat.press("1")
    seat.page.wait_for_function("document.querySelector('.sqd .saved').textContent === 'saved'")
    seat.page.wait_for_timeout(100)
    ((code, quote),) = [one for one in seat.quotes() if one not in before]
    assert code == "waits"
    return quote


def plain(words: str) -> str:
    """As the browser gives it: rows apart by line ends of its own."""
    return " ".join(words.split())


WAYS = {
    "a word and Shift+End": ("waited", ["Shift+End"]),
    "Shift+End twice": ("waited", ["Shift+End", "Shift+End"]),
    "Shift+Home": ("nobody", ["Shift+Home"]),
    "Home and End": ("nobody", ["Shift+Home", "Shift+End"]),
    "Shift+PageDown": ("waited", ["Shift+PageDown"]),
    "to the end": ("waited", ["Control+Shift+End"]),
    "to the beginning": ("nobody", ["Control+Shift+Home"]),
    "all": ("waited", ["Control+a"]),
    "turns": ("waited", ["Shift+ArrowDown", "Shift+ArrowDown"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_blue_is_what_is_coded_by_keys(bench, study, way: str) -> None:
    words, keys = WAYS[way]
    seat = bench(study(p00_txt=LONG + "\n\n" + PAGES))
    seat.select(words, clicks=2)
    seat.press(*keys)
    seat.page.wait_for_timeout(200)
    blue = seat.blue()
    assert len(blue) >= len(words)
    assert (blue == words) is (way == "Home and End")
    assert plain(blue) == plain(coded(seat))


def test_a_line_ends_where_it_is_seen_to_end(bench, study) -> None:
    seat = bench(study(p00_txt=LONG))
    seat.select("waited", clicks=2)
    seat.press("Shift+End")
    first = seat.blue()
    box = "() => [...getSelection().getRangeAt(0).getClientRects()].map((b) => Math.round(b.top))"
    assert len(set(seat.page.evaluate(box))) == 1, "one line"
    assert len(first) < len(LONG) / 2
    seat.press("Shift+End")
    assert seat.blue() == first, "it is there already"
    seat.press("Shift+Home")
    assert seat.blue() == "We", "the end that moves goes to the beginning of the line, over the one that stays"


def test_what_is_blue_is_what_is_coded_by_mouse(bench, study) -> None:
    seat = bench(study())
    page = seat.page
    # From the middle of a turn to the middle of the next but one: whole words.
    seat.select("year for", clicks=0)
    seat.page.keyboard.press("Escape")
    start, end = page.evaluate(BOX, "year"), page.evaluate(BOX, "worker")
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 14, end["y"] + 8, steps=5)
    page.mouse.up()
    page.wait_for_timeout(200)
    blue = plain(seat.blue())
    assert blue.startswith("year for the plan.")
    assert blue.endswith("The new key worker")
    assert plain(coded(seat)) == blue
    # Three clicks: the sentence, without the space after it.
    seat.select("Nobody rang", clicks=3)
    page.wait_for_timeout(200)
    assert seat.blue() == "Nobody rang us."
    assert coded(seat) == "Nobody rang us."
    # From outside the text into it.
    seat.press("Escape", "Escape")
    heading, into = page.locator(".sqd .rule").bounding_box(), page.evaluate(BOX, "begin")
    page.mouse.move(heading["x"] + 30, heading["y"] + 14)
    page.mouse.down()
    page.mouse.move(into["x"] + into["width"] - 1, into["y"] + 8, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert plain(coded(seat)) in plain(seat.blue())
    assert seat.quotes()[0][1].startswith("How did it begin")


def finger(seat, *way: tuple[float, float]) -> None:
    """A finger touches a place, goes on to others, rests and leaves: what is flung would stop the next tap."""
    session = seat.page.context.new_cdp_session(seat.page)
    for kind, places in (("touchStart", way[:1]), *(("touchMove", [place]) for place in way[1:]), ("touchEnd", [])):
        seat.page.wait_for_timeout(120 if len(way) > 1 else 0)
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})
    session.detach()


def tapped(seat, words: str, times: int) -> None:
    """Taps on the beginning of some words."""
    box = seat.page.evaluate(BOX, words)
    for _ in range(times):
        finger(seat, (box["x"] + 4, box["y"] + box["height"] / 2))
    seat.page.wait_for_timeout(500)  # handles come after a pause


def test_what_is_blue_is_what_is_coded_by_touch(bench, study) -> None:
    seat = bench(study(), touch=True)
    tapped(seat, "waited", 2)
    assert seat.blue() == coded(seat) == "waited", "two taps take the word"
    tapped(seat, "Nobody rang", 3)
    assert seat.blue() == coded(seat) == "Nobody rang us.", "three the sentence"
    # A handle is as large as a finger, and goes where the finger goes, into the next turn.
    reach = """() => {
        const { width, height } = getComputedStyle(document.querySelector(".handle.end"), "::after");
        return [width, height];
    }"""
    assert all(float(size.removesuffix("px")) >= 24 for size in seat.page.evaluate(reach))
    handle, to = seat.desk.locator(".handle.end").bounding_box(), seat.page.evaluate(BOX, "Who was")
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    finger(seat, *((x + (to["x"] + 4 - x) * part / 4, y + (to["y"] + 8 - y) * part / 4) for part in range(5)))
    seat.page.wait_for_timeout(500)
    blue = plain(seat.blue())
    assert blue.startswith("Nobody rang us. Then one person")
    assert blue.endswith("Who")
    people = seat.desk.locator(".codename", has_text="People").bounding_box()
    finger(seat, (people["x"] + 9, people["y"] + 9))
    seat.told("Saved: People")
    assert plain(dict(seat.quotes())["people"]) == blue


def test_handles_stay_while_the_desk_is_drawn_anew(bench, study) -> None:
    """Who reaches for a handle finds it where it was: a strip below that grows, or news, does not take it away."""
    seat = bench(study())
    seat.select("letters", clicks=2)
    handle = seat.desk.locator(".handle.start")
    handle.wait_for(state="visible")
    seat.page.evaluate("""() => {
        window.blinks = 0;
        const watch = new MutationObserver(() => { window.blinks += 1; });
        watch.observe(document.querySelector(".handle.start"), { attributeFilter: ["hidden"] });
    }""")
    seat.page.set_viewport_size({"width": 1200, "height": 800})
    seat.page.wait_for_timeout(700)
    at, words = handle.bounding_box(), seat.page.evaluate(BOX, "letters")
    assert abs(at["x"] + at["width"] / 2 - words["x"]) < 2, "it follows the text"
    assert seat.page.evaluate("window.blinks") == 0
    # Other words are selected from before the one handle to right upon the other: neither is in the way.
    box = seat.page.evaluate(BOX, "were letters")
    seat.page.mouse.move(box["x"] + 1, box["y"] + 8)
    seat.page.mouse.down()
    seat.page.set_viewport_size({"width": 1200, "height": 780})  # drawn anew while the button is down, and for long
    seat.page.wait_for_timeout(700)
    seat.page.mouse.move(box["x"] + box["width"], box["y"] + 8, steps=4)
    seat.page.mouse.up()
    assert seat.blue() == coded(seat) == "were letters"
    seat.select("June", clicks=2)
    assert not handle.is_visible(), "elsewhere it comes after a pause: the next click may be a third"
    handle.wait_for(state="visible")


def test_what_the_browser_selects_by_itself_is_taken_in_hand(bench, study) -> None:
    """By touch, by its menu, by a screen reader: the selection comes from no event of the mouse or the keys."""
    seat = bench(study())
    seat.page.evaluate("""() => {
        const rows = [...document.querySelectorAll(".sqd .words")];
        const [from, to] = [rows[1].firstChild, rows[3].firstChild];
        getSelection().setBaseAndExtent(from, from.data.indexOf(" Nobody"), to, to.data.indexOf("new") - 1 + 5);
    }""")
    seat.page.wait_for_timeout(300)
    blue = plain(seat.blue())
    assert blue.startswith("Nobody rang us.")
    assert blue.endswith("The new"), "the spaces at both ends are not taken"
    assert plain(coded(seat)) == blue


def test_the_keyboard_stays_at_the_desk_while_everything_is_hidden_for_a_moment(bench, study) -> None:
    """As JupyterLab hides itself while it changes its theme: keys pressed after that are not lost."""
    seat = bench(study())
    seat.select("letters", clicks=2)
    hidden = """async (shown) => {
        const here = document.getElementById("here");
        const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 30)));
        here.style.display = "none";
        await frame();
        const lost = document.activeElement === document.body;
        if (shown) document.querySelector("#elsewhere").focus();
        here.style.display = "";
        await frame();
        return lost;
    }"""
    assert seat.page.evaluate(hidden, False), "the browser took it away"
    seat.page.keyboard.press("1")
    seat.told("Saved: Waits")
    # Who has gone elsewhere meanwhile is not called back.
    seat.page.evaluate("""() => {
        const field = document.createElement("input");
        field.id = "elsewhere";
        document.body.append(field);
    }""")
    seat.page.evaluate(hidden, True)
    assert seat.page.evaluate("() => document.activeElement.id") == "elsewhere"
