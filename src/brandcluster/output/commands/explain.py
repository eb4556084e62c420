"""Explanations for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypedDict

from brandcluster.base.visible import visible
from brandcluster.notice.edition import Parameter
from brandcluster.output.explain.topics import Kind, Topic
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import DayText
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line

KINDS = {
    "clause": "通知条款",
    "rule": "检查规则",
    "code": "写法问题",
    "parameter": "参数",
    "indicator": "指标",
    "term": "术语",
}


def topic_list(topics: list[Topic]) -> list[Line]:
    """All topics, a line each."""
    found: list[Line] = []
    for kind, word in KINDS.items():
        rows = [[topic.id, topic.cite, topic.title] for topic in topics if topic.kind == kind]
        found += [(("bold", word),), *((("", f"  {line}"),) for line in align_rows(rows)), ()]
    return found


def topic_lines(topics: list[Topic]) -> list[Line]:
    """Each topic whole."""
    found: list[Line] = []
    for topic in topics:
        found += [(), *_topic(topic)] if found else list(_topic(topic))
    return found


def _topic(topic: Topic) -> Iterator[Line]:
    cite = f"〔{topic.cite}〕" if topic.cite else ""
    yield (("bold", f"{topic.id} {visible(topic.title)}"), ("dim", f"  {KINDS[topic.kind]}{cite}"))
    for title, text in topic.parts:
        yield (("", f"  {title}：{visible(text)}"),)
    for parameter in topic.parameters:
        for since, value, source in parameter.values:
            shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            comparator = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}.get(parameter.comparator, "")
            yield (
                ("", f"  参数 {parameter.id}（{parameter.label}）：{comparator}{shown} {parameter.unit}"),
                ("dim", f"，{since.isoformat()} 起，{source}"),
            )


# ---- for programs --------------------------------------------------------------------------------------------

_Value = TypedDict("_Value", {"from": DayText, "value": str | list[str | int], "source": str})


class _Parameter(TypedDict):
    id: str
    label: str
    clause: str | None
    unit: str
    comparator: str
    values: list[_Value]


class _Part(TypedDict):
    title: str
    text: str


class _Topic(TypedDict):
    id: str
    kind: Kind
    title: str
    cite: str | None
    parts: list[_Part]
    parameters: list[_Parameter]


class ExplainJson(TypedDict):
    """What `explain --format json` prints."""

    schema: Literal["brandcluster.explain/1"]
    topics: list[_Topic]


def explain_json(topics: list[Topic]) -> str:
    """The topics with all that is said of them."""
    made: ExplainJson = {"schema": "brandcluster.explain/1", "topics": [_topic_json(each) for each in topics]}
    return json_text(made)


def _topic_json(topic: Topic) -> _Topic:
    return {
        "id": topic.id,
        "kind": topic.kind,
        "title": topic.title,
        "cite": topic.cite or None,
        "parts": [{"title": title, "text": text} for title, text in topic.parts],
        "parameters": [_parameter_json(parameter) for parameter in topic.parameters],
    }


def _parameter_json(parameter: Parameter) -> _Parameter:
    return {
        "id": parameter.id,
        "label": parameter.label,
        "clause": parameter.clause,
        "unit": parameter.unit,
        "comparator": parameter.comparator,
        "values": [
            {"from": since.isoformat(), "value": value if isinstance(value, list) else str(value), "source": source}
            for since, value, source in parameter.values
        ],
    }
