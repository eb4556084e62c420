"""The forms of an edition: an edition whose forms nobody has seen is refused, not a crash."""

from __future__ import annotations

from form_samples import dossier

from brandcluster.notice.edition import all_editions
from brandcluster.papers.forms.render import FORMS, render_forms


def test_an_edition_without_forms_is_refused() -> None:
    names = tuple(name for name, _ in FORMS)
    for edition in all_editions()[1:]:
        filled = render_forms(dossier(), edition, names, draft=True)
        assert list(filled) == [file for _, file in FORMS]
        assert [(each.content, [wrong.code for wrong in each.problems]) for each in filled.values()] == [
            (None, ["F010"])
        ] * 2
