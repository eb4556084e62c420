"""What is read of texts: no text makes it crash or slow, and every finding has its exact place in the text."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from cases import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.dossier.files import REGION
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.rules.checks.all_checks import RULES
from brandcluster.rules.facts.texts.prompt_answers import prompt_answers
from brandcluster.rules.rule import Finding

KEY = "主导产业发展历程及当前在行业中的地位"
LANTING = load_dossier(EXAMPLES / "lanting")
#: What sentences with numbers are made of, and what harms whoever reads them carelessly.
PIECES = (
    *(
        "2013年",
        "第一阶段",
        "上年",
        "比",
        "由",
        "从",
        "提高到",
        "提高",
        "下降",
        "占",
        "分别为",
        "共",
        "其中",
        "合计",
        "是",
    ),
    *("阀门", "纺织机械", "全县", "工业总产值", "销售收入", "工业增加值率", "规模以上企业", "研发投入占销售收入的比重"),
    *(
        "52.36亿元",
        "3%",
        "2个百分点",
        "18家",
        "三倍",
        "9999999999999999元",
        "0%",
        "0家",
        "年4月",
        "〔2013〕5号",
        "2014年13月40日",
    ),
    *(
        "，",
        "。",
        "；",
        "、",
        "和",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "\n",
        "的",
        "约",
        "左右",
        "每",
        "某省",
        "𠮷",
        "{{ 指标.",
        "1",
    ),
)


def found_in(text: str) -> Iterator[Finding]:
    """What the rules on texts find in the example with a text in the place of another."""
    data = LANTING.documents[REGION].data
    before = data[KEY]
    data[KEY] = text
    LANTING.worked_out.clear()
    try:
        for rule in RULES:
            if rule.code.startswith("X"):
                yield from rule.check(LANTING)
    finally:
        data[KEY] = before
        LANTING.worked_out.clear()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join))
def test_no_text_makes_it_crash_and_places_are_exact(text: str) -> None:
    for finding in found_in(text):
        if finding.keys == (KEY,) and finding.snippet is not None:
            assert text.count(finding.snippet) > finding.occurrence, finding


@pytest.mark.parametrize(
    "piece", ["占", "（", "由2012年的3%", "1、", "分别", "阀门产值5亿元，占3%；", "《", "〔2013〕5号", "“兰", "；"]
)
@pytest.mark.part(5)
def test_time_is_linear_in_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        list(found_in((piece * length)[:length]))
        return time.process_time() - start

    assert seconds(40_000) < 10 * (seconds(10_000) + 0.2)


def test_an_answer_that_sends_elsewhere_is_none() -> None:
    data = LANTING.documents[REGION].data
    before = dict(data)
    try:
        for key in before:
            data[key] = "见附件。"
        LANTING.worked_out.clear()
        answers = [each for each in prompt_answers(LANTING) if each.prompt.file == REGION]
        assert answers
        assert all(each.empty for each in answers)
    finally:
        data.update(before)
        LANTING.worked_out.clear()


def test_the_examples_answer_every_part() -> None:
    def missing(dossier: Dossier) -> list[str]:
        return [name for each in prompt_answers(dossier) for name in each.missing]

    assert missing(LANTING) == []
    assert missing(load_dossier(EXAMPLES / "qingshiling")) == []
