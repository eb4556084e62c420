"""What is promised of every run, one function a promise: None, or what breaks it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import zipfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from glob import escape as literally

from brandcluster.base.visible import UNSAFE
from brandcluster.cli.commands.merge_driver import CONFLICT, NOT_READ
from brandcluster.formats.locking import LOCK_FILE
from brandcluster.formats.remains import UNFINISHED
from fuzz.cases import Case
from fuzz.folders import Entry
from fuzz.seeds import SECRET
from fuzz.target import ESCAPED, MEGABYTES, PROCESSOR, Ran

#: The exit codes that the documentation names; 3 is a fault of the program's.
DOCUMENTED = (0, 1, 2)
_FAULTS = (b"Traceback (most recent call last)", "程序内部出错".encode(), b"MemoryError")
_LIMITS = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)


def crash(case: Case, ran: Ran) -> str | None:
    """No exception gets out, and the exit code is one that is documented."""
    for mark in _FAULTS:
        for stream in (ran.errors, ran.out):
            if mark in stream:
                at = stream.index(mark)
                return stream[at : at + 2_000].decode("utf-8", "replace")
    told_git = (CONFLICT, NOT_READ) if "--driver" in case.arguments else ()
    if ran.code not in (*DOCUMENTED, *told_git, *_LIMITS, ESCAPED):
        return f"exit code {ran.code}: {ran.errors[-500:].decode('utf-8', 'replace')}"
    return None


def hang(case: Case, ran: Ran) -> str | None:
    """It ends in time."""
    if (ran.code in _LIMITS or ran.seconds > PROCESSOR) and not _names_the_machine(case, ran):
        return f"ended by {ran.code} after {ran.seconds:.1f} s of a processor"
    return None


def _names_the_machine(case: Case, ran: Ran) -> bool:
    """Whether the person names a link to the whole machine: all dossiers that it has are then looked at."""
    return any(ran.before.get(os.fsencode(each)) == Entry("link", b"/") for each in case.arguments)


#: What git may take beside that (`formats/git.MEMORY`, with its code and what it maps).
GIT_MEGABYTES = 700


def memory(case: Case, ran: Ran) -> str | None:
    """It takes no more than it may; git, where it is asked, no more than it is let."""
    most = GIT_MEGABYTES if case.seed == "git" else MEGABYTES
    return f"{ran.megabytes:.0f} MB" if ran.megabytes > most else None


def escape(case: Case, ran: Ran) -> str | None:
    """Nothing is written outside the folder, run, or left in the system's folder. Who names a link to a dossier gets made
    there what the command makes."""
    if ran.code == ESCAPED:
        return ran.errors.decode("utf-8", "replace")
    links = [each for each in case.arguments if ran.before.get(os.fsencode(each)) == Entry("link", b"../outside")]
    outside = {
        path: each
        for path, each in ran.outside.items()
        if not any(_matches(f"{link}/{os.fsdecode(path)}", case.shape.creates) for link in links)
    }
    if outside != {b"secret.txt": Entry("file", SECRET), b"dossier.yaml": Entry("file", SECRET)}:
        return f"outside: {sorted(ran.outside)}"
    return f"left in the system's folder: {sorted(ran.scratch)}" if ran.scratch else None


def leak(case: Case, ran: Ran) -> str | None:
    """Nothing that stands outside the folder is read through it, but what the person names: a link as an argument."""
    if any(
        found is not None and found.kind == "link" for found in map(ran.before.get, map(os.fsencode, case.arguments))
    ):
        return None
    given = {each.content for each in ran.before.values()}
    if any(SECRET in content for content in given):
        return None
    if SECRET in ran.out or SECRET in ran.errors:
        return "printed"
    for path, each in ran.after.items():
        if (
            each.kind == "file"
            and each.content not in given
            and any(SECRET in part for part in _unpacked(each.content))
        ):
            return f"written into {os.fsdecode(path)!r}"
    return None


def _unpacked(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name) for name in packed.namelist()]


def loss(case: Case, ran: Ran) -> str | None:
    """Every file is still there with its bytes, or is one that the command is there to replace."""
    merged = "--driver" in case.arguments
    base = ran.before.get(os.fsencode(case.arguments[2]), Entry("file")).content if merged else b""
    replaces = (
        *case.shape.replaces,
        *(case.shape.creates if "--overwrite" in case.arguments else ()),
        *_typed_result(case),
    )
    for path, each in ran.before.items():
        name = os.fsdecode(path)
        now = ran.after.get(path)
        if now == each or _is_ours(name):
            continue
        if now is None:
            return f"gone: {name!r}"
        if now.kind != each.kind or not _matches(name, replaces):
            return f"changed: {name!r} ({each.kind} → {now.kind})"
        gone = _gone(name, each.content, now.content, base)
        if gone:
            return f"{gone}: {name!r}"
    return None


def _typed_result(case: Case) -> tuple[str, ...]:
    """The file that was named for the result of a command that judges: the next result takes its place."""
    return (case.arguments[case.arguments.index("-o") + 1],) if "-o {out}" in case.shape.line else ()


def _gone(name: str, before: bytes, after: bytes, base: bytes) -> str:
    """What a file that is replaced may not lose: its comments, and its enterprises. In a merge what stood in the base
    may be what the other side took out."""
    if before.strip() and not after:
        return "emptied"
    if name.endswith(".yaml"):
        lines = ["".join(line.split()) for line in _text(before).splitlines()]
        kept = "".join((_text(after) + _text(base)).split())
        lost = [line for line in lines if line.startswith("#") and line not in kept]
        return f"comment {lost[0]!r} lost" if lost else ""
    codes = {*re.findall(rb"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", before)}
    return f"{len(codes)} enterprises lost" if codes - {*re.findall(rb"[0-9A-Z]{18}", after)} else ""


def _text(content: bytes) -> str:
    """The text of a file, which `--fix` may write in UTF-8 where it was in another encoding; "" where it is none."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def clutter(case: Case, ran: Ran) -> str | None:
    """Nothing is new but what the command is there to make, and nothing half."""
    creates = tuple(_made(case, ran))
    for path in ran.after.keys() - ran.before.keys():
        name = os.fsdecode(path)
        holds = any(each.startswith(path + b"/") for each in ran.after) if ran.after[path].kind == "folder" else False
        if name.endswith(UNFINISHED[1]) or not (_matches(name, creates) or holds):
            return f"new: {name!r}"
    return None


def _made(case: Case, ran: Ran) -> Iterator[str]:
    """What a command is there to make: also in the folder that it is typed for, and through a link to where it runs."""
    if case.shape.command == "init" and b"dossier.yaml" not in ran.before:
        yield "*"
    here = [os.fsdecode(path) for path, each in ran.before.items() if each == Entry("link", b".")]
    for each in case.shape.creates:
        yield each
        yield from (each.removeprefix(f"{link}/") for link in here if each.startswith(f"{link}/"))
        if "{dir}" in case.shape.line:
            yield from (f"{literally(word)}/{each}" for word in case.arguments[1:3])


def refusal(case: Case, ran: Ran) -> str | None:
    """Who is refused is told why, and nothing has changed."""
    if ran.code in (1, 2) and not ran.out.strip() and not ran.errors.strip() and "-o" not in case.arguments:
        return f"exit code {ran.code} without a word"
    if ran.code == 2 and "前面".encode() not in ran.errors:
        changed = {path for path in ran.before.keys() | ran.after.keys() if ran.before.get(path) != ran.after.get(path)}
        changed = {path for path in changed if not _is_ours(os.fsdecode(path))}
        return f"refused, and changed {sorted(changed)}" if changed else None
    return None


def output(case: Case, ran: Ran) -> str | None:
    """What is printed is UTF-8, and nothing in it acts on a terminal or turns a line round; but `fmt -` prints a file."""
    for name, stream in (("out", ran.out), ("errors", ran.errors)):
        try:
            text = stream.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"{name}: {error}"
        if name == "out" and case.arguments[:2] == ("fmt", "-"):
            continue
        allowed = text.replace("\n", "")
        if "csv" in case.arguments:
            allowed = allowed.removeprefix("\ufeff").replace("\r", "")
        found = UNSAFE.search(allowed)
        if found:
            return f"{name}: U+{ord(found.group()):04X} in {allowed[max(0, found.start() - 40) : found.end() + 20]!r}"
    return None


def form(case: Case, ran: Ran) -> str | None:
    """What other programs are to read, they can."""
    wanted = [case.arguments[at + 1] for at, word in enumerate(case.arguments[:-1]) if word == "--format"]
    if ran.code not in (0, 1) or not ran.out.strip() or {"-o", "--help", "--files"} & {*case.arguments}:
        return None
    try:
        if wanted[-1:] in (["json"], ["sarif"], ["gitlab"]):
            json.loads(ran.out, parse_constant=_refuse)
        elif wanted[-1:] == ["csv"]:
            rows = list(csv.reader(io.StringIO(ran.out.decode("utf-8-sig"), newline=""), strict=True))
            if len({len(row) for row in rows if row}) > 1:
                return f"rows of {sorted({len(row) for row in rows})} cells"
    except (ValueError, csv.Error) as error:
        return f"{wanted[-1]}: {error}"
    return None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_ours(name: str) -> bool:
    """What killed runs leave: a later run clears it away, and takes the lock."""
    last = name.rpartition("/")[2]
    parts = name.split("/")
    return last == LOCK_FILE or any(part.startswith(".") and part.endswith(UNFINISHED[1]) for part in parts)


Oracle = Callable[[Case, Ran], str | None]
ORACLES: tuple[Oracle, ...] = (crash, hang, memory, escape, leak, loss, clutter, refusal, output, form)


def judge(case: Case, ran: Ran) -> tuple[str, str] | None:
    """The first promise that is broken, and how."""
    for oracle in ORACLES:
        found = oracle(case, ran)
        if found is not None:
            return oracle.__name__, found
    return None


def differs(one: Ran, other: Ran) -> str | None:
    """The same case comes to the same."""
    for name in ("code", "out", "errors", "after"):
        if getattr(one, name) != getattr(other, name):
            return f"{name} differs between two runs"
    return None
