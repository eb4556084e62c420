"""sealed/N/manifest.yaml: what was sealed, when, by whom and for what, with the hash of every file.

The program writes it; nobody edits it. What changed since is found by holding the files against it.
"""

from typing import Literal

from brandcluster.dossier.model.fields import Code, Count, Date, DocumentPath, Part, Text, form_field, form_list

#: Went to paper, stamped and handed in; or only kept.
PAPER, ARCHIVE = "纸质报送", "存档"


class SealedFile(Part):
    """A copy in the seal's folder, with its hash."""

    path: DocumentPath | None = form_field("文件", "文件的路径。")
    digest: Code | None = form_field("摘要", "文件的校验码，程序自动填写。")


class Evidence(Part):
    """A document that the dossier names; it is not copied."""

    path: DocumentPath | None = form_field("文件", "文件在申报文件夹里的路径。")
    digest: Code | None = form_field("摘要", "文件的校验码，程序自动填写；封存时没有这个文件就空着。", required=False)


class Manifest(Part):
    """sealed/N/manifest.yaml"""

    number: Count | None = form_field("序号", "第几次封存，与文件夹的名称相同。")
    date: Date | None = form_field("日期", "封存的日期。")
    person: Text | None = form_field("封存人", "谁封存的。")
    purpose: Literal["纸质报送", "存档"] | None = form_field(
        "用途", "纸质报送（打印、盖章、报送），或存档（只留一份）。示范区条件的基期取最近一次纸质报送。"
    )
    reason: Text | None = form_field("更正原因", "第二次起，为什么再封存一次。", required=False)
    edition: Text | None = form_field("规则版本", "封存时按哪一版通知。")
    overlay: Text | None = form_field("省级补充规则", "封存时的省级补充规则。", required=False)
    version: Code | None = form_field("程序版本", "用哪个版本的 brandcluster 封存的。")
    previous: Code | None = form_field("上一次封存", "上一次封存的清单的校验码，程序自动填写。", required=False)
    files: list[SealedFile] = form_list("材料", "files/ 里逐字节的副本。")
    forms: list[SealedFile] = form_list("表", "forms/ 里的 Word 文件，打印、盖章的就是它们。")
    evidence: list[Evidence] = form_list("证明文件", "材料里写到的证明文件；不复制，只记摘要。", required=False)
