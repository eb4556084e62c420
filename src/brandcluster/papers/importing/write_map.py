"""A proposed label map → its text, with comments on what a person must check and what was not recognised."""

from __future__ import annotations

import json
import re

from brandcluster.base.visible import visible
from brandcluster.papers.importing.learn_map import LearnedMap
from brandcluster.papers.labels.label_map import FormPlace


def write_label_map(learned: LearnedMap, identifier: str, blank: str) -> str:
    """The proposal as the text of a label map, with comments on what a person must check."""
    lines = [
        "# 由空白表生成的栏目对照表，请逐行核对：栏目认得对不对，答案填的地方对不对。",
        "# 用法：brandcluster render 文件夹 --form 本文件；读回：brandcluster import 填好的表.docx 文件夹 --form 本文件",
        "",
        f"表格: {_quoted(identifier)}",
        f"名称: {_quoted(learned.title)}",
        f"空白表: {_quoted(blank)}",
        "",
        "位置:",
    ]
    for proposed in learned.places:
        if proposed.guess:
            lines.append(f"  # 请核对：{visible(proposed.guess)}")
        lines += _entry(proposed.place)
    if learned.left_over:
        lines += ["", "# 没有认出的栏目。需要填的，照上面的样子加一条；不用填的不必管："]
        lines += [f"#   {visible(label)}〔{visible(where)}〕" for label, where in learned.left_over]
    if learned.unplaced:
        lines += ["", f"# 表上没有找到地方的答案：{visible('、'.join(learned.unplaced))}"]
    return "\n".join(lines) + "\n"


def _entry(place: FormPlace) -> list[str]:
    pairs = [("标签", place.label), ("方式", place.kind), ("答案", place.answer or "")]
    for key, value in (
        ("列", place.column),
        ("时点", place.stage),
        ("后文", place.suffix),
    ):
        pairs += [(key, value)] if value else []
    pairs = [(key, _quoted(value)) for key, value in pairs]
    for key, number in (("第几处", place.which), ("年份", place.year), ("编号层次", place.level)):
        pairs += [(key, str(number))] if number else []
    pairs += [("产业", _in_quotes(place.industry))] if place.industry else []
    if place.unit is not None:
        pairs += [("单位", _quoted(place.unit))]
        pairs += [("小数位", "2")] if place.unit != "家" else []
        pairs += [("带单位", "是")] if place.with_unit else []
    pairs += [("保留提示", "是")] if place.keeps_prompt else []
    if not (place.options or place.prompt or place.aliases):
        return ["  - {" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"]
    lines = [f"{'  - ' if index == 0 else '    '}{key}: {value}" for index, (key, value) in enumerate(pairs)]
    if place.aliases:
        lines.append(f"    别名: [{', '.join(_in_quotes(each) for each in place.aliases)}]")
    if place.prompt and any(visible(line) != line for line in place.prompt.split("\n")):
        lines.append(f"    提示: {_in_quotes(place.prompt)}")
    elif place.prompt:
        lines += ["    提示: |", *(f"      {line}" for line in place.prompt.split("\n"))]
    if place.options:
        lines.append("    选项:")
        lines += [
            f"      - {{答案: {_quoted(value)}, 文字: {_quoted(label)}}}" for value, label in place.options.items()
        ]
    return lines


#: Words that YAML takes for something else than text.
_NO_TEXT = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def _quoted(value: str) -> str:
    """A text as YAML reads it back: plain where that is safe, in quotes where it would be a number or a truth value."""
    plain = re.fullmatch(r"[^\W\d_][\w（）、/.-]*", value) and value.lower() not in _NO_TEXT
    return value if plain else _in_quotes(value)


def _in_quotes(value: str) -> str:
    """A text in quotes; what shows as nothing, or as something else, is written as its number."""
    text = json.dumps(value, ensure_ascii=False)
    if visible(text) == text:
        return text
    return "".join(each if visible(each) == each else f"\\U{ord(each):08x}" for each in text)
