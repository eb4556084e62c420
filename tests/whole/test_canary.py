"""What is known only from `enterprises/` never leaves: every command, on every kind of output, with canaries in returns.

A canary is a name, a code or a figure that stands nowhere but in returns. What is printed, and what is written outside
`enterprises/` and the forms that go to the enterprises themselves, is searched for all of them.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from cases import BASE, HERE
from repositories import git, repository

from brandcluster.cli.app import COMMANDS
from brandcluster.cli.confidential import KEEPERS
from brandcluster.cli.start import start

WORD = HERE / "fixtures" / "word"
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
NAME = "凰麟"
#: Codes that pass the check character, and figures that no sum of them gives.
CODES = tuple(line.split(",")[0] for line in CLEAN[1:])
FIGURES = tuple(str(357_111_317 + 1_009_013 * at) for at in range(8))
ALONE = "913731877"
CANARIES = (NAME, *CODES, *FIGURES, ALONE)


class Where(NamedTuple):
    """Where a command prints: what the environment holds, and whether the streams are terminals."""

    name: str
    environment: dict[str, str]
    terminal: bool = False


PLACES = (
    Where("terminal", {}, terminal=True),
    Where("pipe", {}),
    Where("github", {"GITHUB_ACTIONS": "true", "CI": "true"}, terminal=True),
    Where("gitlab", {"GITLAB_CI": "true", "CI": "true"}, terminal=True),
    Where("gitee", {"GITEE_PIPELINE_NAME": "x"}, terminal=True),
    Where("jenkins", {"JENKINS_URL": "http://ci.example/", "BUILD_NUMBER": "7"}, terminal=True),
    Where("plain CI", {"CI": "0"}, terminal=True),
)


class _Stream(io.TextIOWrapper):
    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8")


def run(root: Path, where: Where, *arguments: str) -> str:
    out, errors = _Stream(where.terminal), _Stream(where.terminal)
    with redirect_stdout(out), redirect_stderr(errors), chdir(root):
        code = start(list(arguments))
    said = out.text() + errors.text()
    assert code in (0, 1, 2), (arguments, said)
    return said


# ---- what stands in the returns ------------------------------------------------------------------------------------


def enterprise(at: int, **changed: str) -> list[str]:
    """A sound row: every amount is a canary or a part of one."""
    cells = CLEAN[1].split(",")
    cells[:5] = [CODES[at], f"{NAME}第{at}阀门有限公司", "阀门", "主导产业", "是"]
    figure = FIGURES[at]
    cells[5:12] = [figure, figure, figure, figure, figure, figure, figure]
    for column, text in changed.items():
        cells[CLEAN[0].split(",").index({"industry": "所属产业", "kind": "企业类型"}.get(column, column))] = text
    return cells


def alone() -> list[str]:
    """The one enterprise of its group that has amounts."""
    cells = enterprise(7, industry="其他相关企业", kind="产业链相关")
    cells[5:12] = [ALONE] * 7
    return cells


def sheet(*rows: list[str], head: str = CLEAN[0]) -> bytes:
    return ("\ufeff" + "\n".join((head, *map(",".join, rows))) + "\n").encode()


SOUND = tuple(enterprise(at) for at in range(6))
SMALL = (*SOUND, alone())
BROKEN = (
    enterprise(0, **{"工业总产值（万元）": f"{NAME}七亿"}),
    enterprise(1, industry=NAME),
    enterprise(2, kind=f"{NAME}类"),
    enterprise(3, **{"销售收入（万元）": "-" + FIGURES[3]}),
    enterprise(4, 统一社会信用代码=CODES[4][:-1] + "0"),
    [*enterprise(5)[:9], *("" for _ in range(8))],
    enterprise(6, **{"工业增加值（万元）": FIGURES[6] + "00000"}),
    enterprise(6, **{"工业总产值（万元）": FIGURES[6] + " 万元"}),
    [f"注：{NAME}已核", *("" for _ in range(16))],
    ["合计", f"{NAME}等", *("" for _ in range(3)), FIGURES[7], *("" for _ in range(11))],
)
HEADED = CLEAN[0].replace("企业名称", "企业名称", 1) + f",{NAME}备用"
NEAR = CLEAN[0].replace("新产品产值（万元）", f"新产品产{NAME}值（万元）")
#: The returns of the year and of the year before, by what is the matter with them.
RETURNS: dict[str, dict[int, bytes]] = {
    "sound": {2012: sheet(*SOUND), 2013: sheet(*SOUND)},
    "small": {2012: sheet(*SOUND[:5], alone()), 2013: sheet(*SMALL)},
    "leaping": {
        2012: sheet(*([*row[:5], "1", *row[6:]] for row in SOUND)),
        2013: sheet(*SOUND, [*SOUND[0][:5], *SOUND[1][5:]]),
    },
    "broken": {2012: sheet(*SOUND), 2013: sheet(*BROKEN)},
    "heads": {2012: sheet(*SOUND, head=NEAR), 2013: sheet(*([*row, NAME] for row in SOUND), head=HEADED)},
}


def dossier(parent: Path, returns: dict[int, bytes]) -> Path:
    root = parent / "区"
    shutil.copytree(BASE, root)
    shutil.copytree(BASE, parent / "底")
    (parent / "底" / "judgements.yaml").write_text("判断: []\n", encoding="utf-8")  # something changed since
    (root / "enterprises").mkdir()
    for year, content in returns.items():
        (root / "enterprises" / f"{year}.csv").write_bytes(content)
    (root / "enterprises" / f"{NAME}公司.csv").write_bytes(returns[2013])
    (root / "in" / NAME).mkdir(parents=True)
    (root / "in" / f"{NAME}.csv").write_bytes(returns[2013].replace(FIGURES[0].encode(), FIGURES[7].encode()))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = f"{NAME}表"
    for line in returns[2013].decode("utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.save(root / "in" / f"{CODES[0]}.xlsx")
    (root / ".gitignore").write_text("/enterprises/\n/in/\n/out/\n", encoding="utf-8")
    shutil.copy(WORD / "recommendation.docx", root / "form.docx")
    return root


# ---- what is run -----------------------------------------------------------------------------------------------------

DAY = ("--date", "2014-04-18")
JUDGING = ("text", "json", "sarif", "github", "gitlab", "markdown")
YEAR = ("--year", "2013")
#: Every command that reads returns or could, with every output.
OF_RETURNS: tuple[tuple[str, ...], ...] = (
    *(("validate", "--format", name) for name in (*JUDGING, "checklist")),
    *(("validate", "--format", name, "-o", f"x.{name}") for name in (*JUDGING, "checklist")),
    ("validate",),
    ("validate", "--all", "--strict"),
    ("validate", "--diff"),
    ("validate", "--select", "K", "--all"),
    ("validate", "--files", "enterprises/2013.csv"),
    *(("indicators", "--format", name) for name in ("text", "json", "csv")),
    *(("indicators", "--format", name, "-o", f"y.{name}") for name in ("text", "json", "csv")),
    *(("aggregate", "..", "--jobs", "1", "--format", name) for name in ("text", "json", "csv")),
    *(("aggregate", "--jobs", "1", "--format", name, "-o", f"x2.{name}") for name in ("csv", "xlsx", "json")),
    *(("aggregate", ".", "../底", "--duplicates", "--jobs", "1", "--format", name) for name in ("text", "json", "csv")),
    ("aggregate", "--rows", "x.parquet"),
    ("collect", "add", "in/*", *YEAR, "--dry-run"),
    ("collect", "add", "in/*.*", *YEAR, "--dry-run"),
    ("collect", "add", f"in/{NAME}.csv", *YEAR, "--prefer", "new", "--dry-run"),
    ("collect", "add", "in", *YEAR, "--prefer", "old", "--dry-run"),
    ("collect", "add", "in", *YEAR, "--take-good", "--dry-run"),
    ("collect", "form", *YEAR, "-o", "out/f.xlsx", "--overwrite"),
    ("collect", "form", *YEAR, "--each", "--overwrite"),
    ("collect", "form", *YEAR, "--each"),
    ("collect", "form", "--year", "2014", "--each", "--roster", f"in/{NAME}.csv", "--overwrite"),
    ("collect", "list", *YEAR),
    ("collect", "list", "in", *YEAR, "-o", "out/催报清单.xlsx", "--overwrite"),
    ("collect", "list", "in", *YEAR, "-o", "out/催报清单.txt", "--overwrite"),
    ("collect", "list", "in", "--year", "2014", "--roster", f"in/{NAME}.csv"),
    ("collect", "add", f"in/{NAME}.csv", *YEAR),
    ("collect", "add", "in", *YEAR, "--take-good"),
    ("collect", "add", f"in/{NAME}.csv", "--year", "2014", "--units-checked"),
    ("indicators", "--save"),
)
OTHERS: tuple[tuple[str, ...], ...] = (
    *(("eligibility", *DAY, "--format", name) for name in JUDGING),
    *(("thresholds", *DAY, "--format", name) for name in JUDGING),
    *(("status", *DAY, "--format", name) for name in ("text", "json")),
    ("status", *DAY, "--calendar", "x.ics"),
    ("status", *DAY, "-o", "status.txt"),
    *(("review", ".", *DAY, "--jobs", "1", "--format", name) for name in ("text", "json", "csv")),
    *(("review", ".", *DAY, "--jobs", "1", "--similar", "--format", name) for name in ("text", "json", "csv")),
    ("review", ".", *DAY, "--jobs", "1", "--html", "out/again", "--previous", "."),
    ("review", ".", *DAY, "--jobs", "1", "--similar", "--html", "out/alike"),
    ("review", ".", *DAY, "--jobs", "1", "--format", "xlsx", "-o", "x.xlsx"),
    ("review", ".", *DAY, "--jobs", "1", "--html", "out/html"),
    ("review", ".", *DAY, "--jobs", "1", "--corrections", "-o", "out/lists"),
    ("review", ".", *DAY, "--jobs", "1", "--letters", "out/letters"),
    ("review", ".", *DAY, "--jobs", "1", "--opinions", "out/opinions"),
    ("review", ".", "--date", "2016-07-01", "--jobs", "1", "--inspections", "out/inspections"),
    ("inspection", "form.docx"),
    ("report", *DAY),
    *(("diff", "--format", name) for name in ("text", "json", "markdown", "html")),
    ("diff", "--text", "enterprises/2013.csv"),
    ("diff", "--text", f"in/{CODES[0]}.xlsx"),
    ("log", "--all"),
    ("handover", "form", "--base", "../底", "--by", "甲", "--why", "改", "-o", "out/j.json"),
    ("handover", "add", "out/j.json", "--diff"),
    ("merge", ".", ".", ".", "-o", "out/merged"),
    ("merge", "--install"),
    ("merge", "--uninstall"),
    ("evaluate", *YEAR),
    ("import", "form.docx", "."),
    ("fmt", "--check"),
    ("render", "--package"),
    ("judge", "."),
    ("seal", "--by", "甲", *DAY),
    ("seal", "--list"),
    ("forms", "learn", "form.docx", "-o", "x.yaml"),
    ("forms", "empty", "-o", "empty"),
    ("sheet", "form", "-o", "s.xlsx"),
    ("sheet", "add", "s.xlsx", "--diff"),
    ("request", "form", "--due", "2099-01-01", "-o", "letters"),
    ("request", "add", "letters", "--prefer", "new"),
    ("request", "list"),
    ("explain", "K115"),
    ("migrate",),
    ("schema", "-o", "s"),
    ("lsp", "--help"),  # an editor is the person's own screen
    ("init", "--ci", "github"),
)


def leaks(said: str) -> list[str]:
    return [each for each in CANARIES if each in said]


def excepted(path: str) -> bool:
    """Returns themselves, forms that are sent to the enterprises, and lists that are there to name them."""
    lists = ("out/退回清单-", "out/冲突决定-", "out/催报清单")
    return path.startswith(("enterprises/", "in/", ".git/", "out/企业填报表-", "out/f.xlsx", *lists))


def written(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file outside of what may hold canaries: its content, and what stands packed in it."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not excepted(name) and path.is_file():
            yield from unpacked(name, path.read_bytes())


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for each in packed.namelist():
                yield from unpacked(f"{name}!{each}", packed.read(each))


def test_the_persons_own_screen_shows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so does any other, when it is told to: the canaries are really there to be seen."""
    for name in KEEPERS:
        monkeypatch.delenv(name, raising=False)
    terminal, pipe, *_ = PLACES
    root = dossier(tmp_path, RETURNS["leaping"])
    for arguments in (
        ("validate",),
        ("collect", "add", "in/*.csv", *YEAR),
        ("collect", "form", *YEAR, "--each"),
        ("collect", "list", "--year", "2014"),
    ):
        assert leaks(run(root, terminal, *arguments))
        assert not leaks(run(root, terminal, *arguments, "--redact"))
        assert leaks(run(root, pipe, *arguments, "--show-enterprises"))
        assert "只能写一个" in run(root, pipe, *arguments, "--show-enterprises", "--redact")
    assert "--show-enterprises" in run(root, pipe, "validate")


def test_every_command_is_among_them() -> None:
    run_ = {arguments[0] for arguments in (*OF_RETURNS, *OTHERS)}
    assert run_ == {name for name, _, _ in COMMANDS}


def check_files(root: Path) -> None:
    for name, content in written(root):
        found = [each for each in CANARIES if each.encode() in content or each in name]
        assert not found, (name, found)


@pytest.fixture(params=PLACES, ids=lambda where: where.name)
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Where:
    for name in KEEPERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    place: Where = request.param
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    return place


@pytest.mark.parametrize("matter", RETURNS)
@pytest.mark.part(12)
def test_nothing_of_returns_leaves(tmp_path: Path, where: Where, matter: str) -> None:
    root = dossier(tmp_path, RETURNS[matter])
    summary = tmp_path / "summary.md"
    if where.name == "github":
        os.environ["GITHUB_STEP_SUMMARY"] = str(summary)
    try:
        for arguments in OF_RETURNS:
            said = run(root, where, *arguments)
            assert where.name == "terminal" or not leaks(said), (arguments, leaks(said), said)
    finally:
        os.environ.pop("GITHUB_STEP_SUMMARY", None)
    check_files(root)
    assert not summary.exists() or not leaks(summary.read_text(encoding="utf-8"))


@pytest.mark.part(7)
def test_no_other_command_shows_anything(tmp_path: Path, where: Where) -> None:
    root = dossier(tmp_path, RETURNS["leaping"])
    repository(root)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "甲")
    text = (root / "dossier.yaml").read_text(encoding="utf-8")
    (root / "dossier.yaml").write_text(text.replace("甲某", "乙某"), encoding="utf-8")
    for arguments in OTHERS:
        said = run(root, where, *arguments)
        assert not leaks(said), (arguments, said)
    check_files(root)
