"""Models → the files of a new dossier: every key in place, with a comment that says what the form wants.

Nothing is invented: what only the region knows stays empty, and `validate` lists it.
"""

from __future__ import annotations

from typing import Any

from brandcluster.dossier.files import (
    CONDITIONS,
    FILES,
    HEADER,
    JUDGEMENTS,
    PILOT_FILES,
    PLAN,
    STATISTICS,
    TOP_ENTERPRISES,
    FileKind,
    statistics_path,
)
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, choices_at, fields_of
from brandcluster.dossier.model.statistics import FULL_YEAR
from brandcluster.dossier.schema import SCHEMA_FOLDER
from brandcluster.dossier.suppliers import APPLICANT, joined, usual_suppliers
from brandcluster.formats.yaml.document import quote_key

#: What a new file starts with: the shape that every application has, never an answer.
_SEEDS: dict[str, dict[str, Any]] = {
    HEADER: {"格式": "1", "主导产业": [{}]},
    CONDITIONS: {
        "事故声明": [{"类别": kind} for kind in ("质量安全", "安全生产", "环境保护", "信誉损害")],
        "事故清单": [],
        "参与声明": [{"类型": "行业组织"}, {"类型": "骨干企业"}],
        "政策措施": [{"内容": "[支持主导产业发展]"}, {"内容": "[加强质量品牌建设]"}],
    },
    TOP_ENTERPRISES: {"企业": [{}, {}, {}]},
    PLAN: {"工作阶段": [{"名称": "第一阶段"}, {"名称": "第二阶段"}]},
    JUDGEMENTS: {"判断": []},
    STATISTICS.path: {"期间": FULL_YEAR, "同口径": []},
}


def new_dossier_files(edition: str, year: int) -> dict[str, str]:
    """The YAML files of a new dossier by path, for an edition and the year of its statistics."""
    found = {}
    for kind in FILES:
        found[kind.path] = _file(kind, {"规则版本": edition} if kind.path == HEADER else {})
    found[statistics_path(year)] = _file(STATISTICS, {"年份": str(year)})
    return found


def new_pilot_files() -> dict[str, str]:
    """The files of the pilot years by path: what must be there as keys, what may be as examples in comments.

    A list or a part that need not be there stays empty, so that nothing is missing before anything has happened.
    """
    return {kind.path: _pilot_file(kind) for kind in PILOT_FILES}


def _pilot_file(kind: FileKind[Part]) -> str:
    lines, part = [_schema_line(kind)], kind.model
    for field in fields_of(part).values():
        lines += [f"# {line}" for line in _comment(kind, field, (field.label,))]
        if field.part is None or (field.required and not field.is_list):
            lines += _entry(kind, field, (field.label,), None, 0, True)
        else:
            lines.append(f"{quote_key(field.label)}: {'[]' if field.is_list else ''}".rstrip())
            lines.append(
                f"# {'每条' if field.is_list else '内容'}这样写（去掉行首的 #{'，上面的 [] 也去掉' if field.is_list else ''}）："
            )
            lines += [f"#{line}" for line in _sample(kind, field, (field.label,), 1)]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _sample(kind: FileKind[Part], field: Field, at: tuple[str, ...], depth: int) -> list[str]:
    """One entry of a list, or the content of a part, with what each key wants behind it."""
    lines: list[str] = []
    for index, inner in enumerate(fields_of(field.part).values() if field.part is not None else ()):
        here = (*at, inner.label)
        dash = "- " if field.is_list and index == 0 else "  " if field.is_list else ""
        key = f"{'  ' * depth}{dash}{quote_key(inner.label)}:"
        if inner.part is not None:
            lines += [key, *_sample(kind, inner, here, depth + (2 if field.is_list else 1))]
        else:
            lines.append(f"{key}  # {''.join(_comment(kind, inner, here))}")
    return lines


def _schema_line(kind: FileKind[Part]) -> str:
    return f"# yaml-language-server: $schema={'../' * kind.path.count('/')}{SCHEMA_FOLDER}/{kind.name}.json"


def _file(kind: FileKind[Part], own: dict[str, str]) -> str:
    seed = {**_SEEDS.get(kind.path, {}), **own}
    lines = [_schema_line(kind), *_mapping(kind, kind.model, (), seed, 0)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _mapping(
    kind: FileKind[Part],
    part: type[Part],
    at: tuple[str, ...],
    seed: dict[str, Any],
    depth: int,
    *,
    comments: bool = True,
) -> list[str]:
    indent = "  " * depth
    lines: list[str] = []
    for field in fields_of(part).values():
        if comments:
            lines.extend(f"{indent}# {line}" for line in _comment(kind, field, (*at, field.label)))
        lines.extend(_entry(kind, field, (*at, field.label), seed.get(field.label), depth, comments))
        if depth == 0:
            lines.append("")
    return lines


def _entry(kind: FileKind[Part], field: Field, at: tuple[str, ...], seed: Any, depth: int, comments: bool) -> list[str]:
    key = f"{'  ' * depth}{quote_key(field.label)}:"
    if field.part is None:
        if field.is_list:
            return [f"{key} {seed or '[]'}"]
        return [f"{key} {seed}" if seed is not None else f"{key} |" if field.is_long else key]
    if not field.is_list:
        return [key, *_mapping(kind, field.part, at, seed or {}, depth + 1, comments=comments)]
    entries = seed if seed is not None else ([{}] if field.required else [])
    if not entries:
        return [f"{key} []"]
    lines = [key]
    for index, entry in enumerate(entries):
        body = _mapping(kind, field.part, at, entry, depth + 2, comments=comments and index == 0)
        lines.extend(_as_item(body, depth + 1))
    return lines


def _as_item(body: list[str], depth: int) -> list[str]:
    """The lines of a mapping as a list entry: the dash goes before its first key, comments above it stay."""
    first = next(index for index, line in enumerate(body) if not line.lstrip().startswith("#"))
    dash = "  " * depth + "- " + body[first].lstrip()
    return [*body[:first], dash, *body[first + 1 :]]


def _comment(kind: FileKind[Part], field: Field, at: tuple[str, ...]) -> list[str]:
    notes = []
    supplier = joined(usual_suppliers(kind.path, at))
    if supplier != APPLICANT:
        notes.append(f"由{supplier}提供")
    if not field.required:
        notes.append("可不填")
    choices = choices_at(kind.model, at)
    if choices and len(choices) > 1:
        notes.append(f"可写：{'、'.join(choices)}")
    if field.example is not None:
        notes.append(f"例：{field.example}")
    return [field.description + (f"（{'；'.join(notes)}）" if notes else "")]
