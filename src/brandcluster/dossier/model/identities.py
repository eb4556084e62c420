"""What identifies an entry of a list: the one table that `diff` and `merge` find an entry again by."""

from __future__ import annotations

#: What identifies an entry: the first of these whose keys its model all has. Else its first key does.
IDENTITIES: tuple[tuple[str, ...], ...] = (
    ("年份", "来源", "到位日期"),
    ("年份", "来源"),
    ("条款", "产业", "角色"),
    ("阶段", "项目", "目标"),
    ("项目", "日期"),
    ("项目", "目标"),
    ("对比年份", "产业"),
    ("产业", "项目"),
    ("年份", "标准"),
    ("年份", "类型"),
    ("类别", "起"),
    ("类别", "出具单位"),
    ("单位", "类型"),
    ("风险",),
    ("名称", "日期"),
    ("日期", "类别"),
    ("日期", "类型"),
    ("日期", "内容"),
    ("名称",),
    ("措施",),
    ("要求",),
    ("项目",),
    ("产业",),
)
#: What identifies an entry before that, where it is written: a code, a document's number, its path. An entry has
#: several names then, and is found again by the first that both sides have.
STRONGER: tuple[tuple[str, ...], ...] = (
    ("统一社会信用代码",),
    ("文号",),
    ("名称", "产业"),
)
#: A list of nothing but documents: each is known by its path.
DOCUMENTS = ("文件", "摘要")
DOCUMENT = ("文件",)


def identities_of(labels: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The names that an entry with these labels can be known by, the strongest first; each is one or more labels."""
    if labels and labels <= set(DOCUMENTS):
        return (DOCUMENT,)
    stronger = tuple(keys for keys in STRONGER if labels.issuperset(keys))
    usual = next((keys for keys in IDENTITIES if labels.issuperset(keys)), None)
    return (*stronger, usual) if usual is not None else stronger
