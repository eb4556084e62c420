"""Everyday slips: each is planted into a clean dossier, and what the program advises is followed to the letter.

The slips are data (cases/slips.yaml). Three things are asked of each: it is reported once, where it stands; its advice,
applied word for word, gives the clean file or leaves the place as it is and goes on asking; `validate --fix` repairs
what is sure and nothing else. A slip's `today` names those of the three that do not hold yet.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, HERE
from ruamel.yaml import YAML

from brandcluster.cli.start import start
from brandcluster.output.explain.topics import CODES
from brandcluster.rules.checks.all_checks import all_rules

SLIPS: list[dict[str, Any]] = YAML(typ="safe").load((HERE / "cases" / "slips.yaml").read_text(encoding="utf-8"))
KEYS = {"name", "kind", "base", "file", "code", "clean", "fixable", "never", "today", "others", "at", "also", "holds"}
RECIPES = {"find", "encoding", "line_ends", "delete", "rename", "write", "append"}
QUESTIONS = ("report", "advice", "fix")
#: The suite asks each question of one slip in so many.
EVERY = 6
ROUNDS = 8

Tree = dict[str, bytes]
Found = dict[str, Any]


# ---- planting ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The clean dossiers by name; `init` is what the command of that name writes."""
    fresh = tmp_path_factory.mktemp("init") / "fresh"
    assert start(["init", str(fresh)]) == 0
    named = {name: EXAMPLES / name for name in ("qingshiling", "lanting")}
    return {**named, "case": BASE, "zone": BASE.parent / "zone", "init": fresh}


def plant(root: Path, slip: dict[str, Any]) -> None:
    """Make the slip in a copy of the clean dossier; what changes nothing is a mistake in the data."""
    before = tree(root)
    for edit in (slip, *slip.get("also", ())):
        path = root / edit.get("file", slip["file"])
        if "find" in edit:
            text = path.read_text(encoding="utf-8")
            assert edit["find"] in text, edit["find"]
            path.write_bytes(text.replace(edit["find"], edit["replace"], 1).encode())
        if "append" in edit:
            path.write_bytes(path.read_bytes() + edit["append"].encode())
        if "write" in edit:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(edit["write"].encode())
        if "encoding" in edit:
            path.write_bytes(path.read_bytes().decode("utf-8").encode(edit["encoding"]))
        if "line_ends" in edit:
            for each in sorted(root.glob(edit["line_ends"])):
                each.write_bytes(each.read_bytes().replace(b"\n", b"\r\n"))
        if "rename" in edit:
            path.rename(root / edit["rename"])
        if edit.get("delete"):
            path.unlink()
    assert tree(root) != before, slip["name"]


def tree(root: Path) -> Tree:
    """Every file of a dossier with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def first_difference(clean: bytes, planted: bytes) -> int:
    """The first line of the planted text that is not the clean one's, from 1."""
    ours, theirs = planted.decode("utf-8", "replace").split("\n"), clean.decode("utf-8", "replace").split("\n")
    pairs = zip(ours, [*theirs, *([""] * len(ours))], strict=False)
    return next((number for number, (mine, other) in enumerate(pairs, 1) if mine != other), len(ours))


# ---- running -----------------------------------------------------------------------------------------------------


#: What the first run said of a slip, for the questions that follow.
_first: dict[tuple[str, str], list[Found]] = {}


def first_run(root: Path, slip: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> list[Found]:
    """What `validate` says of the planted slip; asked of the program once."""
    key = slip["kind"], slip["name"]
    if key not in _first:
        _first[key] = validate(root, capfd)
    return _first[key]


def validate(root: Path, capfd: pytest.CaptureFixture[str], *options: str) -> list[Found]:
    """The diagnostics of `validate --format json`."""
    capfd.readouterr()
    assert start(["validate", str(root), "--format", "json", *options]) in (0, 1)
    found: list[Found] = json.loads(capfd.readouterr().out)["dossiers"][0]["diagnostics"]
    return found


def said(found: Found) -> tuple[str, str, str]:
    return found["code"], found["path"], found["message"]


_of_clean: dict[str, Counter[tuple[str, str, str]]] = {}


def new_ones(base: str, bases: dict[str, Path], found: list[Found], capfd: pytest.CaptureFixture[str]) -> list[Found]:
    """What the clean dossier does not have: a fresh one asks for all it wants."""
    if base not in _of_clean:
        _of_clean[base] = Counter(map(said, validate(bases[base], capfd)))
    left = Counter(_of_clean[base])
    fresh = []
    for each in found:
        if left[said(each)]:
            left[said(each)] -= 1
        else:
            fresh.append(each)
    return fresh


# ---- following advice --------------------------------------------------------------------------------------------

#: A value that the advice offers to copy, by the words before it.
_QUOTED = re.compile(r"(?:写成|改为|改成|就写|只写)“([^”]+)”")
_BARE = re.compile(r"(?:写成|改为|改成|就写|只写数字) ?([0-9][0-9A-Za-z.,/-]*)")
_CONVERTED = re.compile(r"(?:亿元|亿|元|万) ?是 ?([0-9][0-9.]*) ?万元")
_LINE = re.compile(r"写成：([^…]+)$")
_REFERENCE = re.compile(r"\{\{ (?!名称 )[^}]+ \}\}")
#: What is said for a case that the slip is not: the clerk knows better.
_ELSE = re.compile(r"没有就写[^；。]*|就把“[^”]*”改为“[^”]*”")
_CONDITION = re.compile(r"没有错|如果")
_NUMBER = re.compile(r"[0-9][0-9.,]*")


def values_offered(help_: str, holds: bool = True) -> tuple[str, ...]:
    """Every value that the advice gives to copy, in its order; a converted amount stands for the one as written.

    `holds` says whether the condition that the advice names (“明细没有错”) is met.
    """
    said_ = _ELSE.sub("", help_)
    if not holds and _CONDITION.search(said_):
        return ()
    converted = _CONVERTED.findall(said_)
    bare = [value.rstrip(".,-") for value in _BARE.findall(said_)]
    found = [*_QUOTED.findall(said_), *(converted or bare), *_LINE.findall(said_.strip()), *_REFERENCE.findall(said_)]
    return tuple(dict.fromkeys(found))


def offers(found: Found, slip: dict[str, Any]) -> Iterator[str]:
    """All that a diagnostic gives to copy, in words and as a fix."""
    yield from values_offered(found["help"] or "", slip.get("holds", True))
    for edit in (found["fix"] or {}).get("edits", ()):
        yield edit["text"]


def follow(root: Path, found: Found, slip: dict[str, Any]) -> bool:
    """Do what one diagnostic says at the place it names; False when it gives nothing to copy or to do."""
    path = root / found["path"]
    if not path.is_file():
        return False
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    if found["fix"]:
        for edit in reversed(found["fix"]["edits"]):
            replace(lines, edit, edit["text"])
    elif not _by_words(lines, found, slip):
        return False
    path.write_bytes("\n".join(lines).encode())
    return True


def _by_words(lines: list[str], found: Found, slip: dict[str, Any]) -> bool:
    at, column, help_ = found["line"] - 1, found["column"] - 1, found["help"] or ""
    if at >= len(lines):
        return False
    line, values = lines[at], values_offered(help_, slip.get("holds", True))
    if "行首加 #" in help_:
        lines[at] = "#" + line
    elif found["code"] in ("Y003", "Y004") and help_.startswith("删掉"):
        lines[at] = line[:column] + line[column + 1 :]
    elif found["code"] == "M001" and help_.startswith("删掉它"):
        del lines[at]
    elif help_.startswith("去掉上一行的值"):
        lines[at - 1] = lines[at - 1].partition(": ")[0] + ":"
    elif "半角冒号加空格" in help_:
        lines[at] = re.sub("： *", ": ", line, count=1).rstrip()
    elif "前面加“- ”" in help_:
        lines[at] = line[: max(column - 2, 0)] + "- " + line[column:]
    elif values and values[0] in _LINE.findall(help_.strip()):
        key = values[0].split(":")[0]
        lines[at] = (line[: line.index(key)] if key in line else line[:column]) + values[0]
    elif values:
        _put(lines, found, values[0])
    else:
        return False
    return True


def _put(lines: list[str], found: Found, value: str) -> None:
    """A value takes the place of the words that the message quotes, of the number, or of all that is pointed at."""
    start_, end = found["column"] - 1, (found["end_column"] or found["column"]) - 1
    pointed = lines[found["line"] - 1][start_:end]
    quoted = [word for word in re.findall(r"“([^”]+)”", found["message"]) if word in pointed]
    if _REFERENCE.fullmatch(value):
        text = _NUMBER.sub(lambda _: value, pointed, count=1)
    else:
        text = pointed.replace(quoted[0], value) if quoted else value
    replace(lines, found, text)


def replace(lines: list[str], place: dict[str, Any], text: str) -> None:
    """Put text where a place of the JSON says; what has no width is the rest of its line's value."""
    first, last = place["line"] - 1, (place["end_line"] or place["line"]) - 1
    start_, end = place["column"] - 1, (place["end_column"] or place["column"]) - 1
    head, tail = lines[first][:start_], lines[last][end:]
    lines[first : last + 1] = (head + text + tail).split("\n")


# ---- the three questions -----------------------------------------------------------------------------------------


def asked(question: str) -> list[Any]:
    """The slips as parameters; those that today fails are expected to fail, and must be told when they no longer do.

    The suite asks one question of each in turn, the long group all of all.
    """
    asked_of = []
    for number, slip in enumerate(SLIPS):
        marks = [pytest.mark.xfail(reason="today fails", strict=True)] if question in slip.get("today", ()) else []
        if number % EVERY != EVERY * QUESTIONS.index(question) // len(QUESTIONS):
            marks.append(pytest.mark.long)
        asked_of.append(pytest.param(slip, id=f"{slip['kind']}-{slip['name']}", marks=marks))
    return asked_of


@pytest.mark.parametrize("slip", asked("report"))
@pytest.mark.part(6)
def test_it_is_reported_once_where_it_stands(
    slip: dict[str, Any], bases: dict[str, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(bases[slip["base"]], tmp_path / "dossier")
    clean = tree(root)
    plant(root, slip)
    found = new_ones(slip["base"], bases, first_run(root, slip, capfd), capfd)
    meant = [each for each in found if slip["code"] in ("any", each["code"])]
    assert meant, [said(each) for each in found]
    allowed, at = slip.get("others", ()), slip.get("at", {})
    others = [said(each) for each in found if each not in meant and allowed != "any" and each["code"] not in allowed]
    assert not others and len(meant) == at.get("count", 1), [said(each) for each in found]
    assert meant[0]["path"] == at.get("file", slip["file"]) or at.get("file") == "any"
    if "find" in slip:
        line = at.get("line") or first_difference(clean[slip["file"]], (root / slip["file"]).read_bytes())
        assert line == "any" or meant[0]["line"] == line, (line, meant[0])


@pytest.mark.parametrize("slip", asked("advice"))
@pytest.mark.part(6)
def test_its_advice_holds(
    slip: dict[str, Any], bases: dict[str, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(bases[slip["base"]], tmp_path / "dossier")
    clean = tree(root)
    plant(root, slip)
    planted, left = tree(root), []
    for number in range(ROUNDS):
        found = validate(root, capfd) if number else first_run(root, slip, capfd)
        left = new_ones(slip["base"], bases, found, capfd)
        for each in left:
            for value in offers(each, slip):
                assert not any(never in (value, value.strip()) for never in slip["never"]), (value, each["help"])
                assert not any(never in value for never in slip["never"] if not never[:1].isdigit()), (value, each)
        if not any(follow(root, each, slip) for each in left):
            break
    outcome = tree(root)
    good = [wanted(slip, clean, planted)]
    if left:  # it still asks
        good += [planted, emptied(slip, clean, planted)]
        good += [outcome] if is_between(outcome, planted, clean) else []
    assert outcome in good, difference(good[0], outcome) + [said(each) for each in left]


@pytest.mark.parametrize("slip", asked("fix"))
@pytest.mark.part(6)
def test_sure_slips_are_fixed_and_others_left(
    slip: dict[str, Any], bases: dict[str, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(bases[slip["base"]], tmp_path / "dossier")
    clean = tree(root)
    plant(root, slip)
    planted = tree(root)
    if not slip["fixable"] and not any(each["fix"] for each in first_run(root, slip, capfd)):
        return  # docs/formats.md: `fix` is what `--fix` would write
    validate(root, capfd, "--fix")
    outcome, right = tree(root), wanted(slip, clean, planted)
    good = [right] if slip["fixable"] else [planted, right]
    assert outcome in good, difference(good[0], outcome)


def is_between(outcome: Tree, planted: Tree, clean: Tree) -> bool:
    """Of several slips some are mended: every line is the planted one or the clean one."""
    if not outcome.keys() == planted.keys() == clean.keys():
        return False
    for name, text in outcome.items():
        rows = [each[name].split(b"\n") for each in (outcome, planted, clean)]
        if text not in (planted[name], clean[name]) and len({len(row) for row in rows}) > 1:
            return False
        if any(mine not in (theirs, ours) for mine, theirs, ours in zip(*rows, strict=False)):
            return False
    return True


def wanted(slip: dict[str, Any], clean: Tree, planted: Tree) -> Tree:
    """The dossier as it must be in the end: the clean one, or with the line that the data names."""
    if slip["clean"] in ("original", "empty"):
        return clean
    file, text = slip["file"], planted[slip["file"]]
    lines, line = text.decode("utf-8", "replace").split("\n"), slip.get("at", {}).get("line")
    number = line if isinstance(line, int) else first_difference(clean.get(file, b""), text)
    lines[number - 1] = slip["clean"]
    return {**planted, file: "\n".join(lines).encode()}


def emptied(slip: dict[str, Any], clean: Tree, planted: Tree) -> Tree:
    """The clean dossier with the answer at the slip's line taken away."""
    file = slip["file"]
    if file not in clean or "find" not in slip:
        return planted
    lines = clean[file].decode().split("\n")
    number = min(first_difference(clean[file], planted.get(file, b"")), len(lines)) - 1
    lines[number] = re.sub(r": .*$", ":", lines[number])
    return {**clean, file: "\n".join(lines).encode()}


def difference(one: Tree, other: Tree) -> list[Any]:
    """What differs between two dossiers, for the message of a test."""
    shown: list[Any] = []
    for name in sorted({*one, *other}):
        ours, theirs = one.get(name, b"").split(b"\n"), other.get(name, b"").split(b"\n")
        if ours != theirs:
            pairs = zip(ours, theirs, strict=False)
            shown.append(
                (
                    name,
                    next(
                        (
                            (a[:200].decode("utf-8", "replace"), b[:200].decode("utf-8", "replace"))
                            for a, b in pairs
                            if a != b
                        ),
                        "length",
                    ),
                )
            )
    return shown


def test_the_data_is_whole() -> None:
    names = [(slip["kind"], slip["name"]) for slip in SLIPS]
    assert len(set(names)) == len(names) >= 90
    for slip in SLIPS:
        assert {"name", "kind", "base", "file", "code", "clean", "fixable", "never"} <= slip.keys(), slip
        assert slip.keys() <= KEYS | RECIPES | {"replace"} and RECIPES & slip.keys(), slip
        assert set(slip.get("today", ())) <= set(QUESTIONS), slip


#: What takes too much to be a case here (sizes, counts, years of records), or no rights; the advice names nothing to copy.
LIMITS = {"D002", "D003", "D006", "M013", "Q105", "V271", "Y001", "Y014", "Y015", "Y020"}
#: Codes of slips that are planted under `code: any`, because who wrote them did not know the code.
ANY_CODE = {"L106", "X121", "X122", "X123", "Y016", "Y017"}
#: What is said of a package that came by mail, to who reads it: nobody mends it in place.
OF_PACKAGES = {"D010", "D011", "D012", "D013", "D014"}
#: A mark that `init --from` writes and a person takes away: no slip of anybody's.
MARKS = {"M014"}
#: What two people's sound changes come to; its advice is followed in tests/rules/facts/test_stale_totals.py.
OF_MERGES = {"B105"}
#: A fault of the program in a folder that is kept open: nobody's slip.
FAULTS = {"D009"}


def test_every_code_of_a_dossier_has_a_slip() -> None:
    """Forms and Word files from outside (F, W) have no advice on a dossier's files."""
    known = ({each.code for each in all_rules()} | {each.code for each in CODES}) - (
        LIMITS | ANY_CODE | OF_PACKAGES | MARKS | OF_MERGES | FAULTS
    )
    assert sorted(code for code in known - {slip["code"] for slip in SLIPS} if code[0] not in "FW") == []
    assert sum(slip["code"] == "any" for slip in SLIPS) >= len(ANY_CODE)
