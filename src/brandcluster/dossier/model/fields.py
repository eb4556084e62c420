"""The kinds of answer that a dossier's fields hold, and how a field is declared.

Values come from `yamldoc`: text, `int`, `Decimal`, `bool`, None. The readers here refuse what they would have to
guess at, and say what to write instead; the error's type is the diagnostic's code.

Every field may be missing in the model, so that one gap never hides another problem: whether an answer is
required is part of the field's declaration, and `dossier` reports the gaps.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from brandcluster.base.diagnostics import CodeEntry
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.folder import why_no_name

LEADING_ZERO_HINT = "以 0 开头的编号请加引号。"
#: The bucket of `statistics/` for enterprises in scope that belong to no leading industry.
OTHER_INDUSTRY = "其他相关企业"
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("M003", "文字就写文字", '"12"', "12"),
    CodeEntry("M004", "数只写数字", "12.5", "12.5%、１２、10,000"),
    CodeEntry("M005", "数在合理范围内", "20", "-20、20.5 家"),
    CodeEntry("M006", "日期写成 年-月-日", "2014-04-20", "2014年4月20日"),
    CodeEntry("M007", "月份写成 年-月", "2014-07", "2014.7"),
    CodeEntry("M012", "文件路径在文件夹以内", "evidence/承诺书.pdf", "../承诺书.pdf、C:/承诺书.pdf"),
)


class Part(BaseModel):
    """A mapping in one of the dossier's files; its keys are the labels of the form."""

    # A part that stands inside another is built with it, not once more by itself.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, serialize_by_alias=True, defer_build=True)


def form_field(
    label: str,
    description: str,
    *,
    required: bool = True,
    clause: str | None = None,
    example: str | None = None,
    long: bool = False,
    default_factory: Any = None,
) -> Any:
    """Declare a field by the form's own label.

    `description` says what the form asks, in the words that the editor and `init` show. `clause` is the id of
    the notice's clause that asks for it; `long` marks a text of several paragraphs. Who supplies it stands in
    `dossier/suppliers.yaml`.
    """
    extra: dict[str, Any] = {"required": required, "long": long}
    if clause is not None:
        extra["clause"] = clause
    if example is not None:
        extra["example"] = example
    if default_factory is not None:
        return Field(default_factory=default_factory, alias=label, description=description, json_schema_extra=extra)
    return Field(default=None, alias=label, description=description, json_schema_extra=extra)


def no_entries() -> list[Any]:
    """A list that nothing was entered in: pydantic asks what a factory takes, and finds out slowly of `list` itself."""
    return []


def form_list(label: str, description: str, *, required: bool = True, clause: str | None = None) -> Any:
    """Declare a list field; an absent list is an empty one."""
    return form_field(label, description, required=required, clause=clause, default_factory=no_entries)


# ---- readers -------------------------------------------------------------------------------------------------

#: Years that dates and statistics may be of.
FIRST_YEAR, LAST_YEAR = 1949, 2099
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－％，", "0123456789.-%,")
_LOOSE_DATE = late_pattern(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*日?)?)?\s*\Z", re.ASCII)
_TIGHT_DATE = late_pattern(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?\Z", re.ASCII)
_DATE = late_pattern(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MONTH = late_pattern(r"\d{4}-\d{2}\Z", re.ASCII)


def _refuse(code: str, message: str, help_: str) -> PydanticCustomError:
    # Braces would be read as places of the template, so the texts travel as its context.
    return PydanticCustomError(code, "{message}", {"message": message, "help": help_})


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _kind(value: Any) -> str:
    return "列表" if isinstance(value, list) else "分栏的内容"


def read_text(value: Any) -> str:
    """Text that says something; a bare number or `true` is refused, since its spelling may already be lost."""
    if isinstance(value, str):
        if value.strip():
            return value
        raise _refuse("M002", "这里是空白。", "请填写；没有就写“无”。")
    if isinstance(value, (list, dict)):
        raise _refuse("M009", f"这里应当是文字，写成了{_kind(value)}。", "直接写文字；长文字用 | 另起一行写。")
    raise _refuse("M003", f"这里应当是文字，写成了“{_shown(value)}”。", f'加引号："{_shown(value)}"。')


def read_code(value: Any) -> str:
    """A number used as a name: telephone, code, document number. Digits need no quotes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return read_text(value)


def read_number_or_word(value: Any) -> str:
    """A number or a word, as written; which of them it may be depends on what it changes."""
    return format(value, "f") if isinstance(value, Decimal) else read_code(value)


#: What is worth how much of 元, as people write it behind a number; 万 alone may be 万元 or ten thousand of anything.
MONEY = {
    "元": Decimal(1),
    "千元": Decimal(10) ** 3,
    "万元": Decimal(10) ** 4,
    "百万元": Decimal(10) ** 6,
    "千万元": Decimal(10) ** 7,
    "亿": Decimal(10) ** 8,
    "亿元": Decimal(10) ** 8,
}
_LABEL_UNIT = late_pattern(r"[（(]([^（）()]+)[）)]\Z")
_MEASURE = frozenset("家个人件项名次年种户台位")


def unit_of(label: str) -> str | None:
    """The unit in a label's brackets: 工业总产值（万元）→ 万元."""
    match = _LABEL_UNIT.search(label.strip())
    return None if match is None else match.group(1).strip()


def convert_money(number: Decimal, written: str, unit: str) -> str | None:
    """An amount in a unit of money as a number in another one; None where one of them is none."""
    if written not in MONEY or unit not in MONEY:
        return None
    return format((number * MONEY[written] / MONEY[unit]).normalize(), "f")


def _number_hint(text: str) -> PydanticCustomError:
    return _refuse("M004", *explain_number(text, ""))


def explain_number(text: str, label: str) -> tuple[str, str]:
    """What is wrong with a text that should be a number, and what to write; a value only where it is certain."""
    plain = text.strip().translate(_FULL_WIDTH).replace(",", "")
    if text.strip() in ("无", "—", "-", "/", "暂无", "不详"):
        return f"“{_shown(text)}”不是数。", "没有就写 0；还不知道就留空。"
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "", plain)
    match = re.match(r"(-?\d{1,30}(?:\.\d{1,30})?)\s*(\D{0,6})\Z", plain)
    if match is None:
        return f"“{_shown(text)}”不是数。", "只写数字，如 12 或 12.5。"
    number, rest = match.groups()
    if rest:
        return f"“{_shown(text)}”里有单位或多余的字。", _unit_help(number, rest.strip(), unit_of(label))
    if text.strip() == number:
        return f"“{_shown(text)}”加了引号，成了文字。", f"去掉引号，写 {number}。"
    return f"“{_shown(text)}”用了全角字符、空格或千位分隔符。", f"写成 {number}。"


def _unit_help(number: str, written: str, unit: str | None) -> str:
    """What to write for a number with something behind it, in a column that has a unit or none."""
    if unit is None:
        return f"只写数字 {number}。" if written in _MEASURE else "这一栏只写数字，请核对。"
    if written in (unit, "％" if unit == "%" else unit) or (written in _MEASURE and unit in _MEASURE):
        return f"只写数字 {number}；单位已写在栏目名称里。"
    if written == "万" and unit == "万元":
        return f"指的是万元，就只写数字 {number}；单位已写在栏目名称里。"
    amount = convert_money(Decimal(number), written, unit)
    if amount is not None:
        named = "亿元" if written == "亿" else written
        return f"单位已写在栏目名称里，只写数字，换算以后再写：{number} {named}是 {amount} {unit}。"
    if written in ("%", "％"):
        return f"这一栏要写的是多少{unit}，不是百分比；还不知道就留空。"
    return f"这一栏的单位是{unit}，请换算成{unit}，只写数字。"


def read_number(value: Any) -> Decimal:
    """An exact number as it stands in the file, not negative."""
    if isinstance(value, (bool, list, dict)):
        raise _refuse("M004", "这里应当是一个数。", "只写数字，如 12 或 12.5。")
    if isinstance(value, str):
        raise _number_hint(value)
    number = Decimal(value)
    if number < 0:
        raise _refuse("M005", f"“{_shown(value)}”是负数。", "这里不会是负数，请核对。")
    return number


def read_count(value: Any) -> int:
    """A count of whole things."""
    number = read_number(value)
    if number != number.to_integral_value():
        raise _refuse("M005", f"“{_shown(value)}”不是整数。", "家数、人数等只写整数。")
    return int(number)


def read_year(value: Any) -> int:
    """A year of four digits."""
    number = read_count(value)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise _refuse("M005", f"“{_shown(value)}”不像年份。", "写四位年份，如 2013。")
    return number


def _loose_date(value: Any) -> re.Match[str] | None:
    """Year, month and perhaps day in a spelling that people use; 2014.4 is a number to YAML."""
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool) and len(str(value)) <= 40:
        text = str(value).translate(_FULL_WIDTH)
        return _LOOSE_DATE.match(text) or _TIGHT_DATE.match(text)
    return None


def _plausible(code: str, day: date, value: str) -> date:
    """The day, unless its year is one that nothing here can have been in; so no sum of dates leaves the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _refuse(code, f"“{value}”的年份不对。", f"年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请核对。")
    return day


def read_date(value: Any) -> date:
    """A calendar date written YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.match(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise _refuse("M006", f"“{value}”不是日历上有的日期。", "请核对年月日。") from None
        return _plausible("M006", found, value)
    match = _loose_date(value)
    if match and match.group(3):
        year, month, day = match.groups()
        raise _refuse("M006", f"日期写成了“{_shown(value)}”。", f"写成 {year}-{int(month):02d}-{int(day):02d}。")
    raise _refuse("M006", f"“{_shown(value)}”不是日期。", "写成 年-月-日，如 2014-04-20。")


def read_month(value: Any) -> date:
    """A month written YYYY-MM; held as its first day."""
    if isinstance(value, str) and _MONTH.match(value):
        try:
            found = date.fromisoformat(value + "-01")
        except ValueError:
            raise _refuse("M007", f"“{value}”不是日历上有的月份。", "月份是 01 到 12。") from None
        return _plausible("M007", found, value)
    match = _loose_date(value)
    if match:
        year, month, _ = match.groups()
        raise _refuse("M007", f"月份写成了“{_shown(value)}”。", f"写成 {year}-{int(month):02d}。")
    raise _refuse("M007", f"“{_shown(value)}”不是月份。", "写成 年-月，如 2014-07。")


#: Relative, `/` between the parts, no `.`, `..` or empty part, no drive, no backslash.
_PATH_PATTERN = r"^(?!.*\\)(?!.*:)(?!/)(?!.*(?:^|/)\.{0,2}(?:/|$)).*\S.*$"


LONGEST_PATH = 250


def read_path(value: Any) -> str:
    """The path of a document inside the dossier; what could lead out of the folder is refused unread."""
    text = read_text(value)
    if len(text) > LONGEST_PATH:
        raise _refuse("M012", f"路径有 {len(text)} 个字，太长了。", "把文件复制进 evidence/，写成 evidence/文件名。")
    if re.match(_PATH_PATTERN, text):
        for part in text.split("/"):
            if why := why_no_name(part):
                raise _refuse("M012", f"路径“{_shown(text)}”里的“{_shown(part)}”{why}。", "给文件改名，再写新的名字。")
        return text
    if "\\" in text and re.match(_PATH_PATTERN, text.replace("\\", "/")):
        raise _refuse("M012", f"路径“{_shown(text)}”用了反斜杠。", f"写成“{text.replace(chr(92), '/')}”。")
    name = re.split(r"[\\/:]", text.strip())[-1] or "文件名"
    raise _refuse(
        "M012", f"“{_shown(text)}”不是本文件夹里的路径。", f"把文件复制进 evidence/，写成 evidence/{_shown(name)}。"
    )


# `errorMessage` is what an editor says of a wrong value, in the words of the readers above.
_TEXT_SCHEMA = {"type": "string", "pattern": r"\S", "errorMessage": "这里写文字；像数的文字要加引号。"}
_CODE_SCHEMA = {"type": ["string", "integer"], "pattern": r"\S", "errorMessage": "这里写编号或文字。"}
_NUMBER_OR_WORD_SCHEMA = {"type": ["string", "number"], "pattern": r"\S", "errorMessage": "这里写数或一个词。"}
_YEAR_SCHEMA = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR, "errorMessage": "写四位年份，如 2013。"}
_DATE_SCHEMA = {
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    "errorMessage": "写成 年-月-日，如 2014-04-20。",
}
_MONTH_SCHEMA = {
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])$",
    "errorMessage": "写成 年-月，如 2014-07。",
}
_PATH_SCHEMA = {
    "type": "string",
    "pattern": _PATH_PATTERN,
    "errorMessage": "写本文件夹里的路径，如 evidence/文件名；用 /，不用 \\。",
}

Text = Annotated[str, PlainValidator(read_text), WithJsonSchema(_TEXT_SCHEMA)]
Code = Annotated[str, PlainValidator(read_code), WithJsonSchema(_CODE_SCHEMA)]
NumberOrWord = Annotated[str, PlainValidator(read_number_or_word), WithJsonSchema(_NUMBER_OR_WORD_SCHEMA)]
Amount = Annotated[Decimal, PlainValidator(read_number), WithJsonSchema({"type": "number", "minimum": 0})]
Percent = Annotated[Decimal, PlainValidator(read_number), WithJsonSchema({"type": "number", "minimum": 0})]
Count = Annotated[int, PlainValidator(read_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Year = Annotated[int, PlainValidator(read_year), WithJsonSchema(_YEAR_SCHEMA)]
Date = Annotated[date, PlainValidator(read_date), WithJsonSchema(_DATE_SCHEMA)]
Month = Annotated[date, PlainValidator(read_month), WithJsonSchema(_MONTH_SCHEMA)]
#: Marks the fields that name a document of the dossier.
DOCUMENT_PATH = object()
#: A document of the dossier, by its path inside the folder, written with `/`.
DocumentPath = Annotated[str, PlainValidator(read_path), WithJsonSchema(_PATH_SCHEMA), DOCUMENT_PATH]
