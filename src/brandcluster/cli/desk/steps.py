"""What pages send back → the files: held against what stands there, written as commands write, and undone again."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.errors import UserError
from brandcluster.cli.writing import write_files
from brandcluster.dossier.files import kind_of
from brandcluster.formats import folder
from brandcluster.session.desk.page_boxes import raw_at, scalar_text
from brandcluster.session.desk.versions import DoneStep, Outside, data_of, differing_places, unchanged_at

#: As many steps can be undone; what is typed into one box within so many seconds is one step.
MOST_STEPS, ONE_STEP = 200, 8.0
#: As many changed places of one file are named.
MOST_PLACES = 40
NOT_SAFE = "这个文件的写法特殊，没有把握只改这一处，没有保存。请懂文件的人在编辑器里改。"
NOT_READ = "这个文件里有写法要先改好（见这一页最上面），再填别的。"


class BothSides(NamedTuple):
    """What a page wants to write stands otherwise by now: what it wrote, and what stands there."""

    keys: KeyPath
    mine: str
    theirs: str


def look_again(desk: OpenDesk) -> None:
    """Look at the disk; what other programs changed is noted."""
    before = desk.session.dossier()
    known = {} if before is None else {path: each.text for path, each in before.documents.items()}
    changed = desk.session.refresh()
    if not changed:
        return
    after = desk.session.dossier()
    for path in sorted(changed):
        document = None if after is None else after.documents.get(path)
        now = None if document is None else document.text
        if kind_of(path) is None and not path.startswith("evidence/"):
            continue
        if known.get(path) == now and now is not None:
            continue
        places = tuple(_places(path, known.get(path) or "", now or ""))
        number = desk.outside[-1].number + 1 if desk.outside else 1
        desk.outside.append(Outside(number, path, places))
    del desk.outside[:-100]


def _places(path: str, before: str, now: str) -> list[tuple[KeyPath, str, str]]:
    found = []
    for keys, one, other in differing_places(data_of(path, before), data_of(path, now)):
        found.append((keys, shown_value(one), shown_value(other)))
        if len(found) == MOST_PLACES:
            break
    return found


def shown_value(value: Any) -> str:
    """What stands at a place, in words: a text as it is, of a list what its entries are called."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, dict):
        return "；".join(f"{key}：{shown_value(each)}" for key, each in value.items() if each not in (None, "", []))
    if isinstance(value, list):
        return "\n".join(shown_value(each) for each in value)
    return scalar_text(value)


def refuse_stale(desk: OpenDesk, path: str, keys: KeyPath, stamp: str, mine: str) -> BothSides | None:
    """Whether a place is no longer what the page showed; None where it still is."""
    dossier = desk.session.dossier()
    if dossier is None or path not in dossier.documents:
        return BothSides(keys, mine, "")
    base, now = desk.versions.text(path, stamp), dossier.documents[path].text
    written = dossier.as_written(path, keys)
    if base == now or (base is not None and unchanged_at(data_of(path, base), data_of(path, now), written)):
        return None
    return BothSides(keys, mine, shown_value(raw_at(dossier, path, keys)))


def write_step(
    desk: OpenDesk,
    words: str,
    path: str,
    after: str | None,
    keys: KeyPath = (),
    beside: Mapping[Path, bytes] | None = None,
) -> None:
    """Write a file as it is to be, with new ones `beside`, and remember the step. UserError where that is not safe, or
    the system refuses. What is typed into one box without a pause (`keys`) is one step."""
    dossier = desk.session.dossier()
    document = None if dossier is None else dossier.documents.get(path)
    if document is None or after is None:
        raise UserError(NOT_READ if document is None or document.diagnostics else NOT_SAFE, 1)
    before = document.text
    if after == before and not beside:
        return
    write_texts_at(desk, {path: (before, after)} if after != before else {}, beside)
    if after == before:
        return
    now = desk.clock()
    last = desk.done[-1] if desk.done else None
    goes_on = last is not None and keys and (last.path, last.keys) == (path, keys) and last.after == before
    if last is not None and goes_on and now - last.moment < ONE_STEP:
        desk.done[-1] = last._replace(after=after, moment=now)
    else:
        desk.done.append(DoneStep(words, path, before, after, keys, now))
    desk.undone.clear()
    del desk.done[:-MOST_STEPS]


def write_texts_at(
    desk: OpenDesk, texts: Mapping[str, tuple[str, str]], beside: Mapping[Path, bytes] | None = None
) -> None:
    """Write files by path, from what they were to what they are to be, together with others `beside`."""
    contents: dict[Path, bytes] = dict(beside or {})
    for path, (before, after) in texts.items():
        there = folder.read_bytes(desk.root, path)
        mark = codecs.BOM_UTF8 if isinstance(there, bytes) and there.startswith(codecs.BOM_UTF8) else b""
        if there != mark + before.encode("utf-8"):
            raise UserError("这个文件不是 UTF-8 编码，或者刚被改过，没有保存。先点“自动改好”，或者刷新这一页。", 1)
        contents[desk.root / path] = mark + after.encode("utf-8")
    try:
        write_files(contents, inside=(desk.root,))
    except UserError as error:
        words = str(error).replace("请再运行一次", "请再试一次").replace(f"{desk.root.as_posix()}/", "")
        raise UserError(words, error.exit_code) from None
    desk.session.refresh()


def write_together(
    desk: OpenDesk, words: str, texts: Mapping[str, tuple[str, str]], beside: Mapping[Path, bytes] | None = None
) -> None:
    """Write several files as one step, with others `beside`, which stay when it is undone.

    A file that is not there yet is held against what a new one says, and is that again after an undo.
    """
    dossier = desk.session.dossier()
    there = {} if dossier is None else dossier.documents
    changed = {path: both for path, both in texts.items() if both[0] != both[1]}
    old = {path: both for path, both in changed.items() if path in there}
    new = {desk.root / path: both[1].encode("utf-8") for path, both in changed.items() if path not in there}
    write_texts_at(desk, old, {**new, **(beside or {})})
    if changed:
        (path, (before, after)), *others = changed.items()
        rest = tuple((each, *both) for each, both in others)
        desk.done.append(DoneStep(words, path, before, after, (), desk.clock(), rest))
        desk.undone.clear()
        del desk.done[:-MOST_STEPS]


def undo_step(desk: OpenDesk, *, forward: bool = False) -> DoneStep:
    """Take the last step back (or, `forward`, do it again). UserError where the file was changed since."""
    stack, other = (desk.undone, desk.done) if forward else (desk.done, desk.undone)
    if not stack:
        raise UserError("没有可以" + ("重做" if forward else "撤销") + "的了。", 1)
    step = stack[-1]
    turned = {path: (before, after) if forward else (after, before) for path, before, after in step.every}
    dossier = desk.session.dossier()
    documents = {} if dossier is None else dossier.documents
    if any(path not in documents or documents[path].text != start for path, (start, _) in turned.items()):
        stack.pop()
        raise UserError(
            f"“{step.words}”以后，这个文件又被别的程序改过，不能" + ("重做" if forward else "撤销") + "。", 1
        )
    write_texts_at(desk, turned)
    other.append(stack.pop())
    return step


def typed_words(typed: str | Sequence[str]) -> str:
    """What was typed, as it is shown beside what stands there."""
    return typed if isinstance(typed, str) else "\n".join(typed)
