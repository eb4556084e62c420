"""Good dossiers drawn from a seed, and the slips that are made to them; written as folders of YAML.

One seed gives one dossier, on every machine. A slip sets a value just below, at or just above a limit, or takes away,
garbles, ages or contradicts a record.
"""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from oracle.records import Broken, Folder, digest, years_on

GARBLED = "见附件"
STATISTICS = (
    ("相关企业数（家）", 60, 100),
    ("工业企业数（家）", 60, 100),
    ("规模以上企业数（家）", 15, 15),
    ("工业总产值（万元）", 40000, 50000),
    ("工业增加值（万元）", 10000, 14000),
    ("新产品产值（万元）", 4000, 7500),
    ("销售收入（万元）", 38000, 50000),
    ("自主品牌产品销售收入（万元）", 22800, 34000),
    ("采标产品销售收入（万元）", 7600, 12500),
    ("研发投入（万元）", 800, 1000),
    ("参加品牌培训企业数（家）", 0, 92),
    ("建立实施品牌管理体系企业数（家）", 10, 55),
    ("品牌管理体系有效运行企业数（家）", 6, 36),
    ("设首席品牌官企业数（家）", 3, 60),
    ("设品牌经理企业数（家）", 5, 60),
    ("设首席品牌官和品牌经理企业数（家）", 2, 53),
)
LEVELS = {
    "工业增加值率（%）": 27,
    "以自主品牌销售产品比重（%）": 65,
    "新产品产值率（%）": 13,
    "采用国际先进标准的产品比重（%）": 23,
    "品牌管理体系有效运行的企业比重（%）": 30,
}
KINDS = ("质量安全", "安全生产", "环境保护", "信誉损害")


class Draft(NamedTuple):
    """A dossier in the making: files, documents and the day that counts as today; slips change it in place."""

    files: dict[str, Any]
    evidence: dict[str, str]
    today: list[date]
    industries: list[str]

    @property
    def applied(self) -> date:
        """The day of application as first drawn."""
        day = self.files["dossier.yaml"].get("申报日期")
        return day if isinstance(day, date) else date(2014, 4, 18)

    @property
    def approved(self) -> date:
        """The day of approval as first drawn."""
        day = self.files["pilot/approval.yaml"].get("批复日期")
        return day if isinstance(day, date) else date(2014, 6, 20)

    def document(self, name: str) -> str:
        """A new document and its path."""
        path = f"evidence/{name}.txt"
        self.evidence[path] = f"供测试用的文件：{name}。\n"
        return path

    def folder(self) -> Folder:
        """What the second calculation reads; every value as it will stand in the file."""
        return Folder(self.files, {path: digest(text.encode()) for path, text in self.evidence.items()})

    def judgements(self, *clauses: str) -> list[dict[str, Any]]:
        """The judgements on some clauses, all where none is named."""
        listed = self.files["judgements.yaml"]["判断"]
        return [each for each in listed if not clauses or each.get("条款") in clauses]


def write(draft: Draft, root: Path) -> Path:
    """The dossier as a folder; what stood there goes."""
    shutil.rmtree(root, ignore_errors=True)
    for path, content in draft.files.items():
        text = content.text if isinstance(content, Broken) else _top(content)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    (root / "evidence").mkdir(parents=True, exist_ok=True)
    for path, text in draft.evidence.items():
        (root / path).write_text(text, encoding="utf-8", newline="")
    return root


def _top(content: dict[str, Any]) -> str:
    return "".join(f"{key}: {_flow(value)}\n" for key, value in content.items())


def _flow(value: Any) -> str:
    """A value in YAML's flow style: words quoted, days and numbers plain."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_flow(each) or "null"}' for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) or "null" for each in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


# ---- a good dossier


def good(rng: random.Random) -> Draft:
    """A dossier that meets every condition: one or two industries, some days that are hard to count from."""
    applied = rng.choice(
        (date(2014, 4, 18), date(2014, 4, 30), date(2015, 3, 1), date(2016, 2, 29), date(2014, 10, 31))
    )
    industries = rng.choice((["阀门"], ["阀门", "纺织机械"]))
    today = date(applied.year + 3, 3, rng.randint(1, 31))
    draft = Draft({}, {}, [today], industries)
    draft.files["dossier.yaml"] = _header(applied, industries)
    _application(draft, applied, rng)
    _statistics(draft, applied)
    _pilot(draft, applied)
    _judgements(draft, applied, rng)
    return draft


def _header(applied: date, industries: list[str]) -> dict[str, Any]:
    return {
        "格式": 1,
        "规则版本": "miit-2014-102",
        "省份": "河北省",
        "区域名称": "云溪经济技术开发区",
        "区域性质": ["经技区"],
        "申报单位": "云溪经济技术开发区管理委员会",
        "申报主体类型": "经济技术开发区管理机构",
        "联系人": "甲某",
        "职务": "科长",
        "地址": "云溪县一号路1号",
        "信箱": "someone@example.com",
        "电话": "0310-5550001",
        "申报日期": applied,
        "试点周期": {"开始": f"{applied.year}-07", "结束": f"{applied.year + 2}-06"},
        "主导产业": [{"名称": each} for each in industries],
    }


def _application(draft: Draft, applied: date, rng: random.Random) -> None:
    issued = applied - timedelta(days=rng.choice((0, 1, 17, 59, 60)))
    declarations = []
    for number, kind in enumerate(KINDS):
        day = min(applied, issued + timedelta(days=rng.choice((0, 0, 1))))
        paper = draft.document(f"declaration-{number}")
        declarations.append({"类别": kind, "结论": "未发生", "出具单位": "县局", "日期": day, "文件": paper})
    early = applied - timedelta(days=40)
    draft.files["application/conditions.yaml"] = {
        "事故声明": declarations,
        "事故清单": [],
        "参与声明": [
            {"单位": f"云溪{kind}", "类型": kind, "日期": early, "文件": draft.document(f"participation-{number}")}
            for number, kind in enumerate(("行业组织", "骨干企业"))
        ],
        "承诺": {
            name: {"内容": f"承诺{name}", "日期": early, "文件": draft.document(f"commitment-{number}")}
            for number, name in enumerate(("规划部署", "成立机构", "工作条件和经费"))
        },
        "产业方向": [{"产业": each, "依据": "指导目录鼓励类"} for each in draft.industries],
        "政策措施": [
            {
                "名称": f"关于{subject}的意见",
                "文号": f"云政发〔2013〕{number}号",
                "发布单位": "云溪县人民政府",
                "发布日期": applied - timedelta(days=300),
                "内容": [subject],
                "文件": draft.document(f"policy-{number}"),
            }
            for number, subject in enumerate(("支持主导产业发展", "加强质量品牌建设"), 5)
        ],
        "资源和能力": "有检测中心和专项资金。",
    }
    draft.files["application/plan.yaml"] = _plan(applied, draft.industries)
    draft.files["recommendation.yaml"] = {
        "当地人民政府": {"名称": "云溪县人民政府"},
        "行业与区域联合实施": "否",
    }


def _plan(applied: date, industries: list[str]) -> dict[str, Any]:
    first = applied.year
    return {
        "资金": {
            "总额（万元）": 300,
            "明细": [
                {"年份": first + number, "来源": source, "金额（万元）": 100, "支持方向": "品牌宣传"}
                for number, source in enumerate(("区财政", "区财政", "企业自筹"))
            ],
        },
        "拟落实的政策和措施": [
            {"名称": f"政策{n}", "日期": date(first + 1, 6, 30), "责任单位": "区财政局"} for n in range(2)
        ],
        "工作阶段": [_phase(first, number, industries) for number in range(2)],
    }


def _phase(first: int, number: int, industries: list[str]) -> dict[str, Any]:
    return {
        "名称": ("第一阶段", "第二阶段")[number],
        "开始": f"{first + number}-07",
        "结束": f"{first + number + 1}-06",
        "项目目标": [{"项目": "品牌宣传", "目标": f"举办宣传周{number}", "数值": 2, "单位": "次"}],
        "指标目标": [{"产业": each, **LEVELS} for each in industries],
    }


def _statistics(draft: Draft, applied: date) -> None:
    for column, year in ((1, applied.year - 1), (2, applied.year + 1)):
        draft.files[f"statistics/{year}.yaml"] = {
            "年份": year,
            "期间": "全年",
            "来源": {"类型": "统计部门", "文件": draft.document(f"statistics-{year}")},
            "区域工业总产值（万元）": 200000,
            "产业": [{"名称": each, **{row[0]: row[column] for row in STATISTICS}} for each in draft.industries],
        }


def _pilot(draft: Draft, applied: date) -> None:
    approved, first = applied + timedelta(days=63), applied.year
    files = draft.files
    files["pilot/approval.yaml"] = {"批复文号": "工信部科函〔2014〕9001号", "批复日期": approved}
    strategy = {"名称": "品牌战略", "文号": "云政发〔2014〕20号", "发布日期": date(first, 12, 1)}
    files["pilot/strategy.yaml"] = {
        "发展战略": {**strategy, "文件": draft.document("strategy")},
        "品牌定位": "高可靠",
    }
    files["pilot/support.yaml"] = {
        "政策落实": [
            {
                "名称": f"政策{n}",
                "落实情况": "已落实",
                "日期": date(first + 1, 5, 1),
                "文件": draft.document(f"done-{n}"),
            }
            for n in range(2)
        ],
        "资金到位": [
            {
                "年份": row["年份"],
                "来源": row["来源"],
                "金额（万元）": 100,
                "到位日期": date(int(row["年份"]), 8, 1),
                "文件": draft.document(f"funds-{row['年份']}"),
            }
            for row in files["application/plan.yaml"]["资金"]["明细"]
        ],
    }
    system = {"名称": "评价办法", "发布日期": date(first, 11, 1), "文件": draft.document("evaluation-system")}
    files["pilot/evaluation-model.yaml"] = {"评价制度": system}
    files[f"pilot/evaluations/{first + 1}.yaml"] = {
        "年份": first + 1,
        "评价日期": date(first + 2, 1, 20),
        "评价报告": draft.document("evaluation-report"),
        "改进措施": [{"措施": "加强培训", "责任单位": "质监局", "完成期限": date(first + 2, 5, 31)}],
    }
    files["pilot/monitoring.yaml"] = {
        "监控系统": {"名称": "舆情监控", "建立日期": date(first, 10, 1), "文件": draft.document("monitoring")},
        "监控记录": [{"日期": date(first + 1, 3, 1), "内容": "简报", "文件": draft.document("bulletin")}],
    }
    files["pilot/activities.yaml"] = {
        "活动": [_event(draft, kind, n) for kind in ("质量品牌提升", "宣传营销") for n in (0, 1)]
    }
    files["pilot/progress.yaml"] = {
        "目标完成": [
            {
                "阶段": phase["名称"],
                "项目": "品牌宣传",
                "目标": phase["项目目标"][0]["目标"],
                "实际值": 2,
                "日期": date(first + 2, 5, 1),
                "文件": draft.document("progress"),
            }
            for phase in files["application/plan.yaml"]["工作阶段"]
        ]
    }


def _event(draft: Draft, kind: str, number: int) -> dict[str, Any]:
    year = draft.approved.year + 1
    return {
        "名称": f"{kind}{number}",
        "类型": kind,
        "组织单位": "云溪协会",
        "组织单位类型": "行业组织",
        "效果数据": [{"指标名称": "合格率", "单位": "%", "活动前": 80, "活动后": 90}],
        "开始日期": date(year, 2 + number, 1),
        "完成日期": date(year, 3 + number, 7),
        "文件": draft.document(f"activity-{KIND_SLUGS[kind]}-{number}"),
    }


KIND_SLUGS = {"质量品牌提升": "quality", "宣传营销": "marketing"}


def _judgements(draft: Draft, applied: date, rng: random.Random) -> None:
    last = max(each["日期"] for each in draft.files["application/conditions.yaml"]["事故声明"])
    before = last + timedelta(days=rng.choice((0, 1, 5)))
    after = draft.today[0] - timedelta(days=60)
    listed = []
    for clause in ("scope-industry", "eligible-no-accidents", "eligible-participation", "eligible-policy"):
        each = clause in ("scope-industry", "eligible-policy") and rng.random() < 0.5
        for industry in draft.industries if each else [None]:
            listed.append(judgement(draft, clause, "自评", before, industry=industry))
    for clause in ("zone-1", "zone-3", "zone-6"):
        listed.append(judgement(draft, clause, rng.choice(("自评", "专家", "省级")), after, genuine=True))
    draft.files["judgements.yaml"] = {"判断": listed}


def judgement(
    draft: Draft,
    clause: str,
    role: str,
    made: date,
    *,
    industry: str | None = None,
    genuine: bool = False,
    conclusion: str = "符合",
) -> dict[str, Any]:
    """A judgement with one document; a genuine one of 省级 or 专家 has a document of its own unit."""
    unit = {"自评": "云溪管委会", "省级": "省工信厅", "专家": "专家组"}[role]
    number = len(draft.evidence)
    basis: dict[str, Any] = {"文件": draft.document(f"basis-{clause}-{number}")}
    if genuine and role != "自评":
        basis |= {"出具单位": unit, "日期": made}
    entry: dict[str, Any] = {"条款": clause}
    entry |= {"产业": industry} if industry else {}
    return entry | {"结论": conclusion, "判断人": "乙", "单位": unit, "角色": role, "日期": made, "依据": [basis]}


def month_after(first: str, months: int) -> str:
    """The last month of a cycle of so many months."""
    index = int(first[:4]) * 12 + int(first[5:]) - 1 + months - 1
    return f"{index // 12}-{index % 12 + 1:02d}"


def three_years_before(draft: Draft) -> date:
    """The first day of the window of 三（二）1."""
    return years_on(draft.applied, -3)
