"""One answer as a person spelt it → as it must be written, where there is exactly one thing it can mean.

Pure functions of texts; None where anything would have to be guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.fields import convert_money, unit_of
from brandcluster.dossier.model.kinds import Kind
from brandcluster.dossier.model.reading import normalise_key

_WIDE = str.maketrans("０１２３４５６７８９．－％，＋／　", "0123456789.-%,+/ ")
_GROUPED = late_pattern(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z|-?\d{1,3}(?: \d{3})+(?:\.\d+)?\Z")
_NUMBER = late_pattern(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_ODD = late_pattern(r"\+?(\d*)(?:\.(\d*))?\Z", re.ASCII)
_WITH_UNIT = late_pattern(r"(-?[\d.,]+)\s*([^\s\d.,][^\d]{0,9})\Z", re.ASCII)
_DATE = late_pattern(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)\Z"
)
_MONTH = late_pattern(r"(\d{4})(?:-(\d{1,2})|/(\d{1,2})|\.(0?[2-9]|\d{2})|年(\d{1,2})月)\Z")
_PLAIN = late_pattern(r"[^\W\d_][^\W_]*(?:[（）、·“”《》〈〉—…％%][^\W_]*)*\Z")
#: The year of a document's number in other brackets: after the issuer's sign, before the number.
_IN_NUMBER = late_pattern(
    r"(?<=[\u4e00-\u9fff])[\[【［(（][ \t]*((?:19|20)\d{2})[ \t]*[\]】］)）][ \t]*(?=\d{1,5}[ \t]*号)"
)
#: The same where the field holds nothing but a document's number.
_IN_FIELD = late_pattern(r"[\[【［(（][ \t]*((?:19|20)\d{2})[ \t]*[\]】］)）][ \t]*(?=\d{1,5}(?:[ \t]*号)?[ \t]*\Z)")


def respell_number(text: str) -> str | None:
    """Full-width digits and signs, and thousands set apart: １２．５, 1,234, 1 234."""
    bare = text.translate(_WIDE).strip()
    if _GROUPED.match(bare):
        bare = re.sub("[, ]", "", bare)
    return bare if bare != text and _NUMBER.match(bare) else None


def unquote_number(text: str) -> str | None:
    """A number in quotes, whatever its spelling."""
    return text.strip() if _NUMBER.match(text.strip()) else respell_number(text)


def respell_odd_number(text: str) -> str | None:
    """+5, .5 and 5. as plain numbers; what begins with a zero may be a code."""
    match = _ODD.match(text)
    if match is None or not (match.group(1) or match.group(2)):
        return None
    whole, decimals = match.group(1) or "0", match.group(2)
    spelt = f"{whole}.{decimals}" if decimals else whole
    return spelt if spelt != text and _NUMBER.match(spelt) else None


def strip_unit(text: str, label: str) -> str | None:
    """The number before the unit that already stands in the label; another unit of money is converted."""
    unit = unit_of(label)
    match = _WITH_UNIT.match(text.translate(_WIDE).strip())
    if unit is None or match is None:
        return None
    number, written = unquote_number(match.group(1)), match.group(2).strip()
    if number is None or normalise_key(written) == normalise_key(unit):
        return number
    return convert_money(Decimal(number), written, unit)


def respell_day(text: str) -> str | None:
    """A calendar day in another spelling: 2014.4.20, 2014/4/20, 2014年4月20日."""
    match = _DATE.match("".join(text.translate(_WIDE).split()))
    if match is None:
        return None
    year, month, number_ = (int(group) for group in match.groups() if group is not None)
    try:
        spelt = date(year, month, number_).isoformat()
    except ValueError:
        return None
    return spelt if spelt != text else None


def respell_month(text: str) -> str | None:
    """A month in another spelling; 2014.1 may have been 2014.10 before a spreadsheet cut its zero."""
    match = _MONTH.match("".join(text.translate(_WIDE).split()))
    if match is None:
        return None
    year, number_ = (int(group) for group in match.groups() if group is not None)
    spelt = f"{year:04d}-{number_:02d}"
    return spelt if 1 <= number_ <= 12 and spelt != text else None


def respell_value(kind: Kind, text: str) -> tuple[str, str] | None:
    """What `fmt` writes in place of a value, and what that is called: a number or a date in its usual spelling."""
    if kind in ("number", "count", "year"):
        found, name = respell_number(text), "number"
    elif kind in ("date", "month"):
        found, name = (respell_day if kind == "date" else respell_month)(text), "date"
    else:
        return None
    return None if found is None else (found, name)


def find_brackets(text: str, *, is_number: bool) -> Iterator[tuple[int, int, str]]:
    """Where the year of a document's number stands in brackets of another kind, and what belongs there.

    `is_number` says that the text is nothing but a document's number, so that 号 may be missing.
    """
    pattern = _IN_FIELD if is_number and _IN_FIELD.search(text) else _IN_NUMBER
    for match in pattern.finditer(text):
        yield match.start(), match.end(), f"〔{match.group(1)}〕"


def yaml_text(text: str) -> str:
    """A text as a value in YAML: quoted unless it is a plain word."""
    return text if _PLAIN.match(text) else json.dumps(text, ensure_ascii=False)


def number_in_text(text: str) -> int | Decimal:
    """What YAML reads from a number's spelling."""
    return Decimal(text) if "." in text else int(text)
