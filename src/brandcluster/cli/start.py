"""Start-up: streams, the commands, and how every way out becomes an exit code and a message in Chinese."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import TextIO

from brandcluster.base.as_read import forget_all
from brandcluster.base.later import spare_unused_imports

#: Set by a shell that asks what may stand at the cursor.
COMPLETE = "_BRANDCLUSTER_COMPLETE"
GOOD, PROBLEM, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
_FULL = "磁盘满了，或者超出了配额"
#: What the system refuses, and that is nobody's bug: in words.
_REFUSED = {
    errno.ENOSPC: _FULL,
    errno.EFBIG: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络",
    errno.EBUSY: "别的程序正占用着",
    errno.EACCES: "没有权限，或者别的程序正占用着",
    errno.EPERM: "没有权限，或者别的程序正占用着",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
}


def start(arguments: list[str] | None = None) -> int:
    """Run one command. Never lets an exception out."""
    # pydantic would otherwise read the metadata of every installed package to look for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    spare_unused_imports()
    # A short process that holds most of what it makes: going through it finds next to nothing, and is not begun before
    # more is held than one dossier takes.
    gc.set_threshold(150_000, 20, 50)
    forget_all()
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); Python would complain once more while shutting down.
        _discard_output()
        return PROBLEM
    except OSError as error:
        why = _REFUSED.get(error.errno or 0)
        if why is None:
            sys.stderr.write(_bug_report(error))
            return BUG
        if error.filename is None:
            _discard_output()
            sys.stderr.write(f"错误：输出写不进去，{why}。\n")
        else:
            sys.stderr.write(f"错误：“{_shown(error.filename)}”用不了，{why}。\n")
        return USAGE
    except Exception as error:  # whatever is left is a bug of ours: no traceback, but all that is needed to find it
        sys.stderr.write(_bug_report(error))
        return BUG


def _run(arguments: list[str] | None) -> int:
    import typer.exceptions

    from brandcluster.base.visible import without_commands
    from brandcluster.cli.app import program_command
    from brandcluster.cli.errors import UserError, usage_message

    if COMPLETE in os.environ:
        from brandcluster.cli.completing import complete

        return complete(program_command())
    try:
        result = program_command().main(args=_meant(arguments), prog_name="brandcluster", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else GOOD
    except UserError as error:
        sys.stderr.write(f"错误：{without_commands(str(error))}\n")
        return error.exit_code
    except typer.exceptions.TyperException as error:
        sys.stderr.write(without_commands(usage_message(error)))
        return USAGE
    except typer.exceptions.Abort:
        return INTERRUPTED


def _meant(arguments: list[str] | None) -> list[str]:
    """The arguments, with the other ways of asking for help put into the one that is known."""
    given = sys.argv[1:] if arguments is None else arguments
    return [*given[1:], "--help"] if given[:1] in (["help"], ["/?"]) else given


def _open_streams() -> None:
    """A stream that the caller has closed swallows what is written to it."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _discard_output() -> None:
    """Let what is still buffered go nowhere: Python would complain about it once more while shutting down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(name: object) -> str:
    from brandcluster.base.visible import visible

    return visible(os.fsdecode(name) if isinstance(name, bytes) else str(name))[:200]


def _speak_utf8(stream: TextIO) -> None:
    """Chinese survives whatever the console's code page is; what UTF-8 cannot hold is shown, not fatal.

    Python writes to a console of Windows by characters, and the code page has no part in it. Only where its old way is
    switched on does it write bytes: there the code page stays, and what it lacks is shown.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if os.environ.get("PYTHONLEGACYWINDOWSSTDIO") and stream.isatty():
        reconfigure(errors="backslashreplace")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _bug_report(error: Exception) -> str:
    import platform
    import traceback

    from brandcluster import __version__
    from brandcluster.cli.confidential import is_kept

    # What went wrong may quote a cell of a return.
    said = "" if is_kept() else f": {str(error)[:300]!r}（可能有材料里的内容，发出以前看一遍）"
    frames = [
        f"  {frame.filename.replace(os.sep, '/').rpartition('/brandcluster/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if f"{os.sep}brandcluster{os.sep}" in frame.filename
    ]
    return "\n".join(
        [
            "程序内部出错，这不是您的材料的问题。请把下面几行发给维护者：",
            f"  brandcluster {__version__} · Python {platform.python_version()} · {platform.system()}",
            f"  {type(error).__name__}{said}",
            *frames,
            "",
        ]
    )
