"""The lint of our own is shown to catch what validators let through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from form_samples import blank, parts_of
from ooxml_lint import lint

from brandcluster.formats.word.parts import (
    CELL,
    CONTENT_TYPES,
    DOCUMENT,
    DOCUMENT_RELATIONS,
    R_ID,
    ROW,
    STYLES,
    TABLE,
    Element,
    P,
    child,
    element,
    parse_xml,
    serialise_xml,
    w,
    write_parts,
)

Plant = Callable[[Element], object]


def planted(plant: Plant, part: str = DOCUMENT) -> list[str]:
    """What the lint says of a blank with a mistake planted in one part."""
    parts = parts_of(blank("application"))
    root = parse_xml(parts[part])
    plant(root)
    parts[part] = serialise_xml(root)
    return lint(write_parts(parts))


def first(root: Element, name: str) -> Element:
    return next(root.iter(w(name)))


def drop(item: Element) -> None:
    item.getparent().remove(item)


def bookmark_twice(root: Element) -> None:
    for paragraph in list(root.iter(P))[:2]:
        child(paragraph, "bookmarkStart", id=1)


@pytest.mark.parametrize(
    ("plant", "word"),
    [
        (lambda root: first(root, "gridSpan").set(w("val"), "2"), "columns of 4"),
        (lambda root: first(root, "tcW").set(w("w"), "1"), "cell width"),
        (lambda root: first(root, "tblW").set(w("w"), "1"), "width is not that of its grid"),
        (lambda root: first(root, "gridCol").set(w("w"), "1"), "width is not that of its grid"),
        (lambda root: first(root, "tblLayout").set(w("type"), "autofit"), "layout not fixed"),
        (lambda root: drop(next(root.iter(CELL)).find(P)), "does not end in a paragraph"),
        (lambda root: drop(next(root.iter(CELL))), "columns of 4"),
        (lambda root: first(root, "trHeight").set(w("hRule"), "exact"), "exact height"),
        (lambda root: first(root, "rFonts").attrib.pop(w("hint")), "without East Asian hint"),
        (lambda root: first(root, "pStyle").set(w("val"), "Nowhere"), "no style Nowhere"),
        (bookmark_twice, "id 1 of bookmarkStart 2 times"),
        (lambda root: first(root, "footerReference").set(R_ID, "rId99"), "no relation rId99"),
        (lambda root: child(first(root, "p"), "sdt"), "content control"),
        (lambda root: next(root.iter(TABLE)).addnext(element("tbl")), "not followed by a paragraph"),
        (lambda root: child(next(root.iter(ROW)), "tc"), "columns of 4"),
    ],
)
def test_mistakes_in_the_document(plant: Plant, word: str) -> None:
    found = planted(plant)
    assert any(word in line for line in found), found


@pytest.mark.parametrize(
    ("part", "plant", "word"),
    [
        (STYLES, lambda root: first(root, "rFonts").attrib.pop(w("cs")), "leave a slot open"),
        (
            STYLES,
            lambda root: first(root, "rFonts").set(w("eastAsiaTheme"), "minorEastAsia"),
            "leave a slot open",
        ),
        (STYLES, lambda root: root.append(element("style", styleId="Normal")), "style Normal 2 times"),
        (STYLES, lambda root: root.insert(1, element("latentStyles")), "latent styles"),
        (CONTENT_TYPES, lambda root: root[-1].set("PartName", "/word/x.xml"), "not there"),
        (DOCUMENT_RELATIONS, lambda root: root[0].set("Id", "rId2"), "rId2 2 times"),
        (DOCUMENT_RELATIONS, lambda root: root[0].set("Target", "x.xml"), "no such part"),
        (DOCUMENT_RELATIONS, lambda root: root.remove(root[-1]), "nothing leads to"),
        ("word/footer1.xml", lambda root: drop(list(root.iter(w("fldChar")))[-1]), "field not closed"),
        ("word/footer1.xml", lambda root: child(list(root.iter(w("r")))[1], "t"), "shares its run"),
    ],
)
def test_mistakes_in_other_parts(part: str, plant: Plant, word: str) -> None:
    found = planted(plant, part)
    assert any(word in line for line in found), found


def test_what_is_no_document() -> None:
    assert lint(b"") == ["not a .docx"]
    parts = parts_of(blank("application"))
    assert lint(write_parts({**parts, STYLES: b"<a>"})) == ["word/styles.xml: not XML"]
