"""What the verdicts come to: which leading industries reach every condition, and the name if it were awarded.

An industry that misses its own plan's targets may not ask for evaluation (三（六）), so it is not named either.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.sealed_application import fixed_industries
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.zone_application import OWN_TARGETS
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

ZONE = "产业集群区域品牌建设示范区"


class IndustryOutcome(NamedTuple):
    """One leading industry: the clauses it misses, and those that cannot be told yet."""

    industry: str
    missed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def reaches_all(self) -> bool:
        """Whether every condition is met, its own targets among them."""
        return not self.missed and not self.unknown


class ZoneVerdicts(NamedTuple):
    """The verdicts that decide on a name: the conditions of 三（七）1, and the targets of the region's own plan."""

    conditions: list[Verdict]
    targets: list[Verdict]

    @property
    def all(self) -> list[Verdict]:
        """Both, in this order."""
        return [*self.conditions, *self.targets]


def zone_verdicts(dossier: Dossier, day: date) -> ZoneVerdicts:
    """All that decides on a name on a day."""
    return ZoneVerdicts(decide_conditions(dossier, CONDITIONS, day), decide_conditions(dossier, (OWN_TARGETS,), day))


def industry_outcomes(dossier: Dossier, verdicts: list[Verdict], day: date | None = None) -> list[IndustryOutcome]:
    """The outcome for each leading industry fixed at application; conditions of the region count for all."""
    found = []
    for industry in fixed_industries(dossier, day):
        own = [verdict for verdict in verdicts if verdict.industry in (None, industry)]
        found.append(
            IndustryOutcome(
                industry,
                tuple(verdict.clause for verdict in own if verdict.value == "not_met"),
                tuple(verdict.clause for verdict in own if verdict.value == "unknown"),
            )
        )
    return found


def zone_name(industries: list[str]) -> str | None:
    """三（七）2: the name with the industries that reach the conditions marked in it (标注). None for none.

    “示范区+主导产业” gives the order; the plus joins the two parts and is no part of a name, as in the names of pilot
    regions in use (产业集群区域品牌建设陶瓷产业试点地区).
    """
    return f"{ZONE}（{'、'.join(map(_as_industry, industries))}）" if industries else None


def _as_industry(name: str) -> str:
    """An industry as it stands in a name: 产业 behind it, once."""
    while name.endswith("产业产业"):
        name = name.removesuffix("产业")
    return name if name.endswith(("业", "产业集群")) else f"{name}产业"
