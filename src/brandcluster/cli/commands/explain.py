"""`explain`: a rule, a clause, a parameter or a term, offline and without a dossier."""

from __future__ import annotations

from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Output, TextOrJson, publish, wanted_output
from brandcluster.cli.options import check_choice, one_of

HELP = "解释一条规则（如 P101）、一条通知原文（如 zone-7a 或 三（七）1（7））、一个参数或术语（如 有效运行）。不写就列出全部。"
EXAMPLE = "brandcluster explain P101"


def _editions() -> tuple[str, ...]:
    from brandcluster.notice.edition import all_editions

    return all_editions()


def _topics() -> list[str]:
    from brandcluster.notice.edition import default_edition
    from brandcluster.output.explain.topics import all_topics

    return [each.id for each in all_topics(default_edition())]


def run(
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[代号|条款|术语]", help="要解释什么；不写就列出全部", autocompletion=one_of(_topics)),
    ] = None,
    format: TextOrJson = None,
    output: Output = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="版本", help="按哪一版通知解释", autocompletion=one_of(_editions))
    ] = None,
) -> int:
    """Explain one thing, or list all that can be explained."""
    wanted = wanted_output(format, output)
    from brandcluster.notice.edition import all_editions, default_edition

    edition = default_edition() if edition is None else edition
    check_choice("--edition", edition, all_editions())
    from brandcluster.output.commands.explain import explain_json, topic_lines, topic_list
    from brandcluster.output.explain import topics

    found = topics.all_topics(edition) if topic is None else topics.find_topics(edition, topic)
    if not found:
        near = topics.nearest_topic(edition, topic or "")
        hint = f"是不是“{near}”？" if near else "不带参数运行 brandcluster explain，列出全部。"
        raise UserError(f"没有“{visible(topic or '')}”的解释。{hint}")
    text = topic_list if topic is None else topic_lines
    publish(wanted, {"text": lambda: text(found), "json": lambda: explain_json(found)})
    return 0
