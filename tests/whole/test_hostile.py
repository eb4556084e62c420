"""Hostile and broken dossiers: each attack is a process of its own that must end soon, small, and with an answer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cases import BASE
from forked import Forks

from brandcluster.dossier.files import FILES as DOSSIER_FILES
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model import reading
from brandcluster.formats import folder
from brandcluster.formats.yaml.decoding import MAX_BYTES
from brandcluster.formats.yaml.document import MAX_TEXT
from brandcluster.rules.checks.all_checks import find_problems

if not hasattr(os, "mkfifo"):  # Windows: what is missing there is named in tables of this module
    pytest.skip("links, pipes and limits of POSIX", allow_module_level=True)

SECONDS, MEGABYTES = 20, 200
MANY = 10_000
#: What one text and one list may nearly, and just, hold: the limits must not be what alone stops an attack.
LONG = MAX_TEXT - 1_000
ENTRIES = reading.MAX_ENTRIES
#: Nearly as much as a file may hold.
FULL = MAX_BYTES - 2_000
#: Too many bytes, nodes, characters, entries: an answer to any attack by size.
TOO_LARGE = {"Y001", "Y014", "Y015", "M013"}
#: Nothing of a file or a name may steer a terminal, a log, or the order in which a line is read.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

HEADER, REGION, TOP, CONDITIONS, PLAN = (kind.path for kind in DOSSIER_FILES[:5] if kind.required)
YEAR = "statistics/2013.yaml"
PROSE_KEY = "区域内产业构成说明"

Edit = Callable[[Path], object]


class Outcome(NamedTuple):
    """How a call of the program ended."""

    code: int
    output: str
    seconds: float
    megabytes: float


Call = Callable[..., Outcome]


@pytest.fixture
def call(forks: Forks) -> Call:
    """Run the program under limits, in a process of its own; an end by a signal is a negative code."""

    def run(*arguments: object, cwd: Path | None = None) -> Outcome:
        code, out, errors, seconds, megabytes = forks(arguments, cwd, SECONDS)
        return Outcome(code, out + errors, seconds, megabytes)

    return run


def started(environment: dict[str, str], *arguments: object, cwd: Path | None = None) -> Outcome:
    """Run the program anew, as its surroundings have it."""
    begun = time.monotonic()
    process = subprocess.run(
        [sys.executable, "-m", "brandcluster", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=SECONDS + 5,
        check=False,
    )
    output = (process.stdout + process.stderr).decode("utf-8")
    return Outcome(process.returncode, output, time.monotonic() - begun, 0)


def assert_survived(outcome: Outcome, codes: tuple[int, ...] = (1, 2)) -> None:
    start = outcome.output[:600]
    assert outcome.code in codes, (outcome.code, f"{outcome.seconds:.1f} s", start)
    assert outcome.seconds <= SECONDS, outcome.seconds
    assert outcome.megabytes <= MEGABYTES, outcome.megabytes
    assert "Traceback" not in outcome.output
    assert STEERS.search(outcome.output) is None, repr(STEERS.search(outcome.output))


def put(path: str, content: str | bytes) -> Edit:
    return lambda root: (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())


def swap(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def prose(text: str) -> Edit:
    return put(REGION, f"{PROSE_KEY}: |\n  {text}\n")


def all_of(*edits: Edit) -> Edit:
    return lambda root: [edit(root) for edit in edits]


def instead_of(path: str, make: Callable[[Path], object]) -> Edit:
    def edit(root: Path) -> None:
        target = root / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()
        make(target)

    return edit


def files(folder_name: str, *names: str) -> Edit:
    def edit(root: Path) -> None:
        for name in names:
            (root / folder_name / name).touch()

    return edit


def many_files(folder_name: str, name: str) -> Edit:
    return files(folder_name, *(name.format(n) for n in range(MANY)))


def ring_of_links(path: Path) -> None:
    other = path.with_suffix(".other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def truncated(path: str, keep: float) -> Edit:
    return lambda root: (root / path).write_bytes(
        (root / path).read_bytes()[: int(keep * (root / path).stat().st_size)]
    )


def entries(key: str, entry: str, count: int = MANY) -> str:
    return f"{key}:\n" + "".join(f"  - {entry.format(n)}\n" for n in range(count))


EVIL = "\\e[31m\\u202e[bold]<b>|::error::\\r\\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)

#: name → (edit of a good dossier, codes that must be among the diagnostics)
FILES: dict[str, tuple[Edit, set[str]]] = {
    "random bytes": (put(PLAN, bytes((n * n * 31 + n) % 251 for n in range(50_000))), {"Y002"}),
    "cut in the middle": (all_of(truncated(PLAN, 0.5), truncated(HEADER, 0.3), truncated(YEAR, 0.01)), set()),
    "empty file": (put(PLAN, b""), {"D004"}),
    "no file": (lambda root: (root / PLAN).unlink(), {"D001"}),
    "no folders": (
        all_of(lambda root: shutil.rmtree(root / "application"), lambda root: shutil.rmtree(root / "statistics")),
        {"D001"},
    ),
    "a folder for a file": (instead_of(PLAN, Path.mkdir), {"D002"}),
    "a file for a folder": (
        all_of(instead_of("application", Path.touch), instead_of("statistics", Path.touch)),
        {"D001"},
    ),
    "a link to itself": (instead_of(PLAN, lambda path: path.symlink_to(path.name)), {"D003"}),
    "a ring of links": (instead_of(PLAN, ring_of_links), {"D003"}),
    "a folder linked to itself": (
        instead_of("application", lambda path: path.symlink_to("application", target_is_directory=True)),
        {"D003"},
    ),
    "a link out": (instead_of(PLAN, lambda path: path.symlink_to("/etc/passwd")), {"D002"}),
    "a folder linked out": (instead_of("statistics", lambda path: path.symlink_to("/etc")), {"D001"}),
    "a year linked out": (instead_of(YEAR, lambda path: path.symlink_to("/etc/passwd")), {"D002"}),
    "a pipe": (all_of(instead_of(PLAN, os.mkfifo), instead_of(YEAR, os.mkfifo)), {"D002"}),
    "evidence is a pipe": (instead_of("evidence/a.txt", os.mkfifo), {"E101"}),
    "evidence is a ring": (instead_of("evidence/a.txt", lambda path: path.symlink_to(path.name)), {"E101"}),
    "endless zeros": (instead_of(PLAN, lambda path: path.symlink_to("/dev/zero")), {"D002"}),
    "a sparse gigabyte": (lambda root: os.truncate(root / PLAN, 1 << 30), {"Y001"}),
    "five megabytes": (put(REGION, f"{PROSE_KEY}: " + "a" * 5_000_000), {"Y001"}),
    "one line as long as a file may be": (put(REGION, f"{PROSE_KEY}: " + "甲" * (FULL // 3)), {"M002"}),
    "an open quote as long as a file may be": (put(REGION, 'a: "' + "a" * FULL), {"Y025"}),
    "a quote and more, as long as a file may be": (put(REGION, 'a: "' + "a" * FULL + '" b'), {"Y028"}),
    "a wrong line after many": (put(REGION, "a: 1\n" * (FULL // 5) + "c: d: e\n"), set()),
    "many spaces before a value": (put(HEADER, "格式:" + " " * (FULL - 10) + "1\n"), {"M002"}),
    "a wrong line after many spaces": (put(REGION, "a" + " " * FULL + "b\nc: d: e\n"), {"Y030"}),
    "many years": (many_files("statistics", "x{:05d}.yaml"), {"D005"}),
    "many valid years": (many_files("statistics", "{:04d}.yaml"), {"D005"}),
    "much evidence": (
        all_of(
            many_files("evidence", "x{:05d}.txt"),
            swap(YEAR, "evidence/a.txt", "evidence/b.txt"),
            swap(HEADER, "甲某", "123"),
        ),
        {"E102", "M003"},
    ),
    "names that steer": (
        files(
            "statistics",
            "\x1b[2J.yaml",
            "a\n::error::b.yaml",
            "\u202egnp.yaml",
            "\x9b31m.yml",
            os.fsdecode(b"\xff.yaml"),
        ),
        {"D005"},
    ),
    "a name that steers beside a missing file": (
        instead_of(PLAN, lambda path: path.with_name("plan\x1b[2J.yml").touch()),
        {"D001"},
    ),
    "brackets": (put(PLAN, "[" * LONG), {"Y010"}),
    "braces": (put(PLAN, "{a: " * (LONG // 4)), {"Y010"}),
    "dashes": (put(PLAN, "- " * (LONG // 2)), {"Y010"}),
    "question marks": (put(PLAN, "? " * (LONG // 2)), {"Y010"}),
    "a lone question mark": (put(PLAN, "?"), set()),
    "a question mark at the end": (put(PLAN, "其他需要说明内容: 无\n?"), set()),
    "a lone colon": (put(PLAN, ":"), set()),
    "deep but allowed": (put(PLAN, "[" * 32 + "]" * 32), {"M009"}),
    "an alias bomb": (put(PLAN, BOMB), {"Y006"}),
    "an alias of itself": (put(PLAN, "资金: &a\n  总额（万元）: *a\n"), {"Y006"}),
    "many aliases": (put(TOP, "a: &a x\n企业: [" + "*a, " * 30_000 + "]\n"), {"Y006"}),
    "many anchors": (put(TOP, "".join(f"k{n}: &a{n} x\n" for n in range(MANY))), {"Y006"}),
    "nul early": (put(PLAN, b"a: b\0c\n" + b"x: y\n" * 100), {"Y002"}),
    "nul late": (put(PLAN, b"x: y\n" * 100 + b"a: b\0c\n"), {"Y003"}),
    "escapes": (put(HEADER, '省份: "a\\0b"\n地址: "\\ud800"\n信箱: "\\U00110000"\n职务: "\\x1b[31m"\n'), set()),
    "keys that steer": (put(HEADER, f'"{EVIL}": 1\n"\\0": 2\n"\\u2028\\x9b": 3\n'), {"M001"}),
    "values that steer": (
        all_of(
            swap(HEADER, "[经技区]", f'["{EVIL[6:]}", "\\u202e<script>"]'),
            swap(YEAR, "evidence/a.txt", '"../\\u202e\\u200b"'),
            swap(YEAR, "阀门", '"\\u2066阀\\u2069"'),
        ),
        {"M008", "M012"},
    ),
    "many digits": (swap(YEAR, "40000", "4" * FULL), {"Y012"}),
    "many decimals": (swap(YEAR, "40000", "4." + "4" * FULL), {"Y012"}),
    "a huge exponent": (swap(YEAR, "40000", "1e999999999"), {"Y012"}),
    "digits in quotes": (swap(YEAR, "40000", f"'{'4' * (LONG // 2)}x{'4' * (LONG // 2)}'"), {"M004"}),
    "a count of forty digits": (swap(YEAR, "60", "9" * 40), set()),
    "spaces in dates": (
        all_of(
            swap(HEADER, "2014-04-18", f'"2014年4月{" " * LONG}x"'),
            swap(HEADER, "2014-07", f'"2014年7月{" " * LONG}x"'),
            swap(HEADER, "2016-06", f'"2016年6月{" " * LONG}x"'),
        ),
        {"M006", "M007"},
    ),
    "spaces before a day": (swap(HEADER, "2014-04-18", f'"2014年4月18{" " * LONG}x"'), {"M006"}),
    "dates that are not": (swap(HEADER, "2014-04-18", "0000-00-00"), {"M006"}),
    "the first year": (all_of(swap(HEADER, "2014-04-18", "0001-01-01"), swap(HEADER, "2014-07", "0001-01")), set()),
    "the last year": (
        all_of(
            swap(HEADER, "2014-04-18", "9999-12-31"),
            swap(HEADER, "2016-06", "9999-12"),
            swap(PLAN, "2015-06", "9999-12"),
        ),
        set(),
    ),
    "line breaks in paths": (
        put(CONDITIONS, entries("政策措施", '{{文件: "' + "x" * LONG + '\\ny{0}"}}', 7)),
        {"M012"},
    ),
    "a long path": (swap(YEAR, "evidence/a.txt", "x/" * (LONG // 2) + "x"), {"M012"}),
    "a long applicant": (
        all_of(
            swap(HEADER, "云溪经济技术开发区管理委员会", "云溪" * (LONG // 2)),
            swap(HEADER, "甲某", "云溪云" * (LONG // 3)),
        ),
        set(),
    ),
    "long industries": (
        all_of(swap(HEADER, "名称: 阀门", "名称: " + "阀" * LONG), swap(YEAR, "名称: 阀门", "名称: " + "门" * LONG)),
        {"S105"},
    ),
    "a long key": (put(PLAN, "? " + "k" * FULL + "\n: 1\n"), {"M001"}),
    "many unknown keys": (put(REGION, "".join(f"未知键{n}: 1\n" for n in range(MANY))), {"M001"}),
    "one key many times": (put(REGION, "甲: 1\n" * MANY), {"Y005"}),
    "many empty entries": (put(TOP, entries("企业", "{{}}")), {"M002"}),
    "many entries of the wrong kind": (put(TOP, "企业: [" + "a, " * MANY + "]\n"), {"M009"}),
    "many enterprises": (put(TOP, entries("企业", "{{名称: 企业{0}, 产业: 产{0}}}")), set()),
    "many scalars": (put(TOP, "企业: [" + "a," * (FULL // 2) + "]\n"), set()),
    "many empty lines of a list": (put(TOP, "-\n" * (FULL // 2)), set()),
    "many odd numbers": (put(TOP, "- 007\n" * (FULL // 6)), set()),
    "many industries": (
        all_of(swap(HEADER, "  - 名称: 阀门", "".join(f"  - 名称: 阀门{n}\n" for n in range(MANY)))),
        {"S105"},
    ),
    "many industries, many enterprises": (
        all_of(
            swap(HEADER, "  - 名称: 阀门", "".join(f"  - 名称: 阀门{n}\n" for n in range(ENTRIES))),
            put(TOP, entries("企业", "{{名称: 企业{0}, 产业: 产{0}}}", ENTRIES)),
        ),
        {"U101"},
    ),
    "many groups": (put(YEAR, "年份: 2013\n" + entries("产业", "{{名称: 甲{0}, 工业总产值（万元）: 5}}")), set()),
    "many projects": (
        put(PLAN, entries("主要工作项目", "{{名称: 项目{0}, 开始时间: 2014-07, 完成时间: 2016-06}}")),
        set(),
    ),
    "many targets without project": (
        put(
            PLAN,
            entries("主要工作项目", "{{名称: 项目{0}, 开始时间: 2014-07, 完成时间: 2016-06}}", ENTRIES)
            + "工作阶段:\n  - 名称: 一\n    开始: 2014-07\n    结束: 2015-06\n    项目目标:\n"
            + "".join(f"      - {{项目: 目{n}}}\n" for n in range(ENTRIES)),
        ),
        {"G103"},
    ),
    "many projects, many phases": (
        put(
            PLAN,
            entries("主要工作项目", "{{名称: 项目{0}, 开始时间: 2014-07, 完成时间: 2016-06}}", ENTRIES)
            + entries("工作阶段", "{{名称: 第{0}, 开始: 2014-07, 结束: 2015-06}}", ENTRIES),
        ),
        {"M002"},
    ),
    "many sources of funds": (
        put(
            PLAN,
            "资金:\n  明细:\n"
            + "".join(f"    - {{来源: 甲{n}, 金额（万元）: 1}}\n" for n in range(ENTRIES))
            + "  分来源合计:\n"
            + "".join(f"    - {{来源: 乙{n}, 金额（万元）: 1}}\n" for n in range(ENTRIES)),
        ),
        {"B103"},
    ),
    "many documents": (put(CONDITIONS, entries("政策措施", "{{文件: evidence/x{0}}}")), {"E102"}),
    "a long choice": (swap(HEADER, "[经技区]", f"[{'经' * LONG}]"), {"M008"}),
    "many choices": (swap(HEADER, "[经技区]", "[" + "经技," * MANY + "]"), {"M008"}),
}

#: Texts that a careless pattern reads again and again.
TEXTS: dict[str, str] = {
    "open braces": "{" * LONG,
    "close braces": "}} " * (LONG // 3),
    "references to statistics": "{{ 统计.工业总产值（亿元） }}" * (LONG // 20),
    "references to nothing": "{{ 统计.工业总产直（亿元） }}" * (LONG // 20),
    "references to many nothings": "".join(f"{{{{ 统计.工业{n} }}}}" for n in range(LONG // 14)),
    "references to the header": "{{ 申报.省份 }}" * (LONG // 10),
    "wrong changes": "由1%提高到2%，提高9个百分点。" * (LONG // 18),
    "half a change": "由1%提高到" * (LONG // 7),
    "digits": "由" + "1" * (LONG // 2) + "%提高到" + "1" * (LONG // 2),
    "respectively": "甲、乙分别为1、2和3，" * (LONG // 14),
    "respectively alone": "分别为" * (LONG // 3),
    "commas of all kinds": "、和与及" * (LONG // 4) + "分别为1、2",
    "document numbers": "[2013]5号" * (LONG // 8),
    "brackets and spaces": "(" * (LONG // 3) + "\n  (" + " " * (LONG // 3) + "\n  (2013)" + " " * (LONG // 3) + "1",
    "figures": "工业总产值为1亿元。" * (LONG // 10),
    "figures and brackets": "工业总产值（" * (LONG // 12) + "\n  工业增加值率" + " " * (LONG // 2) + "x",
    "placeholders": "？" * (LONG // 3) + "X" * (LONG // 3) + "_" * (LONG // 3),
    "the applicant begun": "云溪" * (LONG // 2),
    "the applicant ended": "员会" * (LONG // 2),
    "almost the applicant": "、".join(f"云溪经济技术开发区管委{n}员会" for n in range(LONG // 20)),
}
ATTACKS = FILES | {f"text: {name}": (prose(text), set()) for name, text in TEXTS.items()}


def victim(scratch: Path, name: str, edit: Edit) -> Path:
    root = scratch / re.sub(r"\W+", "-", name)
    shutil.copytree(BASE, root)
    edit(root)
    return root


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.part(20)
def test_validate_survives(call: Call, name: str, tmp_path: Path) -> None:
    edit, codes = ATTACKS[name]
    outcome = call("validate", victim(tmp_path, name, edit), "--strict", "--all")
    assert_survived(outcome, (1,) if codes else (0, 1))  # some are only odd
    found = set(re.findall(r"(?:错误|警告) ([A-Z]\d{3})", outcome.output))
    assert codes <= found or found & TOO_LARGE, outcome.output[:600]


#: Small enough that one call takes them all.
LIGHT = [name for name in FILES if not re.match(r"many|much|.*(?:many|spaces|long|line break|gigabyte)", name)]


@pytest.mark.parametrize(
    ("command", "options", "codes"),
    [
        ("validate", ("--format", "json"), (0, 1)),
        ("validate", ("--format", "checklist"), (0, 1)),
        ("indicators", (), (0, 1)),
        ("indicators", ("--format", "json"), (0, 1)),
        ("render", ("--draft", "-o", "{out}"), (0, 1)),
    ],
)
@pytest.mark.part(5)
def test_every_command_survives_them_side_by_side(
    call: Call, command: str, options: tuple[str, ...], codes: tuple[int, ...], tmp_path: Path
) -> None:
    roots = [victim(tmp_path, name, FILES[name][0]) for name in LIGHT]
    arguments = [option.format(out=tmp_path / "out") for option in options]
    outcome = call(command, *roots, *arguments)
    if outcome.code not in codes:  # say which one it was
        broken = [
            (root.name, found.output[-400:])
            for root in roots
            if (found := call(command, root, *arguments)).code not in codes
        ]
        assert broken == []
    assert_survived(outcome, codes)
    if "json" in options:
        assert len(json.loads(outcome.output[: outcome.output.rindex("}") + 1])["dossiers"]) == len(roots)


def test_prose_survives_in_word(call: Call, tmp_path: Path) -> None:
    root = victim(tmp_path, "d", prose("\n  ".join(text[:2000] for text in TEXTS.values())))
    assert_survived(call("render", root, "--draft", "-o", tmp_path / "out"), (0, 1))


# ---- the machine around it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a b", "申报 材料", "a\nb", "\x1b[31m", "\u202egnp", "-x", "[bold]", "x" * 250, os.fsdecode(b"\xff\xfe")]
)
@pytest.mark.part(9)
def test_any_name_of_a_folder(call: Call, name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    shutil.copytree(BASE, root)
    named = f"./{name}" if name.startswith("-") else name
    assert_survived(call("validate", named, cwd=tmp_path), (0,))
    (root / PLAN).write_text("{", encoding="utf-8")
    assert_survived(call("validate", named, cwd=tmp_path), (1,))
    outcome = call("validate", named, "--format", "json", cwd=tmp_path)
    assert_survived(outcome, (1,))
    assert Path(json.loads(outcome.output)["dossiers"][0]["dir"]).name == name


@pytest.mark.parametrize("command", ["validate", "indicators", "render", "init", "schema"])
@pytest.mark.parametrize("target", ["x" * 300, "a/" * 3000, "/dev/null", "/dev/null/x", "/proc/1/mem"])
@pytest.mark.part(5)
def test_a_target_that_cannot_be(call: Call, command: str, target: str, tmp_path: Path) -> None:
    arguments = ("-o", target) if command == "schema" else (target,)
    assert_survived(call(command, *arguments, cwd=tmp_path), (2,))


@pytest.mark.parametrize("target", ["x" * 300, "/dev/null", "/dev/null/x"])
def test_an_output_that_cannot_be(call: Call, target: str, tmp_path: Path) -> None:
    assert_survived(call("render", BASE, "--draft", "-o", target, cwd=tmp_path), (2,))


@pytest.mark.long
def test_any_locale_and_code_page(tmp_path: Path) -> None:
    environment = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    root = victim(tmp_path, "材料", put(PLAN, "：：{"))
    plain = started({}, "validate", root)
    assert_survived(plain, (1,))
    assert started(environment, "validate", root).output == plain.output
    narrow = {**environment, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # not even the names can be read
    assert_survived(started(narrow, "validate", root), (1,))
    outcome = started(environment, "init", "新", cwd=tmp_path)
    assert_survived(outcome, (0,))
    assert (tmp_path / "新" / "检查.bat").exists()


@pytest.mark.parametrize("command", ["validate", "indicators", "schema"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-", "> /dev/full"])
@pytest.mark.part(5)
def test_streams_that_are_not_there(command: str, closed: str, tmp_path: Path) -> None:
    arguments = "" if command == "schema" else str(BASE)
    process = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m brandcluster {command} {arguments} {closed}"],
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert process.returncode in (0, 1, 2), process.stderr
    assert b"Traceback" not in process.stderr and b"Exception" not in process.stderr, process.stderr


@pytest.mark.long
def test_the_current_folder_has_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for command in ("validate", "indicators", "render", "init"):
        script = f"rmdir '{gone}'; '{sys.executable}' -m brandcluster {command}; code=$?; mkdir -p '{gone}'; exit $code"
        process = subprocess.run(["sh", "-c", script], cwd=gone, capture_output=True, timeout=SECONDS, check=False)
        assert process.returncode == 2, (command, process.stdout, process.stderr)
        assert b"Traceback" not in process.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="no mode stops root")
def test_modes_that_forbid(call: Call, tmp_path: Path) -> None:
    root = victim(
        tmp_path, "d", all_of(lambda root: (root / PLAN).chmod(0), lambda root: (root / "statistics").chmod(0))
    )
    assert_survived(call("validate", root), (1,))
    (root / "statistics").chmod(0o755)
    root.chmod(0)
    assert_survived(call("validate", root), (2,))
    assert_survived(call("validate", cwd=tmp_path), (2,))
    assert_survived(call("init", root / "new"), (2,))
    root.chmod(0o755)


@pytest.mark.parametrize("error", [PermissionError(13, "x"), OSError(5, "x"), FileNotFoundError(2, "x")])
@pytest.mark.parametrize("method", ["open", "resolve", "is_dir", "iterdir", "stat"])  # is_dir: refused only in a race
def test_a_file_system_that_refuses(
    method: str, error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a folder that goes away while it is read: any call may fail at any time."""
    root = victim(tmp_path, "d", lambda root: None)
    where = os if method == "open" else Path
    real: Any = getattr(where, method)

    def refuse(path: Path, *rest: Any, **more: Any) -> Any:
        if str(path).startswith(str(root)) and path != root:
            raise error
        return real(path, *rest, **more)

    monkeypatch.setattr(where, method, refuse)
    found = find_problems(load_dossier(root))
    assert method == "iterdir" or {d.code for d in found} & {"D001", "D003"}


@pytest.mark.parametrize("error", [PermissionError(13, "x"), FileNotFoundError(2, "x")])
def test_a_statistics_folder_that_refuses(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> object:
        raise error

    monkeypatch.setattr(os, "scandir", refuse)
    assert {d.code for d in find_problems(load_dossier(BASE))} & {"D001", "D003"}


@pytest.mark.parametrize("after", range(0, 60, 3))
def test_a_folder_that_vanishes(after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = victim(tmp_path, "d", lambda root: None)
    real, calls = folder.resolve_file, 0

    def vanishing(base: Path, relative: str) -> Path | folder.Refusal:
        nonlocal calls
        calls += 1
        if calls == after:
            shutil.rmtree(root)
        return real(base, relative)

    monkeypatch.setattr(folder, "resolve_file", vanishing)
    find_problems(load_dossier(root))


def test_init_in_a_hostile_folder(call: Call, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "d"
    root.mkdir()
    (root / "application").symlink_to(elsewhere, target_is_directory=True)
    (root / "statistics").touch()
    os.mkfifo(root / "dossier.yaml")
    (root / "judgements.yaml").symlink_to(elsewhere / "judgements.yaml")
    assert_survived(call("init", root), (1, 2))
    assert list(elsewhere.iterdir()) == []
    assert (root / "judgements.yaml").is_symlink()
    assert not list(root.rglob("*.tmp"))


def test_render_does_not_follow_a_dossiers_own_link_out(call: Call, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = victim(tmp_path, "d", lambda root: (root / "out").symlink_to(elsewhere, target_is_directory=True))
    assert_survived(call("render", root, "--draft"), (1, 2))
    assert list(elsewhere.iterdir()) == []


def test_render_where_its_files_are_something_else(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "申报书.docx").mkdir(parents=True)
    os.mkfifo(out / "推荐表.docx")
    assert_survived(call("render", BASE, "--draft", "-o", out), (1, 2))


# ---- cost ----------------------------------------------------------------------------------------------------


def seconds(folder: Path, count: int) -> float:
    """Processor time of one call over so many copies of a dossier, without start-up; the best of three."""
    from brandcluster.cli.start import start

    copies = [str(folder / f"{number}") for number in range(count)]
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        assert start(["validate", *copies]) == 0
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.long
def test_cost_grows_with_the_number_of_dossiers_only(tmp_path: Path) -> None:
    for number in range(60):
        shutil.copytree(BASE, tmp_path / f"{number}")
    seconds(tmp_path, 1)  # imports
    one, ten, sixty = (seconds(tmp_path, count) for count in (1, 10, 60))
    assert (sixty - ten) / 50 <= 1.5 * (ten - one) / 9, (one, ten, sixty)
