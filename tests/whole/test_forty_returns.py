"""Forty enterprises in one afternoon, five with faulty files: from forms to sums, by what each message says to do.

The person knows what is on the screen and in the files that it names, and nothing else: commands are taken from the
messages, corrections from the list that goes to the enterprises, decisions from the sheet that asks for them.
"""

from __future__ import annotations

import random
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from build_returns import codes
from cases import BASE

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import COLUMNS

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Figures = list[str | int]
SHOW = "--show-enterprises"
COMMAND = re.compile(r"(?:接下来|看谁还没有交|收回以后)：brandcluster ([^，。\n]+)")


class Afternoon:
    """The desk: what was said so far, and the folder that mails are saved to."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder, self.said = run, folder, ""
        self.inbox = folder / "收回"
        self.inbox.mkdir()

    def types(self, *words: str, code: int = 0) -> str:
        """A command; its exit code is what the step needs, and no message is about the program itself."""
        done = self.run(*words, cwd=self.folder)
        self.said = done.stdout + done.stderr
        assert done.returncode == code, (words, self.said)
        assert "程序内部" not in self.said
        return self.said

    def does_as_told(self, start: str, code: int = 0, **words: str) -> str:
        """The command that the last message tells, with what stands for something put in its place."""
        [told] = [each for each in COMMAND.findall(self.said) if each.startswith(start)]
        for name, meant in words.items():
            told = told.replace(f"{name}…", meant)
        assert "…" not in told
        return self.types(*shlex.split(told), *([SHOW] if start.startswith("collect") else []), code=code)


def figures(random_: random.Random) -> Figures:
    revenue = random_.randint(2500, 90000)
    output = revenue + random_.randint(0, 500)
    return [output, output // 4, output // 10, revenue, revenue // 2, revenue // 5, revenue // 50, *"是是是否否"]


def fill(form: Path, to: Path, row: Figures, unit: str | None = "万元", factor: int = 1, **typed: object) -> None:
    """A form as an enterprise fills it in and sends it back."""
    book = openpyxl.load_workbook(form)
    sheet: Any = book.worksheets[0]
    sheet["F2"] = unit
    for at, value in enumerate(row, 7):
        sheet.cell(6, at).value = value * factor if isinstance(value, int) else value
    for cell, other in typed.items():
        sheet[cell] = other
    book.save(to)


def parts(text: str) -> dict[str, str]:
    """The paragraphs of the list that goes back, by enterprise."""
    return {block.split("（")[0]: block for block in text.split("\n\n")[1:]}


@pytest.mark.long
def test_forty_enterprises_in_one_afternoon(brandcluster: Run, tmp_path: Path) -> None:
    random_ = random.Random(24)  # noqa: S311  # the same enterprises every time
    root = Path(shutil.copytree(BASE, tmp_path / "申报"))
    path = root / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("（万元）: 50000", "（万元）: 9000000"), encoding="utf-8")
    code = codes("139900", random_)
    names = {next(code): f"云溪第{at}阀门有限公司" for at in range(1, 41)}
    before = {each: figures(random_) for each in names}
    after: dict[str, Figures] = {
        each: [value * 11 // 10 if isinstance(value, int) else value for value in row] for each, row in before.items()
    }
    desk = Afternoon(brandcluster, tmp_path)

    # Last year's returns are there; a list of names and codes came from the bureau.
    head = ",".join(column.heading for column in COLUMNS)
    lines = [",".join(map(str, (each, name, "阀门", "主导产业", "是", *before[each]))) for each, name in names.items()]
    (tmp_path / "去年.csv").write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    desk.types("collect", "add", "去年.csv", "--year", "2013", "--to", "申报", SHOW)
    roster = ["企业名称,统一社会信用代码", *(f"{name},{each}" for each, name in names.items())]
    (tmp_path / "名单.csv").write_text("\n".join(roster) + "\n", encoding="utf-8")
    said = desk.types("collect", "form", "申报", "--year", "2014", "--each", "--roster", "名单.csv", SHOW)
    assert "40 家附有 2013 年报的数" in said
    forms = {each.name[:18]: each for each in (root / "out" / "企业填报表-2014").iterdir()}
    assert forms.keys() == names.keys()

    # The mails of the afternoon.
    yuan, blank, word, legacy, twice, empty, silent, *good = forms
    for at, each in enumerate(good):
        unit, factor = (("元", 10000), ("千元", 10), ("万元", 1))[at % 3]
        fill(forms[each], desk.inbox / forms[each].name, after[each], unit, factor)
    fill(forms[yuan], desk.inbox / forms[yuan].name, after[yuan], "万元", 10000)
    fill(forms[blank], desk.inbox / forms[blank].name, after[blank], None)
    fill(forms[word], desk.inbox / forms[word].name, after[word], G6="很多")
    (desk.inbox / f"{legacy}-{names[legacy]}.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(900))
    fill(forms[twice], desk.inbox / forms[twice].name, after[twice])
    fill(forms[twice], desk.inbox / f"更正 {names[twice]}.xlsx", [int(after[twice][0]) + 7, *after[twice][1:]])
    shutil.copy(forms[empty], desk.inbox)

    desk.types("collect", "form", "申报", "--year", "2014", "--each", "--roster", "名单.csv", SHOW)  # nothing changes
    said = desk.does_as_told("collect add", 1, 文件="收回")
    assert "没有写入：4 个错误，1 家前后不一致" in said and not (root / "enterprises" / "2014.csv").exists()
    assert "与上面不同" not in said and said.count("错误 K") == 4  # nobody else's form is complained of
    said = desk.types("collect", "add", "收回", "--year", "2014", "--to", "申报", "--take-good", SHOW, code=1)
    assert "新增 34 家" in said and "其中 1 家没有填数" in said

    # Each of the five gets its own paragraph, and does what it says.
    listed = parts((root / "out" / "退回清单-2014.txt").read_text(encoding="utf-8"))
    assert {*listed} == {names[each] for each in (yuan, blank, word, legacy, twice)}
    for name, block in listed.items():
        assert not any(other in block for other in names.values() if other != name)
        assert "--" not in block and "收回" not in block
    assert "把单位改成“元”再报，数不用改" in listed[names[yuan]]
    fill(forms[yuan], desk.inbox / f"改 {names[yuan]}.xlsx", after[yuan], "元", 10000)  # beside the old one
    assert "“金额单位”后面选" in listed[names[blank]]
    fill(forms[blank], desk.inbox / forms[blank].name, after[blank])
    assert "G6" in listed[names[word]] and "只写数字" in listed[names[word]]
    fill(forms[word], desk.inbox / forms[word].name, after[word])
    assert "“另存为” .xlsx" in listed[names[legacy]]
    fill(forms[legacy], desk.inbox / forms[legacy].name, after[legacy])
    assert "请回复以哪一次为准" in listed[names[twice]]  # it says: the second one

    sheet = root / re.findall(r"写在 (out/冲突决定-2014.xlsx)", desk.said)[0]
    book = openpyxl.load_workbook(sheet)
    rows: Any = book.worksheets[0]
    assert [rows["A4"].value, rows["C4"].value, rows["A5"].value] == [names[twice], "工业总产值（万元）", None]
    newer = "1" if rows["D4"].value == str(int(after[twice][0]) + 7) else "2"
    rows["H4"] = newer
    book.save(sheet)

    # The list of who is to be reminded, taken to the telephone.
    desk.does_as_told("collect list")
    assert names[silent] in desk.said and names[empty] in desk.said
    said = desk.types("collect", "list", "收回", "--year", "2014", "--to", "申报", "-o", "申报/out/催报清单.xlsx")
    assert not any(name in said for name in names.values())
    rows = openpyxl.load_workbook(root / "out" / "催报清单.xlsx").worksheets[0]
    assert {rows.cell(at, 4).value: rows.cell(at, 2).value for at in range(4, rows.max_row + 1)} == {
        names[yuan]: "交了有错、要退回",
        names[legacy]: "交了有错、要退回",
        names[empty]: "交了空表",
        names[silent]: "没有交",
    }
    fill(forms[empty], desk.inbox / forms[empty].name, after[empty])
    fill(forms[silent], desk.inbox / forms[silent].name, after[silent])

    # Once more; two old files are still there beside the new ones.
    said = desk.types("collect", "add", "收回", "--year", "2014", "--to", "申报", "--take-good", SHOW, code=1)
    aside = re.findall(r"^(\S+) 有错，同一家另有一份没有错", said, re.MULTILINE)
    assert len(aside) == 2 and "把有错的移出去，再收一次" in said
    for each in aside:
        (tmp_path / each).rename(tmp_path / Path(each).name)
    said = desk.types("collect", "add", "收回", "--year", "2014", "--to", "申报", SHOW)
    assert "共 40 家" in said and "未定" not in said

    # From returns to sums.
    desk.does_as_told("indicators --save", code=1)  # what the whole region made is a person's to fill in
    assert (
        "应报 40 家，实报 40 家；各项合计与统计数据一致" in desk.said
        and "区域工业总产值（万元）”还没有填写" in desk.said
    )
    group = load_dossier(root).statistics[2014].industries[0]
    meant = {each: int(row[0]) + 7 * (each == twice) for each, row in after.items()}
    assert group.gross_output == sum(meant.values()) and group.revenue == sum(int(row[3]) for row in after.values())
    said = desk.types("collect", "list", "--year", "2014", "--to", "申报", SHOW)
    assert "应报 40 家。已收 40 家。" in said
