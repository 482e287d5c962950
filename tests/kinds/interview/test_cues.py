"""WebVTT and SubRip: everything Teams, Zoom and captioners do to them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from send_qual.corpus._readers import read_file
from send_qual.errors import SendQualError
from send_qual.kinds.interview import as_transcript, read_cue_file
from send_qual.kinds.interview._cues import Cue, read_cues, write_cues


def turns(text: str, name: str = "a.vtt"):
    document = read_cue_file(Path(name), text.encode())
    return [(s.speaker, document.words(s), s.time) for s in document.segments]


def vtt(*cues: tuple[str, str]) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"{timing}\n{payload}" for timing, payload in cues)


def test_cues_of_one_speaker_are_one_turn_whatever_the_pause():
    text = vtt(
        ("00:00:01.000 --> 00:00:02.000", "<v Will>One</v>"),
        ("00:09:00.000 --> 00:09:01.000", "<v Will>two.</v>"),
        ("00:09:02.000 --> 00:09:03.000", "<v Ana>Three?</v>"),
    )
    assert turns(text) == [("Will", "One two.", "00:00:01"), ("Ana", "Three?", "00:09:02")]


def test_cues_out_of_order_are_sorted_and_it_is_said():
    text = vtt(
        ("00:00:05.000 --> 00:00:06.000", "<v Ana>second</v>"), ("00:00:01.000 --> 00:00:02.000", "<v Will>first</v>")
    )
    assert [words for _, words, _ in turns(text)] == ["first", "second"]
    document = read_cue_file(Path("a.vtt"), text.encode())
    assert any("out of order" in notice for notice in document.notices)


def test_several_voices_in_one_cue():
    text = vtt(("00:00:01.000 --> 00:00:02.000", "<v Ana Reed>Ready?</v> <v.loud Will>Yes.\n<v Ana Reed>Good."))
    assert [(who, words) for who, words, _ in turns(text)] == [
        ("Ana Reed", "Ready?"),
        ("Will", "Yes."),
        ("Ana Reed", "Good."),
    ]


def test_overlapping_and_zero_length_cues_keep_their_words():
    text = vtt(
        ("00:00:01.000 --> 00:00:09.000", "<v Ana>long one</v>"),
        ("00:00:02.000 --> 00:00:02.000", "<v Will>Mm.</v>"),
        ("00:00:08.000 --> 00:00:07.000", "<v Ana>backwards</v>"),
    )
    assert [words for _, words, _ in turns(text)] == ["long one", "Mm.", "backwards"]


def test_comments_styles_and_regions_are_not_talk():
    text = "WEBVTT - a title\nKind: captions\n\nNOTE\nConfidence: 0.9\n\nSTYLE\n::cue(v[voice=x]) { color: red }\n\n"
    text += "REGION\nid:fred\n\n1\n00:01.000 --> 00:02.000 align:start position:0%\n"
    text += "<c.yellow>Hello</c> <00:01.500>you &amp; me\n"
    assert turns(text) == [("", "Hello you & me", "00:00:01")]
    assert any("comment, style or region" in n for n in read_cue_file(Path("a.vtt"), text.encode()).notices)


def test_words_after_an_empty_line_inside_a_cue_are_not_lost():
    text = vtt(("00:00:01.000 --> 00:00:02.000", "<v Ana>before</v>\n\nafter the gap, all of it\n\nand more"))
    assert turns(text) == [("Ana", "before after the gap, all of it and more", "00:00:01")]
    assert webvtt.from_string(text).captions[0].text == "before"  # why this reader exists


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01.000 --> 00:00:02.000\n<v Ana>Hello</v>\n",
        "WEBVTT\n00:00:01.000 --> 00:00:02.000\n<v Ana>Hello</v>",
        "WEBVTT\n\n0:0:1.0 --> 0:0:2\n<v Ana>Hello</v>",
        "\ufeffWEBVTT\r\n\r\nid/1-0\r\n00:00:01,000 --> 00:00:02,000\r\n<v Ana>Hello</v>\r\n",
        "WEBVTT\r\rid\r00:01.000 --> 00:02.000\r<v Ana>Hello\r",
    ],
)
def test_files_not_quite_to_the_standard_are_read(text):
    assert turns(text) == [("Ana", "Hello", "00:00:01")]


def test_numbers_of_srt_cues_without_empty_lines_are_not_words():
    text = "1\n00:00:01,000 --> 00:00:02,000\nAna: One\n2\n00:00:02,000 --> 00:00:03,000\nWill: Two\n"
    assert [(who, words) for who, words, _ in turns(text, "a.srt")] == [("Ana", "One"), ("Will", "Two")]


def test_markup_that_is_not_webvtts_is_plain_text():
    text = vtt(("00:00:01.000 --> 00:00:02.000", "<v Ana><script>alert(1)</script> &lt;b&gt; I <3 it <laughs></v>"))
    assert turns(text)[0][1] == "<script>alert(1)</script> <b> I <3 it <laughs>"


def test_a_zoom_cue_without_a_name_goes_on_with_its_speaker():
    text = vtt(
        ("00:00:01.000 --> 00:00:02.000", "Grace May: May I? The point is: yes."),
        ("00:00:03.000 --> 00:00:04.000", "One thing: money."),
        ("00:00:05.000 --> 00:00:06.000", "Will: Will do."),
        ("00:00:07.000 --> 00:00:08.000", "Grace May: Hope so."),
    )
    assert [(who, words) for who, words, _ in turns(text)] == [
        ("Grace May", "May I? The point is: yes. One thing: money."),
        ("Will", "Will do."),
        ("Grace May", "Hope so."),
    ]


def test_a_teams_cue_without_a_name_is_by_nobody_known():
    text = vtt(("00:00:01.000 --> 00:00:02.000", "<v Ana>Hi</v>"), ("00:00:03.000 --> 00:00:04.000", "Who is this?"))
    assert [(who, words) for who, words, _ in turns(text)] == [("Ana", "Hi"), ("", "Who is this?")]
    assert "1 cues name no speaker" in read_cue_file(Path("a.vtt"), text.encode()).notices


def test_without_any_speaker_turns_part_at_pauses_questions_and_marks_and_it_is_said():
    text = vtt(
        ("00:00:01.000 --> 00:00:02.000", "How was"),
        ("00:00:02.000 --> 00:00:03.000", "it?"),
        ("00:00:03.100 --> 00:00:04.000", "Fine"),
        ("00:00:04.100 --> 00:00:05.000", "really."),
        ("00:00:09.000 --> 00:00:10.000", "And then"),
        ("00:00:10.000 --> 00:00:11.000", ">> Sorry."),
    )
    assert [words for _, words, _ in turns(text)] == ["How was it?", "Fine really.", "And then", "Sorry."]
    document = read_cue_file(Path("a.vtt"), text.encode())
    assert any("no speaker is named" in notice for notice in document.notices)
    assert document.attributes["roles_by"] == ""
    assert len(list(document.passages())) == 4


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana></v>\n"])
def test_an_empty_transcript_is_one_clear_sentence(tmp_path, text):
    path = tmp_path / "empty.vtt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SendQualError, match=r"^empty\.vtt: the transcript holds no words\. .*Teams or Zoom"):
        read_file(path)


def test_ten_hours_are_read():
    cues = []
    for k in range(12_000):
        minute = f"{k // 1200:02d}:{k // 20 % 60:02d}"
        timing = f"{minute}:{k % 20 * 3:02d}.000 --> {minute}:{k % 20 * 3 + 2:02d}.000"
        cues.append((timing, f"<v {'Ana' if k % 7 == 0 else 'Will'}>we waited for a very long time {k}</v>"))
    data = vtt(*cues).encode()
    document = as_transcript(Path("a.vtt"), data, ".vtt")
    assert document is not None
    assert len(document.text.split()) == 12_000 * 8


PAYLOAD = st.text("abc éß😀.,:&<>-'\" ", min_size=1, max_size=30).filter(
    lambda t: re.search(r"[a-z]", t) and "-->" not in t
)
CUES = st.lists(st.tuples(st.integers(0, 3_600_000), st.integers(0, 5000), PAYLOAD), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(CUES)
def test_well_formed_webvtt_is_read_as_webvtt_py_reads_it(raw):
    cues = sorted((Cue(a / 1000, (a + b) / 1000, p.strip()) for a, b, p in raw), key=lambda c: c.start)
    text = write_cues(cues, [(k, None, c.payload) for k, c in enumerate(cues)], srt=False)
    mine, _ = read_cues(text)
    theirs = webvtt.from_string(text).captions
    assert [(c.start, c.end, c.payload) for c in mine] == [
        (pytest.approx(c.start_in_seconds, abs=1.0), pytest.approx(c.end_in_seconds, abs=1.0), c.raw_text)
        for c in theirs
    ]
    assert [(c.start, c.end) for c in mine] == [(c.start, c.end) for c in cues]


@settings(max_examples=60, deadline=None)
@given(CUES)
def test_well_formed_srt_is_read_as_srt_reads_it(raw):
    cues = sorted((Cue(a / 1000, (a + b) / 1000, p.strip()) for a, b, p in raw), key=lambda c: c.start)
    text = write_cues(cues, [(k, None, c.payload) for k, c in enumerate(cues)], srt=True)
    theirs = list(srt.parse(io.StringIO(text)))
    mine, _ = read_cues(text, srt=True)
    assert [(c.start, c.end, c.payload) for c in mine] == [
        (c.start.total_seconds(), c.end.total_seconds(), c.content.strip()) for c in theirs
    ]
