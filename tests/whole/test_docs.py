"""The generated pages: one for every code and every command, fresh, and a missing one is seen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cases import ROOT

from brandcluster.output.explain.topics import CODES as FILE_CODES
from brandcluster.output.explain.topics import find_topics
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.checks.ignoring import OLD_CODES
from brandcluster.rules.rule import Rule

DOCS = ROOT / "docs"
import build_docs  # noqa: E402  # found by the path above
import doc_pages  # noqa: E402  # found by the path above

PAGES = doc_pages.pages()
FRESH = build_docs.documents() | PAGES
CODES = [*(rule.code for rule in all_rules()), *(each.code for each in FILE_CODES)]


def test_no_page_is_missing_or_stale() -> None:
    assert build_docs.stale(DOCS, FRESH) == [], "python scripts/build_docs.py"


def test_a_missing_a_stale_and_a_left_over_page_are_seen(tmp_path: Path) -> None:
    for name, text in FRESH.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    assert build_docs.stale(tmp_path, FRESH) == []
    (tmp_path / "rules" / "P101.md").unlink()
    with (tmp_path / "commands" / "validate.md").open("a", encoding="utf-8") as page:
        page.write("改动\n")
    shutil.copy(tmp_path / "rules" / "P102.md", tmp_path / "rules" / "Z999.md")
    assert build_docs.stale(tmp_path, FRESH) == ["commands/validate.md", "rules/P101.md", "rules/Z999.md"]


def test_every_code_has_a_page_and_an_explanation() -> None:
    assert len(set(CODES)) == len(CODES)
    for code in CODES:
        assert f"# {code} " in PAGES[f"rules/{code}.md"]
        assert f"[{code}]({code}.md)" in PAGES["rules/README.md"]
        assert find_topics("miit-2014-102", code), code


def test_every_code_in_the_sources_is_documented() -> None:
    used: dict[str, str] = {}
    for path in (ROOT / "src" / "brandcluster").rglob("*.py"):
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8")):
            used.setdefault(code, path.name)
    assert {code: name for code, name in used.items() if code not in (*CODES, *OLD_CODES)} == {}


def test_an_old_code_leads_to_the_rule_and_is_given_to_nothing_else() -> None:
    for old, code in OLD_CODES.items():
        assert [topic.id for topic in find_topics("miit-2014-102", old)] == [code]
        assert old not in CODES


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_page_holds_what_a_reader_needs(rule: Rule) -> None:
    text = PAGES[f"rules/{rule.code}.md"]
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [title for title in ("为什么", "通过的例子", "不通过的例子", "怎样忽略") if title not in titles] == []
    assert ("依据" in titles) == (rule.clause is not None)
    assert rule.good.splitlines()[0] in text and rule.bad.splitlines()[0] in text


@pytest.mark.parametrize("command", doc_pages.commands(), ids=lambda command: command.name)
def test_a_command_page_holds_every_option(command: doc_pages.Described) -> None:
    text = PAGES[f"commands/{command.file}.md"]
    assert f"({command.file}.md)" in PAGES["commands/README.md"]
    assert str(command.command.epilog) in text and command.command.help in text.replace("\\", "")
    if not hasattr(command.command, "commands"):
        assert [o for p in command.command.params for o in p.opts if o.startswith("-") and o not in text] == []
        assert "退出码" in text


def test_links_between_pages_lead_somewhere() -> None:
    for name, text in PAGES.items():
        for target in re.findall(r"\]\(([^)]+\.md)\)", text):
            assert (Path(name).parent / target).as_posix() in PAGES, (name, target)
