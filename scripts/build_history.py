"""Rebuild the git history that the example lanting would have had: a commit for each step, from first draft to zone.

    python scripts/build_history.py FOLDER

The example holds the end of the story. What it was on an earlier day follows from the dates in its own records: an
entry dated later is not there yet, what was finished later is still open. Sealing is done by the command itself, on
the state of its day. Returns of single enterprises stay out, as in every region's repository.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "lanting"

#: The key whose date says when an entry came about, the first that an entry has.
BEGINS = (
    "日期",
    "发布日期",
    "提交日期",
    "到位日期",
    "开始日期",
    "启用日期",
    "建立日期",
    "评价日期",
    "发现日期",
    "授予日期",
    "申请日期",
    "成立日期",
    "评估日期",
    "起",
)
#: The key whose date says when it was over, and what is only known from then on.
ENDS = (
    "完成日期",
    "处理日期",
    "核准日期",
    "验收日期",
    "授牌日期",
    "公示日期",
    "批复日期",
    "盖章日期",
    "处理完成日期",
    "结果日期",
)
KNOWN_LATER = (
    "效果",
    "效果数据",
    "文件",
    "结果",
    "处理",
    "处理情况",
    "完成情况",
    "注册号",
    "许可企业数（家）",
    "参加企业数（家）",
    "结论",
    "意见",
)
#: Files that are there from the day that one of their own keys names.
FILES_BEGIN = (("pilot/approval.yaml", "批复日期"), ("pilot/evaluations/", "评价日期"))
#: A state that an entry cannot have had before it was over.
EARLIER_STATE = {"已核准": "已申请"}
#: Undated texts of a file, and the dated key that they came with.
CAME_WITH = {"pilot/strategy.yaml": (("品牌定位", "核心价值和品牌内涵"), "发展战略")}
#: When the sums of a year were there.
SUMS_IN = (3, 21)


class Step(NamedTuple):
    """One commit. `drafts` tells how many of the corrections in DRAFTS were still to come; `seal` seals first."""

    day: str
    message: str
    drafts: int = 0
    seal: bool = False


class Draft(NamedTuple):
    """What stood in the draft where the sealed application has something else."""

    file: str
    final: str
    draft: str


STEPS = (
    Step("2014-04-10", "申报材料初稿", 2),
    Step("2014-04-18", "按统计部门核对的数改正第一阶段目标", 1),
    Step("2014-04-24", "按省里的补正意见调整项目完成时间"),
    Step("2014-04-25", "定稿并封存，打印盖章", seal=True),
    Step("2014-05-20", "当地政府盖章，报送省里"),
    Step("2014-06-20", "收到批复，试点开始"),
    Step("2014-07-18", "授牌；建立工作机制"),
    Step("2014-12-31", "2014 年：评价制度、舆情监控、培训和活动"),
    Step("2015-03-21", "2014 年统计汇总"),
    Step("2015-05-29", "2014 年度评价和总结；发布发展战略"),
    Step("2015-07-16", "第一阶段结束，核对进展；省里年度检查"),
    Step("2015-12-31", "2015 年：联盟标准、培训、活动和资金"),
    Step("2016-03-21", "2015 年统计汇总"),
    Step("2016-05-30", "2015 年度评价和总结"),
    Step("2016-06-30", "试点周期满，资金全部到位；专家判断"),
    Step("2016-07-15", "申请评价"),
)


#: Corrections on the way, the earliest first.
DRAFTS = (
    Draft(
        "application/plan.yaml",
        "        目标: 相关企业参加品牌培训覆盖面\n        数值: 60\n",
        "        目标: 相关企业参加品牌培训覆盖面\n        数值: 50\n",
    ),
    Draft(
        "application/plan.yaml",
        "    开始时间: 2014-07\n    完成时间: 2015-06\n",
        "    开始时间: 2014-07\n    完成时间: 2015-03\n",
    ),
)
SEALED_BY = "闻以汀"


def main() -> None:
    """Write the repository into a folder that must not hold anything yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    target: Path = parser.parse_args().folder
    if target.exists() and any(target.iterdir()):
        sys.exit(f"{target} is not empty")
    build(target)


def build(target: Path, steps: tuple[Step, ...] = STEPS) -> None:
    """Make the repository; the same bytes and commits whenever it is made."""
    target.mkdir(parents=True, exist_ok=True)
    _git(target, "init", "--quiet", "--initial-branch=main")
    for step in steps:
        day = date.fromisoformat(step.day)
        _clear(target)
        for path, content in files_on(day, step.drafts).items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(content)
        if step.seal:
            _seal(target, step.day)
        _git(target, "add", "--all")
        _git(target, "commit", "--quiet", "--message", step.message, day=step.day)


def files_on(day: date, drafts: int = 0) -> dict[str, bytes]:
    """Every file of the dossier as it was on a day, with the documents that it then named."""
    found: dict[str, bytes] = {}
    for path in sorted(EXAMPLE.rglob("*.yaml")):
        name = path.relative_to(EXAMPLE).as_posix()
        if name.startswith(("sealed/", ".")) or not _there(name, day):
            continue
        text = path.read_text(encoding="utf-8")
        if not _begun(name, text, day):
            continue
        if name.startswith(("pilot/", "judgements")) or name in ("recommendation.yaml", "application/conditions.yaml"):
            text = _with_its_key(name, as_of(text, day))
        if name.startswith("pilot/") and not _says_something(text):
            continue
        found[name] = _drafted(name, text, drafts).encode("utf-8")
    named = {
        match for content in found.values() for match in re.findall(r"evidence/[^\s\"'\]}]+", content.decode("utf-8"))
    }
    for name in sorted(named):
        if (EXAMPLE / name).is_file():
            found[name] = (EXAMPLE / name).read_bytes()
    found[".gitignore"] = b"enterprises/\n.brandcluster/\nout/\n"
    return found


def _there(name: str, day: date) -> bool:
    year = re.fullmatch(r"statistics/(\d{4})\.yaml", name)
    return year is None or date(int(year.group(1)) + 1, *SUMS_IN) <= day


def _begun(name: str, text: str, day: date) -> bool:
    if name.startswith("pilot/") and not _begun_on(
        "批复日期", (EXAMPLE / "pilot/approval.yaml").read_text("utf-8"), day
    ):
        return False
    return all(_begun_on(key, text, day) for file, key in FILES_BEGIN if name.startswith(file))


def _begun_on(key: str, text: str, day: date) -> bool:
    match = re.search(rf"^{key}: (\d{{4}}-\d{{2}}-\d{{2}})$", text, re.MULTILINE)
    return match is not None and date.fromisoformat(match.group(1)) <= day


def _drafted(name: str, text: str, drafts: int) -> str:
    for draft in DRAFTS[len(DRAFTS) - drafts :] if drafts else ():
        if draft.file == name:
            if draft.final not in text:
                sys.exit(f"{name}: {draft.final!r} is no longer there; DRAFTS must follow the example")
            text = text.replace(draft.final, draft.draft, 1)
    return text


# ---- a file on an earlier day --------------------------------------------------------------------------------


def as_of(text: str, day: date) -> str:
    """A file in block style as it was on a day."""
    lines = (_without_later_document(line, day) for line in _items_on(text.split("\n"), day))
    return "\n".join(lines).rstrip("\n") + "\n"


def _without_later_document(line: str, day: date) -> str:
    """A line without the document that it names, where that was written later."""
    match = re.match(r"(\s*(?:- )?[^\s:#-][^:]*:) (evidence/\S+)$", line)
    written = _written(match.group(2)) if match else None
    return match.group(1) if match and written is not None and written > day else line


def _written(document: str) -> date | None:
    """The date under a document of the example; None where it has none."""
    path = EXAMPLE / document
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    dates = re.findall(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$", text, re.MULTILINE)
    return date(*map(int, dates[-1])) if dates else None


def _with_its_key(name: str, text: str) -> str:
    """A file without the undated texts of what had not come about yet."""
    texts, key = CAME_WITH.get(name, ((), ""))
    if not key or re.search(rf"^{key}:", text, re.MULTILINE):
        return text
    items = _items(text.split("\n"))
    return "\n".join(line for item in items if not _opens(item, texts) for line in item)


def _opens(item: list[str], keys: tuple[str, ...]) -> bool:
    return any(line.startswith(f"{key}:") for line in item for key in keys)


def _items_on(lines: list[str], day: date) -> Iterator[str]:
    for item in _items(lines):
        yield from _item_on(item, day)


def _items(lines: list[str]) -> Iterator[list[str]]:
    """The entries of the outermost level, each with the comments before it and all that is indented below."""
    indents = [_indent(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    outermost = min(indents, default=0)
    item: list[str] = []
    started = False
    for line in lines:
        opens = bool(line.strip()) and _indent(line) <= outermost
        if opens and started and not (line.lstrip().startswith("#") and _indent(line) > outermost):
            yield item
            item, started = [], False
        item.append(line)
        started = started or (opens and not line.lstrip().startswith("#"))
    if item:
        yield item


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _item_on(item: list[str], day: date) -> Iterator[str]:
    head = next((index for index, line in enumerate(item) if line.strip() and not line.lstrip().startswith("#")), None)
    if head is None:
        yield from item
        return
    values = dict(_values(item, head))
    begun = next((values[key] for key in BEGINS if key in values), None)
    if begun is None and item[head].lstrip().startswith("- "):
        begun = _known_from(values)
    if begun is not None and _later(begun, day):
        return
    if any(_later(values.get(key, ""), day) for key in ENDS):
        item = list(_still_open(item, head, day))
    body = item[head + 1 :]
    yield from item[: head + 1]
    if not body or item[head].rstrip().endswith(("|", ">", "|-", ">-")):
        yield from body
    elif item[head].lstrip().startswith("- "):
        yield from _nested(body, day)
    else:
        yield from _items_on(body, day)


def _nested(body: list[str], day: date) -> Iterator[str]:
    """Below the first key of a list's entry: its other keys, some of which hold lists of their own."""
    for key in _items(body):
        opened = next((index for index, line in enumerate(key) if line.rstrip().endswith(":")), None)
        if opened is None:
            yield from key
        else:
            yield from key[: opened + 1]
            yield from _items_on(key[opened + 1 :], day)


def _values(item: list[str], head: int) -> Iterator[tuple[str, str]]:
    """The keys of an entry itself (not of what is nested in it) with their plain values."""
    first = item[head]
    dash = first.lstrip().startswith("- ")
    level = _indent(first) + (2 if dash else 0)
    inner = next((_indent(line) for line in item[head + 1 :] if line.strip()), None)
    wanted = {level} if dash else {level, inner}
    for line in [first.replace("- ", "  ", 1) if dash else first, *item[head + 1 :]]:
        match = re.match(r"\s*([^\s:#-][^:]*):\s*(\S.*)?$", line)
        if match and _indent(line) in wanted:
            yield match.group(1), match.group(2) or ""


def _known_from(values: dict[str, str]) -> str | None:
    """From when an entry without a date is known: its document, but no later than its year is over."""
    days = [found for found in (_written(values.get("文件", "")),) if found is not None]
    year = values.get("年份", "")
    days += [date(int(year), 12, 31)] if re.fullmatch(r"\d{4}", year) else []
    return min(days).isoformat() if days else None


def _later(value: str, day: date) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)) and date.fromisoformat(value) > day


def _still_open(item: list[str], head: int, day: date) -> Iterator[str]:
    """An entry without what was only known once it was over."""
    skipping: int | None = None
    for index, line in enumerate(item):
        indent = _indent(line)
        if skipping is not None and (not line.strip() or indent > skipping):
            continue
        skipping = None
        match = re.match(r"(\s*(?:- )?)([^\s:#-][^:]*):\s*(\S.*)?$", line)
        if match and match.group(2) in ENDS and _later(match.group(3) or "", day):
            yield f"{match.group(1)}{match.group(2)}:"
        elif match and index > head and match.group(2) in KNOWN_LATER:
            skipping = indent
            yield f"{match.group(1)}{match.group(2)}:"
        elif match and match.group(3) in EARLIER_STATE:
            yield line.replace(match.group(3), EARLIER_STATE[match.group(3)])
        else:
            yield line


def _says_something(text: str) -> bool:
    """Whether any key has a value left."""
    return any(re.match(r"\s*(?:- )?[^\s:#][^:]*:\s+[^\s\[#]", line) for line in text.split("\n"))


# ---- doing it ------------------------------------------------------------------------------------------------


def _clear(target: Path) -> None:
    for entry in target.iterdir():
        if entry.name in (".git", "sealed"):
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _seal(target: Path, day: str) -> None:
    command = [sys.executable, "-m", "brandcluster", "seal", str(target), "--by", SEALED_BY, "--date", day]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _git(target: Path, *arguments: str, day: str = "2014-04-01") -> None:
    when = f"{day}T09:00:00+08:00"
    environment = {
        **os.environ,
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    identity = ("-c", "user.name=闻以汀", "-c", "user.email=pinpai@lanting.example", "-c", "core.autocrlf=false")
    subprocess.run(["git", *identity, *arguments], cwd=target, env=environment, check=True)


if __name__ == "__main__":
    main()
