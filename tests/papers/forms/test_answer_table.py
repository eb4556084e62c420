"""The table of answers: every kind goes both ways, every row leads somewhere, every place of a form has a row."""

from __future__ import annotations

from typing import get_args

import pytest
from form_samples import FORMS, dossier, label_map

from brandcluster.dossier.files import FILES
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.papers.forms.answer_table import ANSWER_ROWS, ROW_BY_NAME, AnswerRow, Kind
from brandcluster.papers.forms.answers import MAKERS, answers_of
from brandcluster.papers.importing.propose import TAKERS


def test_every_kind_is_printed_and_read_back() -> None:
    assert list(MAKERS) == list(TAKERS) == list(get_args(Kind))
    assert {row.kind for row in ANSWER_ROWS} == set(get_args(Kind))


def test_every_row_has_a_name_of_its_own_and_an_answer() -> None:
    assert len(ROW_BY_NAME) == len(ANSWER_ROWS)
    assert list(answers_of(dossier())) == list(ROW_BY_NAME)


@pytest.mark.parametrize("row", ANSWER_ROWS, ids=lambda row: row.name)
def test_a_row_leads_to_what_the_dossier_holds(row: AnswerRow) -> None:
    if row.kind == "sum":
        assert row.keys[0] in IndustryStatistics.model_fields
    elif row.kind == "ratio":
        assert row.keys[0] in {each.id for each in (*INDICATORS, *FORM_RATIOS)}
    else:
        for keys in filter(None, (row.keys, row.also)):
            part = next(kind.model for kind in FILES if kind.path == row.file)
            for step in keys:
                if isinstance(step, str):
                    part = fields_of(part)[step].part or part


@pytest.mark.parametrize("form", FORMS)
def test_a_form_asks_only_for_answers_of_the_table(form: str) -> None:
    assert {place.answer for place in label_map(form).places if place.answer is not None} <= ROW_BY_NAME.keys()
