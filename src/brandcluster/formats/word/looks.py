"""What the look of text does to its reader: struck out, hidden, white, tiny, pushed off the page.

Properties come from the document's defaults, the styles of table, paragraph and characters, and the text itself, as
Word puts them together (ECMA-376 part 1, 17.7.2). Lengths are in twips, sizes in half-points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.elements import RUN_PROPERTIES, tag
from brandcluster.formats.word.parts import P_PROPERTIES, R_PROPERTIES, STYLES, Element, parse_xml, w
from brandcluster.formats.word.symbols import SYMBOLS

#: What is known of a look, by the name of the property; what is not said is not there.
Look = dict[str, Any]

#: Text and ground must differ by this ratio of luminances (WCAG 2 contrast; 1 is no difference, 21 black on white).
CONTRAST = 1.6
#: Smaller than 4 points is not read; narrower than a quarter is not either.
SMALLEST, NARROWEST = 8, 25
#: Text raised or lowered by more than 20 points stands in another line.
FARTHEST = 40
#: Text beyond these stands outside a page of A4, whatever its margins.
LEFTMOST, RIGHTMOST = -2_000, 11_000
LOWEST_ROW = 100

_VAL = w("val")
_OFF = frozenset(("0", "false", "off"))
_TOGGLES = ("struck", "hidden", "caps")
_HEX = late_pattern(r"[0-9A-Fa-f]{6}\Z")
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
_THEME_NAMES = {
    "text1": "t1",
    "dark1": "dk1",
    "background1": "bg1",
    "light1": "lt1",
    "text2": "t2",
    "dark2": "dk2",
    "background2": "bg2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED = {"t1": "dk1", "bg1": "lt1", "t2": "dk2", "bg2": "lt2"}
_LONG_NAMES = {"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2"}


@dataclass(slots=True)
class Looks:
    """The styles and colours of a document, and what was already put together of them."""

    defaults: Look = field(default_factory=dict)
    styles: dict[str, Element] = field(default_factory=dict)
    standard: dict[str, str] = field(default_factory=dict)
    theme: dict[str, str] = field(default_factory=dict)
    of_styles: dict[str, Look] = field(default_factory=dict)
    together: dict[tuple[str, str, str], Look] = field(default_factory=dict)


def looks_of(parts: Mapping[str, bytes]) -> Looks:
    """The looks that a document defines."""
    made = Looks(theme=_theme(parts))
    root = parse_xml(parts[STYLES]) if STYLES in parts else None
    if root is None:
        return made
    for style in root.iterfind(w("style")):
        identifier = str(style.get(w("styleId"), ""))
        made.styles[identifier] = style
        if str(style.get(w("default"), "0")) not in _OFF:
            made.standard[str(style.get(w("type"), "paragraph"))] = identifier
    base = f"{w('docDefaults')}/"
    made.defaults = _run_look(root.find(f"{base}{w('rPrDefault')}/{w('rPr')}"), made.theme)
    made.defaults |= _paragraph_look(root.find(f"{base}{w('pPrDefault')}/{w('pPr')}"), made.theme)
    return made


def paragraph_base(looks: Looks, properties: Element | None, table_style: str) -> Look:
    """The look of a paragraph's text before anything that its runs say, and of the paragraph itself."""
    named = None if properties is None else properties.find(w("pStyle"))
    style = str(named.get(_VAL, "")) if named is not None else looks.standard.get("paragraph", "")
    base = _together(looks, table_style, style, "")
    own = {} if properties is None else _paragraph_look(properties, looks.theme)
    return {**base, **own, "styles": (table_style, style)}


def run_look(looks: Looks, base: Look, properties: Element) -> Look:
    """The look of a run within a paragraph of that base."""
    named = properties.find(w("rStyle"))
    if named is not None:
        table_style, style = base["styles"]
        own = {key: value for key, value in base.items() if key in _OF_PARAGRAPHS}
        base = _together(looks, table_style, style, str(named.get(_VAL, ""))) | own
    return {**base, **_run_look(properties, looks.theme)}


def hides(look: Look, ground: str) -> str:
    """Why nobody reads text of this look on that ground: a kind of `elements.KINDS`, empty when it is read."""
    if look.get("hidden"):
        return "隐藏文字"
    if look.get("struck") or look.get("struck twice"):
        return "删除线"
    size = look.get("size", 20)
    if size < SMALLEST:
        return "极小的字"
    scale, spacing, fit = look.get("scale", 100), look.get("spacing", 0), look.get("fit", 0)
    if scale < NARROWEST or spacing < -6 * size or 0 < fit < 60:
        return "压扁的字"
    if abs(look.get("raised", 0)) > FARTHEST:
        return "移出行外的字"
    grounds = (look.get(name) for name in ("highlight", "shade", "paragraph shade"))
    behind = next((str(each) for each in grounds if each), ground)
    colour = str(look.get("fill", look.get("colour", "auto")))
    if colour == "auto" and look.get("highlight"):
        colour = "000000"  # over shading the automatic colour turns white where it must; over a highlight it does not
    if colour == "none" or (colour != "auto" and contrast(colour, behind) < CONTRAST):
        return "看不见的颜色"
    return ""


def misplaced(look: Look) -> str:
    """Why a paragraph of this look is not seen where it stands, as a kind; empty when it is."""
    if look.get("line") is not None and look["line"] < 6 * look.get("size", 20):
        return "压没的行"
    left, right = look.get("left", 0), look.get("right", 0)
    first = left + look.get("first", 0)
    if min(left, right, first) < LEFTMOST or max(left, right, first) > RIGHTMOST:
        return "移出页面"
    return "移出页面" if look.get("frame") == "outside" else ""


def outside(holder: Element, across: str, down: str) -> bool:
    """Whether the place that an element names is off the page."""
    x, y = _number(holder, across), _number(holder, down)
    return x < -1_500 or y < -1_500 or x > 16_000 or y > 20_000


def shade_of(properties: Element | None, looks: Looks) -> str:
    """The ground that properties of a table, row, cell or paragraph give, as six digits; empty for none."""
    found = None if properties is None else properties.find(w("shd"))
    return "" if found is None else _shade(found, looks.theme)


def table_ground(looks: Looks, style: str) -> str:
    """The ground that a style gives to a table."""
    for each in reversed(_chain(looks, style)):
        for name in ("tcPr", "tblPr"):
            found = shade_of(each.find(w(name)), looks)
            if found:
                return found
    return ""


def contrast(one: str, other: str) -> float:
    """How much two colours of six digits differ in brightness: from 1, not at all, to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ---- putting together ----------------------------------------------------------------------------------------


def _together(looks: Looks, table: str, paragraph: str, character: str) -> Look:
    key = (table, paragraph, character)
    if key not in looks.together:
        layers = [_style_look(looks, each) for each in key if each]
        made = dict(looks.defaults)
        for layer in layers:
            made |= layer
        for name in _TOGGLES:
            # Two styles that both say struck out cancel each other; the defaults do not.
            odd = sum(bool(layer.get(name)) for layer in layers) % 2 == 1
            made[name] = bool(looks.defaults.get(name)) or odd
        looks.together[key] = made
    return looks.together[key]


def _style_look(looks: Looks, identifier: str) -> Look:
    if identifier not in looks.of_styles:
        made: Look = {}
        for style in _chain(looks, identifier):
            made |= _paragraph_look(style.find(P_PROPERTIES), looks.theme)
            made |= _run_look(style.find(R_PROPERTIES), looks.theme)
        looks.of_styles[identifier] = made
    return looks.of_styles[identifier]


def _chain(looks: Looks, identifier: str) -> list[Element]:
    """A style and those it is based on, the base first; a ring ends where it closes."""
    seen: dict[str, Element] = {}
    while identifier in looks.styles and identifier not in seen and len(seen) < 40:
        seen[identifier] = looks.styles[identifier]
        based = seen[identifier].find(w("basedOn"))
        identifier = "" if based is None else str(based.get(_VAL, ""))
    return list(reversed(seen.values()))


# ---- reading properties --------------------------------------------------------------------------------------


def _run_look(properties: Element | None, theme: Mapping[str, str]) -> Look:
    made: Look = {}
    for item in () if properties is None else properties:
        reader = _RUN_READERS.get(item.tag)
        if reader is not None:
            name, read = reader
            made[name] = read(item, theme)
        elif isinstance(item.tag, str) and item.tag not in RUN_PROPERTIES:
            made["unknown"] = item.tag.rpartition("}")[2]
    return made


def _is_on(item: Element, theme: Mapping[str, str]) -> bool:
    return str(item.get(_VAL, "1")) not in _OFF


def _whole(item: Element, theme: Mapping[str, str]) -> int:
    return _number(item, "val")


def _number(item: Element, name: str) -> int:
    text = str(item.get(w(name), "")).removesuffix("%")
    return int(float(text)) if re.fullmatch(r"-?\d{1,9}(\.\d{1,4})?", text) else 0


def _size(item: Element, theme: Mapping[str, str]) -> int:
    return _number(item, "val") if item.get(_VAL) else 20


def _scale(item: Element, theme: Mapping[str, str]) -> int:
    return _number(item, "val") or 100


def _colour(item: Element, theme: Mapping[str, str]) -> str:
    return _themed(item, theme, "themeColor", "themeTint", "themeShade") or _hex(item.get(_VAL)) or "auto"


def _hex(value: object) -> str:
    return str(value) if value is not None and _HEX.match(str(value)) else ""


def _highlight(item: Element, theme: Mapping[str, str]) -> str:
    return _HIGHLIGHTS.get(str(item.get(_VAL, "")), "")


def _shade(item: Element, theme: Mapping[str, str]) -> str:
    """The ground of a w:shd: its fill, its pattern's colour, or what the eye makes of both; empty for none."""
    kind = str(item.get(_VAL, "clear"))
    fill = _themed(item, theme, "themeFill", "themeFillTint", "themeFillShade") or _hex(item.get(w("fill")))
    colour = _themed(item, theme, "themeColor", "themeTint", "themeShade") or _hex(item.get(w("color")))
    if kind == "solid":
        return colour or "000000"
    part = int(kind[3:]) if re.fullmatch(r"pct\d{1,2}", kind) else 0
    return _mixed(colour or "000000", fill or "FFFFFF", part / 100) if part else fill


def _mixed(one: str, other: str, share: float) -> str:
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4)]
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _themed(item: Element, theme: Mapping[str, str], name: str, tint: str, shade: str) -> str:
    named = str(item.get(w(name), ""))
    colour = theme.get(_THEME_NAMES.get(named, named), "")
    if colour and re.fullmatch("[0-9A-Fa-f]{2}", str(item.get(w(tint), ""))):
        colour = _mixed(colour, "FFFFFF", int(item.get(w(tint)), 16) / 255)
    if colour and re.fullmatch("[0-9A-Fa-f]{2}", str(item.get(w(shade), ""))):
        colour = _mixed(colour, "000000", int(item.get(w(shade)), 16) / 255)
    return colour


def _symbol_font(item: Element, theme: Mapping[str, str]) -> dict[int, str] | None:
    name = str(item.get(w("ascii")) or item.get(w("hAnsi")) or "").lower()
    return SYMBOLS.get(name)


def _script(item: Element, theme: Mapping[str, str]) -> str:
    return str(item.get(_VAL, ""))


def _fill(item: Element, theme: Mapping[str, str]) -> str:
    """The colour of w14:textFill; `none` where it lets the paper show."""
    solid = item.find(tag("w14:solidFill"))
    if item.find(tag("w14:noFill")) is not None:
        return "none"
    colour = None if solid is None else next(iter(solid), None)
    if colour is None:
        return "auto"
    alpha = colour.find(tag("w14:alpha"))
    if (
        alpha is not None
        and str(alpha.get(tag("w14:val"), "0")).isdecimal()
        and int(alpha.get(tag("w14:val"))) > 85_000
    ):
        return "none"
    value = str(colour.get(tag("w14:val"), ""))
    return _hex(value) or theme.get(value, "") or theme.get(_MAPPED.get(value, ""), "") or "auto"


_Reader = Callable[[Element, Mapping[str, str]], Any]
_RUN_READERS: dict[str, tuple[str, _Reader]] = {
    w("strike"): ("struck", _is_on),
    w("dstrike"): ("struck twice", _is_on),
    w("vanish"): ("hidden", _is_on),
    w("caps"): ("caps", _is_on),
    w("rtl"): ("rtl", _is_on),
    w("color"): ("colour", _colour),
    w("sz"): ("size", _size),
    w("w"): ("scale", _scale),
    w("position"): ("raised", _whole),
    w("spacing"): ("spacing", _whole),
    w("fitText"): ("fit", _whole),
    w("highlight"): ("highlight", _highlight),
    w("shd"): ("shade", _shade),
    w("rFonts"): ("symbols", _symbol_font),
    w("vertAlign"): ("script", _script),
    tag("w14:textFill"): ("fill", _fill),
}
#: What is read of a paragraph's own properties.
_PARAGRAPH = tuple(map(w, ("shd", "spacing", "ind", "framePr", "bidi")))
_OF_PARAGRAPHS = frozenset(
    ("paragraph shade", "line", "left", "right", "first", "frame", "bidi", "styles", "unknown of paragraph")
)


def _paragraph_look(properties: Element | None, theme: Mapping[str, str]) -> Look:
    made: Look = {}
    first = {item.tag: item for item in (() if properties is None else reversed(properties))}
    shade, spacing, indent, frame, bidi = map(first.get, _PARAGRAPH)
    if shade is not None:
        made["paragraph shade"] = _shade(shade, theme)
    if spacing is not None and spacing.get(w("line")) is not None:
        exact = spacing.get(w("lineRule")) == "exact"
        made["line"] = _number(spacing, "line") if exact else None
    if indent is not None:
        made |= _indents(indent)
    if frame is not None:
        squeezed = frame.get(w("hRule")) == "exact" and _number(frame, "h") < LOWEST_ROW
        narrow = 0 < _number(frame, "w") < 60
        made["frame"] = "outside" if outside(frame, "x", "y") or squeezed or narrow else "inside"
    if bidi is not None:
        made["bidi"] = _is_on(bidi, theme)
    return made


def _indents(item: Element) -> Look:
    made: Look = {}
    for name, others in (("left", ("start",)), ("right", ("end",))):
        for each in (name, *others):
            if item.get(w(each)) is not None:
                made[name] = _number(item, each)
            if item.get(w(f"{each}Chars")) not in (None, "0"):
                made[name] = _number(item, f"{each}Chars") * 24 // 10
    if item.get(w("firstLine")) is not None or item.get(w("hanging")) is not None:
        made["first"] = _number(item, "firstLine") - _number(item, "hanging")
    return made


def _theme(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The colours of the theme by the names that text uses, as the settings map them."""
    root = parse_xml(parts["word/theme/theme1.xml"]) if "word/theme/theme1.xml" in parts else None
    found: dict[str, str] = {"dk1": "000000", "lt1": "FFFFFF"}
    for scheme in () if root is None else root.iter(tag("a:clrScheme")):
        for item in scheme:
            if isinstance(item.tag, str) and len(item):
                value = item[0].get("lastClr") or item[0].get("val")
                found[item.tag.rpartition("}")[2]] = _hex(value) or found.get(item.tag.rpartition("}")[2], "")
    settings = parse_xml(parts["word/settings.xml"]) if "word/settings.xml" in parts else None
    mapping = None if settings is None else settings.find(w("clrSchemeMapping"))
    for name, usual in _MAPPED.items():
        chosen = usual if mapping is None else str(mapping.get(w(name), ""))
        found[name] = found.get(_LONG_NAMES.get(chosen, chosen), found.get(usual, ""))
    return found
