"""From a name, a document or a reference to where it comes from, and to every place that mentions it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import HEADER, statistics_path
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS
from brandcluster.dossier.load import Dossier, part_of
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.references import TOTAL
from brandcluster.formats import folder
from brandcluster.session.editor.cursor import field_at, spot_at
from brandcluster.session.editor.meaning import reference_at
from brandcluster.session.editor.shared_names import Mention, Name, mentions_of, name_at


def definitions_at(dossier: Dossier, path: str, line: int, column: int) -> list[Location]:
    """Where that comes from which a place of a file, as it was read, names."""
    document = dossier.documents.get(path)
    if document is None:
        return []
    found = name_at(dossier, path, line, column)
    if found is not None and found[0].kind != "document":
        return [each.place for each in mentions_of(dossier, found[0]) if each.is_definition]
    reference = reference_at(document.text, line, column)
    if reference is not None:
        return list(_behind(dossier, reference[2]))
    return _document(dossier, path, document.text, line, column)


def mentions_at(dossier: Dossier, path: str, line: int, column: int) -> tuple[Name, list[Mention]] | None:
    """Every place that has the name at a place of a file, as it was read."""
    found = name_at(dossier, path, line, column)
    return None if found is None else (found[0], list(mentions_of(dossier, found[0])))


def _document(dossier: Dossier, path: str, text: str, line: int, column: int) -> list[Location]:
    part = part_of(dossier, path)
    spot = spot_at(text, line, column)
    field = None if part is None or spot.where != "value" else field_at(part, spot.keys)
    if field is None or not field.is_document or not isinstance(folder.resolve_file(dossier.root, spot.word), Path):
        return []
    return [Location(spot.word)]


def _behind(dossier: Dossier, inner: str) -> Iterator[Location]:
    """The figures that a reference takes or divides, or the answer that it repeats."""
    steps = [step.strip() for step in inner.partition(":")[0].partition("：")[0].split(".")]
    root, steps = steps[0], steps[1:]
    if root == "申报" and steps:
        yield dossier.locate(HEADER, (".".join(steps),))
        return
    year = int(steps.pop(0)) if steps and steps[0].isdecimal() and len(steps[0]) == 4 else dossier.baseline_year
    if root not in ("指标", "统计") or not steps or year is None or year not in dossier.statistics:
        return
    industry = steps[0] if len(steps) > 1 and steps[0] != TOTAL else None
    labels = [steps[-1].replace("（亿元）", "（万元）")]
    if root == "指标":
        known = [each for each in (*INDICATORS, *FORM_RATIOS) if each.label == steps[-1]]
        labels = [total_label(each) for indicator in known for each in (indicator.numerator, indicator.denominator)]
    path = statistics_path(year)
    for number, group in enumerate(dossier.statistics[year].industries):
        if industry is None or group.name == industry:
            yield from (place for each in labels if (place := _there(dossier, path, ("产业", number, each))))
    yield from (place for each in labels if (place := _there(dossier, path, (each,))))


def _there(dossier: Dossier, path: str, keys: tuple[str | int, ...]) -> Location | None:
    """The place of a key, if it is written."""
    document = dossier.documents[path]
    written = dossier.as_written(path, keys)
    return None if document.node_at(written) is None else document.locate(written)
