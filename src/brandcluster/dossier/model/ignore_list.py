"""ignore.yaml: the problems that a region has looked at and leaves as they are, each with its reason."""

from brandcluster.dossier.model.fields import Part, Text, form_field, form_list


class LeftProblem(Part):
    """One kind of problem that is left, everywhere or where the entry says."""

    code: Text | None = form_field("代号", "问题的代号，如 X105；validate 列出的每个问题前面都有。")
    file: Text | None = form_field(
        "文件", "只在这个文件里，如 application/plan.yaml；不写就是全部文件。", required=False
    )
    label: Text | None = form_field("栏目", "只在这一栏（和它下面），写栏目的名称，如“资金”。", required=False)
    reason: Text | None = form_field("原因", "为什么不改。检查结果里、省里审查时照样列出。")


class IgnoreList(Part):
    """ignore.yaml"""

    problems: list[LeftProblem] = form_list("忽略", "核对过、确实不改的问题，一条一个代号。", required=False)
