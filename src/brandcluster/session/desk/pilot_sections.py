"""The files of the pilot years as pages, and those of single years: statistics, evaluations. One file is one page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brandcluster.dossier.files import EVALUATION, PILOT_FILES, STATISTICS, evaluation_path, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import fields_of
from brandcluster.session.desk.sections import SECTION_OF_SLUG, FormSection

PART = "试点"
#: What a file is about, by its name.
_TITLES = {
    "approval": "公示、批复和授牌",
    "strategy": "发展战略和品牌形象",
    "support": "政策落实和资金到位",
    "organisation": "组织领导和专家",
    "progress": "工作项目和目标的进展",
    "evaluation-model": "评价模型",
    "alliance": "联盟和行业组织",
    "training": "培训",
    "foundation": "标准、质量和研发",
    "reputation": "诚信和风险",
    "monitoring": "舆情监测",
    "incidents": "试点期间的事故和声明",
    "activities": "质量品牌活动和宣传",
    "summaries": "年度总结的报送",
    "supervision": "监督检查和整改",
    "zone": "评价申请、授予和复审",
}
_YEARLY = re.compile(r"(statistics|evaluation)-(\d{4})\Z")


def find_section(slug: str) -> FormSection | None:
    """The page of a name in addresses: of the application, of the pilot, or of one year."""
    found = SECTION_OF_SLUG.get(slug)
    if found is not None:
        return found
    yearly = _YEARLY.match(slug)
    if yearly is not None:
        return _of_year(yearly.group(1), int(yearly.group(2)))
    return next((each for each in _pilot() if each.slug == slug), None)


def pilot_sections(dossier: Dossier) -> list[FormSection]:
    """The pages of the pilot's files that are there, in the order of the table of files."""
    return [each for each in _pilot() if each.file in dossier.documents]


def yearly_sections(dossier: Dossier) -> list[FormSection]:
    """The pages of the years: statistics other than those that the form is about, and evaluations."""
    years = sorted(year for year in dossier.statistics if year != dossier.baseline_year)
    judged = sorted(
        int(path[-9:-5]) for path in dossier.documents if re.fullmatch(r"pilot/evaluations/\d{4}\.yaml", path)
    )
    return [*(_of_year("statistics", year) for year in years), *(_of_year("evaluation", year) for year in judged)]


def _pilot() -> Iterator[FormSection]:
    for kind in PILOT_FILES:
        title = _TITLES.get(kind.path.rpartition("/")[2].removesuffix(".yaml"), kind.path)
        yield FormSection(f"pilot-{kind.name}", title, PART, kind.path, tuple(fields_of(kind.model)))


def _of_year(what: str, year: int) -> FormSection:
    if what == "statistics":
        labels = tuple(fields_of(STATISTICS.model))
        return FormSection(f"statistics-{year}", f"{year} 年统计数据", PART, statistics_path(year), labels)
    labels = tuple(fields_of(EVALUATION.model))
    return FormSection(f"evaluation-{year}", f"{year} 年评价", PART, evaluation_path(year), labels)
