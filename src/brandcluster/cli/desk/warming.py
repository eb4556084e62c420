"""What the first pages need, done while the browser is opening: the first judgement, the templates, both forms."""

from __future__ import annotations

from threading import Thread

from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.dossier.files import is_dossier


def warm_up(desk: OpenDesk) -> Thread:
    """Begin, in a thread that nobody waits for."""
    thread = Thread(target=_warm, args=(desk,), name="warming", daemon=True)
    thread.start()
    return thread


def _warm(desk: OpenDesk) -> None:
    """A fault here is one of the pages too, and they say so; this only stops."""
    try:
        if is_dossier(desk.root):
            _pages(desk)
            _forms(desk)
    except Exception:
        return


def _pages(desk: OpenDesk) -> None:
    from brandcluster.cli.desk.questions import Question
    from brandcluster.cli.desk.section_pages import section_page
    from brandcluster.cli.desk.start_page import first_page
    from brandcluster.session.desk.sections import SECTIONS

    with desk.lock:
        first_page(desk, Question())
    desk.give_way()
    with desk.lock:
        section_page(desk, Question({"slug": SECTIONS[0].slug}))


def _forms(desk: OpenDesk) -> None:
    from brandcluster.papers.forms.render import FORM_NAMES, why_not_filled
    from brandcluster.rules.facts.rules_in_force import edition_of

    desk.give_way()
    with desk.lock:
        dossier = desk.session.apart()
    edition = None if dossier is None else edition_of(dossier)
    if dossier is not None and edition is not None and why_not_filled(edition) is None:
        for name in FORM_NAMES:
            desk.forms.form(dossier, edition, name, desk.give_way)
