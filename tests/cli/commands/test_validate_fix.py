"""`validate --fix` never gives another meaning: whatever is mended reads as the clean dossier, the rest is untouched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cases import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.base.numbers import decimal_text
from brandcluster.cli.commands.validate_fix import fixed_files
from brandcluster.formats.yaml.characters import cleaned
from brandcluster.formats.yaml.document import read_document

FILES = (
    "dossier.yaml",
    "application/region.yaml",
    "application/plan.yaml",
    "application/conditions.yaml",
    "recommendation.yaml",
    "statistics/2013.yaml",
)
_HAN = "\u4e00-\u9fff"
_KEY_LINE = re.compile(r"(?m)^( *)((?:- )?)([^\s:#'\"{\[\-][^:\n#'\"{}]*)(: )(?=\S)")
_PARAGRAPH = re.compile(rf"(?m)^  [{_HAN}][^:：\n]{{8,}}$")
_MONEY = re.compile(r"(?m)（万元）: ([0-9]+)$")
_PERCENT = re.compile(r"(?m)（%）: ([0-9.]+)$")
_MONTH = re.compile(r"(?m)时间: (20[0-9]{2})-([01][0-9])$")
_COMMA = re.compile(f"(?<=[{_HAN}])，(?=[{_HAN}])")
_QUOTED = re.compile("“[^“”。，\n]{1,10}”")
_DIGITS = re.compile(f"(?<=[{_HAN}])[0-9]{{1,4}}(?=[{_HAN}])")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
#: What is one to a reader: width of digits and marks, the side of a quotation mark, brackets of a year, white space.
_SAME = str.maketrans(
    {**dict(zip("０１２３４５６７８９．％，；：！？”“〔〕［］", '0123456789.%,;:!?""[][]', strict=True))}
)


class Planted(NamedTuple):
    """A slip that can be made: where in the text, and what is typed there."""

    start: int
    end: int
    text: str


def slips_of(text: str) -> list[Planted]:
    """The sure slips that can be made in a clean file, in order."""
    found = [*_layout(text), *_values(text), *_marks(text)]
    return sorted(found)


def _layout(text: str) -> Iterator[Planted]:
    for match in _KEY_LINE.finditer(text):
        yield Planted(match.start(4), match.end(4), "：")
        yield Planted(match.start(4), match.end(4), ":")
        indent = match.group(1)
        if indent:
            yield Planted(match.start(1), match.end(1), "\t" * (len(indent) // 2))
            yield Planted(match.start(1), match.end(1), "\u3000" * (len(indent) // 2))
            yield Planted(match.start(1), match.end(1), "\xa0" * len(indent))
    for match in _PARAGRAPH.finditer(text):
        yield Planted(match.start(), match.start() + 2, "")


def _values(text: str) -> Iterator[Planted]:
    for match in _MONEY.finditer(text):
        number = int(match.group(1))
        yield Planted(*match.span(1), f"{number * 10}千元")
        yield Planted(*match.span(1), f"{number * 10_000}元")
        yield Planted(*match.span(1), f"{number // 10_000}.{number % 10_000:04}亿元")
        yield Planted(*match.span(1), f"{number}万元")
    for match in _PERCENT.finditer(text):
        yield Planted(*match.span(1), f"{match.group(1)}%")
        yield Planted(*match.span(1), f"{match.group(1)}％")
    for match in _MONTH.finditer(text):
        year, month = match.groups()
        yield Planted(match.start(1), match.end(2), f"{year}年{int(month)}月")
        if int(month) < 10 and month != "01":
            yield Planted(match.start(1), match.end(2), f"{year}.{int(month)}")


def _marks(text: str) -> Iterator[Planted]:
    for match in _COMMA.finditer(text):
        if not _is_comment(text, match.start()):
            yield Planted(*match.span(), ",")
    for match in _QUOTED.finditer(text):
        yield Planted(match.start(), match.start() + 1, "”")
        yield Planted(match.end() - 1, match.end(), "“")
    for match in _DIGITS.finditer(text):
        yield Planted(*match.span(), match.group().translate(_WIDE))
    for match in re.finditer(f"(?<=[{_HAN}])(?=[{_HAN}])", text):
        if match.start() % 17 == 0 and not _is_comment(text, match.start()):
            yield Planted(*match.span(), "\u200b")


def _is_comment(text: str, at: int) -> bool:
    return "#" in text[text.rfind("\n", 0, at) + 1 : at + 1]


def planted(text: str, chosen: list[Planted]) -> str:
    """A text with slips made in it, those that overlap an earlier one left out."""
    made: list[str] = []
    reached = 0
    for slip in sorted(chosen):
        if slip.start >= reached and not (made and slip.start == reached):
            made += [text[reached : slip.start], slip.text]
            reached = slip.end
    return "".join([*made, text[reached:]])


def meaning(value: Any) -> str:
    """What a value says, whatever it is typed with."""
    if isinstance(value, bool) or value is None:
        return repr(value)
    if not isinstance(value, str):
        return decimal_text(value)
    return re.sub(r"\s", "", cleaned(value).translate(_SAME))


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every answer of a file with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*at, number))
    else:
        yield at, value


def squeezed(text: str) -> str:
    """What stands in a file, without what fixes of typing may change."""
    return meaning(text).replace(":", "")


def after_fix(root: Path, path: str, content: bytes) -> bytes:
    (root / path).write_bytes(content)
    found = fixed_files(root)
    assert found.keys() <= {path}, found.keys()
    return found[path].after if path in found else content


def assert_no_other_meaning(clean: str, typed: str, after: bytes, raw: set[str]) -> None:
    """Every answer is the clean one or as it was typed; a file that stays unreadable lost nothing."""
    wanted, document = read_document("a.yaml", clean.encode()), read_document("a.yaml", after)
    if document.data is None:
        text = document.text or typed
        assert squeezed(text) == squeezed(typed)
        return
    expected, found = dict(leaves(wanted.data)), dict(leaves(document.data))
    assert found.keys() == expected.keys()
    for at, value in found.items():
        assert meaning(value) == meaning(expected[at]) or str(value) in raw, (at, value, expected[at])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a dossier, without returns and documents: what these say is no matter of typing."""
    made = tmp_path_factory.mktemp("fix") / "区"
    for path in (EXAMPLES / "qingshiling").rglob("*.yaml"):
        copy = made / path.relative_to(EXAMPLES / "qingshiling")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return made


CLEAN = {path: (EXAMPLES / "qingshiling" / path).read_text(encoding="utf-8") for path in FILES}
SLIPS = {path: slips_of(text) for path, text in CLEAN.items()}
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"])


@settings(deadline=None, max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_planted_slips_are_mended_or_left(root: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    clean = CLEAN[path]
    chosen = data.draw(st.lists(st.sampled_from(SLIPS[path]), min_size=1, max_size=5, unique=True))
    typed = planted(clean, chosen)
    try:
        after = after_fix(root, path, typed.encode(data.draw(ENCODINGS)))
    finally:
        (root / path).write_text(clean, encoding="utf-8")
    assert_no_other_meaning(clean, typed, after, {each.text for each in chosen})


#: What looks like a slip and may be meant, among what surely is one.
PIECES = st.sampled_from(
    (
        *("节能陶瓷", "品牌", "ISO 9001:2008", "1,234", "１２家", "“", "”", '"', ",", ":", "，", "；", "。", "2014.7"),
        *("12:30", "28.5%", "http://a.cn/x,y", "2014年7月", "186.5亿元", "A,B", "（GB/T 1)", "１：２", " ", "3:2"),
        *("\u200b", "\xad", "⻘石", "—", "?"),
    )
)


@settings(deadline=None, max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PIECES, min_size=1, max_size=9).map("".join), min_size=1, max_size=3))
def test_a_text_never_says_something_else(root: Path, paragraphs: list[str]) -> None:
    path = "application/region.yaml"
    lines = [f"  文{each}" for each in paragraphs]
    clean = CLEAN[path].replace("区域内产业构成说明: |\n", "\n".join(["区域内产业构成说明: |", *lines, ""]), 1)
    try:
        after = after_fix(root, path, clean.encode())
    finally:
        (root / path).write_text(CLEAN[path], encoding="utf-8")
    assert_no_other_meaning(clean, clean, after, set())


@pytest.mark.long
def test_every_kind_of_slip_is_mended(root: Path) -> None:
    """The property says nothing unless the slips are mended: of each file nearly every single one is."""
    for path, slips in SLIPS.items():
        some = slips[:: max(1, len(slips) // 12)]
        left = []
        for slip in some:
            try:
                after = after_fix(root, path, planted(CLEAN[path], [slip]).encode())
            finally:
                (root / path).write_text(CLEAN[path], encoding="utf-8")
            if after.decode() != CLEAN[path]:
                left.append((CLEAN[path][max(slip.start - 20, 0) : slip.end + 20], slip.text))
        assert len(left) <= len(some) * 0.15, (path, len(some), left)
