"""The files of a dossier: where each stands, its model, and whether it must be there."""

from __future__ import annotations

import os
from pathlib import Path

from brandcluster.dossier.model.conditions import Conditions
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.judgements import Judgements
from brandcluster.dossier.model.own_indicators import OwnIndicators
from brandcluster.dossier.model.plan import Plan
from brandcluster.dossier.model.recommendation import Recommendation
from brandcluster.dossier.model.region import Region
from brandcluster.dossier.model.style import Style
from brandcluster.dossier.model.top_enterprises import TopEnterprises

HEADER = "dossier.yaml"


REGION = "application/region.yaml"


TOP_ENTERPRISES = "application/top-enterprises.yaml"


CONDITIONS = "application/conditions.yaml"


PLAN = "application/plan.yaml"


RECOMMENDATION = "recommendation.yaml"


JUDGEMENTS = "judgements.yaml"


OWN_INDICATORS = "indicators.yaml"


APPROVAL = "pilot/approval.yaml"


STRATEGY = "pilot/strategy.yaml"


SUPPORT = "pilot/support.yaml"


EVALUATION_MODEL = "pilot/evaluation-model.yaml"


ACTIVITIES = "pilot/activities.yaml"


TRAINING = "pilot/training.yaml"


MONITORING = "pilot/monitoring.yaml"


ORGANISATION = "pilot/organisation.yaml"


PROGRESS = "pilot/progress.yaml"


ALLIANCE = "pilot/alliance.yaml"


FOUNDATION = "pilot/foundation.yaml"


REPUTATION = "pilot/reputation.yaml"


INCIDENTS = "pilot/incidents.yaml"


SUMMARIES = "pilot/summaries.yaml"


SUPERVISION = "pilot/supervision.yaml"


ZONE = "pilot/zone.yaml"


STYLE = "style.yaml"


EVALUATIONS_FOLDER = "pilot/evaluations"


#: Every file of an application beside the statistics: path, attribute, model, whether it must be there.
FILES: tuple[tuple[str, str, type[Part], bool], ...] = (
    (HEADER, "header", Header, True),
    (REGION, "region", Region, True),
    (TOP_ENTERPRISES, "top_enterprises", TopEnterprises, True),
    (CONDITIONS, "conditions", Conditions, True),
    (PLAN, "plan", Plan, True),
    (RECOMMENDATION, "recommendation", Recommendation, True),
    (JUDGEMENTS, "judgements", Judgements, False),
    (OWN_INDICATORS, "own_indicators", OwnIndicators, False),
    (STYLE, "style", Style, False),
)


PILOT_FOLDER = "pilot"


STATISTICS_FOLDER = "statistics"


def pilot_files() -> tuple[tuple[str, str, type[Part], bool], ...]:
    """The files of the pilot years, like `FILES`; their models are imported only where there is a pilot."""
    from brandcluster.dossier.model.pilot import (
        activities,
        alliance,
        approval,
        evaluation,
        foundation,
        incidents,
        monitoring,
        organisation,
        progress,
        reporting,
        reputation,
        strategy,
        support,
        training,
        zone,
    )

    return (
        (APPROVAL, "approval", approval.Approval, False),
        (STRATEGY, "strategy", strategy.Strategy, False),
        (SUPPORT, "support", support.Support, False),
        (ORGANISATION, "organisation", organisation.Organisation, False),
        (PROGRESS, "progress", progress.Progress, False),
        (EVALUATION_MODEL, "evaluation_model", evaluation.EvaluationModel, False),
        (ALLIANCE, "alliance", alliance.Alliance, False),
        (TRAINING, "training", training.Training, False),
        (FOUNDATION, "foundation", foundation.Foundation, False),
        (REPUTATION, "reputation", reputation.Reputation, False),
        (MONITORING, "monitoring", monitoring.Monitoring, False),
        (INCIDENTS, "incidents", incidents.Incidents, False),
        (ACTIVITIES, "activities", activities.Activities, False),
        (SUMMARIES, "summaries", reporting.Summaries, False),
        (SUPERVISION, "supervision", reporting.Supervision, False),
        (ZONE, "zone", zone.Zone, False),
    )


def evaluation_path(year: int) -> str:
    """Where the evaluation of a year stands."""
    return f"{EVALUATIONS_FOLDER}/{year}.yaml"


def statistics_path(year: int) -> str:
    """Where the statistics of a year stand."""
    return f"{STATISTICS_FOLDER}/{year}.yaml"


def is_dossier(root: Path) -> bool:
    """Whether a folder holds at least one file of a dossier."""
    return any(os.path.lexists(root / path) for path, _, _, _ in FILES)
