"""No threshold stands in code, every code is documented, and the generated documents are fresh."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import doc_pages
from cases import ROOT

from brandcluster.dossier.model import reading
from brandcluster.formats import folder
from brandcluster.formats.word import guard
from brandcluster.formats.yaml import decoding, document, parser
from brandcluster.output.explain import coverage
from brandcluster.output.explain.topics import CODES, all_topics, find_topics
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

RULES_FOLDER = ROOT / "src" / "brandcluster" / "rules"
#: 0, 1, 100 (percent), 12 (months of a year), 10 (the base of decimals), 2 as "the middle of a pair".
FREE = {0, 1, -1, 2, 10, 100, 12}
#: Modules whose numbers are in examples and in what is shown of a return.
TEXTS = ("checks/returns/returns_behind.py",)
#: Numbers that say how a text is read or shown, not what is allowed: module, name of the constant.
SETTINGS = {
    ("names", "ALIKE"),
    ("names", "HEAD"),
    ("names", "TAIL"),
    ("names", "LONGEST"),
    ("document_files", "MAX_EVIDENCE"),
    ("rule", "MAX_FINDINGS"),
    ("statements", "MOST_KNOWN"),
    ("statements", "BEFORE"),
    ("statements", "BEHIND"),
    ("answer_places", "MOST_SENTENCES"),
    ("opinions", "WEIGHT"),
    ("scores", "_ALL"),
    ("scores", "_MOST_DECIMALS"),
}
#: Calls whose numbers are lengths of text or decimals on the way to a reader.
SHOWING = {"get_close_matches", "printed", "decimal_string", "apart"}


def numbers(source: str, module: str) -> list[tuple[int, object]]:
    """The numbers in a rule module that look like parameters, with their lines."""
    tree = ast.parse(source)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(name, ast.Name) and (module, name.id) in SETTINGS
            for target in node.targets
            for name in ast.walk(target)
        ):
            skipped |= {id(child) for child in ast.walk(node)}
        if isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node).split(":")[0].split(" =")[0].isupper():
            name = ast.unparse(node).split(":")[0].split(" =")[0]
            if name.endswith(("_DECIMALS", "_LENGTH")):
                skipped |= {id(child) for child in ast.walk(node)}
        if isinstance(node, ast.Slice):
            skipped |= {id(child) for child in ast.walk(node)}
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SHOWING:
            skipped |= {id(child) for child in ast.walk(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in FREE
        and id(node) not in skipped
    ]


def test_no_parameter_stands_in_a_rule() -> None:
    found = {
        path.name: numbers(path.read_text(encoding="utf-8"), path.stem)
        for path in sorted(RULES_FOLDER.rglob("*.py"))
        if path.relative_to(RULES_FOLDER).as_posix() not in TEXTS
    }
    assert {name: values for name, values in found.items() if values} == {}


def test_a_planted_parameter_is_found() -> None:
    source = (RULES_FOLDER / "checks" / "application" / "plan.py").read_text(encoding="utf-8")
    planted = source.replace("if length < 1:", "if length < 6 or length > 36:")
    assert [value for _, value in numbers(planted, "plan")] == [6, 36]
    assert [value for _, value in numbers("LIMIT = 90\n", "plan")] == [90]


def codes_in(source: str) -> tuple[set[str], set[str]]:
    """The codes of files that a module speaks of, and those that its table documents."""
    tree = ast.parse(source)
    tables = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["CODES"]
    ]
    inside = {id(child) for table in tables for child in ast.walk(table)}
    named: tuple[set[str], set[str]] = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and re.fullmatch(r"[YDMIWF]0\d\d", str(node.value)):
            named[id(node) in inside].add(str(node.value))
    return named


def test_every_code_of_a_file_is_documented_where_it_is_raised_and_collected() -> None:
    raised: dict[str, set[str]] = {}
    documented: dict[str, str] = {}
    for path in sorted((ROOT / "src" / "brandcluster").rglob("*.py")):
        name = path.relative_to(ROOT / "src" / "brandcluster").as_posix()
        spoken, table = codes_in(path.read_text(encoding="utf-8"))
        assert not table & documented.keys(), name
        documented |= dict.fromkeys(table, name)
        for code in spoken:
            raised.setdefault(code, set()).add(name)
    assert raised.keys() == documented.keys() == {each.code for each in CODES}
    assert len(CODES) == len(documented)
    far = {code: name for code, name in documented.items() if name not in raised[code]}
    assert set(far.values()) == {"papers/form_codes.py", "papers/package_codes.py"}
    assert {name.partition("/")[0] for code in far for name in raised[code]} == {"papers"}


def test_a_limit_in_a_text_is_the_limit() -> None:
    texts = {each.code: each.bad for each in CODES}
    assert f"{decoding.MAX_BYTES:,} 字节" in texts["Y001"] and decoding.MAX_BYTES == folder.MAX_BYTES
    assert f"{parser.MAX_DEPTH} 层" in texts["Y010"] and f"{parser.MAX_NODES:,} 个" in texts["Y014"]
    assert f"{document.MAX_TEXT:,} 字" in texts["Y015"] and f"{reading.MAX_ENTRIES} 项" in texts["M013"]
    assert f"{guard.MAX_FILE // 1_000_000} MB" in texts["W002"]


def test_every_letter_means_one_thing_and_the_documentation_lists_it() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## Codes\n")[2].partition("\n## ")[0]
    listed = re.findall(r"`([A-Z])` ", section)
    used = {code[0] for code in (*(each.code for each in all_rules()), *(each.code for each in CODES))}
    assert (sorted(listed), len(listed)) == (sorted(used), len(used))
    assert [letter for letter, _ in doc_pages.GROUPS] == listed


def test_every_rule_and_deciding_clause_has_an_explanation() -> None:
    edition = "miit-2014-102"
    known = {topic.id for topic in all_topics(edition)}
    assert {rule.code for rule in all_rules()} <= known
    for condition in (*CONDITIONS_OF_REGION, *CONDITIONS):
        if condition.clause != "zone-own-targets":
            (topic,) = find_topics(edition, condition.clause)
            titles = {title for title, _ in topic.parts}
            assert {"原文", "怎样判定", "通过的例子", "不通过的例子"} <= titles
    assert len(find_topics(edition, "三(七)1(7)")) == 5
    assert find_topics(edition, "有效运行")


def test_the_table_of_clauses_is_fresh(tmp_path: Path) -> None:
    import build_docs

    for name, text in build_docs.documents().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, name
        assert text != text.replace("zone-7a", "zone-7x", 1) or name != "notice.md"


def test_clauses_are_served_or_planned() -> None:
    served = coverage.served_by("miit-2014-102")
    assert len(served) == 91
    assert served["zone-7a"] and served["form-cover"] and served["rec-association"]
    assert [clause for clause, by in served.items() if not by] == []
