"""`inspection`: the result of a yearly inspection, from the sheet that was filled in, into pilot/supervision.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Day, Folder, day_of, dossier_folders
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.review.inspected import Inspected

HELP = (
    "收下年度监督检查（三（六））的结果：读检查组填好的《年度监督检查表》（review --inspections 生成的 Word 表），"
    "把日期、检查单位、结论、整改要求写进 pilot/supervision.yaml，检查表放进 evidence/；已有的内容和注释不动。"
    "盖章的检查意见用 --document 一并放进去。"
)
EXAMPLE = "brandcluster inspection 年度监督检查表.docx 我的试点 --document 检查意见.pdf"
_LABEL, _NEW = "监督检查", "监督检查: []\n"
_KIND = "年度监督检查"
_MOST_BYTES = 50_000_000


class _Evidence(NamedTuple):
    """A document for evidence/: its path in the dossier and its content."""

    path: str
    content: bytes


def run(
    sheet: Annotated[str, typer.Argument(metavar="检查表", help="检查组填好的年度监督检查表，.docx 文件")],
    folder: Folder = ".",
    document: Annotated[
        str | None, typer.Option("--document", metavar="文件", help="盖章的检查意见（扫描件也行），放进 evidence/")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会写什么，不写")] = False,
    date: Day = None,
) -> int:
    """Write one inspection; 1 when the sheet is not filled in or not this region's."""
    day = day_of(date)
    ((_, root),) = dossier_folders([folder])
    from brandcluster.cli.writing import one_at_a_time

    with one_at_a_time(root, wanted=not dry_run):
        from brandcluster.dossier.load import load_dossier

        dossier = load_dossier(root)
        content = _content(sheet)
        filled = while_waiting("读检查表", _filled, sheet, content, dossier, folder, day)
        held = filled.day or day
        own = _Evidence(f"evidence/{_KIND}表-{held.isoformat()}.docx", content)
        opinion = None if document is None else _Evidence(f"evidence/{Path(document).name}", _content(document))
        return _written(dossier, filled, held, [own, *([opinion] if opinion is not None else [])], day, dry_run=dry_run)


def _content(name: str) -> bytes:
    from brandcluster.formats.folder import regular_bytes

    content = regular_bytes(Path(name), _MOST_BYTES)
    if content is None:
        raise UserError(
            f"“{visible(name)}”读不出来：没有这个文件，不是普通文件，或超过 {_MOST_BYTES // 1_000_000} MB。"
        )
    return content


def _filled(name: str, content: bytes, dossier: Dossier, folder: str, day: date) -> Inspected:
    """What the sheet says. UserError where it is no result of an inspection of this pilot."""
    from brandcluster.dossier.files import SUPERVISION
    from brandcluster.review.inspected import UNIT, read_inspected
    from brandcluster.review.naming import bare_name
    from brandcluster.rules.facts.stage import approved_on

    if any(each.location.path == SUPERVISION and each.severity == "error" for each in dossier.diagnostics):
        raise UserError(f"{SUPERVISION} 里有问题，先改好：brandcluster validate {as_argument(folder)}", 1)
    filled = read_inspected(content)
    if isinstance(filled, str):
        raise UserError(f"“{visible(name)}”没有收：{visible(filled)}", 1)
    if filled.lacking:
        raise UserError(
            f"检查表还没有填好：{visible('、'.join(filled.lacking))}。请检查组补填（日期写成 2015-06-25）。", 1
        )
    applicant = dossier.header.applicant or ""
    if bare_name(filled.unit) != bare_name(applicant):
        raise UserError(
            f"这张检查表的{UNIT}是“{visible(filled.unit)}”，这个文件夹的申报单位是“{visible(applicant)}”，没有收。", 1
        )
    begun = approved_on(dossier, day)
    if begun is None:
        raise UserError("这个文件夹里还没有批复的记录（pilot/approval.yaml），监督检查没有收。", 1)
    if filled.day is not None and not begun <= filled.day <= day:
        span = f"{begun.isoformat()}（批复）到 {day.isoformat()}（今天）之间"
        raise UserError(f"检查日期 {filled.day.isoformat()} 不在{span}，没有收。", 1)
    return filled


def _entry(filled: Inspected, held: date, document: str) -> dict[str, Any]:
    """The record as it stands in pilot/supervision.yaml."""
    demands = [
        {
            "要求": " ".join(each.content.split()),
            **({"责任单位": " ".join(each.owner.split())} if each.owner else {}),
            "完成期限": each.due.isoformat() if each.due is not None else None,
        }
        for each in filled.demands
    ]
    return {
        "日期": held.isoformat(),
        "类型": _KIND,
        "检查单位": filled.body,
        "结论": _one_line(filled.conclusion),
        "文件": document,
        "整改要求": demands,
    }


def _one_line(text: str) -> str:
    """Lines as sentences of one."""
    lines = text.split("\n")
    ended = [line if line.endswith(("。", "；", "！", "？")) else f"{line}；" for line in lines[:-1]]
    return "".join((*ended, lines[-1]))


def _written(
    dossier: Dossier, filled: Inspected, held: date, evidence: list[_Evidence], day: date, *, dry_run: bool
) -> int:
    from brandcluster.cli.writing import refuse_links_out, write_files
    from brandcluster.dossier.files import SUPERVISION
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.formats.yaml.edits import edit_text

    known = dossier.supervision.inspections
    if any((each.date, each.kind, each.body) == (held, _KIND, filled.body) for each in known):
        if not dry_run:
            write_files({}, inside=(dossier.root,))  # clears away what a run that was killed after its last file left
        typer.echo(f"早就记在 {SUPERVISION}：{held.isoformat()} 的{_KIND}。什么也没有写。")
        return 0
    files: dict[Path, bytes] = {}
    for each in evidence:
        path = dossier.root / each.path
        if exists(path) and regular_bytes(path, _MOST_BYTES) != each.content:
            raise UserError(f"{visible(each.path)} 已经有另一个，没有覆盖。换一个文件名再来。", 1)
        if not exists(path):
            files[path] = each.content
    read = dossier.documents.get(SUPERVISION)
    text = read.text if read is not None else _NEW
    entry = _entry(filled, held, evidence[-1].path)
    edited = edit_text(SUPERVISION, text, {(_LABEL, len(known)): entry})
    if edited is None:
        raise UserError(f"{SUPERVISION} 写不进去：它的写法读不下去。什么也没有写。", 1)
    target = dossier.root / SUPERVISION
    before = regular_bytes(target) if exists(target) else None
    mark = b"\xef\xbb\xbf" if before is not None and before.startswith(b"\xef\xbb\xbf") else b""
    files[target] = mark + edited.encode()
    refuse_links_out(list(files), dossier.root)
    if not dry_run:
        write_files(files, inside=(dossier.root,))
    for path in files:
        typer.echo(f"{'会写' if dry_run else '写好'}  {visible(path.relative_to(dossier.root).as_posix())}")
    typer.echo(f"{held.isoformat()} 的{_KIND}：整改要求 {len(filled.demands)} 条。{_counted(dossier, held, day)}")
    return 0


def _counted(dossier: Dossier, held: date, day: date) -> str:
    """For which year the inspection counts (三（六）)."""
    from brandcluster.review.inspections import year_to_inspect
    from brandcluster.rules.facts.years_owed import year_reading, years_begun

    years = years_begun(dossier, day, year_reading(dossier))
    if not years:
        return ""
    year, note = year_to_inspect(dossier, held, years)
    return note or f"计入{year.words}。"
