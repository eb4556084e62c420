"""Word files as parts and elements: the same bytes, text cut and found wherever runs begin."""

from __future__ import annotations

import io
import zipfile

import pytest
from form_samples import root_of
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.base.visible import without_invisible
from brandcluster.formats.word.build import TICK_FONT, new_page_mark, new_paragraph, new_run, new_tick
from brandcluster.formats.word.parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    R_ID,
    R_NAMESPACE,
    R_PROPERTIES,
    RELATIONS_NAMESPACE,
    TYPES_NAMESPACE,
    W_NAMESPACE,
    R,
    add_page_mark,
    child,
    element,
    find_label,
    parse_xml,
    read_parts,
    replace_text,
    serialise_xml,
    text_of,
    text_of_run,
    w,
    write_parts,
)

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = {"word/document.xml": b"<a/>", CONTENT_TYPES: b"<b/>", "_rels/.rels": b"<c/>"}
    content = write_parts(parts)
    assert content == write_parts(dict(reversed(parts.items())))
    assert read_parts(content) == parts
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == [CONTENT_TYPES, "_rels/.rels", "word/document.xml"]
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16)
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600), b"%PDF-1.4"])
def test_what_is_no_docx_is_none(content: bytes) -> None:
    assert read_parts(content) is None


def test_a_zip_without_a_document_is_none() -> None:
    assert read_parts(write_parts({"a.txt": b"a"})) is None


def test_a_dtd_is_refused() -> None:
    assert parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is None
    assert parse_xml(b"<a>") is None


@pytest.mark.parametrize(
    ("content", "label", "places"),
    [
        ("申报单位：　　（公章）", "申报单位:", [(0, 5)]),
        ("申 报 单 位 ：", "申报单位：", [(0, 9)]),
        ("比重(%)：１ 比重（％）：", "比重（%）：", [(0, 6), (8, 14)]),
        ("企业1：", "企业２：", []),
    ],
)
def test_labels_are_found_whatever_their_width_and_spaces(
    content: str, label: str, places: list[tuple[int, int]]
) -> None:
    assert find_label(content, label) == places


@given(st.lists(WORDS, min_size=1, max_size=5), st.data(), WORDS)
def test_replacing_text_touches_nothing_else(pieces: list[str], data: st.DataObject, new: str) -> None:
    paragraph = new_paragraph([new_run(piece) for piece in pieces])
    content, new = without_invisible("".join(pieces)), without_invisible(new)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    replace_text(paragraph, start, end, [new_run(new)])
    assert text_of(paragraph) == content[:start] + new + content[end:]


def test_a_run_cut_in_two_keeps_its_look_and_its_breaks() -> None:
    look = element("rPr")
    child(look, "b")
    paragraph = new_paragraph([new_run("甲\t乙\n丙丁", look)])
    replace_text(paragraph, 5, 5, [new_run("新")])
    assert text_of(paragraph) == "甲\t乙\n丙新丁"
    first, new, last = paragraph.iterfind(R)
    assert first.find(R_PROPERTIES).find(w("b")) is not None
    assert last.find(R_PROPERTIES).find(w("b")) is not None
    assert new.find(R_PROPERTIES).find(w("b")) is None


@given(WORDS)
def test_text_is_text(content: str) -> None:
    run = new_run(f"甲 & <w:p/> ]]> {content}")
    again = parse_xml(serialise_xml(run))
    assert text_of_run(again) == f"甲 & <w:p/> ]]> {without_invisible(content)}"


def test_runs_are_east_asian_and_ticks_have_a_font() -> None:
    assert new_run("“—℃”").find(R_PROPERTIES).find(w("rFonts")).get(w("hint")) == "eastAsia"
    fonts = new_tick("☑").find(R_PROPERTIES).find(w("rFonts"))
    assert {fonts.get(w(slot)) for slot in ("ascii", "hAnsi", "cs", "eastAsia")} == {TICK_FONT}


def test_properties_of_a_run_stand_in_the_order_of_the_schema() -> None:
    look = element("rPr")
    child(look, "sz", val=24)
    made = new_run("甲", look, style="PromptText", bold=True).find(R_PROPERTIES)
    assert [item.tag for item in made] == [w("rStyle"), w("rFonts"), w("b"), w("sz")]


def test_a_page_mark_goes_into_headers_there_are_and_new_ones() -> None:
    relation = '<Relationship Id="rId1" Type="x" Target="header1.xml"/>'
    header = f'<w:hdr xmlns:w="{W_NAMESPACE}"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>'
    parts = {
        CONTENT_TYPES: f'<Types xmlns="{TYPES_NAMESPACE}"/>'.encode(),
        DOCUMENT_RELATIONS: f'<Relationships xmlns="{RELATIONS_NAMESPACE}">{relation}</Relationships>'.encode(),
        "word/header1.xml": header.encode(),
    }
    document = root_of(
        f'<w:document xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}"><w:body><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:body></w:document>'.encode()
    )
    add_page_mark(parts, document, new_page_mark("草稿"))
    references = {item.get(w("type")): item.get(R_ID) for item in document.iter(w("headerReference"))}
    assert sorted(references) == ["default", "even", "first"]
    assert len(set(references.values())) == 3
    headers = [name for name in parts if name.startswith("word/header")]
    assert len(headers) == 3
    for name in headers:
        assert text_of(root_of(parts[name])[0]) == "草稿"
    assert text_of(root_of(parts["word/header1.xml"])[1]) == "页眉"
