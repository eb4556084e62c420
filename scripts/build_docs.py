"""Write the documents that are generated from the code: docs/notice.md, docs/indicators.md.

python scripts/build_docs.py [-o DIR]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from brandcluster.model import measures
from brandcluster.notice.edition import EDITIONS, cite
from brandcluster.rules.coverage import table

ROOT = Path(__file__).resolve().parent.parent


def documents() -> dict[str, str]:
    """Every generated document by its name."""
    return {"notice.md": table(EDITIONS[0]), "indicators.md": definitions(EDITIONS[0])}


def definitions(edition_id: str) -> str:
    """Every indicator and every column of the returns: formula, unit, population, clause, source."""
    ratios = [
        (each.label, measures.PERCENT, measures.formula(each), measures.population(each), each.clause, each.source)
        for each in (*measures.INDICATORS, *measures.FORM_RATIOS)
    ]
    columns = [
        (
            each.label,
            each.unit or ("是/否" if each.kind == "flag" else "—"),
            each.definition,
            each.population,
            each.clause,
            each.source,
        )
        for each in measures.COLUMNS
    ]
    lines = ["# 指标和填报栏目", "", "由 `scripts/build_docs.py` 生成，不要手工修改。", "", "## 指标", ""]
    lines += [*_markdown(edition_id, ("指标", "单位", "公式", "范围"), ratios), "", "## 企业填报栏目", ""]
    lines += _markdown(edition_id, ("栏目", "单位", "含义", "填报范围"), columns)
    return "\n".join(lines) + "\n"


def _markdown(edition_id: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join((*head, "条款", "出处")) + " |", "|" + "---|" * (len(head) + 2)]
    for *texts, clause, source in rows:
        lines.append("| " + " | ".join((*texts, cite(edition_id, clause) or "", source)) + " |")
    return lines


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
