"""render: what somebody changed in Word is not overwritten, and the way to keep it is named."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from cases import EXAMPLES
from form_samples import retyped

from brandcluster.cli.start import start


def test_a_file_edited_in_word_names_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "区")
    assert start(["render", "区"]) == 0
    form = tmp_path / "区" / "out" / "申报书.docx"
    form.write_bytes(retyped(form.read_bytes(), "沈砚青", "沈砚清"))
    edited = form.read_bytes()
    capsys.readouterr()
    assert start(["render", "区"]) == 1
    said = capsys.readouterr().err
    assert form.read_bytes() == edited
    command = shlex.split(said.partition("：brandcluster ")[2].partition(" 先看")[0])
    assert command == ["import", "区/out/申报书.docx", "区"] and "加 --write --overwrite 写进去" in said
    assert start([*command, "--write", "--overwrite"]) in (0, 1)
    assert "联系人: 沈砚清" in (tmp_path / "区" / "dossier.yaml").read_text(encoding="utf-8")
    assert start(["render", "区", "--overwrite"]) == 0
