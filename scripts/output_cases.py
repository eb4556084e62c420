"""The cases of `compare_outputs.py`: what is typed, in which folder, over which inputs. A table and nothing else.

Everything is read from a tree of inputs (examples, tests/cases, tests/fixtures), nothing from the program, so that two
versions of the program are shown the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import mutants
from ruamel.yaml import YAML

#: What is typed after `brandcluster`; or, beginning with `$`, something done to the folder between two commands.
Step = tuple[str, ...]
EARLY, LATE = ("--date", "2014-07-01"), ("--date", "2016-07-01")
YEAR = ("--year", "2013")
MUTANTS = 300
#: A folder's name as people give it: it must be quoted, and it is not ASCII.
HERE = "新 区"

#: The formats of every command that judges.
JUDGING = ("text", "json", "sarif", "github", "gitlab", "markdown")
#: Every command with every format it can be asked for; `uncovered` compares this with what the program's help says.
FORMATS: dict[str, tuple[str, ...]] = {
    "init": (),
    "validate": (*JUDGING, "checklist"),
    "fmt": (),
    "eligibility": JUDGING,
    "collect": (),
    "collect form": (),
    "collect add": (),
    "collect list": (),
    "sheet": (),
    "sheet form": (),
    "sheet add": ("text", "json"),
    "request": (),
    "request form": (),
    "request add": (),
    "request list": (),
    "indicators": ("text", "json", "csv"),
    "thresholds": JUDGING,
    "status": ("text", "json"),
    "diff": ("text", "json", "markdown", "html"),
    "log": (),
    "handover": (),
    "handover form": (),
    "handover add": (),
    "merge": (),
    "review": ("text", "json", "csv", "xlsx"),
    "aggregate": ("text", "csv", "json", "xlsx", "parquet"),
    "report": (),
    "evaluate": ("text", "json"),
    "inspection": (),
    "import": ("text", "json"),
    "render": (),
    "judge": (),
    "seal": ("text", "json"),
    "forms": (),
    "explain": ("text", "json"),
    "migrate": (),
    "schema": (),
    "lsp": (),
}
#: Options that no case gives, and why.
LEFT_OUT = {
    "--help": "every command's help is a case",
    "--install-completion": "it writes into the home of whoever records",
    "--stdio": "an editor speaks there",
    "--watch": "it ends only when it is told to",
    "--poll": "goes with --watch",
    "--pdf": "LibreOffice's output is not ours and differs by hour",
}


class Case(NamedTuple):
    """A folder with things in it, and commands run there one after another; each sees what those before it wrote."""

    name: str
    steps: tuple[Step, ...]
    inputs: Mapping[str, str] = {}  # where in the folder: which file or folder of the inputs
    files: Mapping[str, bytes] = {}  # where in the folder: what is written there
    environment: Mapping[str, str] = {}
    cold: bool = False  # in a process of its own, as users start it


def cases(inputs: Path, pattern: str = "") -> list[Case]:
    """All cases in a fixed order, or those whose name holds the pattern. ValueError when two have one name."""
    made = [
        *_helps(),
        *_dossiers(),
        *_fresh(),
        *_desk(),
        *_git(),
        *_merging(),
        *_words(inputs),
        *_returns(inputs),
        *_sheets(),
        *_requests(),
        *_edited(inputs),
        *_broken(inputs),
    ]
    if len({case.name for case in made}) != len(made):
        raise ValueError("two cases have one name")
    return [case for case in made if re.search(pattern, case.name)]


def uncovered(helps: Mapping[str, str], all_cases: Iterable[Case]) -> Iterator[str]:
    """Commands, formats and options that the program's help speaks of and no case uses. `helps`: "" the program's own,
    else a command's, by its name."""
    given = {(_command(step), word) for case in all_cases for step in case.steps for word in step}
    for name, text in helps.items():
        for command in listed(text):
            full = f"{name} {command}".strip()
            if full not in FORMATS:
                yield f"command {full}"
        for line in text.splitlines():
            found = re.match(r" +(?:(-\w)、)?(--[\w-]+)(.*)", line)
            if not found:
                continue
            if found.group(2) == "--format":
                said = set(re.findall(r"(?<![A-Za-z-])[a-z]+(?![A-Za-z])", found.group(3)))
                yield from (f"format {word} of {name}" for word in sorted(said - set(FORMATS.get(name, ()))))
            spellings = {(name, found.group(1)), (name, found.group(2))}
            if not spellings & given and found.group(2) not in LEFT_OUT:
                yield f"option {found.group(2)} of {name or 'the program'}"


def _command(step: Step) -> str:
    """The command that is called, by its whole name; "" where it is the program itself."""
    return next((" ".join(step[:words]) for words in (2, 1) if " ".join(step[:words]) in FORMATS), "")


def listed(text: str) -> list[str]:
    """The commands that a help lists, under one heading or several: arguments and options do not begin with a letter."""
    return re.findall(r"^  ([a-z][a-z-]*)  ", text.partition("\n选项：")[0], re.MULTILINE)


def _each_format(command: str, *rest: str) -> Iterator[Step]:
    yield from ((command, *rest, "--format", name) for name in FORMATS[command])


# ---- without inputs ------------------------------------------------------------------------------------------


def _helps() -> Iterator[Case]:
    """Every command's help, in a process of its own, and its answer to what it cannot do."""
    yield Case(
        "program", ((), ("--version",), ("--help",), ("help",), ("-h",), ("valdate",), ("--nothing",)), cold=True
    )
    for name in FORMATS:
        command = tuple(name.split())
        yield Case(f"help {name}", ((*command, "--help"),), cold=True)
        yield Case(
            f"mistakes {name}",
            (command, (*command, "没有的文件夹"), (*command, "--formt", "json"), (*command, "--format", "jsn")),
        )
    yield Case(
        "explain",
        (
            *_each_format("explain"),
            *(
                ("explain", topic)
                for topic in ("P101", "zone-7a", "三（七）1（7）", "有效运行", "V211", "S101", "没有的")
            ),
            *_each_format("explain", "X103", "--edition", "miit-2014-102"),
            ("explain", "P101", "-o", "a.txt"),
            ("explain", "P101", "-o", "a.xyz"),
        ),
    )
    yield Case("schema", (("schema",), ("schema", "-o", "schemas")))


# ---- dossiers ------------------------------------------------------------------------------------------------

#: name: folder of the inputs, the day that counts as today, the year that is evaluated.
DOSSIERS: dict[str, tuple[str, tuple[str, str], str]] = {
    "qingshiling": ("examples/qingshiling", EARLY, "2013"),
    "lanting": ("examples/lanting", LATE, "2015"),
    "incomplete": ("examples/incomplete", EARLY, "2013"),
    "base": ("tests/cases/base", EARLY, "2013"),
    "zone": ("tests/cases/zone", LATE, "2015"),
    "format-0": ("tests/fixtures/format-0", EARLY, "2013"),
    "format-1 lanting": ("tests/fixtures/format-1/lanting", LATE, "2015"),
    "format-1 yunxi": ("tests/fixtures/format-1/yunxi", LATE, "2015"),
}
#: Those that are shown to every command, and those that are shown in every format; the others see one of each.
ALL_COMMANDS, ALL_FORMATS = ("qingshiling", "lanting", "incomplete"), ("qingshiling", "incomplete", "zone")


def _dossiers() -> Iterator[Case]:
    for name, (source, day, year) in DOSSIERS.items():
        yield from _in_short(name, {HERE: source}, day, year)
        if name in ALL_FORMATS:
            yield from _in_every_format(name, {HERE: source}, day, year)
        if name in ALL_COMMANDS:
            yield from _by_every_command(name, {HERE: source}, day)


def _in_short(
    name: str, inputs: Mapping[str, str], day: tuple[str, str], year: str, before: tuple[Step, ...] = ()
) -> Iterator[Case]:
    """Reading commands in their usual format on the screen, and another one in a file; then those that write."""

    def case(kind: str, *steps: Step) -> Case:
        return Case(f"{name}: {kind}", (*before, *steps), inputs)

    yield case(
        "read",
        ("validate", HERE, "--format", "json", "-o", "a.json"),
        ("eligibility", HERE, *day, "--format", "json", "-o", "a.json"),
        ("thresholds", HERE, *day, "--format", "json", "-o", "a.json"),
        ("indicators", HERE),
        ("status", HERE, *day, "--calendar", "a.ics"),
        ("evaluate", HERE, "--year", year, "--dry-run"),
        ("fmt", HERE, "--diff"),
        ("migrate", HERE, "--check"),
    )
    yield case("page", ("report", HERE, *day, "-o", "a.html"))
    yield case(
        "papers",
        ("render", HERE, "--draft"),
        ("render", HERE, "--report", "all", "--year", year, "--draft", *day, "-o", "报告"),
        ("import", f"{HERE}/out/申报书.docx", f"{HERE}/out/推荐表.docx", HERE),
    )
    yield case(
        "written",
        ("migrate", HERE),
        ("validate", HERE, "--fix"),
        ("fmt", HERE),
        ("evaluate", HERE, "--year", year),
        ("init", HERE, "--stage", "pilot"),
        ("seal", HERE, "--by", "张三", "--date", "2014-04-25"),
        ("validate", HERE),
    )


def _in_every_format(name: str, inputs: Mapping[str, str], day: tuple[str, str], year: str) -> Iterator[Case]:
    """The reading commands in every format and with every option."""

    def case(kind: str, *steps: Step) -> Case:
        return Case(f"{name}: {kind}", steps, inputs)

    yield case(
        "validate",
        *_each_format("validate", HERE),
        ("validate", HERE, "--strict", "--redact"),
        ("validate", HERE, "--show-enterprises"),
        ("validate", HERE, "--all"),
        ("validate", HERE, "--exit-zero", "--quiet"),
        ("validate", HERE, "--select", "X,P", "--ignore", "X105"),
        ("validate", "-", "--as", f"{HERE}/application/plan.yaml"),  # of nothing: no recording has a text to give
        ("fmt", "-", "--as", f"{HERE}/application/plan.yaml"),
        ("validate", HERE, "--diff"),
        ("validate", "--files", "--", f"{HERE}/dossier.yaml", f"{HERE}/application/plan.yaml"),
    )
    yield case(
        "verdicts",
        *_each_format("eligibility", HERE, *day),
        *_each_format("thresholds", HERE, *day),
        ("eligibility", HERE, *day, "--stage", "submitted"),
        ("eligibility", HERE, *day, "--format", "markdown", "--output", "a.md"),
    )
    yield case(
        "figures",
        *_each_format("indicators", HERE),
        *(("indicators", HERE, "-o", f"{HERE}/a.{ending}") for ending in ("txt", "json", "csv")),
        ("indicators", HERE, "-o", f"{HERE}/enterprises/2013.csv"),
        ("indicators", HERE, "--redact"),
        ("indicators", HERE, "--show-enterprises"),
        *_each_format("status", HERE, *day),
        ("status", HERE, *day, "--clauses"),
        ("status", HERE, *day, "-o", "a.txt"),
        ("evaluate", HERE, "--year", year, "--dry-run", "-o", "a.json"),
        ("fmt", HERE, "--diff", "-o", "b.txt"),
        ("status", HERE, *day, "--clauses", "--format", "json"),
        ("status", HERE, "--date", "2013-01-01"),
        ("status", HERE, "--date", "2018-01-01", "--calendar", "a.ics"),
        ("status", HERE, *day, "--calendar", "a.ics"),
        ("status", HERE, *day, "--calendar", "a.ics", "--overwrite"),
        *_each_format("evaluate", HERE, "--year", year, "--dry-run"),
        ("fmt", HERE, "--check"),
    )


def _by_every_command(name: str, inputs: Mapping[str, str], day: tuple[str, str]) -> Iterator[Case]:
    """The writing commands with every option."""

    def case(kind: str, *steps: Step) -> Case:
        return Case(f"{name}: {kind}", steps, inputs)

    yield case("page again", ("report", HERE, "--date", "2014-04-20"), ("report", HERE, *day, "--overwrite"))
    yield case(
        "forms",
        ("render", HERE),
        ("$append", f"{HERE}/dossier.yaml", "\n# 改过\n"),
        ("render", HERE, "--form", "application", "-o", f"{HERE}/out"),
        ("render", HERE, "--form", "recommendation", "-o", f"{HERE}/out", "--overwrite"),
        ("import", f"{HERE}/out/推荐表.docx", HERE, "--format", "json"),
        ("import", f"{HERE}/out/推荐表.docx", HERE, "-o", "a.txt"),
    )
    basis = ("--evidence", "evidence/industry-survey-2013.md")
    who = ("--by", "张三", "--unit", "某市经信局", "--date", "2014-04-18")
    issued = ("--role", "省级", "--issuer", "某市经信局", "--issued", "2014-04-17", "--note", "附会议纪要")
    decided = ("judge", HERE, "--clause", "主导产业", "--conclusion", "符合", *who, *basis)
    yield case(
        "judged",
        ("judge", HERE),
        decided,
        (*decided, "--industry", "特种陶瓷", *issued),
        (*decided, "--remarks", "意见"),
        ("eligibility", HERE, *day),
    )
    yield case("package", ("render", HERE, "--package", "-o", "报送"))
    yield case(
        "conditions", ("render", HERE, "--form", "conditions"), ("render", HERE, "--form", "conditions", "--draft")
    )
    yield case("summary", ("render", HERE, "--report", "summary", *day))
    yield case(
        "enterprises",
        ("collect", "form", HERE, *YEAR),
        ("collect", "form", HERE, *YEAR, "--show-enterprises", "--overwrite"),
        ("collect", "form", HERE, *YEAR, "--each", "--redact"),
        ("collect", "form", HERE, "--year", "2014", "-o", "a.xlsx"),
        ("collect", "form", HERE, "--year", "2014", "-o", "a.xlsx", "--overwrite"),
        ("collect", "add", "a.xlsx", "--year", "2014", "--to", HERE, "--dry-run"),
        ("collect", "add", "a.xlsx", "--year", "2014", "--to", HERE, "--take-good", "--dry-run"),
        ("collect", "list", "a.xlsx", "--year", "2014", "--to", HERE),
        ("indicators", HERE, "--save"),
    )
    yield case(
        "sealed",
        ("seal", HERE, "--by", "张三", "--date", "2014-04-25"),
        ("seal", HERE, "--by", "张三", "--date", "2014-04-26", "--reason", "更正", "--archive"),
        ("$append", f"{HERE}/judgements.yaml", "# 以后\n"),
        ("validate", HERE),
        ("seal", HERE, "--list"),
        ("seal", HERE, "--list", "--format", "json"),
        ("seal", HERE, "--list", "-o", "a.json"),
        ("seal", "--verify", f"{HERE}/sealed/1/forms/申报书.docx", HERE, "--seal", "1"),
        ("seal", "--verify", f"{HERE}/sealed/1/forms/推荐表.docx", HERE, "--format", "json"),
    )


def _fresh() -> Iterator[Case]:
    """New folders: what `init` writes, and what the program says of a folder that nobody has filled in."""
    first, pilot = ("init", HERE, *YEAR), ("init", HERE, "--stage", "pilot", "--ci", "github")
    other = ("init", "别处", *YEAR, "--ci", "gitlab")
    yield Case("init", (("$git",), ("init", HERE), other, ("fmt", "--files", f"{HERE}/dossier.yaml", "a.yaml")))
    earlier = (("init", "新", "--from", HERE, "--no-input"), ("validate", "新", "--all"), ("eligibility", "新", *LATE))
    yield Case("init from an earlier round", earlier, {HERE: DOSSIERS["qingshiling"][0]})
    yield from _in_short("fresh", {}, EARLY, "2013", (first,))
    yield from _in_short("fresh pilot", {}, LATE, "2015", (first, pilot))


def _aggregated(inputs: Mapping[str, str]) -> Iterator[Case]:
    """Returns of several regions, one with errors, two with the same enterprises; nothing that is installed apart."""
    wrong = "\ufeff甲,乙\n1,2\n".encode()
    there = {**inputs, "收到/甲": DOSSIERS["qingshiling"][0]}
    aggregate = ("aggregate", "收到", "--jobs", "1")
    files = tuple((*aggregate, "--format", name, "-o", f"a.{name}") for name in ("csv", "xlsx", "parquet"))
    twice = (*aggregate, "--duplicates")
    yield Case(
        "aggregate",
        (
            *(each for each in _each_format(*aggregate)),
            *files,
            files[0],
            (*files[1], "--overwrite"),
            *((*twice, "--format", name) for name in ("text", "csv", "json")),
            (*twice, "--show-enterprises"),
            (*twice, "--redact"),
            (*aggregate, "--rows", "a.parquet"),
            (*aggregate, "--rows", "a.parquet", "--show-enterprises"),
            (*aggregate, "--engine", "spork"),
        ),
        there,
        {"收到/zone/enterprises/2013.csv": wrong},
    )


def _handed_in() -> Iterator[Case]:
    """A package as a folder and as a zip, Word forms alone, a file that nobody reads, and a commit."""
    made = ("render", "收到/甲", "-o", "收到/乙", "--package")
    review, at = ("review", "收到", *LATE, "--jobs", "1"), ("--at", "HEAD")
    report = ("report", "收到/乙/报送材料.zip", *LATE, "-o", "a.html")
    commit = (("$git",), ("review", ".", *at, *LATE, "--jobs", "1"), ("report", "收到/甲", *at, *LATE, "-o", "b.html"))
    yield Case(
        "review: handed in",
        (made, review, (*review, "--format", "json"), report, *commit),
        {"收到/甲": DOSSIERS["qingshiling"][0]},
        {"收到/坏.zip": b"PK\x03\x04", "收到/旧.rar": b"Rar!"},
    )


# ---- many dossiers -------------------------------------------------------------------------------------------


def _desk() -> Iterator[Case]:
    inputs = {f"收到/{name}": source for name, (source, _, _) in DOSSIERS.items()}
    light = {name: source for name, source in inputs.items() if "lanting" not in name}
    review = ("review", "收到", *LATE, "--jobs", "1")
    options: tuple[Step, ...] = (
        ("--province", "湖北省"),
        ("--stage", "试点"),
        ("--industry", "陶瓷", "--only", "errors"),
        ("--only", "shared"),
        ("--sort", "errors", "--sort", "region", "--reverse"),
    )
    yield Case("review: tables", (*_each_format(*review), *((*review, *more) for more in options)), light)
    files = tuple((*review, "--format", name, "-o", f"a.{name}") for name in ("csv", "xlsx"))
    yield Case("review: files", (*files, files[0], (*files[1], "--overwrite")), inputs)
    remarks = {"意见/qingshiling.yaml": "意见:\n  - 请补充说明。\n".encode()}
    yield Case(
        "review: corrections",
        ((*review, "--corrections", "-o", "退回"), (*review, "--corrections", "-o", "再退", "--remarks", "意见")),
        inputs,
        remarks,
    )
    letters = (*review, "--letters", "发文", "--issuer", "河北省工业和信息化厅", "--due", "2014-05-30")
    handling = {
        "意见/qingshiling.yaml": "处理: 推荐\n".encode(),
        "意见/base.yaml": "处理: 退回\n处理理由: 不属于组织实施单位。\n".encode(),
    }
    again = (*letters[:-4], "--replies", "发文", "--overwrite")
    yield Case("review: letters", (letters, again, (*letters, "--overwrite", "--remarks", "意见")), inputs, handling)
    judged = {
        "意见/qingshiling.yaml": (
            "审查人: 张三\n处理: 推荐\n判断:\n  - {条款: 主导产业的地位和优势, 结论: 符合, 判断人: 张三, 单位: 省厅, 角色: 省级,"
            " 日期: 2014-05-19, 依据: [{文件: evidence/industry-survey-2013.md}]}\n"
        ).encode()
    }
    yield Case(
        "review: opinions",
        ((*review, "--opinions", "初审"), (*review, "--opinions", "再审", "--remarks", "意见", "--issuer", "省厅")),
        inputs,
        judged,
    )
    inspections = ("review", "收到", "--jobs", "1", "--inspections", "检查")
    filled, sheet = ("--inspected", "交回"), {"交回/zone.docx": "tests/fixtures/inspected.docx"}
    yield Case(
        "review: inspections",
        (
            (*inspections, "--date", "2015-09-01", "--due", "2015-09-08"),
            (*inspections, "--date", "2015-09-20", *filled),
        ),
        {**inputs, **sheet},
    )
    told = ("inspection", "表.docx", "收到/zone", "--date", "2015-09-20")
    yield Case(
        "inspection",
        ((*told, "--dry-run"), (*told, "--document", "意见.pdf"), told, (*told[:2], "收到/base", *told[3:])),
        {"收到/zone": inputs["收到/zone"], "收到/base": inputs["收到/base"], "表.docx": sheet["交回/zone.docx"]},
        {"意见.pdf": b"%PDF"},
    )
    rounds = (*review, "--html", "再看", "--previous", "上次", "--remarks", "意见")
    seen = {"意见/qingshiling.yaml": "审查人: 张三\n意见:\n  - 位置: 试点工作组织\n    意见: 请写明分工。\n".encode()}
    last = inputs | {"上次/qingshiling": DOSSIERS["incomplete"][0]}
    yield Case("review: pages", ((*review, "--html", "网页"), rounds), last, seen)
    alike = (*review, "--similar")
    yield Case(
        "review: alike",
        (
            *(alike, (*alike, "--earlier", "收到/zone"), (*alike, "--html", "网页")),
            *((*alike, "--format", name) for name in ("json", "csv")),
            (*alike, "--format", "xlsx", "-o", "a.xlsx"),
        ),
        inputs,
    )
    yield from _handed_in()
    yield from _aggregated(inputs)
    several = ("收到/base", "收到/zone", "收到/qingshiling")
    steps = [step for name in ("validate", "eligibility", "thresholds") for step in _each_format(name, *several)]
    steps += [
        (name, *several, "--jobs", "2") for name in ("validate", "indicators", "eligibility", "thresholds", "status")
    ]
    dated = tuple(step if step[0] in ("validate", "indicators") else (*step, *LATE) for step in steps)
    yield Case("several dossiers", (*dated, ("validate", "收到")), inputs)
    for system in ("GITHUB_ACTIONS", "GITLAB_CI"):
        environment = {system: "true", "GITHUB_STEP_SUMMARY": "summary.md"}
        steps = [
            ("validate", "收到/base"),
            ("validate", "收到/incomplete", "-o", "a"),
            ("eligibility", "收到/zone", *LATE),
        ]
        yield Case(f"in CI: {system}", tuple(steps), inputs, environment=environment)


def _git() -> Iterator[Case]:
    inputs = {"省/云溪": "tests/cases/base", "省/兰汀": "examples/lanting", "省/云溪区": "tests/cases/zone"}
    inputs["省/兰汀/推荐表.docx"] = "tests/fixtures/word/recommendation.docx"
    yield Case(
        "diff",
        (
            ("$git",),
            ("$replace", "省/云溪/statistics/2013.yaml", "工业增加值（万元）: ", "工业增加值（万元）: 1", "1"),
            ("$replace", "省/云溪区/statistics/2015.yaml", "工业增加值（万元）: 1", "工业增加值（万元）: 2", "1"),
            *_each_format("diff", *LATE),
            ("diff", "HEAD", "省/云溪", *LATE, "--exit-code"),
            ("$git",),
            ("$append", "省/兰汀/judgements.yaml", "# 注释\n"),
            ("$replace", "省/兰汀/dossier.yaml", "格式", "格 式", "1"),
            *_each_format("diff", "HEAD~1", *LATE),
            *_each_format("diff", "HEAD~1", "HEAD", "省/云溪区", *LATE),
            ("diff", "HEAD~1...HEAD", *LATE),
            ("diff", "没有的", *LATE),
            ("log", "省/兰汀", "--all"),
            ("log", "省/兰汀", "-o", "a.txt"),
            ("diff", "HEAD~1", *LATE, "-o", "a.html"),
            ("diff", "--text", "省/兰汀/推荐表.docx", "-o", "b.txt"),
            ("log", "省/云溪", "工业增加值"),
            ("diff", "--text", "省/兰汀/推荐表.docx"),
            ("diff", "--text", "省/没有.xlsx"),
        ),
        inputs,
    )


def _merging() -> Iterator[Case]:
    """Three folders, and marks of git in a file; the driver itself is tried in the tests, by git."""
    three = dict.fromkeys(("底", "甲", "乙"), "tests/cases/base")
    marks = "<<<<<<< 1 张三 1234567\n联系人: 乙某\n=======\n联系人: 丙某\n>>>>>>> 2 李四 89abcde"
    yield Case(
        "merge",
        (
            ("$replace", "甲/dossier.yaml", "联系人: 甲某", "联系人: 乙某", "1"),
            ("$replace", "乙/dossier.yaml", "职务: 科长", "职务: 处长", "1"),
            ("merge", "底", "甲", "乙", "-o", "新"),
            ("$replace", "乙/dossier.yaml", "联系人: 甲某", "联系人: 丙某", "1"),
            ("merge", "底", "甲", "乙", "-o", "再"),
            ("merge", "底", "甲"),
            ("handover", "form", "甲", "--base", "底", "--by", "李四", "--why", "换人", "-o", "j.json", "--overwrite"),
            ("handover", "form", "底", "--base", "底", "--by", "李四", "--why", "换人"),
            ("handover", "add", "j.json", "--to", "乙", "--diff"),
            ("handover", "add", "j.json", "--to", "乙"),
            ("handover", "add", "甲/dossier.yaml"),
            ("merge", "--driver", "底"),
            ("merge", "--install", "底"),
            ("merge", "--uninstall", "底"),
            ("$replace", "底/dossier.yaml", "联系人: 甲某", marks, "1"),
            ("validate", "底"),
            ("merge", "--take", "1", "电话", "底"),
            ("merge", "--take", "1", "联系人", "底"),
        ),
        three,
    )


# ---- Word and workbooks --------------------------------------------------------------------------------------


def _words(inputs: Path) -> Iterator[Case]:
    """Filled forms from the field, and the blanks that provinces send out."""
    for number, path in enumerate(sorted((inputs / "tests/fixtures/word").iterdir())):
        given = path.name
        verified: Step = ("seal", "--verify", given, "兰汀")
        there = {given: path.relative_to(inputs).as_posix(), HERE: "tests/cases/base", "兰汀": "examples/lanting"}
        yield Case(
            f"word {given}",
            (
                ("import", given, HERE, "--format", "json"),
                ("import", given, HERE, "--write", "--overwrite"),
                *([verified] if number % 2 == 0 else []),  # the dearest of them
                ("forms", "learn", given, "-o", "对照.yaml"),
            ),
            there,
        )
    for path in sorted((inputs / "tests/fixtures/field").glob("*.*")):
        there = {path.name: path.relative_to(inputs).as_posix(), HERE: "examples/qingshiling"}
        if path.suffix == ".docx":
            yield Case(f"field {path.name}", (("import", path.name, HERE),), there)
        elif path.suffix in (".xlsx", ".csv"):
            yield Case(f"field {path.name}", (("collect", "add", path.name, *YEAR, "--to", HERE, "--dry-run"),), there)
    blank = {"表.docx": "tests/fixtures/word/blank-order.docx", HERE: "examples/qingshiling"}
    yield Case(
        "a province's own form",
        (
            ("forms", "learn", "表.docx"),
            ("forms", "learn", "表.docx", "-o", "表.yaml"),
            ("forms", "learn", "表.docx", "-o", "表.yaml", "--overwrite"),
            ("forms", "empty"),
            ("forms", "empty", HERE, "-o", "空"),
            ("import", "空/申报书.docx", "空/推荐表.docx", "新的"),
            ("render", HERE, "--form", "表.yaml", "-o", "out", "--draft"),
            ("import", "out/表.docx", HERE, "--form", "表.yaml"),
            ("seal", "--verify", "out/表.docx", HERE, "--form", "表.yaml"),
        ),
        blank,
    )


def _returns(inputs: Path) -> Iterator[Case]:
    given = [
        path for kind in ("xlsx", "csv") for path in sorted((inputs / "tests/cases/returns/same").glob(f"*.{kind}"))
    ]
    add = ("collect", "add")
    to = (*YEAR, "--to", HERE)
    for path in given:
        there = {path.name: path.relative_to(inputs).as_posix(), HERE: "tests/cases/base"}
        steps = ((*add, path.name, *to, "--dry-run", "--redact"), (*add, path.name, *to, "--show-enterprises"))
        yield Case(
            f"return {path.name}",
            (*steps, ("indicators", HERE, "--save"), ("indicators", HERE, "--save", "--with-consent")),
            there,
        )
    there = {path.name: path.relative_to(inputs).as_posix() for path in given}
    names = tuple(sorted(there))
    changed = b"\xef\xbb\xbf" + "甲,乙\n1,2\n".encode()
    yield Case(
        "returns together",
        (
            (*add, *names, *to),
            (*add, *names, *to, "--prefer", "new"),
            (*add, "错.csv", *to),
            ("collect", "form", HERE, "--year", "2014", "--each", "-o", "每家"),
            ("collect", "form", HERE, "--year", "2015", "--each", "--roster", names[0], "-o", "又"),
            ("collect", "list", *names, "--year", "2014", "--to", HERE, "--show-enterprises", "-o", "催报.xlsx"),
            ("collect", "list", *names[:1], "--year", "2014", "--to", HERE, "-o", "催报.xlsx", "--overwrite"),
            ("collect", "list", *names, "--year", "2014", "--to", HERE, "--roster", names[0], "--redact"),
        ),
        {**there, HERE: "tests/cases/base"},
        {"错.csv": changed},
    )
    again = {"2013.csv": "examples/qingshiling/enterprises/2013.csv", HERE: "examples/qingshiling"}
    yield Case(
        "returns again",
        (
            (*add, "2013.csv", *to, "--prefer", "old"),
            (*add, "2013.csv", "--year", "2012", "--to", HERE, "--redact"),
            (*add, "2013.csv", "--year", "2012", "--to", HERE, "--take-good", "--units-checked"),
        ),
        again,
    )


def _sheets() -> Iterator[Case]:
    """The workbook of numbers and lists, and one that was filled with another program."""
    form, add = ("sheet", "form", HERE), ("sheet", "add", "填好.xlsx", "--to", HERE)
    out = ("-o", "数据表.xlsx")
    yield Case(
        "sheet",
        (
            form,
            (*form, *out, "--part", "资金", "--part", "统计", "--year", "2014"),
            (*form, *out),
            (*form, *out, "--overwrite"),
            ("sheet", "add", "数据表.xlsx", "--to", HERE),
            (*add, "--diff"),
            (*add, "--diff", "--format", "text"),
            (*add, "--diff", "--format", "json"),
            (*add, "--diff", "-o", "a.txt"),
            ("$replace", f"{HERE}/application/plan.yaml", "金额（万元）: 480", "金额（万元）: 490", "1"),
            add,
            (*add, "--prefer", "new"),
            (*add, "--format", "json"),
        ),
        {HERE: "examples/qingshiling", "填好.xlsx": "tests/fixtures/sheet/filled.xlsx"},
    )
    yield Case("sheet of a new folder", (("init", HERE, *YEAR), form, ("sheet", "add", f"{HERE}/out/数据表.xlsx")))


def _requests() -> Iterator[Case]:
    """Letters and workbooks to departments, an unfilled one and a document back, and what is out."""
    form = ("request", "form", HERE, "--due", "2014-04-10", "--date", "2014-03-20")
    add = ("request", "add", "证明.pdf", "--to", HERE, "--date", "2014-04-01")
    yield Case(
        "request",
        (
            (*form, "--supplier", "财政部门", "-o", "函"),
            (*form, "--overwrite"),
            (*add, "函/财政部门.xlsx", "--diff"),
            (*add, "函/财政部门.xlsx", "--prefer", "old"),
            (*add, "--into", "当地人民政府"),
            (*add, "--into", "没有的"),
            ("request", "list", HERE, "--date", "2014-04-12"),
            ("request", "list", HERE, "--date", "2014-04-12", "-o", "a.txt"),
        ),
        {HERE: "examples/qingshiling", "证明.pdf": "tests/fixtures/sheet/filled.xlsx"},
    )


# ---- the tests' own cases, and mutants -----------------------------------------------------------------------

#: File of cases: the dossier that is edited, the key of the edits, the commands.
EDITED: tuple[tuple[str, str, str, tuple[Step, ...]], ...] = (
    ("rules/*.yaml", "tests/cases/base", "edit", (("validate", HERE, "--format", "json"),)),
    ("reading/*.yaml", "tests/cases/base", "edit", (("validate", HERE, "--fix"),)),
    ("ignores/*.yaml", "tests/cases/base", "edit", (("validate", HERE, "--format", "sarif", "-o", "a.sarif"),)),
    (
        "verdicts/*.yaml",
        "tests/cases/zone",
        "given",
        (("eligibility", HERE, *LATE, "--stage", "submitted"), ("thresholds", HERE, *LATE)),
    ),
    ("status/*.yaml", "tests/cases/zone", "edit", (("status", HERE, *LATE, "--format", "json"),)),
)
#: The rules' cases are many and much alike: one in so many.
EVERY = {"rules": 2}


def _edited(inputs: Path) -> Iterator[Case]:
    """The dossiers of tests/cases, with each case's edits; a seal is a real one."""
    root = inputs / "tests" / "cases"
    shared = _yaml(root / "status-changes.yaml")
    for pattern, base, key, commands in EDITED:
        for path in sorted(root.glob(pattern)):
            for number, each in list(enumerate(_yaml(path)))[:: EVERY.get(path.parent.name, 1)]:
                edits = each.get(key) or []
                edits = shared.get(edits, []) if isinstance(edits, str) else edits
                steps = tuple(
                    _prepared(edit, any("seal" in one for one in edits[:at])) for at, edit in enumerate(edits)
                )
                name = f"{path.parent.name}/{path.stem} {number} {each['name']}"
                source = f"examples/{each['base']}" if "base" in each else base
                yield Case(name, (*steps, *_on_its_day(commands, each)), {HERE: source})


def _on_its_day(commands: tuple[Step, ...], case: Mapping[str, Any]) -> tuple[Step, ...]:
    day = case.get("date") or case.get("today")
    days = (EARLY[1], LATE[1])
    return tuple(tuple(str(day) if day and word in days else word for word in step) for step in commands)


def _prepared(edit: Mapping[str, Any], sealed: bool) -> Step:
    """An edit as a step; where the dossier is `sealed` by one before it, another seal is a correction."""
    path = f"{HERE}/{edit.get('file', '.')}"
    if "move" in edit:
        return ("$move", path, f"{HERE}/{edit['move']}")
    if "write" in edit:
        return ("$write", path, edit["write"])
    if "delete" in edit:
        return ("$delete", path)
    if "append" in edit:
        return ("$append", path, edit["append"])
    if "seal" in edit:
        day = (edit["seal"] or {}).get("date", "2014-04-18")
        return ("seal", HERE, "--by", "甲某", "--date", day, *(("--reason", "更正数据") if sealed else ()))
    return ("$replace", path, edit["find"], edit["replace"], edit.get("times", "1"))


def _yaml(path: Path) -> Any:
    """A file of cases, every scalar as text."""
    return YAML(typ="base").load(path.read_text(encoding="utf-8"))


def _broken(inputs: Path) -> Iterator[Case]:
    """Mutants of two good dossiers; a share of them is shown to more commands."""
    roots = (inputs / "tests" / "cases" / "base", inputs / "examples" / "qingshiling")
    for seed in range(MUTANTS):
        made = mutants.mutant(seed, roots)
        steps: list[Step] = [("validate", HERE, "--format", "json", "-o", "a.json")]  # text on the screen
        if seed % 4 == 0:
            steps += [("eligibility", HERE, *EARLY), ("thresholds", HERE, *EARLY)]
        if seed % 4 == 1:
            steps += [("indicators", HERE), ("status", HERE, *EARLY)]
        if seed % 10 == 2:
            steps += [("validate", HERE, "--fix"), ("fmt", HERE)]
        source = made.root.relative_to(inputs).as_posix()
        yield Case(f"mutant {seed:03} {made.path}", tuple(steps), {HERE: source}, {f"{HERE}/{made.path}": made.content})
