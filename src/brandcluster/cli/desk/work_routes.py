"""The rows of the table for all that is not filling in: the first page, forms as paper, handing over, making, and the rest
of the work."""

from __future__ import annotations

from brandcluster.cli.desk import (
    answer_pages,
    handing_pages,
    import_pages,
    job_pages,
    judging_pages,
    letter_pages,
    making_pages,
    new_pages,
    pilot_pages,
    returns_pages,
    standing_pages,
    start_page,
)
from brandcluster.cli.desk.plain import plainly
from brandcluster.cli.desk.questions import DOCUMENT, RouteRow

_LOOKING = (
    RouteRow("GET", "/start", start_page.first_page),
    RouteRow("GET", "/paper/{name}", plainly(start_page.paper)),
    RouteRow("GET", "/printed/{slug}", plainly(start_page.printed_part), locked=False),
    RouteRow("GET", "/paper.css", plainly(start_page.paper_style)),
    RouteRow("GET", "/jobs/{number}", job_pages.job_page),
    RouteRow("GET", "/jobs/{number}/state", job_pages.job_state, locked=False),
    RouteRow("POST", "/jobs/{number}/end", job_pages.end_job, locked=False),
)
_MAKING = (
    RouteRow("GET", "/making", plainly(making_pages.making)),
    RouteRow("POST", "/making/make", plainly(making_pages.make)),
    RouteRow("GET", "/out/{path:path}", plainly(making_pages.made_file)),
    RouteRow("POST", "/making/seal", plainly(making_pages.seal)),
    RouteRow("GET", "/sealed/{number}/{name}", plainly(making_pages.sealed_word)),
    RouteRow("POST", "/making/verify", plainly(making_pages.verify), most=DOCUMENT),
)
_JUDGING = (
    RouteRow("GET", "/conditions", plainly(judging_pages.conditions)),
    RouteRow("GET", "/zone", plainly(judging_pages.zone)),
    RouteRow("GET", "/judging", plainly(judging_pages.judging)),
    RouteRow("POST", "/judging", plainly(judging_pages.judge)),
)
_RETURNS = (
    RouteRow("GET", "/returns", plainly(returns_pages.returns)),
    RouteRow("POST", "/returns/forms", plainly(standing_pages.begin_forms), most=DOCUMENT, locked=False),
    RouteRow("POST", "/returns/check", plainly(returns_pages.check_returns), most=DOCUMENT, locked=False),
    RouteRow("GET", "/returns/checked", plainly(returns_pages.checked), locked=False),
    RouteRow("POST", "/returns/take", plainly(returns_pages.take), locked=False),
    RouteRow("POST", "/returns/give-up", plainly(returns_pages.give_up)),
    RouteRow("POST", "/returns/sums", plainly(returns_pages.add_up)),
    RouteRow("GET", "/returns/standing", plainly(standing_pages.standing), locked=False),
    RouteRow("POST", "/returns/standing", plainly(standing_pages.take_roster), most=DOCUMENT, locked=False),
    RouteRow("GET", "/returns/standing/list", plainly(standing_pages.reminders), locked=False),
)
_COMING = (
    RouteRow("GET", "/import", plainly(import_pages.import_page)),
    RouteRow("POST", "/import", plainly(import_pages.read_papers), most=DOCUMENT, locked=False),
    RouteRow("GET", "/import/read", plainly(import_pages.papers_read)),
    RouteRow("POST", "/import/take", plainly(import_pages.take_papers)),
    RouteRow("POST", "/import/give-up", plainly(import_pages.give_papers_up)),
    RouteRow("GET", "/letters", plainly(letter_pages.letters)),
    RouteRow("POST", "/letters/make", plainly(letter_pages.make_letters)),
    RouteRow("POST", "/letters/answers", plainly(answer_pages.check_answers), most=DOCUMENT),
    RouteRow("GET", "/letters/answers", plainly(answer_pages.answers_checked)),
    RouteRow("POST", "/letters/take", plainly(answer_pages.take_answers)),
    RouteRow("POST", "/letters/give-up", plainly(answer_pages.give_answers_up)),
)
_PILOT = (
    RouteRow("GET", "/pilot", plainly(pilot_pages.pilot)),
    RouteRow("POST", "/pilot/begin", plainly(pilot_pages.begin)),
    RouteRow("POST", "/pilot/year", plainly(pilot_pages.add_year)),
    RouteRow("POST", "/pilot/evaluate", plainly(pilot_pages.evaluate)),
)
_NEW = (
    RouteRow("GET", "/new", new_pages.new),
    RouteRow("POST", "/new/questions", plainly(new_pages.from_questions, of_dossier=False)),
    RouteRow("POST", "/new/word", plainly(new_pages.from_word, of_dossier=False), most=DOCUMENT),
    RouteRow("POST", "/new/earlier", plainly(new_pages.from_earlier, of_dossier=False), most=DOCUMENT),
)
_HANDING = (
    RouteRow("GET", "/handing", plainly(handing_pages.handing)),
    RouteRow("POST", "/handing/commit", plainly(handing_pages.commit)),
    RouteRow("POST", "/handing/file", plainly(handing_pages.hand_over_file), most=DOCUMENT),
    RouteRow("GET", "/receiving", plainly(handing_pages.receiving)),
    RouteRow("POST", "/receiving", plainly(handing_pages.receive), most=DOCUMENT),
    RouteRow("GET", "/conflicts", plainly(handing_pages.conflicts)),
    RouteRow("POST", "/conflicts/settle", plainly(handing_pages.settle_conflict)),
)
WORK: tuple[RouteRow, ...] = (*_LOOKING, *_JUDGING, *_COMING, *_RETURNS, *_PILOT, *_MAKING, *_HANDING, *_NEW)
