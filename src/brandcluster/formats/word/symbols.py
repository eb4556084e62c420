"""Signs of the symbol fonts as characters, by the low byte of their code."""

from __future__ import annotations

_GREEK = (
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
)
#: Printable ASCII that the font Symbol draws as it is.
_SAME = "!#%&()+,./0123456789:;<=>?[]_{|}"
_SYMBOL = {
    **{ord(c): c for c in _SAME},
    **{0x41 + number: c for number, c in enumerate(_GREEK[0])},
    **{0x61 + number: c for number, c in enumerate(_GREEK[1])},
    0xA2: "′",
    0xA3: "≤",
    0xA5: "∞",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xD6: "√",
    0xD7: "⋅",
    0x2D: "−",
    0x2A: "∗",
}
_CIRCLED = {0x81 + number: chr(0x2460 + number) for number in range(10)} | {
    0x8C + number: chr(0x2776 + number) for number in range(10)
}
#: Boxes, ticks and numbers, by font.
SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6F: "□",
        0xA8: "□",
        0x71: "□",
        0x72: "□",
        0xFB: "☒",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
        0x6E: "■",
        0x6C: "●",
        0x75: "◆",
        0xA1: "○",
        0xA7: "▪",
        0xD8: "➢",
        0x76: "❖",
        0xE0: "→",
        **_CIRCLED,
    },
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0xA2: "■"},
    "wingdings 3": {},
    "symbol": _SYMBOL,
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■"},
    "marlett": {},
    "mt extra": {},
    "zapf dingbats": {},
}


def symbol(font: str, code: str) -> tuple[str, str]:
    """The character of a w:sym and, where it is not known, what to report: its code in the private area."""
    try:
        number = int(code, 16)
    except ValueError:
        return "", code
    table = SYMBOLS.get(font.lower())
    if table is not None:
        found = table.get(number & 0xFF, "")
        return found, "" if found else chr(0xF000 | (number & 0xFF))
    if 0xF020 <= number <= 0xF0FF:  # an ordinary font's own character
        number &= 0xFF
    if number < 0x20 or 0xD800 <= number < 0xE000 or number > 0xFFFF:
        return "", code
    return chr(number), ""


def in_font(text: str, table: dict[int, str]) -> tuple[str, str]:
    """Text set in a symbol font: what it shows, and the characters that are not known."""
    shown, unknown = [], []
    for character in text:
        found = character if character.isspace() else _of(table, character)
        shown.append(found)
        if not found:
            code = ord(character)
            unknown.append(chr(0xF000 | code) if code < 0x100 else character)  # as programs show what they do not know
    return "".join(shown), "".join(unknown)


def _of(table: dict[int, str], character: str) -> str:
    code = ord(character)
    if code < 0x100 or 0xF000 <= code <= 0xF0FF:
        return table.get(code & 0xFF, "")
    return character  # the font has no such sign: another one stands in
