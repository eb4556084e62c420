"""Who supplies what: one file of data, and what a region has otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from brandcluster.dossier.files import ALL_KINDS, FILES, STATISTICS, Parts
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of, read_part
from brandcluster.dossier.model.requests import Requests
from brandcluster.dossier.suppliers import (
    APPLICANT,
    asked_fields,
    full_name,
    joined,
    suppliers_of,
    usual_suppliers,
    usual_table,
)


class Region(Parts):
    """A region with nothing but its requests.yaml."""

    def __init__(self, **requests: object) -> None:
        found = read_part(Requests, requests)
        assert found.part is not None and not found.problems
        self.contents = {"requests.yaml": found.part}


def paths_of(part: type[Part], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for label, field in fields_of(part).items():
        yield (*above, label)
        if field.part is not None:
            yield from paths_of(field.part, (*above, label))


def test_every_line_of_the_table_is_about_a_field() -> None:
    kinds = {kind.path: kind for kind in ALL_KINDS}
    assert usual_table().keys() <= kinds.keys()
    for path, keys in usual_table().items():
        known = {"/".join(each) for each in paths_of(kinds[path].model)}
        below = {f"{each}/*" for each in known} | {"*"}
        assert keys.keys() <= known | below, path
        assert all(names and APPLICANT not in names for names in keys.values())


def test_labels_are_one_of_a_kind() -> None:
    kinds = (*(each for each in FILES if each.required), STATISTICS)
    found = Counter(label for kind in kinds for label in fields_of(kind.model))
    assert [label for label, times in found.items() if times > 1] == [APPLICANT]  # its own name, and when it sealed


def test_the_usual_ones() -> None:
    assert usual_suppliers("statistics/*.yaml", ("产业", "研发投入（万元）")) == ("统计部门",)
    assert usual_suppliers("application/top-enterprises.yaml", ("企业", "品牌荣誉")) == (APPLICANT,)
    assert usual_suppliers("application/plan.yaml", ("试点工作思路",)) == (APPLICANT,)
    safety = usual_suppliers("application/conditions.yaml", ("事故声明",))
    assert joined(safety) == "市场监管、应急管理、生态环境部门"
    assert joined(("行业组织", "骨干企业")) == "行业组织、骨干企业"


def test_a_region_has_it_otherwise() -> None:
    region = Region(
        提供单位=[
            {"名称": "发改部门", "单位": "某县发展和改革局", "栏目": [{"名称": "资金"}]},
            {"名称": "统计部门", "单位": "某县统计局"},
        ]
    )
    assert suppliers_of(region.requests, "application/plan.yaml", "资金") == ("发改部门",)
    assert suppliers_of(region.requests, "statistics/*.yaml", "产业") == ("统计部门",)
    asked = asked_fields(region)
    assert "财政部门" not in asked and [each.label for each in asked["发改部门"]] == ["资金"]
    assert full_name(region, "统计部门") == "某县统计局" and full_name(region, "科技部门") == "科技部门"


def test_what_is_the_applicants_and_what_stands_on_the_form_is_not_asked_for() -> None:
    asked = asked_fields(Region())
    assert APPLICANT not in asked and "省级工业和信息化主管部门" not in asked
    assert not {each.label for fields in asked.values() for each in fields} & {"年份", "同口径", "变动说明"}
