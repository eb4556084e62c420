"""Writing into a blank: its cells, rows and lines, also where content controls stand around or in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brandcluster.formats.word.parts import (
    CONTROL,
    CONTROL_CONTENT,
    ROW,
    Element,
    P,
    R,
    replace_text,
    runs_of,
    shows_prompt,
    text_of,
    text_of_run,
    w,
)

_CHECKED = "{http://schemas.microsoft.com/office/word/2010/wordml}checked"
_VALUE = "{http://schemas.microsoft.com/office/word/2010/wordml}val"


def children_of(container: Element, name: str) -> Iterator[Element]:
    """The children of a kind (a full name), also where a content control is wrapped around them."""
    for item in container:
        if item.tag == name:
            yield item
        elif item.tag == CONTROL:
            for content in item.iterfind(CONTROL_CONTENT):
                yield from children_of(content, name)


def is_prompt(item: Element) -> bool:
    """Whether an element is no more than the prompt of a content control around it, or around its cell."""
    for around in item.iterancestors(CONTROL, ROW):
        if around.tag == ROW:
            return False
        if shows_prompt(around):
            return True
    return False


def is_in_control(paragraph: Element) -> bool:
    """Whether a paragraph holds a content control or stands in one of its own: such a one may take no line break."""
    around = next(paragraph.iterancestors(CONTROL, ROW), None)
    return next(paragraph.iter(CONTROL), None) is not None or (around is not None and around.tag == CONTROL)


def printed_text(paragraph: Element) -> str:
    """The text of a paragraph of a blank; what a content control only prompts is none."""
    return "" if is_prompt(paragraph) else text_of(paragraph)


def put_text(paragraph: Element, start: int, end: int, runs: Sequence[Element]) -> None:
    """Write runs over the text from `start` to `end` (as `printed_text` counts); into the control that waits there.

    A control that is written into shows its prompt no longer, and is no longer bound to data that would replace the
    text when the file is opened.
    """
    _release_around(paragraph)
    waiting = _waiting(paragraph, start, end)
    if waiting is None:
        replace_text(paragraph, start, end, runs)
    else:
        replace_text(paragraph, start, end, [])
        _release(waiting)
        content = next(waiting.iterfind(CONTROL_CONTENT))
        for run in runs:
            content.append(run)
    for run in runs:
        _release_around(run)


def check(run: Element) -> None:
    """Tell the check box control around a run, if there is one, that it is ticked."""
    for control in run.iterancestors(CONTROL):
        for state in control.iter(_CHECKED):
            state.set(_VALUE, "1")


def _waiting(paragraph: Element, start: int, end: int) -> Element | None:
    """The control inside a paragraph, between two offsets, that only shows its prompt."""
    position = 0
    shown = set(runs_of(paragraph))
    for item in paragraph.iter(R, CONTROL):
        if item in shown:
            position += len(text_of_run(item))
        elif item.tag == CONTROL and shows_prompt(item) and start <= position <= end:
            return item
    return None


def _release_around(item: Element) -> None:
    """Release the controls around something; one around a whole row holds more than what is written, and keeps it."""
    of_row = False
    for around in item.iterancestors(CONTROL, ROW):
        of_row = of_row or around.tag == ROW
        if around.tag == CONTROL:
            _release(around, keep=of_row)


def _release(control: Element, *, keep: bool = False) -> None:
    """Take a control's prompt and its binding away; with `keep`, what it holds stays."""
    properties = control.find(w("sdtPr"))
    if properties is None:
        return
    if shows_prompt(control) and not keep:
        for content in control.iterfind(CONTROL_CONTENT):
            for run in list(content.iter(R)):
                run.getparent().remove(run)
    for name in ("showingPlcHdr", "dataBinding"):
        for item in properties.findall(w(name)):
            properties.remove(item)


def paragraphs_in(cell: Element) -> list[Element]:
    """The paragraphs of a cell in order; those of tables in it aside."""
    return list(children_of(cell, P))
