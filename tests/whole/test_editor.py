"""What an editor shows of a dossier: the real YAML language server on what `init` writes, spoken to as editors do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES
from language_server import SERVER, Editor

from brandcluster.cli.start import start
from brandcluster.dossier.files import FILES

pytestmark = pytest.mark.editor

#: What VS Code says without any settings of the dossier's own: nothing is fetched.
OFFLINE = {"yaml.schemaStore.enable": False, "yaml.kubernetesCRDStore.enable": False}


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `init` makes it, with a path that needs care."""
    root = tmp_path_factory.mktemp("editor") / "青石岭 申报#1"
    assert start(["init", str(root)]) == 0
    return root


@pytest.fixture(scope="module")
def editor(new: Path) -> Iterator[Editor]:
    """Any editor: it knows only what the first line of a file says."""
    assert SERVER.is_file(), "make test-editor installs the language server"
    opened = Editor(new, OFFLINE)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def vscode(new: Path) -> Iterator[Editor]:
    """VS Code with the settings that `init` writes; what they do not set, it would fetch."""
    opened = Editor(new, json.loads((new / ".vscode" / "settings.json").read_text(encoding="utf-8")))
    yield opened
    opened.close()


_fresh = iter(range(10**6))


def shown(editor: Editor, file: str, text: str, *, modeline: bool = True) -> tuple[str, int, int, list[Any]]:
    """Open a file like `file` with this text, in which ‸ marks the cursor: path, line, character, diagnostics."""
    folder, _, name = file.rpartition("/")
    kind = "statistics" if folder == "statistics" else Path(name).stem
    path = f"{folder}/{kind}-{next(_fresh)}.yaml".lstrip("/") if modeline else file
    if modeline:
        text = f"# yaml-language-server: $schema={'../' if folder else ''}.brandcluster/schemas/{kind}.json\n" + text
    before, _, after = text.partition("‸")
    line = before.count("\n")
    character = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
    return path, line, character, editor.open(path, before + after)


def wrong(diagnostics: list[Any]) -> set[tuple[int, int, int, int]]:
    """Where something is wrong, beside what is not there yet: line and character, first and behind the last."""
    return {
        (at["start"]["line"], at["start"]["character"], at["end"]["line"], at["end"]["character"])
        for at in (each["range"] for each in diagnostics if not each["message"].startswith(("Missing", "缺少")))
    }


def test_the_first_line_that_init_writes_leads_to_the_schema(editor: Editor, new: Path) -> None:
    for file in [kind.path for kind in FILES] + ["statistics/2013.yaml"]:
        text = (new / file).read_text(encoding="utf-8")
        key = next(line for line in text.splitlines() if line and not line.startswith("#")).partition(":")[0]
        found = editor.open(file, text.replace(f"\n{key}:", f"\n{key}x:", 1))
        line = text[: text.index(f"\n{key}:") + 1].count("\n")
        assert (line, 0, line, len(key) + 1) in wrong(found), file


def test_a_finished_application_has_nothing_wrong(tmp_path: Path) -> None:
    for name in ("qingshiling", "lanting"):
        root = tmp_path / name
        shutil.copytree(EXAMPLES / name, root)
        assert start(["schema", "-o", str(root / ".brandcluster" / "schemas")]) == 0
        opened = Editor(root, OFFLINE)
        files = [path for path in sorted(root.rglob("*.yaml")) if "sealed" not in path.parts]
        for path in files:
            text = path.read_text(encoding="utf-8")
            if text.startswith("# yaml-language-server:"):
                assert opened.open(path.relative_to(root).as_posix(), text) == [], path
        opened.close()


COMPLETED_KEYS = [
    ("dossier.yaml", "区‸\n", "区域名称", "区域名称: "),
    ("dossier.yaml", "区域名称: 甲\n‸\n", "试点周期", "试点周期:\n  开始: $1\n  结束: $2"),
    ("dossier.yaml", "试点周期:\n  开始: 2014-07\n  ‸\n", "结束", "结束: ${1:2016-06}"),
    ("application/plan.yaml", "‸\n", "试点工作思路", "试点工作思路: |\n  "),
    ("application/plan.yaml", "资金:\n  ‸\n", "总额（万元）", "总额（万元）: "),
    ("application/plan.yaml", "工作阶段:\n  - 名称: 一\n    ‸\n", "开始", "开始: "),
    ("application/conditions.yaml", "事故清单:\n  - 日期: 2013-01-01\n    ‸\n", "死亡人数", "死亡人数: "),
    ("statistics/2013.yaml", "产业:\n  - 名称: 𠮷\n    ‸\n", "工业总产值（万元）", "工业总产值（万元）: "),
    ("recommendation.yaml", "‸\n", None, None),
    ("judgements.yaml", "判断:\n  - 条款: zone-1\n    ‸\n", "结论", "结论: "),
]


@pytest.mark.parametrize(("file", "text", "label", "inserted"), COMPLETED_KEYS)
def test_keys_are_completed(editor: Editor, file: str, text: str, label: str | None, inserted: str | None) -> None:
    path, line, character, _ = shown(editor, file, text)
    offered = editor.completions(path, line, character)
    assert offered
    if label is not None:
        assert offered[label] == inserted


COMPLETED_VALUES = [
    ("statistics/2013.yaml", "年份: 2013\n期间: ‸\n", ["全年", "上半年", "1-9月", "其他"]),
    ("dossier.yaml", "区域性质: [‸]\n", ["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"]),
    ("dossier.yaml", "区域性质:\n  - ‸\n", ["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"]),
    ("dossier.yaml", "申报主体类型: ‸\n", ["市人民政府", "县人民政府"]),
    ("dossier.yaml", "规则版本: ‸\n", ["miit-2014-102"]),
    ("dossier.yaml", "省份: ‸\n", ["河北省", "新疆生产建设兵团"]),
    ("application/conditions.yaml", "事故清单:\n  - 事故等级: ‸\n", ["一般", "较大", "重大", "特别重大"]),
    ("judgements.yaml", "判断:\n  - 角色: ‸\n", ["自评", "省级", "专家"]),
]


@pytest.mark.parametrize(("file", "text", "values"), COMPLETED_VALUES)
def test_values_are_completed(editor: Editor, file: str, text: str, values: list[str]) -> None:
    path, line, character, _ = shown(editor, file, text)
    offered = editor.completions(path, line, character)
    assert {value: value for value in values}.items() <= offered.items()


HOVERS = [
    (
        "statistics/2013.yaml",
        "产业:\n  - 名称: 𠮷\n    工业总‸产值（万元）: 12\n",
        [
            "#### 工业总产值（万元）",
            "按当年价格计算",
            "- 单位：万元",
            "“工业增加值率”的分母",
            "- 范围：",
            "- 出处：国家统计局",
        ],
    ),
    ("statistics/2013.yaml", "区域工业‸总产值（万元）:\n", ["#### 区域工业总产值（万元）", "整个区域", "- 单位：万元"]),
    (
        "application/plan.yaml",
        "工作阶段:\n  - 名称: 一\n    指标目标:\n      - 工业增‸加值率（%）: 30\n",
        ["阶段结束时应达到的水平", "- 单位：%", "- 公式：工业增加值（万元） ÷ 工业总产值（万元） × 100%"],
    ),
    (
        "application/region.yaml",
        "区域内产‸业构成说明: |\n  好\n",
        ["各占多少", "- 依据：工信部科函〔2014〕102号 附件1 第一部分"],
    ),
    ("dossier.yaml", "申报主体‸类型: 县人民政府\n", ["名单以外的不能申报", "三（一）", "`市人民政府`"]),
    ("dossier.yaml", "传‸真: 1\n", ["- 可不填"]),
    ("application/conditions.yaml", "事故清单:\n  - 死亡‸人数: 0\n", ["没有写 0"]),
]


@pytest.mark.parametrize(("file", "text", "words"), HOVERS)
def test_hovering_shows_what_the_form_asks(editor: Editor, file: str, text: str, words: list[str]) -> None:
    path, line, character, _ = shown(editor, file, text)
    markdown = editor.hover(path, line, character)
    assert [word for word in words if word not in markdown] == []


#: Places count from the line behind the modeline; columns are UTF-16 code units: 𠮷 takes two.
ERRORS = [
    ("dossier.yaml", "区域名称: 青石岭\n申报主体类型: 县政府\n", (2, 8, 2, 11)),
    ("dossier.yaml", "不认识的键: 1\n", (1, 0, 1, 5)),
    ("dossier.yaml", "𠮷的键: 1\n", (1, 0, 1, 4)),
    ("dossier.yaml", "区域性质: [𠮷, 经技区]\n", (1, 7, 1, 9)),
    ("dossier.yaml", "区域性质: [经技区, 𠮷𠮷, 高新区]\n", (1, 12, 1, 16)),
    ("dossier.yaml", "主导产业:\n  - {名称: 𠮷𠮷, 行业: 一}\n", (2, 15, 2, 17)),
    ("dossier.yaml", "申报日期: 2014年4月1日\n", (1, 6, 1, 15)),
    ("dossier.yaml", "申报日期: 2014-13-01\n", (1, 6, 1, 16)),
    ("application/conditions.yaml", "事故清单:\n  - 日期: 2013-01-01\n    事故等级: 很大\n", (3, 10, 3, 12)),
    ("application/conditions.yaml", "事故清单:\n  - 日期: 2013-01-01\n    死亡: 0\n", (3, 4, 3, 6)),
    ("application/conditions.yaml", "承诺:\n  规划部署:\n    文件: ../a.pdf\n", (3, 8, 3, 16)),
    ("application/plan.yaml", "资金:\n  总额（万元）: 三百\n", (2, 10, 2, 12)),
    ("application/plan.yaml", "工作阶段:\n  - 开始: 2014.7\n", (2, 8, 2, 14)),
    ("statistics/2013.yaml", "年份: 2013\n期间: 全年度\n", (2, 4, 2, 7)),
    ("statistics/2013.yaml", "产业:\n  - 工业总产值(万元): 12\n", (2, 4, 2, 13)),
    ("statistics/2013.yaml", "产业:\n  - 工业总产值（万元）: -1\n", (2, 15, 2, 17)),
    ("judgements.yaml", "判断:\n  - 角色: 省里\n", (2, 8, 2, 10)),
]


@pytest.mark.parametrize(("file", "text", "place"), ERRORS)
def test_what_is_wrong_is_marked_where_it_stands(
    editor: Editor, file: str, text: str, place: tuple[int, int, int, int]
) -> None:
    _, _, _, found = shown(editor, file, text)
    assert place in wrong(found)
    right = [each for each in found if each["range"]["start"] == {"line": place[0], "character": place[1]}]
    assert any("一" <= char <= "鿿" for each in right for char in each["message"])


def test_dates_stay_text_and_numbers_numbers(editor: Editor) -> None:
    text = (
        "申报日期: 2014-04-18\n试点周期: {开始: 2014-07, 结束: 2016-06}\n电话: 03101234567\n传真:\n省级补充规则: ''\n"
    )
    assert wrong(shown(editor, "dossier.yaml", text)[3]) == set()
    text = "产业:\n  - 工业总产值（万元）: 12.50\n    工业增加值（万元）: 3\n    应报企业数（家）:\n"
    assert wrong(shown(editor, "statistics/2013.yaml", text)[3]) == set()


#: Files that a person adds by hand, without the first line.
ADDED = [
    ("statistics/2014.yaml", "期间: 全年度\n", (0, 4, 0, 7)),
    ("pilot/evaluations/2015.yaml", "不认识: 1\n", (0, 0, 0, 3)),
    ("indicators.yaml", "不认识: 1\n", (0, 0, 0, 3)),
    ("pilot/training.yaml", "不认识: 1\n", (0, 0, 0, 3)),
]


@pytest.mark.parametrize(("file", "text", "place"), ADDED)
def test_the_settings_lead_to_the_schema_without_a_first_line(
    vscode: Editor, file: str, text: str, place: tuple[int, int, int, int]
) -> None:
    _, _, _, found = shown(vscode, file, text, modeline=False)
    assert place in wrong(found)


def test_the_settings_complete_and_explain_too(vscode: Editor) -> None:
    path, line, character, _ = shown(vscode, "statistics/2015.yaml", "期‸间: 全年\n", modeline=False)
    assert "申报只能用全年数据" in vscode.hover(path, line, character)
    path, line, character, _ = shown(vscode, "statistics/2016.yaml", "期间: ‸\n", modeline=False)
    assert "上半年" in vscode.completions(path, line, character)


def test_the_settings_say_nothing_of_other_files(vscode: Editor) -> None:
    assert shown(vscode, "notes/其他.yaml", "不认识: 1\n", modeline=False)[3] == []
