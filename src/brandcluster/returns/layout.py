"""Which columns the returns of one dossier have, and what a cell of each may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import ENTERPRISES_FOLDER, OWN_INDICATORS
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import BY_NAME, COLUMNS, COUNTS, IDENTITY, KINDS, NO, YES, Column, total_label
from brandcluster.dossier.model.reading import nearest_choice, normalise_key
from brandcluster.formats.tables.csv_file import FORMULA_STARTS
from brandcluster.returns.spellings import bare_heading, fold_width

#: The sheets of the form: the one to fill, what the columns and the ratios mean, what may be chosen.
SHEET, MEANING, RATIOS, CHOICES = "企业填报表", "填报说明", "指标说明", "选项"
MAX_DIGITS = 18
MAX_NAME = 100
#: Where the columns begin that an enterprise reports, after those that say who it is.
FIRST_DATA = len(IDENTITY)

_POSITIONS = {column.name: position for position, column in enumerate(COLUMNS)}

Row = tuple[str, ...]


def returns_path(year: int) -> str:
    """Where the returns of a year stand."""
    return f"{ENTERPRISES_FOLDER}/{year}.csv"


@cache
def _standard() -> frozenset[str]:
    """What no column of the region's own may be called: the headings of the others, and the names that sums go by."""
    return frozenset(
        bare_heading(text)
        for text in (
            *(text for column in COLUMNS for text in (column.name, column.label, *column.aliases)),
            *(text for name, (label, _) in COUNTS.items() for text in (name, label)),
            *(total_label(name) for name in (*BY_NAME, *COUNTS)),
        )
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns in their order, the region's own last, and the industries that an enterprise may name."""

    columns: tuple[Column, ...]
    industries: tuple[str, ...]

    @property
    def headings(self) -> Row:
        """The first line of a stored file."""
        return tuple(column.heading for column in self.columns)

    @property
    def own(self) -> tuple[Column, ...]:
        """The columns that the region added."""
        return self.columns[len(COLUMNS) :]

    def index(self, name: str) -> int:
        """The position in a row of a column that every layout has."""
        return _POSITIONS[name]


@once
def layout_of(dossier: Dossier) -> Layout:
    """The layout that a dossier's leading industries and indicators.yaml give."""
    own: list[Column] = []
    for column in dossier.own_indicators.columns if dossier.has(OWN_INDICATORS) else ():
        if column.name is not None and own_problem(column.name, [each.name for each in own]) is None:
            own.append(_own_column(column.name, column.definition or ""))
    return Layout((*COLUMNS, *own), (*dossier.industry_names, OTHER_INDUSTRY))


def own_problem(name: str, others: Iterable[str]) -> str | None:
    """What is wrong with the name of a column of the region's own, beside those that are there; None when nothing is."""
    if name.startswith(FORMULA_STARTS):
        return f"“{name}”以 =、+、-、@ 开头，表格软件会当成公式。"
    word = bare_heading(name)
    if word in _standard() or word in map(bare_heading, others):
        return f"“{name}”已经有了。"
    return None


def _own_column(name: str, definition: str) -> Column:
    match = re.match(r"(.+?)[（(]([^（()）]{1,6})[)）]\Z", name)
    label, unit = match.groups() if match else (name, "")
    return Column(
        name, label, "amount", definition, "试点工作范围内的工业企业", "indicators.yaml", "work-indicators", unit
    )


# ---- cells ---------------------------------------------------------------------------------------------------


class CellRefused(NamedTuple):
    """Why a cell could not be taken: code, what is wrong (without its content), what to write, its content."""

    code: str
    message: str
    help: str
    content: str


_STORED = late_pattern(r"(?:0|[1-9][0-9]{0,14})\Z")
_NUMBER = late_pattern(r"[0-9]+(?:\.[0-9]+)?\Z")
_GROUPED = late_pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_SPACED = late_pattern(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?\Z")
_NEGATIVE = late_pattern(r"-[0-9][0-9,.]*\Z|\([0-9][0-9,.]*\)\Z")
_POWER = late_pattern(r"[0-9.]+[eE][-+]?[0-9]+\Z")
_YES = frozenset(("是", "√", "✓", "✔", "☑", "■", "1", "true", "y", "yes", "有"))
_NO = frozenset(("否", "×", "✗", "✘", "□", "☐", "0", "false", "n", "no", "无", "没有"))
_HIDDEN = "\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_UNSEEN = late_pattern(f"[{_HIDDEN}]")
#: A name that is stored as it is written, but for its length.
PLAIN_NAME = rf"[^\s{_HIDDEN}=+@＝＋－＠-][^\s{_HIDDEN}]*+(?: [^\s{_HIDDEN}]++)*+"


def clean_cell(column: Column, text: str, layout: Layout, factor: Decimal | None = None) -> str | CellRefused:
    """What a cell holds, in the one spelling that is stored; empty for an empty cell."""
    if column.kind == "amount":
        return _amount(column, text, factor)
    if column.kind == "flag":
        return _flag(column, text)
    if column.kind == "code":
        return _code(text)
    if column.kind == "name":
        return _name(text)
    return _choice(column, text, layout)


def _amount(column: Column, text: str, factor: Decimal | None) -> str | CellRefused:
    if factor in (None, 1) and _STORED.match(text):
        return text
    words = unicodedata.normalize("NFKC", text).split()
    form = "".join(words)
    if not form:
        return ""
    if _GROUPED.match(form) and len(words) == 1:
        form = form.replace(",", "")
    elif len(words) > 1 and not _SPACED.match(" ".join(words)) and not form.strip("0123456789.,"):
        what = f"“{column.label}”的数字中间有空格或换行，不知道是一个数还是几个。"
        return CellRefused("K102", what, "一格写一个数，中间不留空格。", text)
    if _NUMBER.match(form):
        kept = _kept(form, factor)
        return kept if kept is not None else CellRefused("K102", _too_long(column), _TOO_LONG_HELP, text)
    what = f"“{column.label}”"
    if _NEGATIVE.match(form):
        return CellRefused("K106", f"{what}是负数。", "金额和数量不会是负数，请核对。", text)
    if form in ("-", "—", "——", "/", "\\", "无", "没有", "*"):
        return CellRefused(
            "K102", f"{what}写的是符号或“无”，不知道是零还是没填。", "确实没有就写 0；不知道就空着。", text
        )
    if form.endswith("%"):
        return CellRefused("K102", f"{what}写成了百分数。", f"写数额，单位 {column.unit or '见标题'}。", text)
    if _POWER.match(form):
        return CellRefused(
            "K102", f"{what}是科学计数法，后面的数字可能已经丢失。", "把这一列设成“数值”，重新填写。", text
        )
    if re.match(r"[0-9][0-9,.]*\D{1,6}\Z", form):
        return CellRefused("K102", f"{what}里有单位或多余的字。", "只写数字；单位写在标题里，不同单位请先换算。", text)
    return CellRefused("K102", f"{what}不是数。", "只写数字，如 12 或 12.5。", text)


_TOO_LONG_HELP = "两个数连在了一起，就分开写；小数太长的，四舍五入到小数点后四位再填。"


def _too_long(column: Column) -> str:
    return f"“{column.label}”的数太长，按{column.unit or '这一栏的单位'}最多保留 {MAX_DIGITS} 位（小数点也算一位）。"


def _kept(form: str, factor: Decimal | None) -> str | None:
    """A plain number in the stored unit; None for one that is too long to be kept, as written or as stored."""
    if len(form) > MAX_DIGITS:
        return None
    value = Decimal(form)
    stored = decimal_text(value if factor is None else value * factor)
    return stored if len(stored) <= MAX_DIGITS else None


def _flag(column: Column, text: str) -> str | CellRefused:
    if text in (YES, NO):  # of 100,000 equal texts, one is kept
        return YES if text == YES else NO
    form = fold_width(text).casefold()
    if not form:
        return ""
    if form in _YES:
        return YES
    if form in _NO:
        return NO
    return CellRefused("K102", f"“{column.label}”看不出是“是”还是“否”。", "只写“是”或“否”。", text)


def _code(text: str) -> str | CellRefused:
    form = fold_width(text).upper().replace("-", "").lstrip("'")
    if not form:
        return ""
    problem = code_problem(form)
    if problem is None:
        return form
    return CellRefused("K103", *problem, text)


@lru_cache(maxsize=4096)
def code_problem(code: str) -> tuple[str, str] | None:
    """What is wrong with a 统一社会信用代码, and what to do; None when its check character agrees."""
    from stdnum.cn import uscc

    if uscc.is_valid(code):
        return None
    if re.match(r"[0-9.]+E\+?[0-9]+\Z", code) or (len(code) == 18 and code.isdigit() and code.endswith("000")):
        return "代码被表格软件改成了数值，后几位已经丢失。", "把这一列设成“文本”格式，照营业执照重新填写 18 位代码。"
    if len(code) != 18:
        return (
            f"代码有 {len(code)} 位，应当是 18 位。",
            "照营业执照重新填写；是组织机构代码或注册号的，换成统一社会信用代码。",
        )
    return "代码的校验码不对：有一位写错了，或者两位颠倒了。", "照营业执照逐位核对；代码里没有字母 I、O、S、V、Z。"


def _name(text: str) -> str | CellRefused:
    form = " ".join(text.split())
    if form.startswith(FORMULA_STARTS):
        return CellRefused("K102", "企业名称以 =、+、-、@ 开头，表格软件会当成公式。", "写营业执照上的全称。", text)
    if _UNSEEN.search(form):
        return CellRefused("K102", "企业名称里有看不见的字符。", "删掉，重新输入名称。", text)
    if len(form) > MAX_NAME:
        return CellRefused("K102", f"企业名称超过 {MAX_NAME} 个字。", "写营业执照上的全称。", text)
    return form


def _choice(column: Column, text: str, layout: Layout) -> str | CellRefused:
    choices = KINDS if column.name == "kind" else layout.industries
    if text in choices:
        return choices[choices.index(text)]
    found, help_ = _chosen(text, choices)
    if found is not None:
        return found
    return CellRefused("K110", f"“{column.label}”写的不在规定的几种之内。", help_, text)


@lru_cache(maxsize=4096)
def _chosen(text: str, choices: tuple[str, ...]) -> tuple[str | None, str]:
    """Which of the choices a text is (empty for an empty text); else what to write."""
    form = normalise_key(text)
    if not form:
        return "", ""
    for choice in choices:
        if normalise_key(choice) == form:
            return choice, ""
    near = nearest_choice(text, choices)
    return None, f"写成“{near}”。" if near else f"只能写：{'、'.join(choices)}。"
