"""Rules on whether the texts answer what the form asks (附件1)."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.texts.prompt_answers import NOTHING, PROMPT, prompt_answers
from brandcluster.rules.rule import Finding, Rule


def _empty(dossier: Dossier) -> Iterator[Finding]:
    for answer in prompt_answers(dossier):
        prompt = answer.prompt
        if answer.empty == NOTHING:
            message = f"“{answer.text.strip()[:20]}”没有回答这一栏。"
        elif answer.empty == PROMPT:
            message = "只是把提示抄了一遍，没有回答。"
        elif answer.empty is not None:
            message = f"与“{answer.empty}”的文字一样，没有回答这一栏。"
        else:
            continue
        yield Finding(prompt.file, answer.keys, message, f"表上问的是：“{prompt.quote}”。请在这里写出来。")


def _short(dossier: Dossier) -> Iterator[Finding]:
    for answer in prompt_answers(dossier):
        prompt = answer.prompt
        if answer.empty is None and answer.text and answer.short:
            yield Finding(
                prompt.file,
                answer.keys,
                f"只有 {len(answer.text.strip())} 个字，说不清这一栏。",
                f"表上问的是：“{prompt.quote}”。写到 {prompt.shortest} 个字以上，{prompt.why}。",
            )


def _parts(dossier: Dossier) -> Iterator[Finding]:
    for answer in prompt_answers(dossier):
        prompt = answer.prompt
        if answer.empty is not None or (answer.text and answer.short):
            continue
        for name in answer.missing:
            yield Finding(
                prompt.file,
                answer.keys,
                f"看不出写了“{name}”。",
                f"表上问的是：“{prompt.quote}”。补上这一项；没有的，写明没有。",
            )


RULES = (
    Rule(
        "X108",
        "每一栏都回答了，不写“见附件”“略”",
        None,
        "error",
        "申报书是评审的依据，“见附件”“略”“同上”、照抄提示、照抄别的栏目都等于没有回答。问有没有的栏目可以写“无”。",
        "试点工作思路: 县人民政府高度重视区域品牌建设，……",
        "试点工作思路: 见附件。",
        _empty,
    ),
    Rule(
        "X109",
        "文字不少于说清这一栏要的字数",
        None,
        "warning",
        "几个字说不清表上问的事。字数是本程序定的最低限，远低于一般的写法，写在版本数据 prompts.yaml 里。",
        "企业产品质量总体情况: 近三年监督抽查合格率都在95%以上，规模以上企业都有检验室。",
        "企业产品质量总体情况: 稳定。",
        _short,
    ),
    Rule(
        "X110",
        "提示问到的各项都写了",
        None,
        "warning",
        "附件1的提示常常一句话问几件事，如政府和企业的态度、基本思路、有利条件、困难和措施。按每一项常用的字眼看有没有写到；一项也看不出来的提出来，写没写还需有人认定。",
        "试点工作思路写到态度、基本思路、有利条件、可能的困难和相应措施",
        "试点工作思路只写有利条件，没有写可能的困难",
        _parts,
    ),
)
