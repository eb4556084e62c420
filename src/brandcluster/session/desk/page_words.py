"""Sentences of the checks as a page says them: files by what a clerk knows them as, and no command to type."""

from __future__ import annotations

import re

from brandcluster.base.patterns import late_pattern

#: What people call what stands in a file.
FILE_WORDS: dict[str, str] = {
    "dossier": "“封面和申报单位”",
    "region": "“区域情况”",
    "top-enterprises": "“行业排名前三的企业”",
    "conditions": "“申报条件的依据”",
    "plan": "“试点工作方案”",
    "recommendation": "“推荐表”",
    "judgements": "“有人认定的条件”",
    "indicators": "“自定指标”",
    "requests": "“要材料的记录”",
    "style": "“打印样式”",
    "approval": "“试点批复”",
    "progress": "“工作进展”",
    "strategy": "“品牌战略”",
    "support": "“政策和资金落实”",
}
_FILE = late_pattern(r"“?(?:[\w.-]+/)?\b([a-z][a-z-]*|\d{4})\.(?:yaml|csv)(?::\d+)?”?", re.ASCII)
_SENTENCE = late_pattern(r"[^。；]+[。；]?")
_COMMAND = "brandcluster "


def page_words(text: str) -> str:
    """A sentence of a check as a page says it."""
    if _COMMAND in text:
        kept = [each for each in _SENTENCE.findall(text) if _COMMAND not in each]
        text = "".join(kept)
        text = f"{text[:-1]}。" if text.endswith("；") else text
    return _FILE.sub(_named, text) if ".yaml" in text or ".csv" in text else text


def _named(match: re.Match[str]) -> str:
    name, whole = match.group(1), match.group()
    if name.isdecimal():
        what = {"statistics": "统计数据", "enterprises": "企业报表"}.get(whole.strip("“").partition("/")[0], "")
        return f"“{name} 年{what}”" if what else whole
    return FILE_WORDS.get(name, whole)
