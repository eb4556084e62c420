"""Small dossiers and the templates, for the tests of the forms."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx

from brandcluster.dossier.files import HEADER, PLAN, RECOMMENDATION, REGION, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.plan import Plan
from brandcluster.dossier.model.recommendation import Recommendation
from brandcluster.dossier.model.region import Region
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.model.top_enterprises import TopEnterprises
from brandcluster.formats.word.parts import DOCUMENT, P, Parts, parse_xml, read_parts, text_of
from brandcluster.papers.content import Answer, Block, Choice, Paragraph, Quantity, Strong, Table
from brandcluster.papers.labels.label_map import LabelMap, read_label_map

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates" / "forms" / "miit-2014-102"
FORMS = ("application", "recommendation")

sys.path.insert(0, str(ROOT / "scripts"))


def label_map(form: str) -> LabelMap:
    path = TEMPLATES / f"{form}.yaml"
    found, problems = read_label_map(path.name, path.read_bytes())
    assert found is not None, problems
    return found


def blank(form: str) -> bytes:
    return (TEMPLATES / f"{form}.docx").read_bytes()


def dossier(*industries: str, others: bool = False) -> Dossier:
    """A dossier with everything that the forms ask for, for one or more leading industries."""
    names = industries or ("阀门",)
    groups = [_group(name, size) for size, name in enumerate(names, start=1)]
    if others:
        groups.append(_group("其他相关企业", 1))
    return Dossier(
        Path(),
        {
            HEADER: Header.model_validate(_HEADER | {"主导产业": [{"名称": name} for name in names]}),
            REGION: Region.model_validate(
                {field.alias: f"关于{field.alias}" for field in Region.model_fields.values()}
            ),
            TOP_ENTERPRISES: TopEnterprises.model_validate(
                {"企业": [_enterprise(name, rank) for name in names for rank in (1, 2, 3)]}
            ),
            PLAN: Plan.model_validate(_plan(names)),
            RECOMMENDATION: Recommendation.model_validate(
                {
                    "当地人民政府": {"名称": "云溪县人民政府", "结论": "同意"},
                    "省级工业和信息化主管部门": {"意见": "同意推荐。"},
                    "行业与区域联合实施": "是",
                    "全国性工业行业协会": {"名称": "中国示例协会", "意见": "同意联合实施。"},
                }
            ),
        },
        statistics={
            2013: Statistics.model_validate(
                {"年份": 2013, "期间": "全年", "区域工业总产值（万元）": Decimal(1000000), "产业": groups}
            )
        },
    )


def texts(content: bytes) -> list[str]:
    """The text of every paragraph of a document, in order."""
    return [text_of(paragraph) for paragraph in document(content).iter(P)]


def parts_of(content: bytes) -> Parts:
    parts = read_parts(content)
    assert parts is not None
    return parts


def root_of(xml: bytes) -> Any:
    root = parse_xml(xml)
    assert root is not None
    return root


def document(content: bytes) -> Any:
    return root_of(parts_of(content)[DOCUMENT])


def plain(answer: Answer) -> list[Any]:
    """An answer without its wrapping: a line for each paragraph, figures as numbers, rows for each table."""
    assert not isinstance(answer, Choice)
    return [_plain_block(block) for block in answer]


def _plain_block(block: Block) -> Any:
    if isinstance(block, Table):
        return (block.caption, [tuple(_plain_piece(piece) for piece in row) for row in block.rows])
    assert isinstance(block, Paragraph)
    return "".join(_plain_piece(piece) for piece in block.content)


def _plain_piece(piece: str | Strong | Quantity) -> str:
    if isinstance(piece, Quantity):
        return f"{piece.value}{piece.unit}"
    return piece.text if isinstance(piece, Strong) else piece


_HEADER: dict[str, Any] = {
    "格式": 1,
    "区域名称": "云溪经济技术开发区",
    "区域性质": ["经技区", "其他产业聚居区"],
    "申报单位": "云溪经济技术开发区管理委员会",
    "联系人": "甲某",
    "职务": "科长",
    "地址": "云溪县一号路1号",
    "信箱": "a@example.com",
    "电话": "0310-5550001",
    "传真": "0310-5550002",
    "申报日期": "2014-04-20",
}


def _group(name: str, size: int) -> dict[str, Any]:
    amounts = {
        "工业总产值（万元）": 300000,
        "工业增加值（万元）": 84000,
        "新产品产值（万元）": 45000,
        "销售收入（万元）": 280000,
        "自主品牌产品销售收入（万元）": 168000,
        "采标产品销售收入（万元）": 70000,
        "研发投入（万元）": 7000,
    }
    counts = {
        "相关企业数（家）": 40,
        "工业企业数（家）": 40,
        "规模以上企业数（家）": 22,
        "品牌管理体系有效运行企业数（家）": 4,
    }
    return {"名称": name, **{key: value * size for key, value in {**amounts, **counts}.items()}}


def _enterprise(industry: str, rank: int) -> dict[str, Any]:
    return {
        "名称": f"{industry}{rank}号公司",
        "产业": industry,
        "销售收入（万元）": Decimal(50000 - rank * 5000),
        "自主品牌情况": "有品牌。",
        "主导产品技术质量水平": "先进。",
        "品牌荣誉": "无",
        "行业影响力": "较大。",
    }


def _plan(names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "试点工作思路": "（一）基本思路\n坚持企业主体。\n（二）条件。有利条件较多。\n1.基础较好。",
        "试点工作组织": "成立领导小组。",
        "可配套的政策、资金和措施等": "安排专项资金。",
        "资金": {
            "明细": [
                {
                    "年份": 2015,
                    "来源": "区财政",
                    "金额（万元）": Decimal("80.5"),
                    "支持方向": "培训",
                    "投入步骤": "一次",
                },
                {"年份": 2014, "来源": "区财政", "金额（万元）": Decimal("120"), "支持方向": "策划"},
                {"年份": 2014, "来源": "企业自筹", "金额（万元）": Decimal("40.25"), "支持方向": "标准"},
            ]
        },
        "主要工作项目": [
            {
                "名称": "区域品牌策划",
                "对应工作内容": ["开展区域品牌策划和设计", "打造营销和宣传平台"],
                "开始时间": "2014-07",
                "完成时间": "2015-06",
                "责任单位": "经发局",
                "工作内容": "编制规划。",
                "工作步骤": "1.调研。\n2.编制。",
                "工作措施": "专家论证。",
                "时间节点": [{"时间": "2014-12", "节点": "完成初稿。"}, {"时间": "2015-06", "节点": "发布"}],
            }
        ],
        "工作目标说明": "总目标。",
        "工作阶段": [
            {
                "名称": "第一阶段",
                "开始": "2014-07",
                "结束": "2015-06",
                "项目目标": [{"项目": "区域品牌策划", "目标": "发布规划", "数值": Decimal(1), "单位": "部"}],
                "指标目标": [
                    {
                        "产业": name,
                        "工业增加值率（%）": Decimal("29"),
                        "以自主品牌销售产品比重（%）": Decimal("62.5"),
                        "新产品产值率（%）": Decimal("16"),
                        "采用国际先进标准的产品比重（%）": Decimal("26"),
                        "品牌管理体系有效运行的企业比重（%）": Decimal("20"),
                    }
                    for name in names
                ],
            }
        ],
        "其他需要说明内容": "无",
    }


def retyped(content: bytes, old: str = "", new: str = "") -> bytes:
    """A Word file as another program saves it, with some words replaced."""
    document: Any = docx.Document(io.BytesIO(content))
    paragraphs = [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    runs = [run for paragraph in (*paragraphs, *document.paragraphs) for run in paragraph.runs]
    if old:
        hit = next(run for run in runs if old in run.text)
        hit.text = hit.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# ---- pictures --------------------------------------------------------------------------------------------------


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(wide: int = 40, high: int = 30, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(min(wide, 5_000)) for _ in range(min(high, 100))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def segment(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content


def whole_jpeg(wide: int = 40, high: int = 30, *before: bytes) -> bytes:
    sized = segment(0xC0, struct.pack(">BHHB", 8, high, wide, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x00\xff\x00\x11"
    return b"\xff\xd8" + b"".join(before) + segment(0xDB, bytes(65)) + sized + scan + b"\xff\xd9"
