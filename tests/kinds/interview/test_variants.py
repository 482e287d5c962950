"""Layouts times names times clocks times encodings: words in are words out, and whose they are; all of it invented.

Each layout is the manner of some recorder, transcriber or typist. A kind that fails here is mended by a rule in
``transcripts/``, never by a case for one of these.
"""

from __future__ import annotations

import io
import re

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from send_qual.corpus._readers import read_file

SAID = [
    ("Thanks for coming. How was the harbour?", "Cold from start to end.\nNobody sang."),
    ("Who told you: the pilot?", "The cook did. At 10:30 on a Friday, note: a Friday."),
    ("I see. I had expected the pilot to do that.", "So had we. It took 3:1 odds, and (2.50) in coins."),
    ("And then, “Dr. Who?”", "Yes. They said: no boat today – none."),
    ("Anything else?", "No."),
]
NAMES = [
    ("Ifor Dunn", "Petra Voss"),
    ("ifor d.", "petra v."),
    ("INT", "P1"),
    ("I", "B"),
    ("Q", "A"),
    ("MH", "TO"),
    ("Speaker 1", "Speaker 2"),
    ("SPEAKER_00", "SPEAKER_01"),
    ("S00", "S01"),
    ("Jean-Luc d’Arcy", "Anna van der Berg"),
    ("محمد علي", "فاطمة الزهراء"),
    ("李雷", "韩梅梅"),
    ("Ẹniọlá Àṣà", "Łukasz Żółć"),
    ("Dr. S. O'Neill", "Ms. P. Smith-Jones"),
    ("Dunn, Ifor", "Voss, Petra"),
    ("Dunn, Ifor (Harbour Board)", "Petra Voss - Oak School"),
    ("Ifor (he/him)", "Petra (she/her)"),
    ("Researcher", "Mum"),
    ("Moderator", "Parent 3"),
    ("INT_01", "P03_mum"),
    ("Mod", "FG2-P3"),
    ("Ifor", "+44 7700 900123"),
    ("Ifor Dunn", "iPhone"),
    ("ifor.dunn", "user2384"),
    ("Me", "Them"),
    ("IFOR", "PETRA"),
    ("Interviewer (Ifor)", "Participant (Petra)"),
    ("Ifor - Interviewer", "Petra - SENCO"),
    ("Interviewer/Ifor", "Participant/Petra"),
    ("ifor@harbour.example", "petra@oak.example"),
    ("Ifor Dunn", "Meeting Room 3"),
    ("Interviewer", "P.1"),
    ("Ifor Dunn | Board", "Petra | Oak School"),
]
CLOCKS = {
    "0:03": lambda t: f"{t // 60}:{t % 60:02d}",
    "00:00:03": lambda t: f"{t // 3600:02d}:{t // 60 % 60:02d}:{t % 60:02d}",
    "00:00:03.120": lambda t: f"{t // 3600:02d}:{t // 60 % 60:02d}:{t % 60:02d}.120",
    "0:03 - 0:05": lambda t: f"{t // 60}:{t % 60:02d} - {(t + 2) // 60}:{(t + 2) % 60:02d}",
    "00:00:03,000 --> 00:00:05,500": lambda t: f"00:{t // 60:02d}:{t % 60:02d},000 --> 00:{t // 60:02d}:59,500",
    "0 minutes 3 seconds": lambda t: f"{t // 60} minutes {t % 60} seconds",
    "0m03s": lambda t: f"{t // 60}m{t % 60:02d}s",
    "0'03\"": lambda t: f"{t // 60}'{t % 60:02d}\"",
    "00.00.03": lambda t: f"00.{t // 60:02d}.{t % 60:02d}",
    "00:00:03:12": lambda t: f"00:{t // 60:02d}:{t % 60:02d}:12",
    "3.00s": lambda t: f"{t}.00s",
    "0:03 min": lambda t: f"{t // 60}:{t % 60:02d} min",
}
TYPED = [
    "{who}: {said}\n\n",
    "{who}: {said}\n",
    "{who}:\n{said}\n\n",
    "{who}\n{said}\n\n",
    "{who}:\t{said}\n",
    "{who}\t{said}\n",
    "[{who}]: {said}\n",
    "[{who}] {said}\n",
    "<{who}> {said}\n",
    "**{who}:** {said}\n\n",
    "**{who}**\n\n{said}\n\n",
    "## {who}\n\n{said}\n\n",
]
TIMED = [
    "[{t}] {who}: {said}\n",
    "({t}) {who}: {said}\n",
    "{t} {who}: {said}\n",
    "{t} - {who}: {said}\n",
    "{who} [{t}]: {said}\n",
    "{who} ({t})\n{said}\n\n",
    "{who} ({t}):\n{said}\n\n",
    "{who}  {t} \n{said}\n\n",
    "{who}: {t}\n{said}\n\n",
    "{who}, {t}\n{said}\n\n",
    "{t} {who}\n{said}\n\n",
    "[{t}] - {who}\n{said}\n\n",
    "[{who}] ({t}) {said}\n",
    "[{who}] {t}\n{said}\n\n",
    "{who}: [{t}] {said}\n\n",
    "{t}\n{who}\n{said}\n\n",
    "{t}\n{who}: {said}\n\n",
    "{who}\n[{t}] {said}\n\n",
    "**{t}** {who}: {said}\n\n",
    "**{who}** ({t})\n{said}\n\n",
    "### {t}\n\n**{who}:** {said}\n\n",
]
COLUMNS = [
    "{t}\t{who}\t{said}\n",
    "{who}\t{t}\t{said}\n",
    "{t}\t{said}\t{who}\n",
    "{who} | {t} | {said}\n",
    "| {t} | {said} | {who} |\n",
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16"]
ENDS = ["\n", "\r\n", "\r"]


def talk(names, clock, layout, flat=False):
    turns = [(names[k], said, 3 + 29 * n + 7 * k) for n, pair in enumerate(SAID) for k, said in enumerate(pair)]
    text = "".join(layout.format(who=w, said=s.replace("\n", " ") if flat else s, t=clock(t)) for w, s, t in turns)
    return turns, text


def flat(words):
    return re.findall(r"\w+|[“”–()]", words)


def held(tmp_path, data, suffix, turns, timed):
    (tmp_path / f"t{suffix}").write_bytes(data)
    (document,) = read_file(tmp_path / f"t{suffix}")
    read = [(s.speaker, s.time, document.words(s)) for s in document.segments if s.kind == "turn"]
    assert [who for who, _, _ in read] == [who for who, _, _ in turns]
    assert [flat(said) for _, _, said in read] == [flat(said) for _, said, _ in turns]
    if timed:
        assert [time for _, time, _ in read] == [f"00:{t // 60:02d}:{t % 60:02d}" for _, _, t in turns]


VOICES = ["<v {who}>{said}</v>", "{who}: {said}", "<v.a {who}>{said}"]
SEEN = settings(max_examples=60, derandomize=True, deadline=None, database=None)


@SEEN
@given(
    names=st.sampled_from(NAMES),
    clock=st.sampled_from(sorted(CLOCKS)),
    layout=st.sampled_from(TYPED + TIMED * 2 + COLUMNS * 2),
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(ENDS),
    suffix=st.sampled_from([".txt", ".md"]),
)
def test_any_layout_with_any_names_and_any_clock(tmp_path_factory, names, clock, layout, encoding, end, suffix):
    columns = layout in COLUMNS
    if "|" in names[0] and (columns or "\t" in layout):
        names = NAMES[0]  # a stroke is where the column ends
    turns, text = talk(names, CLOCKS[clock], layout, flat=columns)
    held(tmp_path_factory.mktemp("v"), text.replace("\n", end).encode(encoding), suffix, turns, "{t}" in layout)


@SEEN
@given(
    names=st.sampled_from(NAMES), voice=st.sampled_from(["<v {who}>{said}</v>", "{who}: {said}", "<v.a {who}>{said}"])
)
def test_captions_beside_webvtt_py_and_srt(tmp_path_factory, names, voice):
    def time(t):
        return f"00:{t // 60:02d}:{t % 60:02d}.500"

    turns, _ = talk(names, str, "")
    vtt = "WEBVTT\n\n" + "".join(f"{time(t)} --> {time(t + 4)}\n{voice.format(who=w, said=s)}\n\n" for w, s, t in turns)
    held(tmp_path_factory.mktemp("v"), vtt.encode(), ".vtt", turns, timed=True)
    second = [" ".join(c.text.split()) for c in webvtt.from_buffer(io.StringIO(vtt)).captions]
    prefix = [f"{w}: " if voice.startswith("{") else "" for w, _, _ in turns]
    assert second == [p + " ".join(s.split()) for p, (_, s, _) in zip(prefix, turns, strict=True)]
    cues = "".join(
        f"{n}\n{time(t).replace('.', ',')} --> {time(t + 4).replace('.', ',')}\n{w}: {s}\n\n"
        for n, (w, s, t) in enumerate(turns, 1)
    )
    held(tmp_path_factory.mktemp("s"), cues.encode(), ".srt", turns, timed=True)
    assert [c.content for c in srt.parse(cues)] == [f"{w}: {s}" for w, s, _ in turns]


def test_line_numbers_are_no_words(tmp_path):
    turns, text = talk(NAMES[2], str, "{who}: {said}\n")
    numbered = "".join(f"{n:>3}  {line}\n" for n, line in enumerate(text.splitlines(), 1))
    held(tmp_path, numbered.encode(), ".txt", turns, timed=False)


@pytest.mark.parametrize(
    "clock", ["12/03/2025, 10:{m:02d} - ", "[12/03/2025, 10:{m:02d}:00] ", "\u200e[2025-03-12, 10:{m:02d} AM] "]
)
def test_a_chat_has_its_clock(tmp_path, clock):
    turns, _ = talk(NAMES[0], str, "")
    text = "".join(f"{clock.format(m=n)}{w}: {s}\n" for n, (w, s, _) in enumerate(turns))
    held(tmp_path, text.encode(), ".txt", turns, timed=False)
    (document,) = read_file(tmp_path / "t.txt")
    assert [s.time for s in document.segments][:2] == ["10:00:00", "10:01:00"]


@pytest.mark.parametrize(
    "text",
    [
        "10:00 Welcome\n10:15 Reports\n11:00 Coffee\n11:30 Plans\n12:00 Coffee\n13:00 Tides\n",
        "Aims: to sail.\nMeans: a boat.\nTime: May.\nThe boat is old and the crew is older still.\n",
        "The pilot said: no.\nThen he said it again.\nIt was late.\nWe left.\nNobody waved.\nThe end.\n",
    ],
)
def test_what_is_no_talk_is_none(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [d.kind for d in read_file(tmp_path / "a.txt")] == ["plain"]
