"""The pages of the form's sections, and what they send back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from brandcluster.base.diagnostics import KeyPath
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page, desk_part, frame_values
from brandcluster.cli.desk.steps import (
    BothSides,
    look_again,
    refuse_stale,
    typed_words,
    undo_step,
    write_step,
)
from brandcluster.cli.errors import UserError
from brandcluster.dossier.editing.fixes import mend_typing, repair
from brandcluster.dossier.load import part_of
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import is_same
from brandcluster.session.desk.changing import (
    LONGEST_ANSWER,
    box_at,
    entry_moved,
    entry_removed,
    typed_value,
    with_answer,
    with_entry,
)
from brandcluster.session.desk.page_boxes import box_id, box_kind, boxes_of, every_place, raw_at, section_path
from brandcluster.session.desk.pilot_sections import find_section
from brandcluster.session.desk.remarks_at import mark_of, remark_of, remarks_of
from brandcluster.session.desk.sections import SECTIONS, FormSection
from brandcluster.session.desk.versions import stamp_of
from brandcluster.session.editor.offers import documents_there

#: No path of keys of a dossier is longer.
DEEPEST = 12
_NO_SECTION = "没有这一页。"


# ---- pages -------------------------------------------------------------------------------------------------------


def home(desk: OpenDesk, asked: Question) -> Response:
    """Where a visit begins."""
    look_again(desk)
    return RedirectResponse(desk.link("/start"), 303)


def section_page(desk: OpenDesk, asked: Question) -> Response:
    """A section of the form."""
    section = find_section(asked.path["slug"])
    if section is None:
        return desk_page(desk, "message.html", title="没有这一页", status=404, words=_NO_SECTION)
    look_again(desk)
    return desk_page(
        desk, "section.html", title=section.title, here=f"/form/{section.slug}", **section_values(desk, section)
    )


def section_boxes(desk: OpenDesk, asked: Question) -> Response:
    """The boxes of a section anew, for a page that shows it."""
    section = find_section(asked.path["slug"])
    if section is None:
        raise UserError(_NO_SECTION)
    look_again(desk)
    return JSONResponse(answer_to_page(desk, section, whole=True))


def section_values(desk: OpenDesk, section: FormSection) -> dict[str, Any]:
    """What the page of a section is made of."""
    dossier = desk.session.dossier()
    if dossier is None:
        raise UserError("这个文件夹不在了。")
    path = section_path(dossier, section)
    document = dossier.documents.get(path)
    boxes = boxes_of(dossier, section) if document is not None and document.data is not None else ()
    unseen = document is None or document.data is None
    shown = {box.keys for box in every_place(boxes)}
    loose = [
        remark_of(each)._replace(where=f"第 {each.location.line} 行") if unseen else remark_of(each)
        for each in desk.session.diagnostics()
        if each.location.path == path
        and (unseen or not each.keys or (each.keys[0] in section.labels and each.keys[:1] not in shown))
    ]
    before, after = _neighbours(section)
    return {
        "section": section,
        "path": path,
        "stamp": "" if document is None else desk.versions.keep(path, document.text),
        "boxes": boxes,
        "about": remarks_of(desk.session, path, boxes),
        "loose": loose,
        "documents": documents_there(dossier),
        "readable": document is not None and document.data is not None,
        "before": before,
        "after": after,
    }


def _neighbours(section: FormSection) -> tuple[FormSection | None, FormSection | None]:
    """The pages before and behind one of the application; none for the others."""
    at = SECTIONS.index(section) if section in SECTIONS else -2
    return (SECTIONS[at - 1] if at > 0 else None), (SECTIONS[at + 1] if -1 < at < len(SECTIONS) - 1 else None)


# ---- what a page sends back --------------------------------------------------------------------------------------


def save_answer(desk: OpenDesk, asked: Question) -> Response:
    """An answer as it was typed."""
    section, path, keys, stamp = named_place(desk, asked)
    typed = _typed(asked.data.get("value"))
    if not asked.data.get("anyway") and not _is_own(desk, path, keys, asked.data.get("after")):
        conflict = refuse_stale(desk, path, keys, stamp, typed_words(typed))
        if conflict is not None:
            return refused_answer(desk, section, path, conflict)
    dossier = desk.session.dossier()
    assert dossier is not None  # noqa: S101  # named_place looked
    before = stamp_of(dossier.documents[path].text)
    write_step(desk, f"填写“{keys_words(keys)}”", path, with_answer(dossier, path, keys, typed), keys)
    return JSONResponse({"from": before, **answer_to_page(desk, section)})


def _is_own(desk: OpenDesk, path: str, keys: KeyPath, after: Any) -> bool:
    """Whether what stands at a place is what this very page sent before: a page that closes does not wait for answers."""
    dossier = desk.session.dossier()
    found = None if dossier is None or after is None else box_at(dossier, path, keys)
    if dossier is None or found is None or found[1].part is not None:
        return False
    kind = box_kind(dossier, path, *found, keys)
    return is_same(raw_at(dossier, path, keys), typed_value(kind, _typed(after)), exactly=False)


def change_entries(desk: OpenDesk, asked: Question) -> Response:
    """An entry more, less, or at another place."""
    section, path, keys, stamp = named_place(desk, asked)
    dossier = desk.session.dossier()
    assert dossier is not None  # noqa: S101  # named_place looked
    kept = desk.versions.text(path, stamp)
    if kept != dossier.documents[path].text:
        conflict = refuse_stale(desk, path, keys[:-1] if isinstance(keys[-1], int) else keys, stamp, "")
        if conflict is not None:
            return refused_answer(desk, section, path, conflict)
    do, words = asked.data.get("do"), keys_words(keys)
    if do == "add":
        write_step(desk, f"“{words}”添一条", path, with_entry(dossier, path, keys))
    elif do == "remove":
        write_step(desk, f"删去“{words}”", path, entry_removed(dossier, path, keys))
    elif do in ("up", "down"):
        number = keys[-1] if isinstance(keys[-1], int) else 0
        to = number - 1 if do == "up" else number + 1
        write_step(desk, f"移动“{words}”", path, entry_moved(dossier, path, keys, to))
    else:
        raise UserError("没有这个操作。")
    return JSONResponse(answer_to_page(desk, section, whole=True))


def apply_fix(desk: OpenDesk, asked: Question) -> Response:
    """The fix of one problem; of a file that cannot be read, of all slips of typing that are sure."""
    section, path, _, _ = named_place(desk, asked, keyless=True)
    dossier = desk.session.dossier()
    part = None if dossier is None else part_of(dossier, path)
    if dossier is None or part is None:
        raise UserError(_NO_SECTION)
    document, mark = dossier.documents[path], asked.data.get("mark")
    found = [each for each in desk.session.diagnostics() if each.location.path == path and mark_of(each) == mark]
    if not found or found[0].fix is None:
        raise UserError("这一处已经改过了。", 1)
    if document.data is None or found[0].code.startswith("Y"):
        content, used = mend_typing(path, document.text.encode("utf-8"), part)
        after = read_document(path, content).text if used else None
    else:
        text, used = repair(document, part, found[:1])
        after = text if used else None
    write_step(desk, f"自动改好：{found[0].fix.message}", path, after)
    return JSONResponse(answer_to_page(desk, section, whole=True))


def undo(desk: OpenDesk, asked: Question) -> Response:
    """The last step back, or forward again."""
    look_again(desk)
    step = undo_step(desk, forward=bool(_data(asked).get("forward")))
    section = find_section(str(_data(asked).get("slug", "")))
    body = {"said": f"已{'重做' if _data(asked).get('forward') else '撤销'}：{step.words}"}
    return JSONResponse(body | (answer_to_page(desk, section, whole=True) if section else frame_parts(desk)))


# ---- answers -----------------------------------------------------------------------------------------------------


def answer_to_page(desk: OpenDesk, section: FormSection, *, whole: bool = False) -> dict[str, Any]:
    """What a page is told after each step: the stamp of its file, what is said beside each box, and what stands around.
    `whole`: all boxes anew."""
    values = section_values(desk, section)
    about = {key: desk_part("boxes.html", "about_box", each) for key, each in values["about"].items()}
    found = {"stamp": values["stamp"], "path": values["path"], "about": about, **frame_parts(desk)}
    if whole:
        found["boxes"] = desk_part("boxes.html", "all_boxes", values["boxes"], values["about"], values["path"])
        found["documents"] = values["documents"]
        found["loose"] = desk_part("boxes.html", "loose_remarks", values["loose"], values["path"])
    return found


def frame_parts(desk: OpenDesk) -> dict[str, Any]:
    """What stands around every page, as parts of it."""
    frame = frame_values(desk)
    return {
        "next": desk_part("boxes.html", "next_bar", frame["next"], desk.link),
        "marks": {slug: list(each) for slug, each in frame["marks"].items()},
        "undo": frame["undo"],
        "redo": frame["redo"],
        "changes": frame["changes"],
    }


def refused_answer(desk: OpenDesk, section: FormSection, path: str, conflict: BothSides) -> Response:
    """That nothing was written, with what the page wrote and what stands there."""
    body = {
        "said": "这一处刚在别的窗口或程序里改过，没有覆盖。",
        "conflict": {"id": box_id(path, conflict.keys), "mine": conflict.mine, "theirs": conflict.theirs},
    }
    return JSONResponse(body | answer_to_page(desk, section, whole=False), 409)


def _data(asked: Question) -> dict[str, Any]:
    return asked.data if isinstance(asked.data, dict) else {}


def named_place(desk: OpenDesk, asked: Question, *, keyless: bool = False) -> tuple[FormSection, str, KeyPath, str]:
    """The section, file, path of keys and stamp that a page names. UserError for what is no place of the form; the file
    is the section's own, whatever was named."""
    data = _data(asked)
    section = find_section(str(data.get("slug", "")))
    if section is None:
        raise UserError(_NO_SECTION)
    look_again(desk)
    dossier = desk.session.dossier()
    path = "" if dossier is None else section_path(dossier, section)
    if dossier is None or path not in dossier.documents:
        raise UserError("这一页的文件不在了。", 1)
    if data.get("path") != path:
        raise UserError("申报日期改过，这一页换了年份。请刷新。", 1)
    keys = data.get("keys", [])
    is_path = isinstance(keys, list) and all(isinstance(each, (str, int)) and each is not True for each in keys)
    if not keyless and (not is_path or not 0 < len(keys) <= DEEPEST or keys[0] not in section.labels):
        raise UserError("没有这一栏。")
    return section, path, tuple(keys) if is_path else (), str(data.get("stamp", ""))


def _typed(value: Any) -> str | list[str]:
    """What was typed. UserError for what no box gives."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts) or len(texts) > 500:
        raise UserError("发来的内容读不出来。")
    if sum(map(len, texts)) > LONGEST_ANSWER:
        raise UserError(f"太长了：一栏最多 {LONGEST_ANSWER // 10_000} 万字，没有保存。")
    return value if isinstance(value, str) else list(texts)


def keys_words(keys: Sequence[str | int]) -> str:
    """A place in a clerk's words: 主要工作项目 第 2 条 名称."""
    return " ".join(step if isinstance(step, str) else f"第 {step + 1} 条" for step in keys)
