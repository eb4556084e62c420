"""An afternoon with three departments, and a package that is made, mailed, reviewed, corrected and made again."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES
from filled_sheets import refilled

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier

pytestmark = pytest.mark.long
#: What the region does not know yet: in which file, and what stood there.
UNKNOWN = (
    ("application/plan.yaml", "总额（万元）:", " 4680"),
    ("application/plan.yaml", "金额（万元）:", " 480"),
    ("application/conditions.yaml", "文件:", " evidence/declaration-quality.md"),
    ("statistics/2013.yaml", "文件:", " evidence/statistics-2013.md"),
    ("statistics/2013.yaml", "区域工业总产值（万元）:", " 2486300"),
)


@pytest.fixture(name="run")
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.devnull)  # no LibreOffice: PDFs are made elsewhere

    def run(*arguments: str) -> tuple[int, str]:
        code = start(list(arguments))
        found = capsys.readouterr()
        return code, found.out + found.err

    return run


def answer(name: str, **cells: object) -> None:
    """A department fills its workbook and sends it back; cells as 资金总额_B4."""

    def fill(book: Any) -> None:
        for place, value in cells.items():
            sheet, _, cell = place.partition("_")
            book[sheet][cell] = value

    Path("收回").mkdir(exist_ok=True)
    Path(f"收回/{name}.xlsx").write_bytes(refilled(Path(f"发函/{name}.xlsx").read_bytes(), fill))


def test_three_departments_answer(run: Any) -> None:
    shutil.copytree(EXAMPLES / "qingshiling", "d")
    for path, key, value in UNKNOWN:
        text = Path("d", path).read_text(encoding="utf-8")
        assert key + value in text
        Path("d", path).write_text(text.replace(key + value, key, 1), encoding="utf-8")
    names = ("财政部门", "统计部门", "市场监管部门")
    suppliers = [word for name in names for word in ("--supplier", name)]
    assert run("request", "form", "d", "--due", "2014-04-10", "--date", "2014-03-20", *suppliers, "-o", "发函")[0] == 0

    # One in the wrong unit, one without its document.
    answer("财政部门", 资金总额_B4=46_800_000, 资金明细_D4="480万元")
    answer("统计部门", 统计年度_E5="统计局证明", 统计年度_G5=2_486_300)
    code, said = run("request", "add", "收回", "--to", "d", "--date", "2014-04-09")
    assert code == 1 and "像是元和万元" in said and "写着“统计局证明”，这个文件没有交来" in said
    said = run("request", "list", "d", "--date", "2014-04-12")[1]
    assert said.count("已过期 2 天") == 3 and "还要：统计局证明" in said and "还要：核对" in said

    # Finance mends its figure, and nothing is overwritten unasked; the document comes.
    answer("财政部门", 资金总额_B4=4680, 资金明细_D4="480万元")
    Path("收回/统计局证明.pdf").write_bytes(b"%PDF")
    code, said = run("request", "add", "收回", "--to", "d", "--date", "2014-04-10")
    assert code == 1 and "材料现在：46800000" in said and "什么也没有写" in said
    assert not Path("d/evidence/统计局证明.pdf").exists()
    code, said = run("request", "add", "收回", "--to", "d", "--date", "2014-04-10", "--prefer", "new")
    assert code == 0, said

    # The third is late, with a document that no cell names.
    answer("市场监管部门", 事故声明_H4="质量声明.pdf")
    for name in ("质量声明.pdf", "商标清单.pdf"):
        Path(f"收回/{name}").write_bytes(name.encode())
    code, said = run("request", "add", "收回", "--to", "d", "--date", "2014-04-14")
    assert code == 1 and "“商标清单.pdf”在 evidence/ 里了" in said
    said = run("request", "list", "d", "--date", "2014-04-14")[1]
    assert (
        "市场监管部门" in said
        and "（2014-04-14，晚 4 天）" in said
        and said.count("已收回") == 3
        and "还要" not in said
    )
    found = load_dossier(Path("d"))
    assert found.plan.funds is not None and str(found.plan.funds.total) == "4680"
    assert found.conditions.declarations[0].document == "evidence/质量声明.pdf"
    assert run("validate", "d")[0] == 0


def test_a_package_there_and_back(run: Any) -> None:
    shutil.copytree(EXAMPLES / "qingshiling", "d")
    day = ("--date", "2014-04-20")
    code, said = run("render", "d", "--package", "-o", "out")
    assert code == 1 and "没有找到 LibreOffice" in said  # and nothing else is wrong
    Path("省里").mkdir()
    shutil.copy("out/报送材料.zip", "省里/青石岭.zip")
    code, said = run("review", "省里", *day, "--corrections", "-o", "一")
    assert code == 0 and "没有看" not in said

    # Somebody corrects a figure in the dossier that came along and not in the form.
    with zipfile.ZipFile("省里/青石岭.zip") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    name = next(each for each in files if each.endswith("申报文件夹/dossier.yaml"))
    files[name] = files[name].replace("沈砚青".encode(), "沈青砚".encode())
    with zipfile.ZipFile("省里/青石岭.zip", "w") as packed:
        for each, content in files.items():
            packed.writestr(each, content)
    code, said = run("review", "省里", *day, "--corrections", "-o", "二")
    [found] = Path("二").rglob("补正清单.md")
    said = found.read_text(encoding="utf-8")
    assert code == 1 and "生成以后改过" in said and "表上是“沈砚青”，申报文件夹里是“沈青砚”" in said

    # The region corrects its own dossier, makes it again, and the province finds it whole.
    path = Path("d/dossier.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("沈砚青", "沈青砚"), encoding="utf-8")
    assert run("render", "d", "--package", "-o", "out")[0] == 1
    shutil.copy("out/报送材料.zip", "省里/青石岭.zip")
    code, said = run("review", "省里", *day, "--corrections", "-o", "三")
    assert code == 0, said
