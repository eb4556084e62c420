"""The few questions of `init` at a terminal: each may be left open, each answer is checked at once."""

from __future__ import annotations

import typer

from brandcluster.base.diagnostics import KeyPath
from brandcluster.cli.opening import Answered, AnswerError, OpeningQuestion, opening_questions

_INTRO = "下面几个问题，不知道的按回车跳过，以后在文件里补；按 Ctrl-C 不建。"


def ask_questions(edition: str, year: int) -> Answered:
    """Ask. typer.Abort where the person would rather not."""
    typer.echo(_INTRO)
    changes: dict[KeyPath, str] = {}
    for question in opening_questions(edition, year):
        changes |= _ask(question)
    chosen = changes.pop(("年份",), str(year))
    return Answered(changes, int(chosen))


def _ask(question: OpeningQuestion) -> dict[KeyPath, str]:
    """The answer by its keys; nothing where it is left open. Asked again until it can be taken."""
    while True:
        text = str(typer.prompt(_words(question), default="", show_default=False, prompt_suffix="：")).strip()
        if not text:
            return {}
        try:
            found = question.taken(text)
        except AnswerError as refused:
            typer.echo(f"  {refused}")
            continue
        if question.name == "province" and found[("省份",)] != text:
            typer.echo(f"  写成“{found[('省份',)]}”。")
        return found


def _words(question: OpeningQuestion) -> str:
    if question.name == "year":
        return f"{question.asked}（回车就是 {question.example}）"
    return f"{question.asked}（如 {question.example}）" if question.example else question.asked
