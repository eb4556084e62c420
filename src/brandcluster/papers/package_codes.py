"""The codes of what is handed in as a package, or as Word forms alone: found in `importing/check_package`, which brings
Word with it; `explain` needs only this."""

from __future__ import annotations

from brandcluster.base.diagnostics import CodeEntry

CODES = (
    CodeEntry(
        "D010",
        "报送材料里的文件与它自己的校验码清单一致",
        "render --package 生成以后没有动过",
        "生成以后改过、删过或添过文件",
    ),
    CodeEntry(
        "D011", "报送材料里的表与申报文件夹一致", "两处的联系人、数、文字都相同", "表上的数改过，申报文件夹里没有改"
    ),
    CodeEntry("D012", "报送材料可以核对", "有 归档/SHA256.txt，表读得出来", "缺校验码清单，或表不是能读的 Word 文件"),
    CodeEntry(
        "D014",
        "报送材料与封存的定稿一致",
        "封存、打印、盖章以后没有再改",
        "封存以后改了数，没有重新封存、盖章",
    ),
    CodeEntry("D013", "报来的是申报文件夹，不只是 Word 表", "报送材料.zip", "只有申报书.docx、推荐表.docx，由程序读入"),
)
