"""An examiner's remarks on one dossier: a file of the examiner's own, never of the region's."""

from typing import Literal

from brandcluster.dossier.model.fields import Date, Part, Text, form_field, form_list
from brandcluster.dossier.model.judgements import Judgement


class Remark(Part):
    """One thing that the region is to mend."""

    clause: Text | None = form_field(
        "条款",
        "出处，如 附件1 第二部分 四；决定排在哪里，可不填。",
        required=False,
    )
    place: Text | None = form_field("位置", "表里的哪一处，如“主要工作项目 品牌宣传周 完成时间”。")
    remark: Text | None = form_field("意见", "有什么问题。", long=True)
    advice: Text | None = form_field("改法", "怎样改。", required=False, long=True)


class Remarks(Part):
    """FOLDER/NAME.yaml, where NAME is the dossier's folder"""

    person: Text | None = form_field("审查人", "谁审查的。", required=False)
    date: Date | None = form_field("日期", "审查的日期。", required=False)
    handling: Literal["补正", "退回", "推荐"] | None = form_field(
        "处理", "发哪一种文书；不写就是有要改的发补正通知书。", required=False
    )
    reason: Text | None = form_field("处理理由", "为什么退回，写进退回通知书。", required=False, long=True)
    remarks: list[Remark] = form_list("意见", "逐条写；没有就不写。", required=False)
    judgements: list[Judgement] = form_list(
        "判断", "审查人自己的结论，格式与 judgements.yaml 的判断相同；依据的文件在申报单位的文件夹里。", required=False
    )
