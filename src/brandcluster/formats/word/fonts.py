"""Which East Asian fonts the text of a Word file is to be set in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brandcluster.formats.word.parts import DOCUMENT, STYLES, Element, P, T, parse_xml, runs_of, w

#: More styles above one another than any document has.
_DEPTH = 20


def fonts_named(parts: Mapping[str, bytes]) -> list[str]:
    """The fonts of the text, by name, each once, sorted."""
    root = parse_xml(parts[DOCUMENT])
    styles = parse_xml(parts[STYLES]) if STYLES in parts else None
    if root is None or styles is None:
        return []
    known = {each.get(w("styleId")): each for each in styles.iterfind(w("style"))}
    default = _font(styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
    found = {
        next(_candidates(paragraph, run, known), default)
        for paragraph in root.iter(P)
        for run in runs_of(paragraph)
        if any(text.text for text in run.iter(T))
    }
    return sorted(font for font in found if font)


def _candidates(paragraph: Element, run: Element, known: Mapping[str, Element]) -> Iterator[str]:
    """What names a font for a run, the nearest first."""
    looks = run.find(w("rPr"))
    if (font := _font(looks)) is not None:
        yield font
    yield from _of_style(looks, "rStyle", known)
    yield from _of_style(paragraph.find(w("pPr")), "pStyle", known)


def _of_style(properties: Element | None, kind: str, known: Mapping[str, Element]) -> Iterator[str]:
    named = None if properties is None else properties.find(w(kind))
    style = None if named is None else known.get(named.get(w("val")))
    for _ in range(_DEPTH):
        if style is None:
            return
        if (font := _font(style.find(w("rPr")))) is not None:
            yield font
        above = style.find(w("basedOn"))
        style = None if above is None else known.get(above.get(w("val")))


def _font(properties: Element | None) -> str | None:
    fonts = None if properties is None else properties.find(w("rFonts"))
    return None if fonts is None else fonts.get(w("eastAsia"))
