"""Every answer of an application stands on exactly one page."""

from __future__ import annotations

from collections import Counter

from brandcluster.dossier.files import FILES, STATISTICS
from brandcluster.dossier.model.reading import fields_of
from brandcluster.papers.forms.answer_table import ANSWER_ROWS, COMPUTED
from brandcluster.session.desk.sections import SECTIONS, section_holding


def test_every_answer_is_on_one_page() -> None:
    shown = Counter((each.file, label) for each in SECTIONS for label in each.labels)
    kinds = (*(each for each in FILES if each.required), STATISTICS)
    wanted = Counter((kind.path, label) for kind in kinds for label in fields_of(kind.model))
    assert shown == wanted


def test_the_pages_stand_in_the_order_of_the_form() -> None:
    slugs = [each.slug for each in SECTIONS]
    rows = [row for row in ANSWER_ROWS if row.kind not in COMPUTED]
    places = [section_holding(row.file, str(row.keys[0])) for row in rows]
    assert None not in places
    order = [slugs.index(each.slug) for each in places if each is not None]
    assert order == sorted(order)
