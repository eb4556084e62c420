"""There and back: what the forms ask, rendered and imported into an empty folder, is what the dossier says.

Every leaf of the dossier's files is looked for in the new one: equal, equal as it is printed, or named here as what no
form carries. A field that is neither fails, and so does one that is named and comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES

from brandcluster.base.numbers import round_text
from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.references import expand_text
from brandcluster.formats.yaml.document import read_document

Leaf = tuple[str, ...]

#: What no form carries, in any dossier. `*` is an entry of a list.
NOT_ON_FORMS = {
    "dossier.yaml": "省份 申报主体类型 试点周期/开始 试点周期/结束 主导产业/*/国民经济行业代码",
    "application/conditions.yaml": (
        "事故声明/*/结论 事故声明/*/出具单位 事故声明/*/日期 事故声明/*/文件 参与声明/*/类型 参与声明/*/单位 参与声明/*/日期 "
        "参与声明/*/文件 承诺/规划部署/内容 承诺/规划部署/日期 承诺/规划部署/文件 承诺/成立机构/内容 承诺/成立机构/日期 "
        "承诺/成立机构/文件 承诺/工作条件和经费/内容 承诺/工作条件和经费/日期 承诺/工作条件和经费/文件 产业方向/*/产业 "
        "产业方向/*/依据 产业方向/*/说明 政策措施/*/名称 政策措施/*/文号 政策措施/*/发布单位 政策措施/*/发布日期 "
        "政策措施/*/金额（万元） 政策措施/*/内容/* 政策措施/*/文件 资源和能力 事故清单/*/日期 事故清单/*/类别 事故清单/*/简况 "
        "事故清单/*/事故等级 事故清单/*/死亡人数 事故清单/*/重伤人数 事故清单/*/直接经济损失（万元） 事故清单/*/文件"
    ),
    "application/plan.yaml": (
        "资金/总额（万元） 资金/分年合计/*/年份 资金/分年合计/*/金额（万元） 资金/分来源合计/*/来源 资金/分来源合计/*/金额（万元） "
        "拟落实的政策和措施/*/名称 拟落实的政策和措施/*/日期 拟落实的政策和措施/*/责任单位"
    ),
    "judgements.yaml": (
        "判断/*/条款 判断/*/产业 判断/*/结论 判断/*/判断人 判断/*/单位 判断/*/角色 判断/*/日期 判断/*/说明 "
        "判断/*/依据/*/文件 判断/*/依据/*/摘要 判断/*/依据/*/出具单位 判断/*/依据/*/日期"
    ),
    "recommendation.yaml": (
        "申报单位/盖章日期 当地人民政府/名称 当地人民政府/结论 当地人民政府/盖章日期 当地人民政府/文件 省级工业和信息化主管部门/名称 "
        "省级工业和信息化主管部门/盖章日期 省级工业和信息化主管部门/文件 全国性工业行业协会/名称 行业与区域联合实施"
    ),
}
#: Mistakes planted in `incomplete`: what cannot be read is not printed either, and validate names each.
NOT_PRINTED = {
    "dossier.yaml": "格式 规则版本 省级补充规则 区域性质 联络人 主导产业/*/名称",
    "application/plan.yaml": "主要工作项目/*/时间节点/*/时间 主要工作项目/*/时间节点/*/节点 工作阶段/*/项目目标/*/目标",
    "recommendation.yaml": "全国性工业行业协会/意见",
}
#: Amounts that are printed rounded, in 亿元.
ROUNDED = {("application/top-enterprises.yaml", "企业/*/销售收入（万元）"): (10_000, 2)}


def _named(table: dict[str, str]) -> set[tuple[str, str]]:
    return {(path, field) for path, fields in table.items() for field in fields.split()}


def _leaves(value: Any, path: Leaf = ()) -> Iterator[tuple[Leaf, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            # Enterprises are printed by industry, so that theirs is another order: their names tell them.
            name = inner.get("名称") if isinstance(inner, dict) else None
            yield from _leaves(inner, (*path, f"*{name or number}"))
    elif value not in (None, ""):
        yield path, value


def contents(root: Path) -> dict[Leaf, Any]:
    """Every answer of the files that a form is rendered from; statistics are computed with, and never imported."""
    found: dict[Leaf, Any] = {}
    for path in (*root.glob("*.yaml"), *root.glob("application/*.yaml")):
        name = path.relative_to(root).as_posix()
        for keys, value in _leaves(read_document(name, path.read_bytes()).data):
            found[(name, *keys)] = value
    return found


def generic(keys: Leaf) -> tuple[str, str]:
    return keys[0], "/".join("*" if step.startswith("*") else step for step in keys[1:])


def same(field: tuple[str, str], old: Any, new: Any) -> bool:
    if field in ROUNDED and isinstance(old, (int, Decimal)) and isinstance(new, (int, Decimal)):
        unit, places = ROUNDED[field]
        return round_text(Fraction(old) / unit, places) == round_text(Fraction(new) / unit, places)
    return bool(old == new) or str(old).strip() == str(new).strip()


def there_and_back(name: str, scratch: Path, draft: bool) -> set[tuple[str, str]]:
    """The fields of an example that do not come back from its forms."""
    source = EXAMPLES / name
    assert start(["render", str(source), "-o", str(scratch / "out"), *(["--draft"] if draft else [])]) == 0
    forms = sorted(map(str, (scratch / "out").glob("*.docx")))
    assert len(forms) == 2
    start(["import", *forms, str(scratch / "new"), "--write"])
    dossier, new = load_dossier(source), contents(scratch / "new")
    lost = set()
    for keys, value in contents(source).items():
        said = expand_text(value, dossier) if isinstance(value, str) else value
        if not same(generic(keys), said, new.get(keys, "")):
            lost.add(generic(keys))
    return lost


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_every_field_of_the_forms_comes_back(name: str, tmp_path: Path) -> None:
    lost = there_and_back(name, tmp_path, draft=False)
    assert lost - _named(NOT_ON_FORMS) == set()


def test_a_draft_comes_back_but_for_what_could_not_be_printed(tmp_path: Path) -> None:
    lost = there_and_back("incomplete", tmp_path, draft=True)
    assert lost - _named(NOT_ON_FORMS) == _named(NOT_PRINTED)


def test_what_is_named_as_on_no_form_is_on_none(tmp_path: Path) -> None:
    """Each of them is answered somewhere in the examples and comes back from none."""
    answered = {generic(keys) for name in ("qingshiling", "lanting") for keys in contents(EXAMPLES / name)}
    lost = {
        field for name in ("qingshiling", "lanting") for field in there_and_back(name, tmp_path / name, draft=False)
    }
    assert _named(NOT_ON_FORMS) & answered == _named(NOT_ON_FORMS)
    assert _named(NOT_ON_FORMS) - lost == set()
