"""YAML as people leave it: any order, indentation, quoting and bracket style, blank lines and comments everywhere."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.kinds import answer_kinds
from brandcluster.dossier.model.reading import choices_at, fields_of

WORDS = (
    "无",
    "甲",
    "品牌宣传周 # 不是注释",
    "a: b",
    "共 3 项；“一”",
    "{{ 指标.工业增加值率 }}",
    "- x",
    "12",
    "é" * 3,
    "[2013]",
)
LINES = ("第一段", "  缩进的一行", "", "# 不是注释", "末尾有空格  ", "冀政发〔2013〕12号", "- 甲", "a: b", "\t制表")


def mapping(rng: Random, part: type[Part], depth: int = 0) -> dict[str, Any]:
    """Answers for some of a model's fields in any order, and now and then a key that it does not have."""
    found: dict[str, Any] = {}
    for label, field in fields_of(part).items():
        if rng.random() < 0.25:
            continue
        if field.part is not None:
            items = [
                mapping(rng, field.part, depth + 1) for _ in range(rng.choice((0, 1, 1, 2, 3)) if field.is_list else 1)
            ]
            found[label] = items if field.is_list else items[0]
        else:
            kind = answer_kinds(part).get(label, "text")
            choices = choices_at(part, (label,))
            one = _answer(rng, kind, choices, field.is_long)
            found[label] = [one, one] if field.is_list else one
    if rng.random() < 0.2:
        found[rng.choice(("手写备忘", "Note", "备注 一"))] = rng.choice(WORDS)
    keys = list(found)
    rng.shuffle(keys)
    return {key: found[key] for key in keys}


def _answer(rng: Random, kind: str, choices: tuple[str, ...], is_long: bool) -> Any:
    if rng.random() < 0.1:
        return None
    if choices:
        return rng.choice(choices)
    if kind in ("number", "count", "year"):
        return Raw(rng.choice(("2013", "12", "0")) if kind != "number" else rng.choice(("12.50", "0", "1184600")))
    if kind in ("date", "month"):
        return Raw("2014-04-20" if kind == "date" else "2014-04")
    if is_long or rng.random() < 0.2:
        return "\n".join(rng.choice(LINES) for _ in range(rng.randint(1, 5))) + rng.choice(("", "\n", "\n\n"))
    return rng.choice(WORDS)


class Raw(str):
    """A scalar that is written as it is."""


def source(rng: Random, data: dict[str, Any]) -> str:
    """A file that holds `data`."""
    lines = ["# yaml-language-server: $schema=x.json"] if rng.random() < 0.5 else []
    lines += _noise(rng, 0)
    if rng.random() < 0.2:
        lines += ["---" + rng.choice(("", "  # 开始"))]
    lines += _mapping(rng, data, 0) if data else ["{}"]
    lines += _noise(rng, rng.choice((0, 2, 4)))
    if rng.random() < 0.2:
        lines += ["...", *_noise(rng, 0)]
    newline = rng.choice(("\n", "\n", "\r\n"))
    return rng.choice(("", "\ufeff")) + newline.join(lines) + rng.choice(("", newline, newline * 3))


def _noise(rng: Random, column: int) -> list[str]:
    found = []
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        found.append(rng.choice(("", "   ", f"{' ' * column}# 注{rng.randint(0, 99)}", f"{' ' * column}#紧贴 ")))
    return found


def _note(rng: Random) -> str:
    return rng.choice(("", "", "", "  # 后注", " #x: y", "   "))


def _mapping(rng: Random, data: dict[str, Any], column: int) -> list[str]:
    lines: list[str] = []
    for key, value in data.items():
        lines += _noise(rng, rng.choice((column, column, column + 1, column + 2, max(column - 2, 0))))
        name = key if rng.random() < 0.8 else rng.choice((f'"{key}"', f"'{key}'"))
        head = f"{' ' * column}{name}{rng.choice(('', '', ' '))}:"
        lines += _value(rng, head, value, column)
    return lines


def _value(rng: Random, head: str, value: Any, column: int) -> list[str]:
    """The lines of a value behind `key:` or `-`."""
    step = rng.choice((1, 2, 2, 3, 4))
    is_item = head.endswith("-")
    if value is None:
        return [head + rng.choice(("", " ~", " null", "  # 空")), *_noise(rng, column + step)]
    if isinstance(value, (dict, list)) and (not value or (rng.random() < 0.2 and _is_flat(value))):
        return [f"{head} {_flow(rng, value)}{_note(rng)}"]
    if isinstance(value, dict):
        if is_item and rng.random() < 0.7:
            body = _mapping(rng, value, column + 1 + step)
            first = next(i for i, line in enumerate(body) if line.strip() and not line.lstrip().startswith("#"))
            dash = head + " " * step + body[first].lstrip(" ")
            return [*body[:first], dash, *body[first + 1 :]]
        return [head + _note(rng), *_mapping(rng, value, column + step)]
    if isinstance(value, list):
        at = column if not is_item and rng.random() < 0.3 else column + step
        lines = [head + _note(rng)]
        for item in value:
            lines += _noise(rng, rng.choice((at, at + 2)))
            lines += _value(rng, f"{' ' * at}-", item, at)
        return lines
    return _scalar(rng, head, value, column, step)


def _scalar(rng: Random, head: str, value: str, column: int, step: int) -> list[str]:
    if isinstance(value, Raw):
        return (
            [f"{head}{' ' * step}{value}{_note(rng)}"]
            if rng.random() < 0.9
            else [f"{head}{_note(rng)}", f"{' ' * (column + step)}{value}"]
        )
    if "\n" in value.strip("\n") or value.startswith(" ") or rng.random() < 0.2:
        body = value.split("\n")
        keep = "+" if value.endswith("\n\n") else "-" if not value.endswith("\n") else ""
        body = body[:-1] if value.endswith("\n") else body
        first = next((line for line in body if line), "")
        explicit = str(step) if first.startswith((" ", "\t")) or not first or rng.random() < 0.2 else ""
        return [
            f"{head} {rng.choice('||>')}{explicit}{keep}{rng.choice(('', '  # 头'))}",
            *(" " * (column + step) + line if line else "" for line in body),
        ]
    if rng.random() < 0.2:
        return [f'{head} "折行', f"{' ' * (column + step)}的 \\", f'{" " * (column + step)}\\  文字\\t"{_note(rng)}']
    if rng.random() < 0.2:
        return [f"{head} 折行", "", f"{' ' * (column + step)}的文字{_note(rng)}"]
    text = json.dumps(value, ensure_ascii=False) if rng.random() < 0.6 else "'" + value.replace("'", "''") + "'"
    return [f"{head} {text}{_note(rng)}"]


def _is_flat(value: Any) -> bool:
    items = list(value.values()) if isinstance(value, dict) else value
    return all(isinstance(item, Raw) or (isinstance(item, str) and "\n" not in item) or item is None for item in items)


def _flow(rng: Random, value: Any) -> str:
    comma = rng.choice((", ", ",", " ,  ", ",\n      "))
    if isinstance(value, dict):
        inner = comma.join(f"{key}: {_inner(item)}" for key, item in value.items())
        return "{" + inner + "}"
    return "[" + comma.join(_inner(item) for item in value) + "]"


def _inner(item: Any) -> str:
    return "" if item is None else item if isinstance(item, Raw) else json.dumps(item, ensure_ascii=False)
