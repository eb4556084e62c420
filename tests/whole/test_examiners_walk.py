"""An examiner's spring and autumn: twelve packages, two of them copies, one Word only, one damaged; conclusions, letters,
replies and a second round; five that wait for three places; and the pilots of earlier years inspected."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import BASE, EXAMPLES
from inspected_sheets import filled_inspection

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.rules.verdicts.yearly_duties import inspections_held

pytestmark = pytest.mark.long
ISSUER = "河北省工业和信息化厅"
SURVEY = "evidence/industry-survey-2013.md"
#: Who applies with what: the folder, what it was written from, its province, applicant, and when it was handed in.
APPLICANTS = (
    ("青石岭", EXAMPLES / "qingshiling", "河北省", "青石岭经济技术开发区管理委员会", "2014-04-18"),
    ("抄青石", EXAMPLES / "qingshiling", "河北省", "白鹿泉高新技术产业开发区管理委员会", "2014-04-21"),
    ("甲县", BASE, "河北省", "甲县经济技术开发区管理委员会", "2014-04-19"),
    ("乙县", BASE, "河北省", "乙县经济技术开发区管理委员会", "2014-04-20"),
    ("丙县", BASE, "河北省", "丙县经济技术开发区管理委员会", "2014-04-22"),
    ("岛城", BASE, "青岛市", "岛城经济技术开发区管理委员会", "2014-04-18"),
    ("抄兰汀", EXAMPLES / "lanting", "湖南省", "白沙县人民政府", "2014-04-25"),
    ("望筠", EXAMPLES / "incomplete", "", "", ""),
    ("兰汀", EXAMPLES / "lanting", "", "", ""),
    ("云溪", BASE.parent / "zone", "", "", ""),
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


def change(path: Path, **said: str) -> None:
    """Answers of a header by their labels."""
    text = path.read_text(encoding="utf-8")
    for label, value in said.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{label}:"))
        text = text.replace(old, f"{label}: {value}", 1)
    path.write_text(text, encoding="utf-8")


def handed_in(run: Any) -> None:
    """The twelve, as they came: folders, a package as a zip, Word forms alone, half a zip."""
    for name, source, province, applicant, applied in APPLICANTS:
        home = Path("收到", name)
        leave = shutil.ignore_patterns("enterprises", *(("pilot", "sealed") if name == "抄兰汀" else ()))
        shutil.copytree(source, home, ignore=leave)
        if applicant:
            region = applicant.removesuffix("管理委员会").removesuffix("人民政府")
            change(home / "dossier.yaml", 省份=province, 申报单位=applicant, 区域名称=region, 申报日期=applied)
    shutil.rmtree("收到/青石岭")
    run("render", str(EXAMPLES / "qingshiling"), "-o", "包", "--package")  # without PDFs: 1
    package = next(Path("包").rglob("*.zip"))
    shutil.copy(package, "收到/青石岭.zip")
    Path("收到/断了.zip").write_bytes(package.read_bytes()[: package.stat().st_size // 2])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile("收到/断了.zip")
    word = Path("收到/只有表")
    word.mkdir()
    copy = Path("底稿")
    shutil.copytree(BASE, copy)
    change(copy / "dossier.yaml", 申报单位="丁县经济技术开发区管理委员会", 区域名称="丁县经济技术开发区")
    assert run("render", "底稿", "-o", str(word), "--draft")[0] in (0, 1)


def tree(root: str) -> dict[str, str]:
    return {
        path.as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file()
    }


def text_of(path: Path | str) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(each.text for each in document.paragraphs), *cells))


def decide(name: str, kind: str, *judged: str, reason: str = "") -> None:
    """The examiner's file on a dossier."""
    Path("意见").mkdir(exist_ok=True)
    lines = ["审查人: 张三", "日期: 2014-05-20", f"处理: {kind}", *([f"处理理由: {reason}"] if reason else [])]
    if judged:
        lines.append("判断:")
    for clause in judged:
        basis = f"{{文件: {SURVEY if '青石' in name else 'evidence/a.txt'}}}"
        lines.append(
            f"  - {{条款: {clause}, 结论: 符合, 判断人: 张三, 单位: {ISSUER}, 角色: 省级, 日期: 2014-05-19, 依据: [{basis}]}}"
        )
    Path("意见", f"{name}.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")


def filled_reply(path: Path, target: Path) -> None:
    """A region's answers: the first half of the rows, and where."""
    document = docx.Document(BytesIO(path.read_bytes()))
    rows = document.tables[0].rows[1:]
    for row in rows[: len(rows) // 2]:
        row.cells[2].text, row.cells[3].text = "已改", "第 2 页"
    target.parent.mkdir(parents=True)
    document.save(str(target))


#: What the region mends between the two rounds.
CORRECTED = (
    ("application/region.yaml", "××", "省名牌产品两个"),
    ("application/plan.yaml", "总额（万元）: 1500", "总额（万元）: 1400"),
    ("dossier.yaml", "其他产业聚集区管委会", "其他产业聚集区管理机构"),
)
REVIEW = ("review", "收到", "--jobs", "1", "--remarks", "意见", "--issuer", ISSUER)


def first_round(run: Any) -> None:
    for name in ("青石岭", "抄青石", "甲县", "乙县", "丙县", "岛城"):
        decide(name, "推荐", "主导产业的地位和优势")
    decide("抄兰汀", "退回", reason="与兰汀县的申报材料大段相同，请说明。")
    before = tree("收到")
    papers = ("--letters", "发文", "--opinions", "初审", "--due", "2014-05-30")
    code, said = run(*REVIEW, "--date", "2014-05-20", "--similar", "--html", "网页", *papers)
    assert code == 1 and tree("收到") == before
    assert "断了.zip" in said
    for one, other in (("青石岭", "抄青石"), ("兰汀", "抄兰汀")):
        assert any(one in line and other in line and "相近" in line for line in said.splitlines()), (one, other)
    assert "5 家等 3 个名额，推荐哪几家由人研究确定" in said
    written = tree("发文")
    assert "发文/推荐函-青岛市.docx" in written and "发文/推荐函-河北省.docx" not in written
    assert "发文/望筠/补正通知书.docx" in written and "发文/抄兰汀/退回通知书.docx" in written
    listed = [row.cells[1].text for row in docx.Document("初审/推荐名单-河北省-2014.docx").tables[0].rows[1:]]
    assert [each.partition("\n")[0][:3] for each in listed] == ["青石岭", "甲县经", "乙县经", "白鹿泉", "丙县经"]
    assert "比名额多 2 家" in text_of("初审/推荐名单-河北省-2014.docx")
    assert "比名额" not in text_of("初审/推荐名单-青岛市-2014.docx")
    opinion = text_of("初审/青石岭/初审意见.docx")
    assert "符合（审查人）" in opinion and "待核（自评）" in opinion and "不作符合条件的结论" in opinion
    compared = docx.Document("初审/比较表.docx").tables[0]
    assert len(compared.rows) == 1 + 11  # all but the damaged one
    assert "（只有 Word 表）" in said


def second_round(run: Any) -> None:
    sheet = Path("发文/望筠/补正答复表.docx")
    first = len(docx.Document(str(sheet)).tables[0].rows)
    filled_reply(sheet, Path("答复/望筠/补正答复表.docx"))
    shutil.copytree("发文", "第一次发文")
    for name, old, new in CORRECTED:
        path = Path("收到/望筠", name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    for name in ("乙县", "丙县"):
        Path("意见", f"{name}.yaml").unlink()
    again = ("--letters", "发文2", "--replies", "答复", "--opinions", "初审2")
    _, said = run(*REVIEW, "--date", "2014-06-05", *again)
    checked = docx.Document("发文2/望筠/补正核对表.docx").tables[0]
    states = [row.cells[3].text for row in checked.rows[1:]]
    assert len(states) == first - 1
    assert any("程序查不出了" in each for each in states) and any("没有改好" in each for each in states)
    assert sum(each.startswith("没有答复。") for each in states) == len(states) - len(states) // 2
    assert len(docx.Document("发文2/望筠/补正答复表.docx").tables[0].rows) < first
    letter = docx.Document("发文2/推荐函-河北省.docx").tables[0]
    assert [row.cells[1].text[:3] for row in letter.rows[1:]] == ["青石岭", "甲县经", "白鹿泉"]
    assert "在名额以内" in said and "没有列入的：" in said


def inspections(run: Any) -> None:
    told = ("review", "收到", "--jobs", "1", "--issuer", "浙江省经济和信息化委员会", "--inspections", "检查")
    _, said = run(*told, "--date", "2015-09-01", "--due", "2015-09-08")
    assert "还没有批复，不做年度监督检查" in said
    sheets = sorted(path.parent.name for path in Path("检查").rglob("年度监督检查表.docx"))
    assert sheets == ["云溪", "兰汀"]
    result = {"检查日期": "2015年9月10日", "检查结论": "进度与方案相符。"}
    demand = ("企业自筹资金到位偏少，补齐", "兰汀县经济和信息化局", "2015-12-31")
    Path("交回/兰汀").mkdir(parents=True)
    filled = filled_inspection(Path("检查/兰汀/年度监督检查表.docx").read_bytes(), result, [demand], {1: "属实"})
    Path("交回/兰汀/年度监督检查表.docx").write_bytes(filled)
    _, said = run(*told, "--date", "2015-09-20", "--inspected", "交回")
    assert "没有交回检查表，或者还没有批复" in said
    assert "企业自筹资金到位偏少，补齐。" in text_of("检查/兰汀/监督检查意见.docx")
    shutil.copy("检查/兰汀/监督检查意见.docx", "盖章的检查意见.docx")
    taken = ("交回/兰汀/年度监督检查表.docx", "收到/兰汀", "--document", "盖章的检查意见.docx")
    code, said = run("inspection", *taken, "--date", "2015-09-20")
    assert code == 0 and "整改要求 1 条。计入第 2 年" in said
    (counted,) = inspections_held(load_dossier(Path("收到/兰汀")), date(2015, 10, 1))
    assert "监督检查 2 次，整改要求 2 条" in counted.message
    code, said = run("validate", "收到/兰汀")
    assert code == 0, said


def test_twelve_packages(run: Any) -> None:
    handed_in(run)
    assert len(list(Path("收到").iterdir())) == 12
    first_round(run)
    second_round(run)
    inspections(run)
