"""judgements.yaml: what people decided where a machine cannot, and on which documents."""

from typing import Literal

from brandcluster.dossier.model.fields import Code, Date, DocumentPath, Part, Text, form_field, form_list


class Basis(Part):
    """A document that a judgement rests on: who issued it when, and its hash on the day of the judgement."""

    document: DocumentPath | None = form_field("文件", "文件在本文件夹里的路径。")
    issuer: Text | None = form_field(
        "出具单位",
        "由哪个单位出具。省级、专家的判断至少要有一份由判断人的单位出具的文件，否则按自评计。",
        required=False,
    )
    date: Date | None = form_field("日期", "文件的日期；判断作出以后才出具的文件，判断不能以它为依据。", required=False)
    digest: Code | None = form_field(
        "摘要", "文件的校验码，brandcluster judge 自动填写；文件改动后要重新认定。", required=False
    )


class Judgement(Part):
    """One person's conclusion on one clause."""

    clause: Text | None = form_field("条款", "条款的代号，brandcluster judge 自动填写。")
    industry: Text | None = form_field("产业", "只对某个主导产业时写它的名称。", required=False)
    conclusion: Literal["符合", "不符合"] | None = form_field("结论", "符合 或 不符合。")
    person: Text | None = form_field("判断人", "谁作的判断。")
    unit: Text | None = form_field("单位", "判断人的单位。")
    role: Literal["自评", "省级", "专家"] | None = form_field(
        "角色", "自评、省级、专家之一；省级、专家要有依据表明，见依据的出具单位。"
    )
    date: Date | None = form_field("日期", "判断的日期；早于申报日期十二个月以上的，要重新判断。")
    bases: list[Basis] = form_list("依据", "判断所依据的文件。")
    note: Text | None = form_field("说明", "理由。", required=False)


class Judgements(Part):
    """judgements.yaml"""

    judgements: list[Judgement] = form_list("判断", "逐条写；还没有就写 []。", required=False)
