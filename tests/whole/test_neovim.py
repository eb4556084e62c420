"""Neovim (0.7.2 of Debian) as a client: diagnostics, a fix, a rename."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cases import EXAMPLES, HERE, ROOT

pytestmark = pytest.mark.editor


def test_neovim_shows_fixes_and_renames(tmp_path: Path) -> None:
    assert shutil.which("nvim"), "Neovim is Debian's package neovim"
    root = tmp_path / "青石岭"
    shutil.copytree(EXAMPLES / "qingshiling", root)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DOSSIER": str(root), "PYTHON": sys.executable}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {HERE / 'editor' / 'neovim.lua'}"]
    done = subprocess.run(  # noqa: PLW1510
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "diagnostic M006 20 14" in said, said
    assert "fixed 申报日期: 2014-04-18" in said
    assert "renamed in 8 files" in said
