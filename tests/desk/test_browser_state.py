"""What survives and what is kept apart: reload, restart, other coders, hostile text, static copies. In JupyterLab."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from nbconvert import HTMLExporter

pytestmark = pytest.mark.browser

WANTED = [("p01.vtt", "one person listened", "people", "facilitator")]
HUGE = " ".join(["x" * 2_999] * 333)
HOSTILE = """\
<script>document.title = "taken"</script> said the <b onmouseover="document.title='taken'">parent</b>.

<img src=x onerror="document.title='taken'"> and $\\int_0^1 x^2 dx$ and **bold** and \\(a\\) and [a](javascript:a).

It said &lt;b&gt; &amp; ]]> --> \u0007\u001b[31m {{ 7 * 7 }} ${document.title = 'taken'} end.

"""


def elsewhere(lab, name: str, lines: str) -> str:
    """Another person's Python, in a process of its own."""
    code = (
        f"import os; os.chdir({str(lab.folder)!r})\nfrom send_qual.corpus import read_corpus\n"
        f"from send_qual.codebook import read_codebook\nfrom send_qual.desk import open_work\n"
        f"corpus, book = read_corpus({name!r}), read_codebook({name!r})\ntext = corpus['p01.vtt'].text\n{lines}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


CODE_AS = """
work = open_work(corpus, book, {coder!r})
for words, code, polarity in {rows!r}:
    at = text.index(words)
    work.apply('p01.vtt', at, at + len(words), code, facets={{'polarity': polarity}})
work.close()
"""


def test_page_reloaded_and_kernel_restarted(sit, lab, tmp_path) -> None:
    seat = sit(wanted=WANTED)
    seat.click_on("letters", 2)
    seat.press("1", "f")
    seat.written(2)
    seat.page.wait_for_timeout(4500)  # the static copy follows when the coder pauses
    seat.page.keyboard.press("Control+s")
    seat.page.locator(".jp-Toolbar").first.click()
    seat.press("Control+s")
    seat.page.wait_for_timeout(600)
    exported = tmp_path / "exported.html"
    exported.write_text(HTMLExporter().from_filename(str(lab.folder / seat.notebook))[0], encoding="utf-8")
    seat.page.reload()
    seat.ready()
    assert "Waits +" in seat.names()
    assert seat.page.locator(".sqs:visible").count() == 0, "the static copy is hidden while the desk lives"
    seat.click_on("June", 2)
    seat.press("2")
    seat.written(3)
    # The kernel restarts: the copy for reading shows, and the cell run again brings the desk back.
    lab.api("POST", f"kernels/{lab.kernel(seat.notebook)}/restart")
    seat.page.reload()
    seat.page.wait_for_selector(".sqs")
    shown = seat.page.locator(".sqs-frame").inner_text()
    assert "Before that there were letters" in shown
    assert "Waits + (SG)" in shown
    assert "People + (terms-1?)" in shown
    assert "It holds the document" in shown
    output = seat.page.locator(".jp-OutputArea-output").nth(1)
    seat.page.wait_for_function(
        "document.querySelectorAll('.jp-OutputArea-output')[1].textContent.includes('not found')"
    )
    assert output.is_hidden(), "JupyterLab's word on a widget without a kernel does not stand below the copy"
    seat.run()
    assert {"Waits +", "People"} <= set(seat.names())
    # The notebook exported as a page shows the same, without a kernel and without JupyterLab.
    other = seat.page.context.new_page()
    other.goto(exported.as_uri(), wait_until="domcontentloaded")
    copy = other.locator(".sqs-frame")
    assert "Before that there were letters" in copy.inner_text()
    assert copy.locator("mark", has_text="letters").is_visible()
    assert copy.locator(".names", has_text="Waits + (SG)").is_visible()
    assert "Desk(" not in other.locator("body").inner_text()
    assert "not found" not in other.locator("body").inner_text()
    other.close()


MEMOS_AS = """
work = open_work(corpus, book, {coder!r})
work.memo('document:p01.vtt', 'Ask again in spring.')
work.memo('code:waits', '<b>Waits</b> for what?')
work.close()
"""


def test_anothers_memos_are_read_where_their_work_is_shown_and_not_before(sit, lab) -> None:
    seat = sit()
    elsewhere(lab, seat.notebook.removesuffix(".ipynb"), MEMOS_AS.format(coder="TR"))
    box = seat.page.locator(".coders label:has-text('TR')")
    box.wait_for()
    seat.desk.locator(".tree .code", has_text="Waits").first.click()
    assert "spring" not in seat.desk.inner_text()
    assert "for what?" not in seat.desk.inner_text()
    box.click()
    seat.page.wait_for_selector(".inspector .memo:has-text('TR: Ask again in spring.')")
    assert "TR: <b>Waits</b> for what?" in seat.desk.locator(".rule").inner_text()


def test_two_coders_side_by_side_and_their_consensus(sit, lab) -> None:
    seat = sit()
    rows = [("We waited a whole year", "waits", "challenge"), ("She rang every week", "people", "facilitator")]
    elsewhere(lab, seat.notebook.removesuffix(".ipynb"), CODE_AS.format(coder="TR", rows=rows))
    seat.page.wait_for_selector(".coders label:has-text('TR')")
    assert seat.names() == [], "another's codings are not shown unless asked for: double coding is blind"
    seat.page.locator(".coders label:has-text('TR')").click()
    seat.page.wait_for_selector(".name")
    assert len(seat.names()) == 2
    assert seat.desk.locator(".heads").inner_text().split() == ["SG", "TR"]
    seat.focus()
    seat.click_on("waited a whole", 3)
    seat.press("1", "c")
    seat.written(2)
    # In a second cell a third coder settles it.
    seat.page.locator(".jp-Cell .jp-InputArea-editor").nth(1).click()
    seat.page.keyboard.press("Control+a")
    seat.page.keyboard.type("sq.desk(corpus, book, 'consensus', compare=('SG', 'TR'))")
    seat.desk = seat.page.locator(".sqd").nth(1)
    seat.run(1, wait=False)
    seat.page.wait_for_function("document.querySelectorAll('.sqd[data-ready=\"true\"]').length === 2")
    seat.desk.evaluate("e => e.scrollIntoView({block: 'start'})")
    seat.focus()
    assert seat.desk.locator(".heads").inner_text().split() == ["SG", "TR", "consensus"]
    seat.press("n")
    assert "SG coded it too" in seat.desk.locator(".inspector").inner_text()
    seat.press("a")
    assert seat.written(1, "consensus")["machine"] == "TR"
    # What TR coded is settled, and with it what SG meant by the same; TR's other coding is left.
    seat.page.wait_for_selector(".inspector:has-text('1 of 1 to decide here')")
    assert "coded by TR" in seat.desk.locator(".inspector").inner_text()
    seat.press("x")
    assert seat.written(2, "consensus")["event"] == "rejected"
    # All that both coded alike can be taken over at once; where it ends is asked for, as they differ in that.
    seat.press("z", "z")
    seat.written(4, "consensus")
    seat.desk.locator("button:has-text('both coded alike')").click()
    seat.desk.locator("button:has-text('As SG')").click()
    assert seat.written(5, "consensus")["event"] == "accepted"


def test_a_document_in_which_two_coders_differ_nowhere_shows_as_closed(sit, lab) -> None:
    seat = sit(cell="sq.desk(corpus, book, 'consensus', compare=('SG', 'TR'))", run=False)
    name = seat.notebook.removesuffix(".ipynb")
    rows = [("We waited a whole year", "waits", "challenge"), ("She rang every week", "people", "facilitator")]
    for coder in ("SG", "TR"):
        elsewhere(lab, name, CODE_AS.format(coder=coder, rows=rows))
    seat.run(0)
    document = seat.desk.locator(".document").first
    assert document.locator(".tick").is_visible()
    assert "the two coders differ nowhere" in document.get_attribute("title")
    assert "to decide" not in document.get_attribute("title")
    assert seat.desk.locator("button:has-text('Review 0')").is_disabled()


def test_a_second_desk_of_one_coder_is_for_reading(sit, lab) -> None:
    seat = sit(run=False)
    name = seat.notebook.removesuffix(".ipynb")
    held = CODE_AS.format(coder="SG", rows=[("letters", "waits", "challenge")])
    held = held.replace("work.close()", "print('held', flush=True); input()")
    code = f"import os; os.chdir({str(lab.folder)!r})\nimport send_qual as sq\nfrom send_qual.desk import open_work\n"
    code += (
        f"corpus, book = sq.read_corpus({name!r}), sq.read_codebook({name!r})\ntext = corpus['p01.vtt'].text\n{held}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        seat.run()
        assert "another desk open" in seat.desk.locator(".trouble").inner_text()
        seat.click_on("June", 2)
        seat.press("1")
        seat.page.wait_for_timeout(300)
        assert len(seat.events()) == 1
        other.communicate("\n")
    seat.page.wait_for_function("document.querySelector('.sqd .saved').textContent === 'saved'")
    seat.click_on("June", 2)
    seat.press("1")
    assert seat.written(2)["quote"] == "June"


def test_hostile_text_is_shown_as_written(sit, lab, tmp_path) -> None:
    export = tmp_path / "out.html"
    seat = sit(documents={"p00_txt": HOSTILE + HUGE}, run=False, second=f"desk.to_html({str(export)!r})")
    seat.run()
    title = seat.page.title()
    assert '<script>document.title = "taken"</script> said' in seat.desk.locator(".words").first.inner_text()
    assert "$\\int_0^1 x^2 dx$ and **bold**" in seat.desk.locator(".text").inner_text()[:3000]
    assert seat.desk.locator(".words *").count() == 0
    seat.click_on("said", 3)
    seat.press("/")
    seat.page.keyboard.type("<img src=x onerror=alert(1)>")
    seat.press("Enter", "Enter")
    seat.page.wait_for_selector(".name")
    assert seat.names() == ["<img src=x onerror=alert(1)>"]
    seat.press("m")
    seat.page.keyboard.type("<b onload=x>$a$")
    seat.press("Enter")
    seat.written(3)  # the code, the coding, the memo
    seat.page.wait_for_timeout(200)
    assert seat.desk.locator("img, script, b[onload]").count() == 0
    # A megabyte in one paragraph, its words as long as they may be, can be selected, and the desk stays quick.
    seat.press("Escape")
    seat.desk.locator(".speaker").last.click()
    seat.press("2")
    assert seat.written(4)["quote"] == HUGE
    seat.run(1, wait=False)
    seat.page.wait_for_function("document.querySelectorAll('.jp-OutputArea-output').length > 2")
    page = export.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|b) ", page)
    assert "&lt;script&gt;document.title" in page
    other = seat.page.context.new_page()
    other.goto(export.as_uri())
    assert '<script>document.title = "taken"</script> said' in other.locator(".words").first.inner_text()
    assert other.locator("script, img").count() == 0
    assert seat.page.title() == title


def test_what_is_selected_is_what_python_keeps(sit) -> None:
    odd = (
        "Smile 🙂🙂 then wait. A cafe\u0301 👩‍👩‍👧 is here.\r\nשלום עולם and مرحبا بك too.\r\n\r\n👍🏽 last words here."
    )
    seat = sit(documents={"p00_txt": odd})
    wanted = ["then", "café", "עולם", "مرحبا", "last"]
    for n, word in enumerate(wanted, 1):
        box = seat.box_of(word)
        seat.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seat.press("1")
        last = seat.written(n)
        assert last["quote"] == word
    drawn = seat.page.evaluate("""() => [...CSS.highlights].filter(([name]) => name.endsWith('0072b2'))
        .flatMap(([, marks]) => [...marks]).map(r => r.startContainer.data.slice(r.startOffset, r.endOffset))""")
    assert sorted(drawn) == sorted(wanted)


def test_python_and_the_desk_show_the_same(sit) -> None:
    seat = sit(
        wanted=WANTED,
        second="at = corpus['p01.vtt'].text.index('letters')\ndesk.apply('p01.vtt', at, at + 7, 'waits')\n"
        "len(desk.codings)",
    )
    seat.run(1, wait=False)
    seat.page.wait_for_selector(".name:has-text('Waits')")
    seat.click_on("June", 2)
    seat.press("2")
    seat.written(2)
    seat.run(1, wait=False)
    seat.page.wait_for_selector(".jp-OutputArea-output pre:text-is('3')")
