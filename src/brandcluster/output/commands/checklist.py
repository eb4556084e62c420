"""What is still to do, in the order of the form, and who supplies it; in Markdown that reads well in a terminal too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.base.visible import visible
from brandcluster.dossier.files import FILES, STATISTICS, FileKind, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import MISSING, Field, fields_of
from brandcluster.dossier.suppliers import joined, suppliers_of
from brandcluster.notice import edition
from brandcluster.output.commands.diagnostics import ELSEWHERE, LAST, form_rank
from brandcluster.output.text.heading import heading_of
from brandcluster.output.text.terminal import Line
from brandcluster.rules.facts.texts.prompt_answers import prompt_answers

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One answer: where it stands in the form, who supplies it, what is open about it."""

    section: str
    label: str
    file: str
    line: int
    supplier: str
    required: bool
    given: bool
    problems: tuple[Diagnostic, ...]
    #: The parts that the prompt asks for, each with whether it is there.
    parts: tuple[tuple[str, bool], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether form or conditions ask for it, or something is wrong with it."""
        return bool(self.problems) or (self.required and self.section != ELSEWHERE)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do about it: given and without an error, or not asked for."""
        return not any(d.severity == "error" for d in self.problems) and (self.given or not self.required)


def checklist_lines(name: str, edition_id: str, dossier: Dossier, diagnostics: list[Diagnostic]) -> list[Line]:
    """The checklist of one dossier."""
    items = checklist_items(edition_id, dossier, diagnostics)
    asked = [item for item in items if item.is_asked]
    done = sum(item.done for item in asked)
    shown = {problem for item in items for problem in item.problems}
    loose = [d for d in diagnostics if d not in shown]
    found: list[Line] = [
        (("bold", f"# {visible(heading_of(dossier, name))}：{len(asked) + len(loose)} 项，已完成 {done} 项"),)
    ]
    found.append(())
    if loose:
        found += [(("bold", "## 文件"),), *(_loose(d) for d in loose), ()]
    items = [item for item in items if item.section != ELSEWHERE or item.problems]
    for section in dict.fromkeys(item.section for item in items):
        found.append((("bold", f"## {section}"),))
        for item in items:
            if item.section == section:
                found += [_line(item), *(_part_line(name, there) for name, there in item.parts)]
        found.append(())
    return [*found, *_suppliers(items, any(d.severity == "error" for d in loose))]


def checklist_items(edition_id: str, dossier: Dossier, diagnostics: list[Diagnostic]) -> list[ChecklistItem]:
    """Every answer that the form has a place for, in the order of the form."""
    clauses = edition.clauses_of(edition_id)
    order = {clause: form_rank(clause, list(clauses)) for clause in clauses}
    found: list[tuple[int, ChecklistItem]] = []
    for path, kind, instance in _parts(dossier):
        for field in fields_of(kind.model).values():
            rank = order.get(field.clause or "", LAST)
            section = clauses[field.clause].cite if field.clause in clauses else ELSEWHERE
            found.append((rank, _item(dossier, section, path, kind, field, instance, diagnostics)))
    # Sorting is stable: within a clause the order of the files and of their fields stays.
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _parts(dossier: Dossier) -> Iterator[tuple[str, FileKind[Part], Part | None]]:
    for kind in FILES:
        if kind.required:
            yield kind.path, kind, kind.of(dossier)
    year = dossier.baseline_year
    years = [year] if year is not None else sorted(dossier.statistics)[-1:]
    for each in years:
        yield statistics_path(each), STATISTICS, dossier.statistics.get(each)


def _item(
    dossier: Dossier,
    section: str,
    path: str,
    kind: FileKind[Part],
    field: Field,
    instance: Part | None,
    diagnostics: list[Diagnostic],
) -> ChecklistItem:
    problems = tuple(d for d in diagnostics if d.location.path == path and d.keys[:1] == (field.label,))
    value = getattr(instance, field.name) if instance is not None else None
    line = dossier.locate(path, (field.label,), on_key=True).line
    return ChecklistItem(
        section,
        field.label,
        path,
        line,
        joined(suppliers_of(dossier.requests, kind.path, field.label)),
        field.required,
        _says_something(value),
        problems,
        _asked(dossier, path, field),
    )


def _asked(dossier: Dossier, path: str, field: Field) -> tuple[tuple[str, bool], ...]:
    """The parts of the field's prompt, where it asks for several and has an answer."""
    for answer in prompt_answers(dossier):
        if answer.prompt.file == path and answer.keys == (field.label,) and len(answer.parts) > 1:
            return answer.parts
    return ()


def _says_something(value: object) -> bool:
    """Whether any answer stands in a value; a part whose every field is open says nothing."""
    if isinstance(value, Part):
        return any(_says_something(getattr(value, name)) for name in type(value).model_fields)
    return value is not None and value != []


def _line(item: ChecklistItem) -> Line:
    mark, style = ("[x]", "green") if item.done else ("[ ]", "")
    if not item.given and not item.is_asked:
        return (("dim", f"- {visible(item.label)}：可不填"),)
    supplier = f"（{item.supplier}）" if item.supplier and not item.done else ""
    place = "" if item.done and not item.problems else f" — {visible(item.file)}:{item.line}"
    return ((style, f"- {mark} {visible(item.label)}{supplier}{_left(item)}{place}"),)


def _part_line(name: str, there: bool) -> Line:
    return (("green" if there else "", f"  - {'[x]' if there else '[ ]'} {name}"),)


def _left(item: ChecklistItem) -> str:
    missing = [str(d.keys[-1]) for d in item.problems if d.code in MISSING and len(d.keys) > 1]
    others = [d for d in item.problems if d.code not in MISSING]
    notes = []
    if missing:
        names = list(dict.fromkeys(missing))
        more = f" 等 {len(missing)} 处" if len(missing) > _SHOWN or len(missing) > len(names) else ""
        notes.append(f"还缺 {'、'.join(names[:_SHOWN])}{more}")
    if others:
        more = f"（另有 {len(others) - 1} 处）" if len(others) > 1 else ""
        kind = "改正" if any(d.severity == "error" for d in others) else "看一看"
        notes.append(f"{kind} 第 {others[0].location.line} 行 {visible(others[0].message)}{more}")
    return f"：{'；'.join(notes)}" if notes else ""


def _loose(diagnostic: Diagnostic) -> Line:
    place = f"{visible(diagnostic.location.path)}:{diagnostic.location.line}"
    return (("", f"- [ ] {visible(diagnostic.message)}{visible(diagnostic.help)} — {place}"),)


def _suppliers(items: list[ChecklistItem], more: bool) -> Iterator[Line]:
    open_items = [item for item in items if not item.done]
    if more and not open_items:
        return
    if not open_items:
        yield (("green", "全部完成。"),)
        return
    yield (("bold", "## 找谁要"),)
    for supplier in sorted({item.supplier for item in open_items}):
        names = [item.label for item in open_items if item.supplier == supplier]
        yield (("", f"- {supplier}：{'、'.join(names)}"),)
