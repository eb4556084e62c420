"""What changed in the list of diagnostics since it was last shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.base.visible import visible
from brandcluster.output.commands.diagnostics import DossierReport, one_diagnostic, summary_sentence
from brandcluster.output.text.heading import path_below
from brandcluster.output.text.terminal import Line


def changed_lines(before: DossierReport, after: DossierReport, *, redact: bool) -> list[Line]:
    """What is new and what has gone, then how many there are now; nothing where the list is the same.

    A diagnostic that only stands on another line is the same one.
    """
    gone = _without(before.diagnostics, after.diagnostics)
    new = _without(after.diagnostics, before.diagnostics)
    if not gone and not new:
        return []
    lines: list[Line] = []
    for each in gone:
        lines.append((("green", "改好  "), ("", _short(before, each))))
    for each in new:
        head, *rest = one_diagnostic(after, each, redact)
        lines += [(("red", "新增  "), *head), *rest]
    return [*lines, (("", summary_sentence([after])),)]


def _without(these: Sequence[Diagnostic], those: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those of a list that are not in another one, as often as they are more there."""
    left = Counter(map(_identity, those))

    def more() -> Iterator[Diagnostic]:
        for each in these:
            key = _identity(each)
            if left[key]:
                left[key] -= 1
            else:
                yield each

    return list(more())


def _identity(each: Diagnostic) -> tuple[object, ...]:
    return each.code, each.location.path, each.keys, each.message


def _short(report: DossierReport, each: Diagnostic) -> str:
    return f"{visible(path_below(report.dir, each.location.path))}  {each.code} {visible(each.message)}"
