"""Rules on texts."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster import references
from brandcluster.dossier import Dossier, parts
from brandcluster.rules.rule import Finding, Rule


def _references(dossier: Dossier) -> Iterator[Finding]:
    for path, _ in parts(dossier):
        for keys, text in references.texts_of(dossier.documents[path].data):
            for use in references.uses(text, dossier):
                if isinstance(use.result, references.Failure) and not use.result.waits:
                    yield Finding(
                        path, keys, use.result.message, use.result.help, snippet=use.source, occurrence=use.occurrence
                    )


RULES = (
    Rule(
        "R101",
        "文中的引用都有着落",
        None,
        "error",
        "文字里的数一律用 {{ 指标.工业增加值率 }} 这样的引用写，改一处统计数据，处处跟着变；名称写错就没有数可印。",
        "工业增加值率为{{ 指标.工业增加值率 }}%",
        "工业增加值率为{{ 指标.增加值比例 }}%",
        _references,
    ),
)
