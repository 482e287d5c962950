"""REFI-QDA: out and in again is the same study; what other programs write is understood, and leaves again whole."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from send_qual.codebook import read_codebook
from send_qual.coding import new_event, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.exchange import (
    Project,
    ProjectCode,
    export,
    import_project,
    project_of,
    read_qdc,
    read_qdpx,
    recognise,
    write_qdc,
    write_qdpx,
)
from send_qual.exchange._schema import faults_of

XSD = Path(__file__).parents[2].parent / "shared/standards/refi-qda/Project-mrt2019.xsd"


def told(project: Project) -> list[tuple[object, ...]]:
    """What the codings of a project say, whatever their guids."""
    return sorted(
        (
            project.source(c.source).name,
            c.start,
            c.end,
            project.quote(c),
            project.path(c.code),
            c.coder,
            c.facets,
            c.memo,
        )
        for c in project.codings
    )


def memos(project: Project) -> list[tuple[str, str]]:
    names = {one.guid: one.name for one in (*project.codes, *project.sources)}
    return sorted((names[memo.about], memo.text) for memo in project.memos)


def test_what_was_exported_is_read_as_the_study_it_was(study: Path) -> None:
    done = export("talks", "qdpx", out="talks.qdpx")
    before, after = project_of("talks"), read_qdpx(done.path)
    assert (done.codings, done.codes, done.sources, done.memos) == (4, 3, 2, 3)
    assert told(after) == told(before)
    assert memos(after) == memos(before) == [("Waiting", "Too wide?"), ("p2.txt", "Short talk.\nAsk again.")]
    assert after.codes == before.codes
    assert {one.name: dict(one.attributes) for one in after.sources} == {
        one.name: dict(one.attributes) for one in before.sources
    }
    assert [(one.name, one.sources) for one in after.cases] == [(one.name, one.sources) for one in before.cases]
    assert not after.left_out


def test_into_an_empty_study_it_comes_whole_and_twice_is_once(study: Path) -> None:
    export("talks", "qdpx", out="talks.qdpx")
    before = project_of("talks")
    shutil.rmtree("corpora/talks")
    Path("codebooks/tea.yaml").unlink()
    first = import_project("talks.qdpx", "back")
    assert (first.codings, first.memos, first.documents) == (4, 2, ("p1.txt", "p2.txt"))
    assert not first.faults
    again = project_of("back")
    assert told(again) == told(before)
    assert memos(again) == memos(before)
    code = read_codebook(first.codebook)["the-kettle"]
    assert (code.definition, code.include, code.colour) == ("Everything said of kettles.", ("Whistling.",), "#0072b2")
    assert read_corpus("back")["p1.txt"].attributes["participant"] == "P1"
    files = {path: path.read_bytes() for path in Path("corpora/back").rglob("*") if path.is_file()}
    second = import_project("talks.qdpx", "back")
    assert (second.codings, second.memos, second.already) == (0, 0, 6)
    assert {path: path.read_bytes() for path in Path("corpora/back").rglob("*") if path.is_file()} == files


def test_documents_that_lie_loose_in_a_folder_stay_the_corpus(study: Path, qdpx) -> None:
    shutil.move("corpora/talks/documents/p1.txt", "corpora/talks/p1.txt")
    shutil.move("corpora/talks/documents/p2.txt", "corpora/talks/p2.txt")
    Path("corpora/talks/documents").rmdir()
    import_project(foreign(qdpx), "talks", codebook="theirs")
    read = read_corpus("talks")
    assert [one.id for one in read] == ["Talk one.txt", "p1.txt", "p2.txt"]
    assert not read.left_out
    assert len(read_codings(read)) == 8


def test_what_was_removed_since_does_not_come_back(study: Path) -> None:
    export("talks", "qdpx", out="talks.qdpx")
    ledger = open_ledger("talks", "AB")
    (target, *_) = ledger.read().state.codings
    ledger.append([new_event("removed", "AB", target=target)])
    assert import_project("talks.qdpx", "talks").codings == 0
    assert len(read_codings("talks")) == 3


def test_a_rejected_suggestion_is_no_coding_and_is_told(study: Path) -> None:
    row = next(iter(read_codings("talks")))
    suggestion = replace(row, coder="panel-1", code="kettle", status="suggested", confidence=0.5, reason="its words")
    open_ledger("talks", "CD").append(
        [new_event("rejected", "CD", suggestion), new_event("accepted", "CD", replace(suggestion, code="wait"))]
    )
    project = project_of("talks")
    assert len(project.codings) == 5
    assert "1 suggestions were rejected" in str(project.left_out[0])
    write_qdpx(project, "talks.qdpx")
    (accepted,) = [one for one in read_qdpx("talks.qdpx").codings if one.status == "accepted"]
    assert (accepted.confidence, accepted.reason) == (0.5, "its words")


GUID = "0000000{}-0000-4000-8000-000000000000"
NVIVO = """<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1:0" name="Tea talks" origin="NVivo">
<Users><User guid="{{{u}}}" name="J. O'Neil"/></Users>
<CodeBook><Codes>
 <Code guid="{a}" name="Kettle" isCodable="false" color="#F00"><Description>Talk of kettles</Description>
  <Code guid="{b}" name="Kettle" isCodable="true"/></Code>
 <Code guid="{c}" name="Mood" isCodable="true"><NoteRef targetGUID="{n}"/></Code></Codes></CodeBook>
<Variables><Variable guid="{v}" name="Role" typeOfVariable="Text"/></Variables>
<Cases><Case guid="{k}" name="Ann"><VariableValue><VariableRef targetGUID="{v}"/><TextValue>head</TextValue>
 </VariableValue><SourceRef targetGUID="{s}"/></Case></Cases>
<Sources><TextSource guid="{s}" name="Talk one" plainTextPath="internal://{s}.txt">{selections}
 <Coding guid="{w}"><CodeRef targetGUID="{c}"/></Coding></TextSource></Sources>
<Notes><Note guid="{n}" name="m" creatingUser="{{{u}}}"><PlainTextContent>Why this mood?</PlainTextContent></Note>
 <Note guid="{m}" name="p"><PlainTextContent>The whole project.</PlainTextContent></Note></Notes>
<Links><Link guid="{l}" originGUID="{s}" targetGUID="{c}" direction="OneWay"/></Links>
</Project>"""
RAW = "\ufeffWe waited \U0001f600 long.\r\nThe kettle \U0001f600 whistled.\r\nNobody laughed."


def units(words: str, text: str = RAW) -> tuple[int, int]:
    """Start and end of words as NVivo for Windows counts: UTF-16, line ends as two, no byte-order mark."""
    plain = text.removeprefix("\ufeff")
    start = len(plain[: plain.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def foreign(qdpx, *more: str) -> Path:
    ids = {key: GUID.format(n) for n, key in enumerate("uabcnvkswml"[:10])} | {"l": GUID.replace("{}", "a")}
    rows = list(more)
    for n, (words, code) in enumerate((("whistled", "b"), ("laughed", "c"), ("waited", "a"))):
        start, end = units(words)
        guids = f'guid="1000000{n}-0000-4000-8000-000000000000"', f'guid="2000000{n}-0000-4000-8000-000000000000"'
        rows.append(
            f'<PlainTextSelection {guids[0]} startPosition="{start}" endPosition="{end}"><Description>note {n}'
            f'</Description><Coding {guids[1]} creatingUser="{ids["u"]}" creationDateTime="2026-03-01T10:00:00+01:00">'
            f'<CodeRef targetGUID="{ids[code]}"/></Coding></PlainTextSelection>'
        )
    start, end = units("Nobody")
    rows.append(
        f'<PlainTextSelection guid="30000000-0000-4000-8000-000000000000" startPosition="{start}" endPosition="{end}">'
        "<Description>Nobody at all?</Description></PlainTextSelection>"
    )
    return qdpx(NVIVO.format(selections="".join(rows), **ids), **{f"Sources/{ids['s']}.txt": RAW.encode()})


def test_a_project_of_nvivo_comes_in_and_leaves_with_every_code_coding_and_memo(study: Path, qdpx) -> None:
    path = foreign(qdpx)
    read = read_qdpx(path)
    assert sorted(read.quote(one) for one in read.codings if one.selection) == ["laughed", "waited", "whistled"]
    said = " ".join(read.decisions)
    assert "UTF-16 units, line ends as two" in said
    assert "urn:QDA-XML:project:1:0" in said
    assert "isCodable=false" in said
    assert "without a passage" in said
    done = import_project(path, "tea-talks")
    assert (done.codings, done.coders) == (4, ("J. O Neil", "imported"))
    assert {row.quote for row in read_codings("tea-talks")} >= {"laughed", "waited", "whistled"}
    assert {row.created for row in read_codings("tea-talks") if row.quote == "laughed"} == {"2026-03-01T09:00:00Z"}
    assert [code.id for code in read_codebook(done.codebook)] == ["kettle", "kettle/kettle", "mood"]
    assert read_corpus("tea-talks").documents[0].attributes["Role"] == "head"
    assert any("links" in str(fault) for fault in done.faults)
    assert import_project(path, "tea-talks").codings == 0

    left = read_qdpx(export("tea-talks", "qdpx", out="again.qdpx").path)

    def same(project: Project) -> list[tuple[str, ...]]:
        words = {one.guid: project.quote(one) if one.selection else "" for one in project.codings}
        return sorted((one.guid, one.selection, words[one.guid], one.memo) for one in project.codings)

    assert same(left) == same(read)
    assert len(left.codings) == 4
    assert [(one.guid, one.name, one.codable, one.parent) for one in left.codes] == [
        (one.guid, one.name, one.codable, one.parent) for one in read.codes
    ]
    texts = " ".join([*(memo.text for memo in left.memos), *(one.xml for one in left.kept)])
    assert all(words in texts for words in ("Why this mood?", "“Nobody”: Nobody at all?", "The whole project."))
    assert {one.kind for one in left.kept} == {"Notes", "Links"}
    assert {one.guid for one in left.sources} == {one.guid for one in read.sources}


def test_few_passages_on_word_boundaries_are_warned_of(qdpx) -> None:
    odd = '<PlainTextSelection guid="4000000{0}-0000-4000-8000-000000000000" startPosition="{1}" endPosition="{2}"/>'
    bad = [odd.format(n, 4 + n, 5 + n) for n in range(4)]
    (fault,) = [one for one in read_qdpx(foreign(qdpx, *bad)).left_out if "word boundaries" in str(one)]
    assert "Look at some codings" in str(fault)
    assert not [one for one in read_qdpx(foreign(qdpx)).left_out if "word boundaries" in str(one)]


def test_twins_are_one_document_and_unknown_codes_are_told(qdpx) -> None:
    text = "<PlainTextContent>We waited.</PlainTextContent>"
    one = '<PlainTextSelection guid="5000000{0}-0000-4000-8000-000000000000" startPosition="3" endPosition="9"><Coding '
    one += 'guid="6000000{0}-0000-4000-8000-000000000000"><CodeRef targetGUID="{1}"/></Coding></PlainTextSelection>'
    code = GUID.format(1)
    path = qdpx(
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="{code}" name="a" '
        f'isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="{GUID.format(2)}" name="t.docx">{text}'
        f'{one.format(0, code)}</TextSource><TextSource guid="{GUID.format(3)}" name="t.txt">{text}'
        f"{one.format(1, code)}{one.format(2, GUID.format(9))}</TextSource></Sources></Project>"
    )
    read = read_qdpx(path)
    assert [source.name for source in read.sources] == ["t.docx"]
    assert [(c.start, c.end, c.source) for c in read.codings] == [(3, 9, GUID.format(2))] * 2
    assert "names a code that is not in the project" in str(read.left_out[0])


def test_a_codebook_goes_and_comes(study: Path) -> None:
    done = export("talks", "qdc", codebook="tea", out="tea.qdc")
    assert recognise(done.path) == "qdc"
    assert [code.name for code in read_qdc(done.path).codes] == ["The kettle", "Whistling", "Waiting"]
    taken = import_project("tea.qdc", "talks")
    assert (taken.codes, taken.codebook) == ((), "tea")
    other = replace(read_qdc(done.path), name="drinks", codes=(ProjectCode("f" * 8, "Lemonade"),))
    with pytest.raises(SendQualError, match="guid='ffffffff'"):
        write_qdc(other, "bad.qdc")
    assert not Path("bad.qdc").exists()


def test_new_codes_of_a_known_codebook_are_added_to_it(study: Path) -> None:
    project = project_of("talks")
    more = ProjectCode("f0000000-0000-4000-8000-000000000000", "Lemonade", project.codes[0].guid)
    write_qdpx(replace(project, codes=(*project.codes, more)), "more.qdpx")
    assert import_project("more.qdpx", "talks").codes == ("kettle/lemonade",)
    assert read_codebook("tea")["kettle/lemonade"].origin == "inductive"


@pytest.mark.real
@pytest.mark.skipif(not XSD.is_file(), reason="the published schema is not beside the checkout")
def test_the_published_schema_agrees_with_ours(study: Path, qdpx) -> None:
    schema = etree.XMLSchema(etree.parse(XSD))
    import_project(foreign(qdpx), "tea-talks")
    for corpus in ("talks", "tea-talks"):
        path = export(corpus, "qdpx", out=f"{corpus}-out.qdpx").path
        root = etree.fromstring(zipfile.ZipFile(path).read("project.qde"))
        assert schema.validate(root), schema.error_log
        for element in list(root.iter())[1:]:  # without one of its parts it is valid to both, or to neither
            above = element.getparent()
            at = above.index(element)
            above.remove(element)
            assert schema.validate(root) == (not faults_of(root)), element.tag
            above.insert(at, element)
        for element in root.iter():
            for key, value in element.attrib.items():
                for other in (None, "x"):
                    del element.attrib[key]
                    if other:
                        element.set(key, other)
                    assert schema.validate(root) == (not faults_of(root)), (element.tag, key, other)
                    element.set(key, value)
