"""`explain`: a rule, a clause, a parameter or a term, offline and without a dossier."""

from __future__ import annotations

from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import chosen

HELP = "解释一条规则（如 P101）、一条通知原文（如 zone-7a 或 三（七）1（7））、一个参数或术语（如 有效运行）。不写就列出全部。"
EXAMPLE = "brandcluster explain P101"


def run(
    topic: Annotated[str | None, typer.Argument(metavar="[代号|条款|术语]", help="要解释什么；不写就列出全部")] = None,
    format: Annotated[str, typer.Option("--format", metavar="格式", help="输出格式：text 或 json")] = "text",
    edition: Annotated[str, typer.Option("--edition", metavar="版本", help="按哪一版通知解释")] = "miit-2014-102",
) -> int:
    """Explain one thing, or list all that can be explained."""
    chosen("--format", format, ("text", "json"))
    from brandcluster.notice.edition import EDITIONS

    chosen("--edition", edition, EDITIONS)
    from brandcluster.output.commands import explain as explanations
    from brandcluster.output.explain import topics

    found = topics.all_topics(edition) if topic is None else topics.find_topics(edition, topic)
    if not found:
        near = topics.nearest_topic(edition, topic or "")
        hint = f"是不是“{near}”？" if near else "不带参数运行 brandcluster explain，列出全部。"
        raise UserError(f"没有“{visible(topic or '')}”的解释。{hint}")
    if format == "json":
        typer.echo(explanations.topics_json(found))
        return 0
    from brandcluster.output.text.terminal import emit

    emit(explanations.listing(found) if topic is None else explanations.lines(found))
    return 0
