"""`init`: the questions at a terminal, and what comes from an earlier round."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import BASE, EXAMPLES

from brandcluster.cli import opening
from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier

CYCLE = {("试点周期", "开始"): "2014-07", ("试点周期", "结束"): "2016-06"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    yield
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    "text", ["2014-07 至 2016-06", "2014年7月到2016年6月", "2014.07-2016.06", "2014/7—2016/6", "2014-07,2016-06"]
)
def test_a_cycle_is_read_however_it_is_typed(text: str) -> None:
    assert opening._cycle(text) == CYCLE


@pytest.mark.parametrize("text", ["2014-07", "2014-13 至 2016-06", "2014-07 至 2014-12", "2014-07 至 2018-06", "两年"])
def test_a_cycle_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(opening.AnswerError):
        opening._cycle(text)


def at_terminal(arguments: list[str], typed: list[bytes]) -> tuple[int, str]:
    """Run a command at a terminal of its own, in a process of its own; each line is typed when a question waits."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a runner in the background ignores it, and so would its children
        os.execv(sys.executable, [sys.executable, "-m", "brandcluster", *arguments])  # noqa: S606  # no shell is meant
    said = b""
    while select.select([terminal], [], [], 30)[0]:
        try:
            block = os.read(terminal, 4096)
        except OSError:
            break
        if not block:
            break
        said += block
        if typed and said.endswith("：".encode()):
            time.sleep(0.2)  # nobody is quicker: a signal between the question and the reading waits for a key
            os.write(terminal, typed.pop(0))
            said += b"\n"
    else:
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), said.decode("utf-8", "replace")


posix = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal")


@posix
def test_questions_at_a_terminal() -> None:
    typed = [
        "青石岭开发区",
        "青石岭管委会",
        "河",
        "河北",
        "特种陶瓷、耐火材料",
        "2014-07",
        "2014-07 至 2016-06",
        "2013",
    ]
    code, said = at_terminal(["init", "R"], [f"{line}\n".encode() for line in typed])
    assert code == 0, said
    assert "省级单位里没有“河”" in said and "写成“河北省”" in said and "写成 年-月 至 年-月" in said
    header = load_dossier(Path("R")).header
    assert (header.region_name, header.applicant, header.province) == ("青石岭开发区", "青石岭管委会", "河北省")
    assert [each.name for each in header.industries] == ["特种陶瓷", "耐火材料"]
    assert (
        header.cycle is not None and str(header.cycle.end) == "2016-06-01" and Path("R/statistics/2013.yaml").is_file()
    )


@posix
@pytest.mark.parametrize("last", [b"\x03", b"\x04"])
@pytest.mark.long  # needs a terminal whose signals nobody holds
def test_who_stops_leaves_nothing_half(last: bytes) -> None:
    code, said = at_terminal(["init", "R"], ["青石岭\n".encode(), last])
    assert code == 130 and "没有新建" in said and not Path("R").exists()


def test_nobody_is_asked_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["init", "R"]) == 0 and start(["init", "S", "--no-input"]) == 0
    assert "回车" not in capsys.readouterr().out
    assert Path("R/dossier.yaml").read_bytes() == Path("S/dossier.yaml").read_bytes()


def test_from_a_folder_and_from_a_zip(capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile("去年.zip", "w") as made:
        for path in sorted(BASE.rglob("*")):
            if path.is_file():
                made.write(path, f"去年/{path.relative_to(BASE)}")
    assert start(["init", "R", "--from", str(BASE)]) == 0 and start(["init", "S", "--from", "去年.zip"]) == 0
    assert "没有带过来：推荐表的意见和盖章" in capsys.readouterr().out
    for name in ("dossier.yaml", "application/conditions.yaml", "evidence/a.txt", "statistics/2013.yaml"):
        assert Path("R", name).read_bytes() == Path("S", name).read_bytes()
    new = load_dossier(Path("R"))
    assert new.header.date is None and 2014 in new.statistics and new.recommendation.local is not None
    assert new.recommendation.local.date is None
    assert start(["init", "R", "--from", str(BASE)]) == 0  # it may have been killed at its very end
    with Path("R/dossier.yaml").open("a", encoding="utf-8") as file:
        file.write("# 改过\n")
    assert start(["init", "R", "--from", str(BASE)]) == 2 and start(["init", "T", "--from", "无"]) == 2
    assert start(["init", "T", "--from", str(BASE), "--from", "去年.zip"]) == 2 and not Path("T").exists()


def test_from_filled_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["render", str(EXAMPLES / "qingshiling"), "-o", "out"]) == 0
    forms = ("--from", "out/申报书.docx", "--from", "out/推荐表.docx")
    assert start(["init", "R", *forms]) == 0 and "由程序读入" in capsys.readouterr().out
    header = load_dossier(Path("R")).header
    assert header.region_name == "青石岭经济技术开发区" and header.date is None
    assert "申报日期: # 待确认：2014-04-18" in Path("R/dossier.yaml").read_text(encoding="utf-8")
