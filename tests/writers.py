"""Every command that writes: what its folder holds before, the command line, and what it must change."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from cases import BASE, EXAMPLES, HERE, seal
from filled_sheets import made, refilled

from brandcluster.dossier.editing.handed_over import HandedFile, Handover, handover_text

WORD, ZONE = HERE / "fixtures" / "word", HERE / "cases" / "zone"
SAME = HERE / "cases" / "returns" / "same"
RETURNS = SAME / "clean.csv"
JUDGED = (
    *("--clause", "主导产业", "--conclusion", "符合", "--by", "张三", "--unit", "某局", "--date", "2014-04-18"),
    *("--evidence", "evidence/a.txt"),
)


class Writer(NamedTuple):
    """A command, run in the folder that `prepare` makes, and which files it must change at least."""

    name: str
    prepare: Callable[[Path], None]
    arguments: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def command(self) -> str:
        return self.arguments[0]


def _base(root: Path) -> None:
    shutil.copytree(BASE, root)


def _sealed_once(root: Path) -> None:
    _base(root)
    seal(root)
    path = root / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "乙某"), encoding="utf-8")


def _returned(root: Path) -> None:
    _base(root)
    (root / "enterprises").mkdir()
    for year in (2013, 2014):
        shutil.copy(RETURNS, root / "enterprises" / f"{year}.csv")


def _half_returned(root: Path) -> None:
    """One return is there, the others come in."""
    _base(root)
    (root / "enterprises").mkdir()
    lines = RETURNS.read_text(encoding="utf-8").splitlines(keepends=True)
    (root / "enterprises" / "2013.csv").write_text("".join(lines[:2]), encoding="utf-8")
    shutil.copy(RETURNS, root / "come.csv")


def _in_two_minds(root: Path) -> None:
    """Everything is there, and comes once more with another figure."""
    _base(root)
    (root / "enterprises").mkdir()
    shutil.copy(RETURNS, root / "enterprises" / "2013.csv")
    text = RETURNS.read_text(encoding="utf-8").replace(",3131,", ",3133,")
    (root / "come.csv").write_text(text, encoding="utf-8")


def _half_wrong(root: Path) -> None:
    """Returns come in, one of them with a figure that is none."""
    _base(root)
    head, first, *others = RETURNS.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[5] = "很多"
    (root / "come.csv").write_text("\n".join((head, ",".join(cells), *others)) + "\n", encoding="utf-8")


def _typed(root: Path) -> None:
    from brandcluster.dossier.editing.new_files import new_dossier_files
    from brandcluster.notice import edition

    for path, text in new_dossier_files(edition.default_edition(), 2013).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    _on_paper(root)


def _on_paper(root: Path) -> None:
    root.mkdir(exist_ok=True)
    shutil.copy(WORD / "typed-below.docx", root / "a.docx")
    shutil.copy(WORD / "recommendation.docx", root / "b.docx")


def _untidy(root: Path) -> None:
    _base(root)
    for path in (root / "dossier.yaml", root / "statistics" / "2013.yaml"):
        text = path.read_text(encoding="utf-8").replace("（万元）", "(万元)").replace("2014-04-18", "2014/4/18")
        path.write_text(text, encoding="utf-8", newline="\r\n")


def _with_a_sheet(root: Path) -> None:
    """A workbook of the dossier's numbers and lists, filled for two of its files."""
    from brandcluster.dossier.load import load_dossier

    _base(root)

    def fill(book: Any) -> None:
        book["前三企业"]["E4"] = 987654
        book["资金明细"]["D4"] = 321
        row = len(load_dossier(root).plan.policies) + 4
        book["拟落实的政策"][f"B{row}"] = "新的一项"

    (root / "a.xlsx").write_bytes(refilled(made(root), fill))


def _answered(root: Path) -> None:
    """Two departments' workbooks and a document that one of them names have come back."""
    from brandcluster.dossier.load import load_dossier
    from brandcluster.dossier.suppliers import asked_fields
    from brandcluster.sheets.asking import tables_for
    from brandcluster.sheets.form_pages import sheet_workbook

    _base(root)
    sent = "  - {名称: 财政部门, 发出: 2014-03-20, 截止: 2014-04-10}\n"
    (root / "requests.yaml").write_text(f"提供单位: []\n发函:\n{sent}", encoding="utf-8")
    dossier = load_dossier(root)
    cells = {"财政部门": ("资金明细", "E4", "新的方向"), "统计部门": ("统计年度", "E4", "证明.pdf")}
    for name, (sheet, cell, value) in cells.items():

        def fill(book: Any, sheet: str = sheet, cell: str = cell, value: Any = value) -> None:
            book[sheet][cell] = value

        tables = tables_for(asked_fields(dossier)[name])
        (root / f"{name}.xlsx").write_bytes(refilled(sheet_workbook(dossier, tables, None, name), fill))
    (root / "证明.pdf").write_bytes(b"%PDF")


def _in_conflict(root: Path) -> None:
    """Two people's answers stand side by side, as a merge leaves them."""
    _base(root)
    path = root / "dossier.yaml"
    marks = "<<<<<<< 1\n联系人: 乙某\n=======\n联系人: 丙某\n>>>>>>> 2\n"
    path.write_text(path.read_text(encoding="utf-8").replace("联系人: 甲某\n", marks), encoding="utf-8")


def _handed(root: Path) -> None:
    """What was sealed came back changed by mail."""
    _base(root)
    before = (root / "dossier.yaml").read_text(encoding="utf-8")
    changed = HandedFile("dossier.yaml", before, before.replace("甲某", "乙某"))
    handed = Handover("", "李四", "改", "上次", (changed,), {})
    (root / "j.json").write_text(handover_text(handed), encoding="utf-8")


def _three(root: Path) -> None:
    for name in ("a", "b", "c"):
        shutil.copytree(BASE, root / name)


def _judged(root: Path) -> None:
    _base(root)
    (root / "judgements.yaml").write_text("判断: []\n", encoding="utf-8")


def _remarked(root: Path) -> None:
    _base(root)
    (root / "me").mkdir()
    (root / "me" / f"{root.name}.yaml").write_text("意见: []\n判断: []\n", encoding="utf-8")


def _scored(root: Path) -> None:
    shutil.copytree(EXAMPLES / "lanting", root, ignore=shutil.ignore_patterns("enterprises", "sealed"))
    path = root / "pilot" / "evaluations" / "2015.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("总分: 100\n", "总分: 99\n", 1), encoding="utf-8")


def _old(*names: str) -> Callable[[Path], None]:
    """The base, with something older in the place of what is to be written."""

    def prepare(root: Path) -> None:
        _base(root)
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(b"old")

    return prepare


def _many(root: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(BASE, root / name)


def _pilots(root: Path) -> None:
    shutil.copytree(ZONE, root / "a")


def _inspected(root: Path) -> None:
    """A pilot that was inspected once, and the sheet of another time."""
    shutil.copytree(ZONE, root)
    (root / "pilot" / "supervision.yaml").write_text("监督检查: []\n", encoding="utf-8")
    shutil.copy(HERE / "fixtures" / "inspected.docx", root / "in.docx")


def _format_0(root: Path) -> None:
    shutil.copytree(HERE / "fixtures" / "format-0", root)


def _packed(root: Path) -> None:
    """A package is there, of what the dossier was."""
    from brandcluster.cli.start import start

    _base(root)
    with (
        patch.dict(os.environ, {"PATH": "/nowhere"}),
        chdir(root),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        start(["render", "--package"])
    path = root / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "乙某"), encoding="utf-8")


def _blank(root: Path) -> None:
    root.mkdir()
    shutil.copy(WORD / "blank-order.docx", root / "blank.docx")


def _nothing(root: Path) -> None:
    root.mkdir()


DAY, INSPECTED = ("--date", "2014-04-18"), ("--date", "2015-09-20")
#: Each is told from the others by its name. The first seven are the ones that a dossier's own files depend on.
WRITERS = (
    Writer("seal", _base, ("seal", "--by", "甲", *DAY), ("sealed/1/manifest.yaml",)),
    Writer(
        "seal-again",
        _sealed_once,
        ("seal", "--by", "甲", "--date", "2014-04-19", "--reason", "更正"),
        ("sealed/2/manifest.yaml",),
    ),
    Writer("indicators", _returned, ("indicators", "--save"), ("statistics/2013.yaml", "statistics/2014.yaml")),
    Writer(
        "aggregate",
        _returned,
        ("aggregate", "--jobs", "1", "--format", "csv", "-o", "x.csv", "--overwrite"),
        ("x.csv",),
    ),
    Writer("import", _typed, ("import", "a.docx", "b.docx", ".", "--write"), ("application/plan.yaml",)),
    Writer("import-new", _on_paper, ("import", "a.docx", "b.docx", "--write"), ("dossier.yaml",)),
    Writer("fmt", _untidy, ("fmt",), ("dossier.yaml", "statistics/2013.yaml")),
    Writer("validate-fix", _untidy, ("validate", "--fix"), ("dossier.yaml", "statistics/2013.yaml")),
    Writer("collect-add", _half_returned, ("collect", "add", "come.csv", "--year", "2013"), ("enterprises/2013.csv",)),
    Writer(
        "collect-add-take-good",
        _half_wrong,
        ("collect", "add", "come.csv", "--year", "2013", "--take-good"),
        ("enterprises/2013.csv", "out/退回清单-2013.txt"),
    ),
    Writer(
        "collect-add-prefer",
        _in_two_minds,
        ("collect", "add", "come.csv", "--year", "2013", "--prefer", "new"),
        ("enterprises/2013.csv", "out/冲突决定-2013.xlsx"),
    ),
    Writer(
        "collect-add-undecided",
        _in_two_minds,
        ("collect", "add", "come.csv", "--year", "2013"),
        ("out/冲突决定-2013.xlsx",),
    ),
    Writer(
        "collect-list",
        _half_returned,
        ("collect", "list", "come.csv", "--year", "2013", "-o", "out/催报清单.xlsx"),
        ("out/催报清单.xlsx",),
    ),
    Writer(
        "sheet-add",
        _with_a_sheet,
        ("sheet", "add", "a.xlsx"),
        ("application/plan.yaml", "application/top-enterprises.yaml"),
    ),
    Writer("sheet-form", _old("out/数据表.xlsx"), ("sheet", "form", "--overwrite"), ("out/数据表.xlsx",)),
    Writer("merge-take", _in_conflict, ("merge", "--take", "2", "联系人"), ("dossier.yaml",)),
    Writer("handover-add", _handed, ("handover", "add", "j.json"), ("dossier.yaml",)),
    Writer(
        "handover-form",
        _sealed_once,
        ("handover", "form", "--by", "甲", "--why", "改", "-o", "j.json", "--overwrite"),
        ("j.json",),
    ),
    Writer("merge", _three, ("merge", "a", "b", "c", "-o", "d"), ("d",)),
    Writer(
        "request-form", _base, ("request", "form", "--due", "2014-04-10", "--date", "2014-03-20"), ("requests.yaml",)
    ),
    Writer(
        "request-add",
        _answered,
        ("request", "add", "财政部门.xlsx", "统计部门.xlsx", "证明.pdf", "--prefer", "new", "--date", "2014-04-01"),
        ("application/plan.yaml", "statistics/2013.yaml", "evidence/证明.pdf", "requests.yaml"),
    ),
    Writer("judge", _judged, ("judge", ".", *JUDGED), ("judgements.yaml",)),
    Writer("judge-remarks", _remarked, ("judge", ".", *JUDGED, "--remarks", "me"), ("me/d.yaml",)),
    Writer("evaluate", _scored, ("evaluate", "--year", "2015"), ("pilot/evaluations/2015.yaml",)),
    Writer("migrate", _format_0, ("migrate",), ("dossier.yaml",)),
    Writer("init", _nothing, ("init",), ("dossier.yaml",)),
    Writer("init-from", _nothing, ("init", "--from", str(BASE)), ("dossier.yaml", "evidence/a.txt")),
    Writer("init-pilot", _base, ("init", "--stage", "pilot"), ("pilot/approval.yaml",)),
    Writer("init-ci", _base, ("init", "--ci", "github"), (".github/workflows/brandcluster.yml",)),
    Writer(
        "collect-form",
        _old("out/企业填报表-2013.xlsx"),
        ("collect", "form", "--year", "2013", "--overwrite"),
        ("out/企业填报表-2013.xlsx",),
    ),
    Writer(
        "collect-form-each",
        _returned,
        ("collect", "form", "--year", "2013", "--each", "--show-enterprises"),
        ("out/企业填报表-2013",),
    ),
    Writer("render", _old("out/申报书.docx"), ("render", "--overwrite"), ("out/申报书.docx",)),
    Writer("render-package", _base, ("render", "--package"), ("out/报送材料/归档/SHA256.txt", "out/报送材料.zip")),
    Writer(
        "render-package-again", _packed, ("render", "--package"), ("out/报送材料/归档/SHA256.txt", "out/报送材料.zip")
    ),
    Writer("report", _old("out/报告.html"), ("report", *DAY, "--overwrite"), ("out/报告.html",)),
    Writer("review-html", _many, ("review", "--html", "../html", *DAY, "--jobs", "1"), ("../html/index.html",)),
    Writer(
        "review-corrections",
        _many,
        ("review", "--corrections", "-o", "../lists", *DAY, "--jobs", "1"),
        ("../lists/a/补正清单.docx",),
    ),
    Writer(
        "review-letters",
        _many,
        ("review", "--letters", "../letters", *DAY, "--jobs", "1"),
        ("../letters/a/补正通知书.docx",),
    ),
    Writer(
        "review-opinions",
        _many,
        ("review", "--opinions", "../opinions", *DAY, "--jobs", "1"),
        ("../opinions/a/初审意见.docx", "../opinions/比较表.xlsx"),
    ),
    Writer(
        "review-inspections",
        _pilots,
        ("review", "--inspections", "../inspections", *INSPECTED, "--jobs", "1"),
        ("../inspections/a/年度监督检查表.docx",),
    ),
    Writer(
        "inspection",
        _inspected,
        ("inspection", "in.docx", *INSPECTED),
        ("pilot/supervision.yaml", "evidence/年度监督检查表-2015-09-10.docx"),
    ),
    Writer("status", _old("x.ics"), ("status", *DAY, "--calendar", "x.ics", "--overwrite"), ("x.ics",)),
    Writer("validate-o", _old("x.json"), ("validate", "--format", "json", "-o", "x.json"), ("x.json",)),
    Writer("schema", _old("s/dossier.json"), ("schema", "-o", "s"), ("s/dossier.json",)),
    Writer(
        "forms-empty",
        _old("空表/申报书.docx"),
        ("forms", "empty", "--overwrite"),
        ("空表/申报书.docx", "空表/推荐表.docx"),
    ),
    Writer("forms", _blank, ("forms", "learn", "blank.docx", "-o", "x.yaml"), ("x.yaml",)),
)
