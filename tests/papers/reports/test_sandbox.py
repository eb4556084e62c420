"""Templates from strangers: known ways out of a template language are closed, and what runs stops by count."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import template_driver
from cases import EXAMPLES, HERE
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.base.resources import folder
from brandcluster.papers.content import Paragraph, Table
from brandcluster.papers.reports import marked, running, sandbox
from brandcluster.papers.reports.marked import NewPage, Piece, PlacedFigures, split_report
from brandcluster.papers.reports.marks import MARKS
from brandcluster.papers.reports.sandbox import TemplateProblem, run_template

DATA: dict[str, Any] = {
    "名": "兰汀县",
    "数": Decimal("12.50"),
    "家": 3,
    "有": True,
    "无": None,
    "组": [{"名": "甲", "值": 1}, {"名": "乙", "值": None}],
    "列": ["一", "二"],
    "长": list(range(1000)),
}


def problem(source: str) -> TemplateProblem:
    found = run_template(source, DATA)
    assert isinstance(found, TemplateProblem), found
    return found


ESCAPES = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 名['__class__'] }}",
    "{{ 组.__class__ }}",
    "{{ 组[0].__init__ }}",
    "{{ 组[0].items }}",
    "{{ 列.append }}",
    "{{ 名|attr('__class__') }}",
    "{{ 列|map(attribute='__class__')|join }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '%s'|format(1) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ lipsum(5) }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ url_for }}",
    "{{ config }}",
    "{{ request }}",
    "{{ environment }}",
    "{{ loop }}",
    "{% for 个 in 列 %}{{ loop }}{% endfor %}",
    "{% for 个 in 列 %}{{ loop.__class__ }}{% endfor %}",
    "{% for 个 in 列 %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for 个 in 列 %}{{ loop._iterable }}{% endfor %}",
    "{% for 个 in 列 recursive %}{{ loop(列) }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% include 'summary.md' %}",
    "{% import 'a' as 甲 %}",
    "{% from 'a' import 乙 %}",
    "{% extends 'a' %}",
    "{% block 甲 %}{% endblock %}",
    "{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}",
    "{% call 甲() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% set 甲 %}{{ 名 }}{% endset %}",
    "{% set 甲, 乙 = 列 %}",
    "{% set 组.名 = 1 %}",
    "{% with 甲 = 1 %}{% endwith %}",
    "{% do 列.append(1) %}",
    "{% autoescape true %}{% endautoescape %}",
    "{% trans %}{% endtrans %}",
    "{% debug %}",
    "{{ range(10**9) }}",
    "{{ 'a' * 10**9 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 1 + 1 }}",
    "{{ 5 // 0 }}",
    "{{ -家 }}",
    "{{ 名 ~ 名 }}",
    "{{ 'a' in 名 }}",
    "{{ [名] }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ 列[0:1] }}",
    "{{ 名|center(10**9) }}",
    "{{ 名|center(1000000000) }}",
    "{{ 名|indent(1000000000) }}",
    "{{ 列|batch(1000000000, '.') }}",
    "{{ 列|slice(1000000000) }}",
    "{{ 名|replace('兰', 名) }}",
    "{{ 名|urlize }}",
    "{{ 名|tojson }}",
    "{{ 名|pprint }}",
    "{{ 组|groupby('名') }}",
    "{{ 列|join('、', 1) }}",
    "{{ 列|join(d='、') }}",
    "{{ 列|join(*列) }}",
    "{{ 组 == 组 }}",
    "{{ 家 is divisibleby 3 }}",
    "{{ 名 is mapping }}",
    "{{ 组 }}",
    "{{ 名.x }}",
    "{{ 没有 }}",
    "{{ 列[9] }}",
    "{{ 列['0'] }}",
    "{% for 字 in 名 %}{{ 字 }}{% endfor %}",
    "{% for 键 in 组[0] %}{{ 键 }}{% endfor %}",
)


@pytest.mark.parametrize("source", ESCAPES)
def test_nothing_leads_out(source: str) -> None:
    assert problem(f"一\n二\n{source}").line == 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 40_000,
        "{{ 名" + "[0]" * 20_000 + " }}",
        "{{ " + "not " * 20_000 + "有 }}",
        "{{ " + " and ".join(["有"] * 5_000) + " }}",
        "{{ 名" + "|default" * 5_000 + " }}",
        "{% if 有 %}" * 5_000,
        "{% if 有 %}" * 90 + "{% endif %}" * 90,
        "{% for 个 in 列 %}" * 60 + "x" + "{% endfor %}" * 60,
        "{% if 有 %}" + "{% elif 有 %}" * 5_000 + "{% endif %}",
        "{{ " + "9" * 9_000 + " }}",
        "{{ 1e999999 }}",
        "{{ 家" + " < 家" * 3_000 + " }}",
        "x" * (sandbox.MAX_SOURCE + 1),
        "{% raw %}" * 1_000,
        "{#" * 1_000,
        "{{ 名 if 名 if 名 }}",
    ],
    ids=range(16),
)
def test_deep_and_odd_sources_are_refused(source: str) -> None:
    found = run_template(source, DATA)
    assert isinstance(found, TemplateProblem) or source.startswith(("{% raw %}", "{{ 名 if")), found


@pytest.mark.long
def test_nothing_gets_out_or_eats_the_machine_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Whole reports by hostile templates, within limits that the operating system holds the process to."""
    root = tmp_path / "d"
    shutil.copytree(EXAMPLES / "lanting", root)
    command = [sys.executable, str(HERE / "template_driver.py"), str(root)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-2_000:]
    found = {each["name"]: each for each in map(json.loads, result.stdout.splitlines())}
    assert set(found) == {*template_driver.REFUSED, *(f"bounded-{name}" for name in template_driver.BOUNDED)}
    for name, each in found.items():
        assert (each["problem"] is None) == name.startswith("bounded-"), each
        assert each["seconds"] < 20 and each["peak"] < 400, each
        assert "root:" not in str(each["problem"])


LOOPS = "{% for 甲 in 长 %}" * 6 + "x" + "{% endfor %}" * 6


def test_loops_stop_by_count_and_not_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[int] = []
    spend = running.TemplateBudget.spend

    def counted(budget: running.TemplateBudget, steps: int) -> None:
        spent.append(steps)
        spend(budget, steps)

    monkeypatch.setattr(running.TemplateBudget, "spend", counted)
    first = problem(LOOPS)
    count = len(spent)
    assert problem(LOOPS) == first and len(spent) == 2 * count
    # What was paid for, and nothing beyond it, was run: never more rounds than the limit on steps.
    assert sum(spent[: count - 1]) <= running.MAX_STEPS < sum(spent[:count])


@pytest.mark.parametrize(
    "source",
    [
        "{% for 甲 in 长 %}{{ 名 }}" + "字" * 2_000 + "{% endfor %}",
        "{% for 甲 in 长 %}{% for 乙 in 长 %}{{ 名 }}{% endfor %}{% endfor %}",
        "{% for 甲 in 长 %}{% if 名 == 名 %}{% for 乙 in 长 %}{% endfor %}{% endif %}{% endfor %}" * 40,
        "{% for 甲 in 长 %}{{ 长|join(名) }}{% endfor %}",
        "{% for 甲 in 长 if 长|join == 名 %}{% endfor %}",
    ],
    ids=["text", "product", "steps", "join", "filtered"],
)
def test_what_grows_is_stopped(source: str) -> None:
    found = run_template(source, DATA)
    assert isinstance(found, TemplateProblem) and "上限" in found.message, str(found)[:200]


def test_limits_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(run_template("字" * 100, {}), str)
    monkeypatch.setattr(running, "MAX_OUTPUT", 100)
    assert isinstance(run_template("字" * 100, {}), str)
    assert isinstance(run_template("字" * 101, {}), TemplateProblem)


def test_what_a_report_needs_works() -> None:
    source = (
        "{% set 甲 = 名 %}{{ 甲 }}{{ 数 }}{{ 家 }}{{ 有 }}{{ 无 }}{{ 无|待填('人数') }}{{ 无|default('—') }}"
        "{% for 个 in 组 if 个.值 is not none %}{{ loop.index|汉字 }}{{ 个.名 }}{% else %}空{% endfor %}"
        "{{ 列|join }}{{ 列|length }}{{ 列|first }}{{ 列|last }}{{ 无.甲.乙 }}"
        "{% if 家 >= 3 and not 无 %}是{% elif 有 %}否{% endif %}{{ '一' if 家 == 3 else '二' }}"
    )
    text = run_template(source, DATA)
    assert isinstance(text, str)
    plain = text.translate(dict.fromkeys(map(ord, MARKS)))
    assert plain == "兰汀县12.53是【请填写】【请填写：人数】—一甲一、二2一二【请填写】是一"


def test_a_slip_names_the_line_and_what_was_meant() -> None:
    found = run_template("一\n\n{{ 申报.区域名 }}", {"申报": {"区域名称": "兰汀县"}})
    assert found == TemplateProblem(3, "没有“区域名”这一项，是不是“区域名称”？")


# ---- what a value brings stays text ------------------------------------------------------------------------------

HOSTILE = "# 题\n---\n| a | b |\n|---|---|\n**粗**\n> 名\n表：x\n- y\n\ufdd21\ufdd3\n<br>\\*"


def test_a_value_is_never_a_mark() -> None:
    text = run_template(
        "{{ 值 }}\n| 栏 |\n|---|\n| {{ 值 }} |", {"值": HOSTILE.translate(str.maketrans("", "", MARKS))}
    )
    assert isinstance(text, str)
    found = split_report(text)
    assert isinstance(found, list)
    assert [type(each.block) for each in found if isinstance(each, Piece)].count(Table) == 1
    assert not any(isinstance(each, (PlacedFigures, NewPage)) for each in found)
    assert {each.use for each in found if isinstance(each, Piece)} == {"body"}
    assert "**粗**" in [
        each.block.content[0] for each in found if isinstance(each, Piece) and type(each.block) is Paragraph
    ]


@given(st.text(alphabet=st.sampled_from("a一*|<>\\#-—：表 >【】&"), min_size=1, max_size=30))
def test_values_come_out_as_they_went_in(value: str) -> None:
    text = run_template("前{{ 值 }}后", {"值": value})
    assert isinstance(text, str)
    found = split_report(text)
    assert isinstance(found, list) and len(found) == 1
    piece = found[0]
    assert isinstance(piece, Piece) and isinstance(piece.block, Paragraph)
    assert piece.block.content == (f"前{value}后",)


@given(st.text(max_size=60))
def test_any_source_is_text_or_a_problem(source: str) -> None:
    assert isinstance(run_template(source, DATA), (str, TemplateProblem))


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "{%", "%}", "for", "in", "列", "名", "if", "endfor", "endif", "|", ".", " ", "\n"])
    )
)
def test_any_tokens_are_text_or_a_problem(tokens: list[str]) -> None:
    assert isinstance(run_template(" ".join(tokens), DATA), (str, TemplateProblem))


def test_a_template_cannot_write_our_marks() -> None:
    assert run_template("\ufdd2" + "1\ufdd3", {}) == "\ufffd1\ufffd"


def test_pieces_are_bounded() -> None:
    assert isinstance(split_report("---\n" * (marked.MAX_BLOCKS + 1)), TemplateProblem)
    assert isinstance(split_report("|" + "a|" * 30 + "\n|" + "-|" * 30), TemplateProblem)
    assert isinstance(split_report("\ufdd21\ufdd3\n" * (marked.MAX_FIGURES + 1)), TemplateProblem)


@pytest.mark.parametrize(
    "text", ["前\ufdd21\ufdd3", "\ufdd21\ufdd3后", "| 栏 |\n|---|\n| \ufdd21\ufdd3 |", "# \ufdd21\ufdd3"]
)
def test_a_figure_stands_on_a_line_of_its_own(text: str) -> None:
    found = split_report(text)
    assert isinstance(found, TemplateProblem) and "一行" in found.message


def test_every_mark_has_its_use() -> None:
    found = split_report("# 题\n## 一级\n### 二级\n#### 三级\n表：名\n> 落款\n---\n- 项\n\ufdd27\ufdd3\n段**粗**")
    assert isinstance(found, list)
    assert [each.use if isinstance(each, Piece) else type(each).__name__ for each in found] == [
        *("title", "level1", "level2", "level3", "caption", "signature", "NewPage", "body", "PlacedFigures", "body"),
    ]


@pytest.mark.parametrize("path", sorted((folder("templates") / "reports").glob("*.md")), ids=lambda path: path.stem)
def test_our_own_templates_are_sound(path: Path) -> None:
    tree = run_template(path.read_text(encoding="utf-8"), {})
    assert isinstance(tree, TemplateProblem) and "这一项" in tree.message, "it parses, and stops at the first fact"
