"""Texts of a dossier as paragraphs, and the small words of official documents."""

from __future__ import annotations

from datetime import date

from brandcluster.base.days import chinese_day, chinese_month
from brandcluster.dossier import references
from brandcluster.dossier.load import Dossier
from brandcluster.papers import markdown
from brandcluster.papers.content import Block, Paragraph, Strong

Blocks = tuple[Block, ...]


def paragraphs_of(dossier: Dossier, content: str | None) -> Blocks:
    """A text of the dossier: each line that says something is a paragraph, references are figures."""
    return markdown.parse_blocks(references.expand_text(content or "", dossier))


def verbatim_paragraphs(dossier: Dossier, content: str | None) -> Blocks:
    """A name, number or address of the dossier: as it is written, nothing in it is markup."""
    lines = references.expand_text(content or "", dossier).splitlines()
    return tuple(Paragraph((line.strip(),)) for line in lines if line.strip())


def with_label(label: str, content: Blocks) -> Blocks:
    """A label that stands out, and behind it a text; nothing where there is no text."""
    if not content or not isinstance(content[0], Paragraph):
        return content
    return (Paragraph((Strong(label), *content[0].content)), *content[1:])


def day_text(value: date | None) -> str | None:
    """A date as it is printed."""
    return None if value is None else chinese_day(value)


def month_words(value: date | None) -> str:
    """A month as it is printed; empty where it is not known yet."""
    return "" if value is None else chinese_month(value)


def month_span(start: date | None, end: date | None) -> str:
    """A span of months, both included; empty while neither is known."""
    return f"{month_words(start)}至{month_words(end)}" if start or end else ""
