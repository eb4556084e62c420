"""One dossier as a row of the table: small values that go from process to process, each with its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from brandcluster.base.days import next_yearly
from brandcluster.base.diagnostics import Diagnostic, Ignored, Location, Verdict
from brandcluster.dossier.files import JUDGEMENTS, RECOMMENDATION, TOP_ENTERPRISES, statistics_path
from brandcluster.dossier.indicators.measure import (
    INDICATORS,
    SHARE,
    MeasuredRatio,
    groups_of,
    leading_groups,
    measure_ratio,
)
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.review.standards import IndicatorStandard, standards_of
from brandcluster.rules.checks.all_checks import Checked, left_by_list
from brandcluster.rules.facts.deciding_years import latest_full_year
from brandcluster.rules.facts.opinions import NEEDED, opinion_on
from brandcluster.rules.facts.rules_in_force import edition_of, rulebook_of, ruling_of
from brandcluster.rules.facts.stage import Stage, has_happened, stage_on
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.condition import decide_conditions, is_own
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.provincial import added_verdicts

LABELS = {field.name: label for label, field in fields_of(IndustryStatistics).items()}
REGIONAL = "区域工业总产值（万元）"
#: The four seals, in the order in which they are set: id, the key in recommendation.yaml, what people call it.
SEALS: tuple[tuple[str, str, str], ...] = (
    ("applicant", "申报单位", "申报单位"),
    ("local", "当地人民政府", "当地政府"),
    ("association", "全国性工业行业协会", "行业协会"),
    ("province", "省级工业和信息化主管部门", "省级主管部门"),
)


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A ratio with the parts it is made of (as they stand in the statistics), the year, and where they stand."""

    id: str
    label: str
    industry: str | None
    year: int
    numerator: Fraction | None
    denominator: Fraction | None
    numerator_label: str
    denominator_label: str
    sources: tuple[Location, ...]

    @property
    def value(self) -> Fraction | None:
        """In percent, exact; None when a part is missing or the denominator is 0."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator * 100 / self.denominator


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """A leading industry: its share in the region's output, the five indicators of the latest full year, and what each of
    the five is held against."""

    name: str
    share: RowFigure | None
    figures: tuple[RowFigure, ...]
    standards: tuple[IndicatorStandard, ...] = ()

    @property
    def columns(self) -> list[RowFigure | None]:
        """The five and the share as a table shows them; six times None where there is no full year."""
        return [*self.figures, self.share] if self.figures else [None] * 6

    @property
    def year(self) -> int | None:
        """The latest full year; None where there is none."""
        return self.figures[0].year if self.figures else None


@dataclass(frozen=True, slots=True)
class SealDate:
    """When one of the offices sealed; None while it has not."""

    id: str
    label: str
    date: date | None
    source: Location


@dataclass(frozen=True, slots=True)
class RowEnterprise:
    """One of the top three as the form names it."""

    name: str
    code: str | None
    industry: str | None
    source: Location


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step of a province's supplement with a date: the next one, `yearly` when it comes back every year."""

    what: str
    who: str
    due: date
    yearly: bool
    source: str


@dataclass(frozen=True, slots=True)
class Quota:
    """How many applications the dossier's rules let a province recommend a year, by whose word."""

    low: int | None
    high: int
    source: str
    overlay: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier. `failure` says why nothing else is known of it: the program broke on it."""

    name: str
    key: str
    province: str = ""
    province_known: bool = False
    region: str = ""
    applicant: str = ""
    industries: tuple[IndustryRow, ...] = ()
    stage: Stage = "preparing"
    edition: str = ""
    overlay: str | None = None
    applied: date | None = None
    recommended: date | None = None
    other_provinces: tuple[str, ...] = ()
    quota: Quota | None = None
    conditions: tuple[Verdict, ...] = ()
    procedure: tuple[Verdict, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    open_judgements: tuple[Verdict, ...] = ()
    seals: tuple[SealDate, ...] = ()
    sealed: str = ""
    sealed_on: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    window: tuple[date, int] | None = None
    enterprises: tuple[RowEnterprise, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    #: What the region's ignore.yaml would set aside: found all the same, its reasons are shown.
    left: tuple[Ignored, ...] = ()
    failure: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Why the province that it gives may not be the one whose quota it counts against."""
        if self.failure:
            return ()
        if not self.province_known:
            return (f"省份“{self.province or '未填'}”不在省级单位之内，不能归到哪一省的名额",)
        return tuple(
            f"名称里有“{other}”，{other}是单独的省级单位，省份却写“{self.province}”" for other in self.other_provinces
        )

    @property
    def left_reasons(self) -> tuple[tuple[str, str, int], ...]:
        """The codes that the region leaves as they are, each with its reason and how many problems it is about."""
        counted = Counter((each.diagnostic.code, each.reason) for each in self.left)
        return tuple((code, reason, number) for (code, reason), number in counted.items())

    @property
    def errors(self) -> int:
        """How many errors `validate` finds."""
        return sum(d.severity == "error" for d in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many warnings `validate` finds."""
        return sum(d.severity == "warning" for d in self.diagnostics)

    def count(self, value: str) -> int:
        """How many conditions of 三（一）（二） have a verdict."""
        return sum(verdict.value == value for verdict in self.conditions)

    @property
    def own(self) -> int:
        """How many of the met conditions of 三（一）（二） rest on the region's own judgement."""
        return sum(map(is_own, self.conditions))

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """The verdicts of 三（一）（二） that are not met, or not known."""
        return tuple(verdict for verdict in self.conditions if verdict.value in ("not_met", "unknown"))

    @property
    def ready(self) -> bool:
        """Whether it could be handed in as it is: no error, every condition met."""
        return bool(self.conditions) and not self.unmet and not self.errors and not self.failure


def make_row(name: str, key: str, dossier: Dossier, checked: Checked, day: date) -> Row:
    """The row of a dossier on a day."""
    header = dossier.header
    conditions = decide_conditions(dossier, CONDITIONS_OF_REGION, day) + added_verdicts(dossier, day)
    provinces = ruling_of(dossier, "provinces")
    province = header.province or ""
    sealed, sealed_on = _newest_seal(dossier, day)
    return Row(
        name,
        key,
        province=province,
        province_known=provinces is not None and province in provinces.value,
        region=header.region_name or "",
        applicant=header.applicant or "",
        industries=tuple(_industry_rows(dossier, day)),
        stage=stage_on(dossier, day),
        edition=edition_of(dossier),
        overlay=_overlay_id(dossier),
        applied=header.date,
        recommended=_recommended_on(dossier, day),
        other_provinces=tuple(_other_provinces(dossier, province)),
        quota=_quota(dossier),
        conditions=tuple(conditions),
        procedure=tuple(decide_conditions(dossier, PROCEDURE, day)),
        labels=tuple((each.clause, each.label) for each in (*CONDITIONS_OF_REGION, *PROCEDURE)),
        open_judgements=tuple(open_judgements(dossier, conditions, day)),
        seals=tuple(_seals(dossier, day)),
        sealed=sealed,
        sealed_on=sealed_on,
        deadlines=tuple(_deadlines(dossier, day)),
        window=_window(dossier, day),
        enterprises=tuple(_enterprises(dossier)),
        diagnostics=tuple(checked.found),
        ignored=tuple(checked.ignored),
        left=tuple(left_by_list(dossier, checked.found)),
    )


def row_figure(dossier: Dossier, year: int, found: MeasuredRatio) -> RowFigure:
    """A measured ratio with its places."""
    path = statistics_path(year)
    statistics = dossier.statistics[year]
    indicator = found.indicator
    regional = indicator.population == "region"
    places = [dossier.locate(path, (REGIONAL,))] if regional and found.denominator is not None else []
    within = (
        leading_groups(statistics) if regional and found.industry is None else groups_of(statistics, found.industry)
    )
    names = (indicator.numerator,) if regional else (indicator.numerator, indicator.denominator)
    for index, group in enumerate(statistics.industries):
        if group in within:
            places += [
                dossier.locate(path, ("产业", index, LABELS[name]))
                for name in names
                if name in LABELS and getattr(group, name) is not None
            ]
    return RowFigure(
        indicator.id,
        indicator.label,
        found.industry,
        year,
        None if found.numerator is None else Fraction(found.numerator),
        None if found.denominator is None else Fraction(found.denominator),
        LABELS.get(indicator.numerator, indicator.numerator),
        REGIONAL if regional else LABELS.get(indicator.denominator, indicator.denominator),
        tuple(places),
    )


def judgement_gaps(dossier: Dossier, verdict: Verdict, day: date) -> list[str]:
    """What a verdict lacks that only a person's judgement can give."""
    if not verdict.missing:
        return []
    wanted = opinion_on(dossier, verdict.clause, verdict.industry, day).missing
    return [gap for gap in verdict.missing if gap in wanted or gap.startswith(NEEDED) or JUDGEMENTS in gap]


def open_judgements(dossier: Dossier, verdicts: list[Verdict], day: date) -> list[Verdict]:
    """The verdicts that cannot be told because a person has not judged (or must judge again)."""
    return [each for each in verdicts if each.value == "unknown" and judgement_gaps(dossier, each, day)]


def _industry_rows(dossier: Dossier, day: date) -> list[IndustryRow]:
    now = latest_full_year(dossier, day)
    found = []
    for name in dossier.industry_names:
        if now is None:
            found.append(IndustryRow(name, None, ()))
            continue
        share = row_figure(dossier, now.year, measure_ratio(now.statistics, SHARE, name))
        figures = [row_figure(dossier, now.year, measure_ratio(now.statistics, each, name)) for each in INDICATORS]
        found.append(IndustryRow(name, share, tuple(figures), standards_of(dossier, name, day)))
    return found


def _overlay_id(dossier: Dossier) -> str | None:
    overlay = rulebook_of(dossier).overlay
    return overlay.id if overlay is not None else None


def _quota(dossier: Dossier) -> Quota | None:
    high, low = ruling_of(dossier, "quota"), ruling_of(dossier, "quota-low")
    if high is None:
        return None
    return Quota(None if low is None else int(low.number), int(high.number), high.source, high.overlay)


def _recommended_on(dossier: Dossier, day: date) -> date | None:
    """The day on which the province's department sealed its recommendation; None while it has not."""
    province = dossier.recommendation.province
    found = province.date if province is not None else None
    return found if found is not None and found <= day else None


def _seals(dossier: Dossier, day: date) -> list[SealDate]:
    """The seals of the recommendation form; one dated after the day has not been set."""
    form = dossier.recommendation
    dates = {each: getattr(getattr(form, each, None), "date", None) for each, _, _ in SEALS}
    return [
        SealDate(
            identifier,
            label,
            dates[identifier] if has_happened(dates[identifier], day) else None,
            dossier.locate(RECOMMENDATION, (key, "盖章日期")),
        )
        for identifier, key, label in SEALS
        if identifier != "association" or form.joint == "是"
    ]


def _newest_seal(dossier: Dossier, day: date) -> tuple[str, date | None]:
    """The newest seal that went to paper, in words and by its date; the module is imported only where there is one."""
    from brandcluster.rules.facts.sealed_application import fixed_application

    if fixed_application(dossier, day).seal is None:
        return "", None
    from brandcluster.dossier.history.seals import on_paper

    seal = on_paper(dossier, day)
    return ("", None) if seal is None else (seal.name, seal.manifest.date)


def _deadlines(dossier: Dossier, day: date) -> list[Deadline]:
    """The dates of the supplement that bind at this stage: the steps of an application until the approval, what comes
    back every year from then on."""
    overlay, now = rulebook_of(dossier).overlay, stage_on(dossier, day)
    found = []
    for step in overlay.steps if overlay is not None else ():
        applying, goes_on = now in ("preparing", "sealed", "recommended"), now not in ("expired", "revoked")
        due = step.due if applying else next_yearly(step.yearly or "", day) if goes_on else None
        if due is not None:
            found.append(Deadline(step.what or "", step.who or "", due, not applying, step.source or ""))
    return found


def _window(dossier: Dossier, day: date) -> tuple[date, int] | None:
    from brandcluster.rules.verdicts.application_procedure import next_window

    return next_window(dossier, day)


def _enterprises(dossier: Dossier) -> list[RowEnterprise]:
    entries = dossier.top_enterprises.enterprises
    return [
        RowEnterprise(entry.name, entry.code, entry.industry, dossier.locate(TOP_ENTERPRISES, ("企业", index, "名称")))
        for index, entry in enumerate(entries)
        if entry.name is not None
    ]


def _other_provinces(dossier: Dossier, province: str) -> Iterator[str]:
    """Provinces, separately planned cities among them, that the names speak of while another one is given."""
    provinces, header = ruling_of(dossier, "provinces"), dossier.header
    if provinces is None:
        return
    for other in provinces.value:
        if other not in province and any(other in (text or "") for text in (header.applicant, header.region_name)):
            yield other
