"""Filled forms as files, read back, and what the person who filled them typed; for the tests of reading and importing."""

from __future__ import annotations

from build_word_fixtures import CELLS, DAY, HEADINGS, INLINE, KINDS, OPINION, PROMPTS
from form_samples import FORMS, ROOT, blank, dossier, label_map
from hypothesis import strategies as st

from brandcluster.dossier.files import HEADER, PLAN, RECOMMENDATION, REGION
from brandcluster.dossier.load import Dossier
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.read import read_content
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.read_form import Blank, Form, describe_blank, read_forms

FIXTURES = ROOT / "tests" / "fixtures" / "word"


def read(content: bytes) -> list[Form]:
    parts = open_docx(content)
    assert not isinstance(parts, Refusal), parts
    document = read_content(parts)
    assert document is not None
    return read_forms(document, BLANKS)


def _blank(form: str) -> Blank:
    parts = open_docx(blank(form))
    assert not isinstance(parts, Refusal)
    content = read_content(parts)
    assert content is not None
    return describe_blank(label_map(form), content)


BLANKS = [_blank(form) for form in FORMS]


def texts_of(form: Form) -> dict[str, str]:
    return {found.place.label: found.text for found in form.found}


def typed_application() -> dict[str, str]:
    """What the fixtures' person typed into the application, by label."""
    lines = {label: "\n".join(text) for label, text in {**PROMPTS, **HEADINGS}.items()}
    cover = {"申报单位：": CELLS["申报单位"], "申报日期：": DAY}
    return {**CELLS, **lines, **INLINE, **cover, "区域性质": "；".join(KINDS)}


def typed_recommendation() -> dict[str, str]:
    return {
        "申报单位（公章）": CELLS["申报单位"],
        "联系人": "乙某",
        "电话": "0300-5551234",
        "省级工业和信息化主管部门审查推荐意见：": OPINION,
        "全国性工业行业协会推荐意见：（行业与区域联合实施时填写）": "",
    }


# ---- what we rendered ----------------------------------------------------------------------------------------

LINE = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"], exclude_characters="\ufffe\uffff{}"
    ),
    min_size=1,
    max_size=30,
)
# hypothesis also tries the strings of the code under test: words that the forms themselves print, at the start of a
# line, are labels for any reader, and being told of two of them is right.
PRINTED = {
    squeeze(line).rstrip(":")
    for each in BLANKS
    for line in (*each.printed, *(place.label for place in each.label_map.places))
}
LINE = LINE.filter(lambda line: not any(squeeze(line).startswith(label) for label in PRINTED))
MARKED = st.sampled_from(
    ["**重点**工作", "1.第一", "（一）甲", "|甲|乙|\n|---|---|\n|1|**2**|", "甲\\*\\*乙", "企业 ** 品牌"]
)
TEXT = st.lists(st.one_of(LINE, MARKED), min_size=1, max_size=4).map("\n".join).filter(lambda text: bool(text.strip()))
NAME = LINE.map(str.strip).filter(
    lambda text: bool(text.strip(" \t\u00a0\u3000_＿：:")) and text == text.strip(" \t\u00a0\u3000_＿")
)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    found = dossier(*draw(st.sampled_from([("阀门",), ("阀门", "纺织机械")])), others=draw(st.booleans()))
    assert found.header and found.region and found.plan and found.recommendation
    region = {name: draw(st.one_of(st.none(), TEXT)) for name in type(found.region).model_fields}
    found.contents[REGION] = found.region.model_copy(update=region)
    names = {name: draw(NAME) for name in ("region_name", "applicant", "contact", "position", "address", "mail")}
    kinds = draw(st.lists(st.sampled_from(["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"]), unique=True))
    kinds.sort(key=["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"].index)
    found.contents[HEADER] = found.header.model_copy(update={**names, "region_kinds": kinds})
    plan = {name: draw(st.one_of(st.none(), TEXT)) for name in ("approach", "organisation", "support", "other")}
    found.contents[PLAN] = found.plan.model_copy(update=plan)
    opinion = found.recommendation.province
    assert opinion is not None
    province = opinion.model_copy(update={"opinion": draw(TEXT)})
    found.contents[RECOMMENDATION] = found.recommendation.model_copy(update={"province": province})
    return found
