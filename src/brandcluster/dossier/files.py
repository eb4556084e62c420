"""The files of a dossier: where each stands, its model, and whether it must be there."""

from __future__ import annotations

import os
from functools import cached_property
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast, overload

from brandcluster.dossier.model.conditions import Conditions
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.judgements import Judgements
from brandcluster.dossier.model.plan import Plan
from brandcluster.dossier.model.recommendation import Recommendation
from brandcluster.dossier.model.region import Region
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.model.top_enterprises import TopEnterprises

if TYPE_CHECKING:
    from brandcluster.dossier.model.ignore_list import IgnoreList
    from brandcluster.dossier.model.own_indicators import OwnIndicators
    from brandcluster.dossier.model.pilot.activities import Activities
    from brandcluster.dossier.model.pilot.alliance import Alliance
    from brandcluster.dossier.model.pilot.approval import Approval
    from brandcluster.dossier.model.pilot.evaluation import Evaluation, EvaluationModel
    from brandcluster.dossier.model.pilot.foundation import Foundation
    from brandcluster.dossier.model.pilot.incidents import Incidents
    from brandcluster.dossier.model.pilot.monitoring import Monitoring
    from brandcluster.dossier.model.pilot.organisation import Organisation
    from brandcluster.dossier.model.pilot.progress import Progress
    from brandcluster.dossier.model.pilot.reporting import Summaries, Supervision
    from brandcluster.dossier.model.pilot.reputation import Reputation
    from brandcluster.dossier.model.pilot.strategy import Strategy
    from brandcluster.dossier.model.pilot.support import Support
    from brandcluster.dossier.model.pilot.training import Training
    from brandcluster.dossier.model.pilot.zone import Zone
    from brandcluster.dossier.model.requests import Requests
    from brandcluster.dossier.model.style import Style

HEADER = "dossier.yaml"
REGION = "application/region.yaml"
TOP_ENTERPRISES = "application/top-enterprises.yaml"
CONDITIONS = "application/conditions.yaml"
PLAN = "application/plan.yaml"
RECOMMENDATION = "recommendation.yaml"
JUDGEMENTS = "judgements.yaml"
OWN_INDICATORS = "indicators.yaml"
STYLE = "style.yaml"
REQUESTS = "requests.yaml"
IGNORE_LIST = "ignore.yaml"

APPROVAL = "pilot/approval.yaml"
STRATEGY = "pilot/strategy.yaml"
SUPPORT = "pilot/support.yaml"
ORGANISATION = "pilot/organisation.yaml"
PROGRESS = "pilot/progress.yaml"
EVALUATION_MODEL = "pilot/evaluation-model.yaml"
ALLIANCE = "pilot/alliance.yaml"
TRAINING = "pilot/training.yaml"
FOUNDATION = "pilot/foundation.yaml"
REPUTATION = "pilot/reputation.yaml"
MONITORING = "pilot/monitoring.yaml"
INCIDENTS = "pilot/incidents.yaml"
ACTIVITIES = "pilot/activities.yaml"
SUMMARIES = "pilot/summaries.yaml"
SUPERVISION = "pilot/supervision.yaml"
ZONE = "pilot/zone.yaml"

PILOT_FOLDER = "pilot"
STATISTICS_FOLDER = "statistics"
EVALUATIONS_FOLDER = "pilot/evaluations"
#: The returns of enterprises, and what was sealed.
ENTERPRISES_FOLDER = "enterprises"
SEALED_FOLDER = "sealed"

P_co = TypeVar("P_co", bound=Part, covariant=True)


class FileKind(Generic[P_co]):
    """A kind of file: where it stands, its model, whether it must be there, and the name of its schema.

    `path` ends with `/*.yaml` where there is one file a year. The model of a file that many dossiers do not have is given
    by its name in `model/` and imported when it is first asked for. As an attribute of `Parts` it gives what was read.
    """

    def __init__(self, path: str, model: type[P_co] | str, *, required: bool = False, name: str = "") -> None:
        self.path = path
        self.required = required
        self.name = name or PurePosixPath(path).stem
        self._model = model

    @cached_property
    def model(self) -> type[P_co]:
        """The model of the file's content."""
        if not isinstance(self._model, str):
            return self._model
        module, _, name = self._model.rpartition(".")
        return cast("type[P_co]", vars(import_module(f"brandcluster.dossier.model.{module}"))[name])

    @cached_property
    def empty(self) -> P_co:
        """What stands for a file that is not there: no answer, no entry."""
        return cast("P_co", self.model.model_construct())

    @overload
    def __get__(self, parts: None, owner: type[Parts]) -> Self: ...
    @overload
    def __get__(self, parts: Parts, owner: type[Parts]) -> P_co: ...
    def __get__(self, parts: Parts | None, owner: type[Parts]) -> Self | P_co:
        return self if parts is None else self.of(parts)

    def of(self, parts: Parts) -> P_co:
        """What was read of it."""
        found = parts.contents.get(self.path)
        return self.empty if found is None else cast("P_co", found)


class Parts:
    """What stands in a dossier's files, by attribute. A part whose file is missing or holds no mapping is empty.

    This is the one table of file kinds, in the order in which they are read and shown. A kind under `pilot/` is asked
    for only once there is a pilot.
    """

    __slots__ = ()
    #: The files that were read, by path.
    contents: dict[str, Part]

    header = FileKind(HEADER, Header, required=True)
    region = FileKind(REGION, Region, required=True)
    top_enterprises = FileKind(TOP_ENTERPRISES, TopEnterprises, required=True)
    conditions = FileKind(CONDITIONS, Conditions, required=True)
    plan = FileKind(PLAN, Plan, required=True)
    recommendation = FileKind(RECOMMENDATION, Recommendation, required=True)
    judgements = FileKind(JUDGEMENTS, Judgements)
    own_indicators: FileKind[OwnIndicators] = FileKind(OWN_INDICATORS, "own_indicators.OwnIndicators")
    style: FileKind[Style] = FileKind(STYLE, "style.Style")
    requests: FileKind[Requests] = FileKind(REQUESTS, "requests.Requests")
    ignore_list: FileKind[IgnoreList] = FileKind(IGNORE_LIST, "ignore_list.IgnoreList")

    approval: FileKind[Approval] = FileKind(APPROVAL, "pilot.approval.Approval")
    strategy: FileKind[Strategy] = FileKind(STRATEGY, "pilot.strategy.Strategy")
    support: FileKind[Support] = FileKind(SUPPORT, "pilot.support.Support")
    organisation: FileKind[Organisation] = FileKind(ORGANISATION, "pilot.organisation.Organisation")
    progress: FileKind[Progress] = FileKind(PROGRESS, "pilot.progress.Progress")
    evaluation_model: FileKind[EvaluationModel] = FileKind(EVALUATION_MODEL, "pilot.evaluation.EvaluationModel")
    alliance: FileKind[Alliance] = FileKind(ALLIANCE, "pilot.alliance.Alliance")
    training: FileKind[Training] = FileKind(TRAINING, "pilot.training.Training")
    foundation: FileKind[Foundation] = FileKind(FOUNDATION, "pilot.foundation.Foundation")
    reputation: FileKind[Reputation] = FileKind(REPUTATION, "pilot.reputation.Reputation")
    monitoring: FileKind[Monitoring] = FileKind(MONITORING, "pilot.monitoring.Monitoring")
    incidents: FileKind[Incidents] = FileKind(INCIDENTS, "pilot.incidents.Incidents")
    activities: FileKind[Activities] = FileKind(ACTIVITIES, "pilot.activities.Activities")
    summaries: FileKind[Summaries] = FileKind(SUMMARIES, "pilot.reporting.Summaries")
    supervision: FileKind[Supervision] = FileKind(SUPERVISION, "pilot.reporting.Supervision")
    zone: FileKind[Zone] = FileKind(ZONE, "pilot.zone.Zone")

    def has(self, path: str) -> bool:
        """Whether one of these files was read; a part that is empty tells nothing of its file."""
        return path in self.contents


_KINDS = tuple(each for each in vars(Parts).values() if isinstance(each, FileKind))
#: The files of an application beside the statistics, and those of the pilot years.
FILES: tuple[FileKind[Part], ...] = tuple(each for each in _KINDS if not each.path.startswith(f"{PILOT_FOLDER}/"))
PILOT_FILES: tuple[FileKind[Part], ...] = tuple(each for each in _KINDS if each not in FILES)
STATISTICS = FileKind(f"{STATISTICS_FOLDER}/*.yaml", Statistics, required=True, name="statistics")
EVALUATION: FileKind[Evaluation] = FileKind(
    f"{EVALUATIONS_FOLDER}/*.yaml", "pilot.evaluation.Evaluation", name="evaluation"
)
ALL_KINDS: tuple[FileKind[Part], ...] = (*FILES, *PILOT_FILES, STATISTICS, EVALUATION)


def kind_of(path: str) -> FileKind[Part] | None:
    """The kind of a file by its path; whatever stands in a folder of years counts as one of its kind."""
    for kind in ALL_KINDS:
        folder, _, name = kind.path.rpartition("/")
        if path.startswith(f"{folder}/") if name == "*.yaml" else path == kind.path:
            return kind
    return None


def evaluation_path(year: int) -> str:
    """Where the evaluation of a year stands."""
    return f"{EVALUATIONS_FOLDER}/{year}.yaml"


def statistics_path(year: int) -> str:
    """Where the statistics of a year stand."""
    return f"{STATISTICS_FOLDER}/{year}.yaml"


def is_dossier(root: Path) -> bool:
    """Whether a folder holds at least one file of a dossier."""
    return any(os.path.lexists(root / each.path) for each in FILES)
