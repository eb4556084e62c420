"""Making: Word, PDF, package, reports; sealing, and holding Word files against what was sealed; what was made, to keep.

What is made goes into out/, which git ignores, by the commands themselves in processes of their own.
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import blocking_words, download, needed, present, to, typed
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import day_of
from brandcluster.dossier.history.seals import Seal, read_seals, sealed_dossier, sealed_form
from brandcluster.dossier.load import Dossier
from brandcluster.formats import folder
from brandcluster.formats.pdf import find_libreoffice
from brandcluster.output.commands.seal import Verified
from brandcluster.papers.reports.report_list import REPORTS, report_named
from brandcluster.rules.facts.rules_in_force import edition_of

OUT = "out"
#: As many files are listed.
MOST_FILES = 400
_PAGE = "/making"


class Making(NamedTuple):
    """Something that can be made: its name in forms, what it is called, and the words of the command."""

    name: str
    title: str
    words: tuple[str, ...]


_MADE = (
    Making("word", "申报书和推荐表（Word）", ()),
    Making("pdf", "申报书和推荐表（Word 和 PDF）", ("--pdf",)),
    Making("conditions", "申报条件附表（Word）", ("--form", "conditions")),
    Making("package", "整套报送材料（文件夹和 .zip）", ("--package",)),
    Making("package-pdf", "整套报送材料，带 PDF", ("--package", "--pdf")),
)


def making(desk: OpenDesk, asked: Question) -> Response:
    """What can be made, what was, and the seals."""
    look_again(desk)
    dossier = present(desk)
    return desk_page(
        desk,
        "making.html",
        title="生成和封存",
        here=_PAGE,
        blocking=blocking_words(desk),
        made=[each for each in _MADE if "--pdf" not in each.words or find_libreoffice() is not None],
        no_pdf=find_libreoffice() is None,
        reports=REPORTS if dossier.has_pilot else (),
        files=made_files(desk),
        seals=read_seals(dossier).seals,
        today=desk.session.today,
        running=[each for each in desk.jobs.recent() if each.code is None],
    )


def made_files(desk: OpenDesk) -> list[tuple[str, list[str]]]:
    """The files in out/ by the first folder that they stand in; "" for none."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.files_below(desk.root / OUT, MOST_FILES)):
        home = path.partition("/")[0] if "/" in path else ""
        if not path.rpartition("/")[2].startswith("."):
            found.setdefault(home, []).append(path)
    return sorted(found.items())


def make(desk: OpenDesk, asked: Question) -> Response:
    """Begin to make something."""
    name = asked.form.get("what", "")
    wanted = next((each for each in _MADE if each.name == name), None)
    report = report_named(name.removeprefix("report-")) if name.startswith("report-") else None
    if wanted is None and report is None:
        raise UserError("没有选要生成什么。")
    title = f"生成{wanted.title if wanted is not None else report.title if report is not None else ''}"
    words = ["render", ".", *(wanted.words if wanted is not None else ("--report", report.name if report else ""))]
    words += ["--draft"] * bool(asked.form.get("draft")) + ["--overwrite"] * bool(asked.form.get("overwrite"))
    job = desk.jobs.start(title, words, desk.root, _PAGE)
    return to(desk, f"/jobs/{job.number}")


def made_file(desk: OpenDesk, asked: Question) -> Response:
    """One of the files in out/."""
    path = asked.path["path"]
    if not any(path in names for _, names in made_files(desk)):
        return desk_page(desk, "message.html", title="没有这个文件", status=404, words="没有这个文件，可能已经移走。")
    content = folder.read_bytes(desk.root, f"{OUT}/{path}", folder.MAX_NAMED)
    if not isinstance(content, bytes):
        raise UserError("这个文件读不出来：先关闭正打开它的程序，再看有没有权限、是不是太大。")
    return download(path.rpartition("/")[2], content)


# ---- sealing ---------------------------------------------------------------------------------------------------


def seal(desk: OpenDesk, asked: Question) -> Response:
    """Begin to seal."""
    by = needed(asked, "by", "封存人", 40)
    day = day_of(needed(asked, "day", "封存日期", 20)).isoformat()
    reason = typed(asked, "reason", 200)
    words = ["seal", ".", f"--by={by}", f"--date={day}"]
    words += [f"--reason={reason}"] * bool(reason) + ["--archive"] * (asked.form.get("purpose") == "archive")
    job = desk.jobs.start("封存", words, desk.root, _PAGE)
    return to(desk, f"/jobs/{job.number}")


def sealed_word(desk: OpenDesk, asked: Question) -> Response:
    """A Word file as it was sealed."""
    look_again(desk)
    dossier = present(desk)
    seal = _chosen(dossier, asked.path["number"])
    wanted = next(
        (
            each.path
            for each in seal.manifest.forms
            if each.path is not None and each.path.rpartition("/")[2] == asked.path["name"]
        ),
        None,
    )
    content = None if wanted is None else sealed_form(dossier, seal, wanted)
    if content is None:
        return desk_page(
            desk, "message.html", title="没有这个文件", status=404, words="没有这个封存的文件，或者它被改过。"
        )
    return download(asked.path["name"], content)


def verify(desk: OpenDesk, asked: Question) -> Response:
    """Whether Word files say what was sealed."""
    look_again(desk)
    dossier = present(desk)
    seal = _chosen(dossier, asked.form.get("seal", ""))
    uploads = list(asked.files.values())
    if not uploads:
        raise UserError("没有选要核对的 Word 文件。")
    verified = _verified(dossier, seal, uploads)
    return desk_page(desk, "verified.html", title="与封存的核对", here=_PAGE, seal=seal, verified=verified)


def _verified(dossier: Dossier, seal: Seal, uploads: list[Upload]) -> list[Verified]:
    from brandcluster.cli.word_files import known_blanks
    from brandcluster.papers.importing.compare_papers import compare_papers, read_paper

    copy = sealed_dossier(dossier, seal)
    if copy is None:
        raise UserError(f"{seal.name}封存以后改过，不能用来核对。从备份里恢复 sealed/{seal.number}。", 1)
    known = known_blanks(edition_of(copy), None, copy.style)
    kept = {
        each.path: content
        for each in seal.manifest.forms
        if each.path is not None and (content := sealed_form(dossier, seal, each.path)) is not None
    }
    recorded = [paper for paper in (read_paper(each, known) for each in kept.values()) if not isinstance(paper, str)]
    found = []
    for upload in uploads:
        same = next((name for name, content in kept.items() if content == upload.content), None)
        paper = read_paper(upload.content, known)
        result = paper if isinstance(paper, str) else compare_papers(recorded, paper)
        found.append(Verified(visible(upload.name[:80]), same, result))
    return found


def _chosen(dossier: Dossier, number: str) -> Seal:
    found = [each for each in read_seals(dossier).seals if str(each.number) == number]
    if not found:
        raise UserError("没有这一次封存。")
    return found[0]
