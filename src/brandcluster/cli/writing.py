"""Writing what a command computed: everything first, then file by file, each replaced at once.

What a command read and then writes must be what still stands there (`formats/replacing`); what is refused, and what
goes wrong, is said here.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import takewhile
from pathlib import Path

from brandcluster.base.as_read import LONGEST
from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import exists, is_folder, too_long
from brandcluster.dossier.files import HEADER
from brandcluster.formats import folder, remains, replacing

_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件太大，磁盘或配额放不下",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘满了",
    errno.ENAMETOOLONG: "路径太长",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "路径中间有一段是文件，不是文件夹",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络",
    errno.EBUSY: "别的程序正占用着它",
    errno.EMFILE: "系统打开的文件太多",
    errno.ENFILE: "系统打开的文件太多",
}
_LEADS_OUT = "经由链接指向文件夹以外，没有写。请把链接换成真正的文件或文件夹，再来一次。"
_LINKED = "要经由链接写到别的文件夹，没有写。请把链接换成真正的文件夹，再来一次。"
_TYPED_LEADS_OUT = "经由链接指向文件夹以外，没有写。确实要写到那里，就写出完整的路径。"
#: The folder that the command runs in.
HERE = Path()
#: A folder below the dossier's, and one below that: as deep its own files stand.
_DEPTH = 2


def write_files(
    contents: Mapping[Path, bytes],
    *,
    inside: Sequence[Path],
    folders: Mapping[Path, Mapping[str, bytes]] | None = None,
) -> None:
    """Write the files, and each of `folders` as a whole. UserError with what to do when one cannot be written (exit
    2), and when one was changed since it was read (exit 1).

    All of them are on the disk before the first takes its place: what goes wrong up to there leaves every file as it
    was. `inside` are the folders that none may leave through a link (what a dossier brings is not trusted), and in
    which what killed runs left is cleared away; empty where the caller named the file itself.
    """
    folders = folders or {}
    _refuse_names([*contents, *folders], inside)
    _refuse_long(contents, folders)
    _refuse_places(contents, folders, inside)
    made: list[Path] = []
    files: list[replacing.Waiting] = []
    whole: list[replacing.WaitingFolder] = []
    try:
        for path, content in contents.items():
            with _reported(path):
                files.append(replacing.stage_file(path, content, made))
        for path, each in folders.items():
            with _reported(path):
                whole.append(replacing.stage_folder(path, each, made))
        for waiting in files:
            with _reported(waiting.place):
                _refuse_locked(waiting.place)
                replacing.refuse_changed(waiting)
        _clear(inside, {path.parent for path in (*contents, *folders)})
        _put(files, whole)
        made.clear()
    finally:
        for at in [each.at for each in files] + [each.at for each in whole]:
            remains.remove(at)
        replacing.unmake_folders(made)


def _put(files: list[replacing.Waiting], whole: list[replacing.WaitingFolder]) -> None:
    """Put everything in its place, the files first; what was put is taken from the lists."""
    kept: list[tuple[Path, Path]] = []
    done = 0
    for waiting in list(files):
        with _reported(waiting.place, done):
            replacing.refuse_changed(waiting)
            beside = replacing.put_file(waiting)
        files.remove(waiting)
        done += 1
        kept += [(waiting.place, beside)] if beside is not None else []
    for each in list(whole):
        with _reported(each.place, done):
            beside = replacing.put_folder(each)
        whole.remove(each)
        done += 1
        kept += [(each.place, beside)] if beside is not None else []
    if kept:
        both = "；".join(f"{_named(place)}，另一份放在{_named(beside)}" for place, beside in kept)
        raise UserError(f"都写好了。可是写入的那一刻别人也存过，两份都留着：{both}。请核对，并成一份。", 1)


def _clear(inside: Sequence[Path], parents: set[Path]) -> None:
    """Clear away what killed runs left: where is written, and wherever a dossier's files stand in folders."""
    level = list(dict.fromkeys(inside))
    for _ in range(_DEPTH):
        names = [(each, folder.names_in(each, most=500)) for each in level]
        level = [each / name for each, found in names if isinstance(found, list) for name in found]
        level = [each for each in level if not each.name.startswith(".git") and _is_own_folder(each)][:100]
        parents.update(level)
    for each in sorted({*parents, *inside}):
        remains.clear_remains(each)


def _is_own_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def refuse_overwriting(paths: Sequence[Path], why: str, instead: str = "", most: int | None = None) -> None:
    """UserError (exit 1) when there are files that would be overwritten: the first of them, and why not."""
    if paths:
        names = "、".join(visible(path.as_posix()) for path in paths[:most])
        raise UserError(f"{names} {why}，没有覆盖。要覆盖就加 --overwrite{instead}。", 1)


def refuse_strangers(files: Mapping[Path, bytes]) -> None:
    """UserError when something else stands in the place of one of the files: no file of ours, or an edited one."""
    from brandcluster.papers.stamp import is_untouched

    def is_ours(path: Path, content: bytes) -> bool:
        there = folder.regular_bytes(path)
        return there is not None and (there == content or is_untouched(there))

    taken = [path for path, content in files.items() if exists(path) and not is_ours(path, content)]
    refuse_overwriting(taken, "已经有了，不是这里生成的，或者改动过", most=5)


def _refuse_names(paths: Sequence[Path], inside: Sequence[Path]) -> None:
    """UserError for a name that not every system takes for one."""
    for path in paths:
        why = next((why for part in _new_parts(path, inside) if (why := folder.why_no_name(part))), "")
        if why:
            raise UserError(f"{_named(path)}{why}，没有写。请换一个名字。")


def _refuse_long(files: Iterable[Path], folders: Mapping[Path, Mapping[str, bytes]]) -> None:
    """UserError for a path that Windows does not take, before anything is written."""
    for path in (*files, *(path / name for path, each in folders.items() for name in each)):
        if why := too_long(path):
            raise UserError(f"写不进{_named(path)}：{why}。什么也没有写。")


def _refuse_places(files: Iterable[Path], folders: Iterable[Path], inside: Sequence[Path]) -> None:
    """UserError for a place that leads out of the folder it is to be in, or where something else stands."""
    for root in inside:
        _refuse_root(root)
    for path in (*files, *folders):
        above = [root for root in inside if path.is_relative_to(root)]
        if not above:
            _refuse_typed(path, path)
        elif all(_leads_out(path, root) for root in above):
            raise UserError(f"{_named(path)}{_LEADS_OUT}")
        elif all(_is_in_linked_folder(path, root) for root in above):
            raise UserError(f"{_named(path)}{_LINKED}")
    for path in files:
        if not is_replaceable(path):
            raise UserError(f"{_named(path)}是文件夹，或者不是普通文件，没有写。请换一个名字。")
    for path in folders:
        if exists(path) and (path.is_symlink() or not is_folder(path)):
            raise UserError(f"{_named(path)}不是文件夹，没有写。移走或删掉它再来一次。")


def _refuse_root(root: Path) -> None:
    """UserError for a folder that a link puts elsewhere. Somebody's own link may lead to a dossier; one that a dossier
    brings, or that leads anywhere else, may not."""
    if exists(HERE / HEADER) or not exists(root / HEADER):
        _refuse_typed(root, root / HEADER)


def _refuse_typed(typed: Path, path: Path) -> None:
    """UserError for a file below the folder that the command runs in that a link puts elsewhere."""
    if typed.is_absolute() or ".." in typed.parts or len(str(path)) > LONGEST:  # too long: the system says so itself
        return
    if _leads_out(path, HERE):
        raise UserError(f"{_named(typed)}{_TYPED_LEADS_OUT}")
    if exists(HERE / HEADER) and _is_in_linked_folder(path, HERE):
        raise UserError(f"{_named(typed)}{_LINKED}")


def _is_in_linked_folder(path: Path, root: Path) -> bool:
    """Whether a folder on the way from a root is a link, wherever it leads: what git ignores in `enterprises` it would
    take in from another folder."""
    try:
        folders = path.relative_to(root).parts[:-1]
        return any(root.joinpath(*folders[: count + 1]).is_symlink() for count in range(len(folders)))
    except (OSError, ValueError):
        return False  # no system takes such a path: the writing itself says so


def _new_parts(path: Path, inside: Sequence[Path]) -> list[str]:
    """The names of a path that the program gives, or the caller for it: those of folders that are there stand."""
    if len(str(path)) > LONGEST:
        return []  # the system says so itself
    root = next((each for each in inside if path.is_relative_to(each)), path.parent)
    new = takewhile(lambda each: not is_folder(each), (root, *root.parents))
    return [*path.relative_to(root).parts, *(each.name for each in new)]


def _refuse_locked(path: Path) -> None:
    """PermissionError for a file that is write-protected, or open in a program that lets nobody replace it."""
    if path.exists():
        remains.patiently(lambda: replacing.open_to_write(path))


@contextmanager
def _reported(path: Path, done: int = 0) -> Iterator[None]:
    """What goes wrong with a path, as a UserError; `done` files have been replaced by then."""
    try:
        yield
    except replacing.ChangedError as error:
        rest = _so_far(done).removesuffix("排除以后再来一次。")
        raise UserError(
            f"{_named(error.path)}在这次读过以后，被别人或别的程序改过，没有覆盖。{rest}请再运行一次。", 1
        ) from None
    except (PermissionError, IsADirectoryError):
        raise UserError(
            f"写不进{_named(path)}：请先关闭正打开它的 Word 或 WPS，再检查权限、是不是只读。{_so_far(done)}"
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(f"写不进{_named(path)}：{reason_of(error)}。{_so_far(done)}") from None


def _named(path: Path) -> str:
    return f"“{visible(path.as_posix()[:200])}”"


def _so_far(done: int) -> str:
    return f"其余的没有写，前面 {done} 个已经写好；排除以后再来一次。" if done else "什么也没有写。"


def is_replaceable(path: Path) -> bool:
    """Whether a file may be written at a path: nothing is there, or a regular file (not a folder, pipe, or device)."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, RuntimeError, ValueError):
        return True  # nothing there, or a path that the writing itself complains about


def reason_of(error: Exception) -> str:
    """Why something could not be written, in words."""
    return _REASONS.get(getattr(error, "errno", None) or 0, "路径不能用，没有权限，或磁盘有问题")


def refuse_links_out(paths: list[Path], inside: Path) -> None:
    """UserError when one of the paths leads out of a folder through a link."""
    for path in paths:
        if _leads_out(path, inside):
            raise UserError(f"{_named(path)}{_LEADS_OUT}")


def _leads_out(path: Path, inside: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(inside.resolve())
    except (OSError, RuntimeError, ValueError):
        return True


@contextmanager
def one_at_a_time(root: Path, *, wanted: bool = True) -> Iterator[None]:
    """Hold a folder's lock from before the first reading until all is written. UserError where nobody can, and where a
    link leads to another folder than was meant: the lock itself is a file."""
    if not wanted or not is_folder(root):
        yield
        return
    _refuse_root(root)
    from brandcluster.formats.locking import LOCK_FILE, BusyError, lock_held

    refuse = f"写不进{_named(root)}"
    with ExitStack() as stack:
        try:
            stack.enter_context(lock_held(root))
        except BusyError:
            raise UserError(f"{refuse}：另一个 brandcluster 一直在写，没有等到。等它写完再来一次。", 1) from None
        except FileExistsError:
            raise UserError(f"{refuse}：里面的 {LOCK_FILE} 不是普通文件，删掉它再来一次。什么也没有写。") from None
        except PermissionError:
            raise UserError(f"{refuse}：没有权限，或者文件夹是只读的。什么也没有写。") from None
        except (OSError, NotImplementedError) as error:
            raise UserError(f"{refuse}：{reason_of(error)}。什么也没有写。") from None
        yield
