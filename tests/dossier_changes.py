"""What people, editors and other programs do to a dossier's folder while it is open, drawn from numbers."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cases import EXAMPLES, HERE, prepare

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import examine_dossier
from brandcluster.rules.facts.texts.known import misread_files
from brandcluster.session import asked
from brandcluster.session.opened import Session

DAY = date(2016, 7, 1)
#: What is typed into a file.
TYPED = (
    "{{ 指标.工业增加值率 }}",
    "{{ 统计.工业总产值（亿元） }}",
    "{{ 申报.申报单位 }}",
    "28.5%",
    "待填写",
    "[2013]12号",
    "\t",
    ": ",
    "“",
    "\n",
    "\n- 名称: 新的一项\n",
    " # brandcluster: ignore X105 数取自年鉴",
    "evidence/a.txt",
    "evidence/新.pdf",
    "主导产业",
    "\u200b",
    "😀",
    "",
)
#: Files that come and go.
NEW = {
    "style.yaml": "字体: 仿宋\n",
    "ignore.yaml": "忽略:\n  - {代号: X105, 原因: 数取自年鉴}\n  - {代号: B101, 文件: application/plan.yaml, 原因: 未完}\n",
    "indicators.yaml": "指标: []\n",
    "statistics/2014.yaml": None,
    "statistics/2016.yaml": None,
    "statistics/2014年.yaml": "",
    "evidence/新.pdf": "%PDF",
    "evidence/b.txt": "b",
    "pilot/summaries.yaml": "年度总结: []\n",
    "pilot/evaluations/2014.yaml": None,
    "own.yaml": "名称: 自订\n文号: 冀政发〔2013〕12号\n",
    "enterprises/2016.csv": "",
    "sealed/2/x.txt": "x",
    "notes.md": "# 记\n",
}


class Change(NamedTuple):
    """One change: which, and two numbers that say where and what."""

    what: str
    where: int
    how: int


def make_dossier(root: Path) -> Path:
    """A dossier of a few kilobytes with a pilot, a seal, returns and documents."""
    prepare(root, [{"seal": {}}], HERE / "cases" / "zone")
    (root / "enterprises").mkdir()
    for year in ("2013", "2015"):
        text = (EXAMPLES / "lanting" / "enterprises" / f"{year}.csv").read_text(encoding="utf-8-sig")
        lines = text.splitlines(keepends=True)[:9]
        (root / "enterprises" / f"{year}.csv").write_text("".join(lines), encoding="utf-8", newline="")
    return root


class Desk:
    """A folder, the session on it, and what an editor holds of it."""

    def __init__(self, root: Path, session: Session) -> None:
        self.root = root
        self.session = session
        self.held: dict[str, bytes] = {}

    def do(self, change: Change) -> None:
        """Do it."""
        _CHANGES[change.what](self, change)

    def files(self) -> list[str]:
        """What is there, by path."""
        found = [path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()]
        return sorted({*found, *self.held})

    def texts(self) -> list[str]:
        """The files of the dossier that are written in YAML or CSV."""
        return [path for path in self.files() if path.endswith((".yaml", ".csv"))]

    def content(self, path: str) -> bytes:
        """What a file holds, saved or not."""
        return self.held[path] if path in self.held else (self.root / path).read_bytes()

    def put(self, path: str, data: bytes | None) -> None:
        """Hold a text that is not saved, or drop it."""
        self.session.put(path, data)
        if data is None:
            self.held.pop(path, None)
        else:
            self.held[path] = data

    def save(self, path: str, data: bytes) -> None:
        """Write a file as some other program does."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def differences(self, fresh: Path, *, verdicts: bool = True) -> list[str]:
        """What the session says otherwise than a fresh reading of the same bytes; the folder `fresh` is made anew."""
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.root, fresh, symlinks=True)
        for path, text in self.held.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).unlink(missing_ok=True)  # a link is replaced, not followed
            (fresh / path).write_bytes(text)
        checked = examine_dossier(load_dossier(fresh), obeying=True)
        found = _differing("problem", list(self.session.diagnostics()), checked.found)
        found += _differing("ignored", list(self.session.checked().ignored), checked.ignored)
        now = self.session.dossier()
        again = load_dossier(fresh)
        if now is not None and misread_files(now) != misread_files(again):
            found.append("files whose structure could not be read")
        if not verdicts:
            return found
        found += _differing("verdict", list(self.session.verdicts()), list(asked.eligibility_verdicts(again, DAY)))
        found += _differing("threshold", list(self.session.thresholds()), list(asked.threshold_verdicts(again, DAY)))
        texts = {path: text for path, text in self.session.texts().items() if path in again.documents}
        return found + [f"text of {path}" for path, text in texts.items() if text != (fresh / path).read_bytes()]


def _differing(what: str, kept: list[Any], fresh: list[Any]) -> list[str]:
    if kept == fresh:
        return []
    return [f"{what} only kept: {each}" for each in kept if each not in fresh] + [
        f"{what} only fresh: {each}" for each in fresh if each not in kept
    ] or [f"{what}s in another order"]


def _edited(content: bytes, where: int, how: int) -> bytes:
    text = content.decode("utf-8", "replace")
    places = [match.start() for match in re.finditer(r"\d|[。，：]|(?<=\n)|(?<=: )", text)] or [0]
    at = places[where % len(places)]
    kind, word = how % 4, TYPED[how // 4 % len(TYPED)]
    if kind == 0 and text[at : at + 1].isdigit():
        return f"{text[:at]}{(int(text[at]) + how) % 10}{text[at + 1 :]}".encode()
    if kind == 1:  # a line goes
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        return (text[:start] + (text[end + 1 :] if end >= 0 else "")).encode()
    if kind == 2:  # from here on something else: half a file, as when it is being written
        return text[:at].encode() if how % 5 == 0 else (text[:at] + word + text[at + 1 :]).encode()
    return (text[:at] + word + text[at:]).encode()


def _type(desk: Desk, change: Change) -> None:
    path = desk.texts()[change.where % len(desk.texts())]
    desk.put(path, _edited(desk.content(path), change.where // 7, change.how))


def _drop(desk: Desk, change: Change) -> None:
    if desk.held:
        desk.put(sorted(desk.held)[change.where % len(desk.held)], None)


def _new_text(desk: Desk, change: Change) -> None:
    path = list(NEW)[change.where % len(NEW)]
    desk.put(path, _content(desk, path, change.how))


def _content(desk: Desk, path: str, how: int) -> bytes:
    text = NEW[path]
    if text is not None:
        return text.encode()
    model = "statistics/2013.yaml" if path.startswith("statistics") else "pilot/evaluations/2015.yaml"
    there = desk.content(model) if model in desk.files() else b""
    return _edited(there, how, how) if how % 2 else there


def _save_edit(desk: Desk, change: Change) -> None:
    saved = [path for path in desk.texts() if (desk.root / path).is_file()]
    path = saved[change.where % len(saved)]
    desk.save(path, _edited((desk.root / path).read_bytes(), change.where // 7, change.how))
    desk.session.refresh()


def _save_same_size(desk: Desk, change: Change) -> None:
    """Another digit, with the size and the time that it had."""
    saved = [path for path in desk.texts() if (desk.root / path).is_file()]
    path = desk.root / saved[change.where % len(saved)]
    before = path.stat()
    path.write_bytes(_edited(path.read_bytes(), change.where // 7, change.how * 4))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    desk.session.refresh()


def _save_new(desk: Desk, change: Change) -> None:
    path = list(NEW)[change.where % len(NEW)]
    desk.save(path, _content(desk, path, change.how))
    desk.session.refresh()


def _delete(desk: Desk, change: Change) -> None:
    there = [path for path in desk.files() if (desk.root / path).is_file()]
    if len(there) > 8:
        (desk.root / there[change.where % len(there)]).unlink()
    desk.session.refresh()


def _move_folder(desk: Desk, change: Change) -> None:
    name = ("pilot", "statistics", "enterprises", "sealed", "evidence", "pilot/evaluations")[change.where % 6]
    away = desk.root / f"{name}.away"
    if away.exists() and not (desk.root / name).exists():
        away.rename(desk.root / name)
    elif (desk.root / name).is_dir() and not away.exists():
        (desk.root / name).rename(away)
    desk.session.refresh()


def _link(desk: Desk, change: Change) -> None:
    there = [path for path in desk.files() if (desk.root / path).is_file() and not (desk.root / path).is_symlink()]
    path = desk.root / there[change.where % len(there)]
    if change.how % 3 == 0:
        # To what nobody types into: an unsaved text counts under its own path and not behind a link.
        target = desk.root / "linked" / f"{change.how}.txt"
        target.parent.mkdir(exist_ok=True)
        path.rename(target)
        path.symlink_to(os.path.relpath(target, path.parent))
    elif change.how % 3 == 1:
        path.unlink()
        path.mkdir()
    else:
        path.touch()
    desk.session.refresh()


def _settle(desk: Desk, change: Change) -> None:
    """An editor saves what it holds."""
    for path, text in sorted(desk.held.items()):
        if not (desk.root / path).is_dir() and all(not (desk.root / each).is_file() for each in _above(path)):
            desk.save(path, text)
            desk.put(path, None)
    desk.session.refresh()


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _set_header(desk: Desk, change: Change) -> None:
    """What many rules hang on: the day, the edition, the supplement, an industry's name."""
    text = desk.content("dossier.yaml").decode("utf-8", "replace") if "dossier.yaml" in desk.files() else ""
    old, new = (
        ("2014-04-18", "2014-04-19"),
        ("2014-04-18", "2015-04-18"),
        ("miit-2014-102", "miit-2017-433"),
        ("规则版本:", "省级补充规则: hebei-2017\n规则版本:"),
        ("规则版本:", "省级补充规则: own.yaml\n规则版本:"),
        ("名称:", "名称: 新"),
        ("联系人", "联糸人"),
    )[change.how % 7]
    desk.put("dossier.yaml", text.replace(old, new, 1).encode())


_CHANGES: dict[str, Callable[[Desk, Change], None]] = {
    "type": _type,
    "drop": _drop,
    "new text": _new_text,
    "save edit": _save_edit,
    "same size": _save_same_size,
    "save new": _save_new,
    "delete": _delete,
    "move folder": _move_folder,
    "link": _link,
    "settle": _settle,
    "header": _set_header,
}
#: How often each is drawn.
OFTEN = ("type",) * 8 + ("drop",) * 2 + ("save edit",) * 3 + tuple(_CHANGES)
