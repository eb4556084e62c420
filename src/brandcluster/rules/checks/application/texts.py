"""Rules on texts."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier import references
from brandcluster.dossier.load import Dossier, Leaf, leaves_of
from brandcluster.rules.rule import Finding, Rule, by_file, by_text

#: What YAML reads as a comment and a person may have meant as text: no space stands behind the mark. Bounded, for a
#: hostile file has a hundred thousand spaces.
_COMMENT = late_pattern(r"#(?<=[ \t]#)[^\s#!]")
_BEHIND = late_pattern(r"[ \t]{1,99}(#[^\s#!][^\r\n]{0,11})")
_NOT_PLAIN = ("|", ">", "'", '"')
SHOWN = 12


@by_text(leaves_of)
def _references(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Finding]:
    for keys, text in leaves:
        for use in references.references_in(text, dossier) if references.may_refer(text) else ():
            if isinstance(use.result, references.Failure) and not use.result.waits:
                yield Finding(
                    path, keys, use.result.message, use.result.help, snippet=use.source, occurrence=use.occurrence
                )


@by_file
def _folded(dossier: Dossier, path: str) -> Iterator[Finding]:
    document = dossier.documents[path]
    # A text that stands where keys should be is reported already.
    blamed = {found.location.line for found in dossier.diagnostics if found.location.path == path}
    for keys, value in leaves_of(dossier, path):
        if not isinstance(value, str) or " " not in value:
            continue  # lines that are joined have a space between them
        node = document.node_at(keys)
        if node is None or node.style in _NOT_PLAIN or node.start_mark.line == node.end_mark.line:
            continue
        if blamed.isdisjoint(range(node.start_mark.line, node.end_mark.line + 2)):
            yield Finding(
                path,
                keys,
                "没有用 | 开头，下面几行会连成一段，行与行之间多一个空格。",
                "一行一段就在栏目的冒号后面写 |，文字另起一行，行首空两格；本来是一段就写在一行里。",
            )


@by_file
def _cut(dossier: Dossier, path: str) -> Iterator[Finding]:
    document = dossier.documents[path]
    if not _COMMENT.search(document.text):
        return
    for keys, value in leaves_of(dossier, path):
        node = document.node_at(keys) if isinstance(value, str) else None
        if node is None or node.style in _NOT_PLAIN:
            continue
        start, end = document.span(node)
        behind = _BEHIND.match(document.text, end)
        if behind is not None:
            tail, after = document.text[start:end][-SHOWN:], behind.group(1)
            yield Finding(
                path,
                keys,
                f"“{tail}”后面从 # 起是注释，不会印出来：{after}…",
                f"是文字就给整段内容加引号：'…{tail} {after}…'；是注释就在 # 后面空一格。",
            )


RULES = (
    Rule(
        "X106",
        "分行写的文字用 | 开头",
        None,
        "warning",
        "没有 | 的文字，几行会连成一段，中间多出空格；写的人以为分了段，印出来却没有。",
        "试点工作思路: |（下面每行一段）",
        "试点工作思路:（下面直接写了两行）",
        _folded,
    ),
    Rule(
        "X107",
        "文字里的 # 没有被当成注释",
        None,
        "warning",
        "内容里空格后面的 # 是注释的开头，后面的字读不到，印出来就少了半句。",
        "地址: '一号路 #3厂房'",
        "地址: 一号路 #3厂房",
        _cut,
    ),
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
