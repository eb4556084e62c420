"""Write the documents that are generated from the code: docs/notice.md, docs/indicators.md, docs/rules/, docs/commands/,
and the table in docs/reports.md.

    python scripts/build_docs.py [-o DIR]

Pages of rules and commands that are no more are removed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from doc_pages import pages

from brandcluster.dossier.model import measures
from brandcluster.notice.edition import cite_clause, default_edition
from brandcluster.output.explain.coverage import clause_table
from brandcluster.papers.reports.report_list import REPORTS

ROOT = Path(__file__).resolve().parent.parent


def documents() -> dict[str, str]:
    """Every generated document by its name."""
    return {
        "notice.md": clause_table(default_edition()),
        "indicators.md": definitions(default_edition()),
        "reports.md": guide_to_reports((ROOT / "docs" / "reports.md").read_text(encoding="utf-8")),
    }


def stale(folder: Path, fresh: dict[str, str]) -> list[str]:
    """Pages under a folder that are missing, are not what the code says, or are of nothing any more."""
    there = [path for part in ("rules", "commands") for path in (folder / part).glob("*.md")]
    found = {name for name, text in fresh.items() if _read(folder / name) != text.encode()}
    return sorted(found | ({path.relative_to(folder).as_posix() for path in there} - fresh.keys()))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def definitions(edition_id: str) -> str:
    """Every indicator and every column of the returns: formula, unit, population, clause, source."""
    ratios = [
        (
            each.label,
            measures.PERCENT,
            measures.formula_of(each),
            measures.population_of(each),
            each.clause,
            each.source,
        )
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


def guide_to_reports(text: str) -> str:
    """The guide to the reports with its table made anew. ValueError where there is no place for it."""
    start, end = "<!-- 以下的表由 scripts/build_docs.py 生成 -->\n", "<!-- 生成的表到此 -->\n"
    before, _, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not closed:
        raise ValueError("no place for the table in docs/reports.md")
    rows = [
        f"| `{each.name}` | {each.title}{'-年份' if each.yearly else ''}.docx | {each.content} |" for each in REPORTS
    ]
    lines = ["| 报告 | 文件 | 内容 |", "|---|---|---|", *rows, "| `all` | 以上全部 | |"]
    return before + start + "\n".join(lines) + "\n" + end + after


def _markdown(edition_id: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join((*head, "条款", "出处")) + " |", "|" + "---|" * (len(head) + 2)]
    for *texts, clause, source in rows:
        lines.append("| " + " | ".join((*texts, cite_clause(edition_id, clause) or "", source)) + " |")
    return lines


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs")
    folder = parser.parse_args().output
    written = documents() | pages()
    for name in stale(folder, written):
        if name not in written:
            (folder / name).unlink()
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
