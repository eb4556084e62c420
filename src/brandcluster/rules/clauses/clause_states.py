"""How each clause comes to its state: who acts, when it is due, what is read of it, and what only a person can judge.

One row a clause, in the order of the notice. What decides a clause is the condition of the same id; a clause without one
is a duty, and its records are listed here: a duty is never met by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from brandcluster.dossier.files import (
    ACTIVITIES,
    ALLIANCE,
    APPROVAL,
    EVALUATION_MODEL,
    FOUNDATION,
    INCIDENTS,
    MONITORING,
    ORGANISATION,
    RECOMMENDATION,
    REPUTATION,
    STRATEGY,
    SUPERVISION,
    SUPPORT,
    TRAINING,
    ZONE,
)
from brandcluster.dossier.load import Dossier
from brandcluster.rules.clauses import own_records as own
from brandcluster.rules.clauses.clause_records import RecordSource, entries_of, since_approval, since_title, where_is
from brandcluster.rules.facts.applicant import applicant_body
from brandcluster.rules.facts.stage import approved_on, designation_by, stage_on, title_term
from brandcluster.rules.verdicts.eligibility import open_question

REGION = "组织实施单位"
PROVINCE = "省级工业和信息化主管部门"
MINISTRY = "工业和信息化部"
LOCAL = "当地人民政府"
EXPERTS = "专家组和专业机构"
#: Who judges what only a person can.
JUDGES = "自评单位、省级主管部门或专家"

Due = Callable[[Dossier, date], bool]
#: Whether a clause is a field of the form, a duty with records, or decided by the condition of its id.
Kind = Literal["condition", "duty", "form"]


def _always(dossier: Dossier, day: date) -> bool:
    return True


def _recommended(dossier: Dossier, day: date) -> bool:
    return stage_on(dossier, day) not in ("preparing", "sealed")


def _approved(dossier: Dossier, day: date) -> bool:
    return approved_on(dossier, day) is not None


def _over(dossier: Dossier, day: date) -> bool:
    return stage_on(dossier, day) not in ("preparing", "sealed", "recommended", "pilot")


def _titled(dossier: Dossier, day: date) -> bool:
    return designation_by(dossier, day) is not None


def _renewing(dossier: Dossier, day: date) -> bool:
    term = title_term(dossier, day)
    return term is not None and (term.last < day or any(each.applied is not None for each in dossier.zone.reviews))


#: When each is due, for a reader.
WHEN: dict[Due, str] = {
    _always: "申报时",
    _recommended: "省级推荐以后",
    _approved: "批复以后",
    _over: "试点周期满以后",
    _titled: "授予称号以后",
    _renewing: "称号满期、申请复审以后",
}


class ClauseState(NamedTuple):
    """What is known of a clause beside its words.

    `who` acts next while it is open. `remainder` says what only a person can judge of it, "" for nothing, and `remains`
    which of that in one dossier; `sources` are its records; `plan` is the heading of 二 whose work items plan it, or "organisation"; `also` is the clause whose
    answers a form prints here too.
    """

    clause: str
    kind: Kind
    who: str
    due: Due = _always
    sources: tuple[RecordSource, ...] = ()
    remainder: str = ""
    remains: Callable[[Dossier], str] | None = None
    plan: str = ""
    also: str = ""

    def left_to_people(self, dossier: Dossier) -> str:
        """What only a person can judge of it in a dossier."""
        return self.remainder if self.remains is None else self.remains(dossier)


def _body_remainder(dossier: Dossier) -> str:
    return open_question(applicant_body(dossier))


_PLANNING, _EVALUATION, _ASSOCIATION = "开展区域品牌策划和设计", "建立品牌相关评价制度", "支持行业组织发挥作用"
_ENTERPRISES, _FOUNDATION = "引导企业参与品牌建设", "夯实品牌发展的基础"
_REPUTATION, _MARKETING = "加强区域品牌信誉和风险管理", "打造营销和宣传平台"

_RESEARCH = entries_of(STRATEGY, "产业对比研究")
_STANDARDS = entries_of(ALLIANCE, "联盟标准")
_PLATFORMS = entries_of(ALLIANCE, "公共服务平台")
_EXPERT_HELP = entries_of(ORGANISATION, "专家支持", words="专家组和专业机构的支持")
_PUBLICITY = entries_of(ACTIVITIES, "活动", words="宣传营销活动", keep=own.is_publicity)
_PROVINCIAL = entries_of(ORGANISATION, "指导和支持", words="省级的指导", keep=where_is("level", "省级主管部门"))
_INSPECTIONS = entries_of(SUPERVISION, "监督检查", words="监督检查和跟踪评价")


def _condition(
    clause: str,
    who: str = REGION,
    due: Due = _always,
    *,
    sources: tuple[RecordSource, ...] = (),
    remainder: str = "",
    remains: Callable[[Dossier], str] | None = None,
) -> ClauseState:
    return ClauseState(clause, "condition", who, due, sources, remainder, remains)


def _duty(clause: str, *sources: RecordSource, who: str = REGION, due: Due = _approved, plan: str = "") -> ClauseState:
    return ClauseState(clause, "duty", who, due, sources, plan=plan)


def _form(clause: str, also: str = "") -> ClauseState:
    return ClauseState(clause, "form", REGION, also=also)


CLAUSE_STATES: tuple[ClauseState, ...] = (
    _condition("goal-2015", MINISTRY, remainder="全国有多少个示范区，由工业和信息化部统计"),
    # ---- 二
    _duty(
        "work-planning",
        _RESEARCH,
        entries_of(STRATEGY, "品牌定位"),
        entries_of(STRATEGY, "核心价值和品牌内涵"),
        entries_of(STRATEGY, "品牌设计", optional=True),
        entries_of(STRATEGY, "集体品牌", optional=True),
        plan=_PLANNING,
    ),
    _duty("work-direction", _RESEARCH, entries_of(STRATEGY, "战略方向和目标"), plan=_PLANNING),
    _duty("work-protection", entries_of(STRATEGY, "知识产权保护"), plan=_PLANNING),
    _condition("work-indicators"),
    _duty(
        "work-evaluation",
        entries_of(EVALUATION_MODEL, "评价制度"),
        entries_of(EVALUATION_MODEL, "数据采集系统"),
        entries_of(EVALUATION_MODEL, "权重版本", words="评价模型"),
        own.EVALUATIONS,
        own.MEASURES,
        own.MEASURES_DONE,
        plan=_EVALUATION,
    ),
    _duty(
        "work-association",
        entries_of(ALLIANCE, "行业组织"),
        _STANDARDS,
        entries_of(ALLIANCE, "行为准则"),
        entries_of(ALLIANCE, "公共资源"),
        _PLATFORMS,
        entries_of(ACTIVITIES, "活动", words="行业组织的群体营销宣传活动", keep=own.is_group_publicity),
        plan=_ASSOCIATION,
    ),
    _duty(
        "work-enterprises",
        entries_of(SUPPORT, "政策落实", words="鼓励企业参与的政策措施"),
        own.WITH_SYSTEM,
        entries_of(TRAINING, "培训", words="品牌培训", keep=since_approval),
        own.WITH_OFFICER,
        entries_of(ALLIANCE, "公共服务平台", words="品牌服务平台", optional=True, keep=where_is("kind", "品牌服务")),
        plan=_ENTERPRISES,
    ),
    _duty("work-incentives", entries_of(SUPPORT, "企业扶持"), plan=_ENTERPRISES),
    _duty("work-products", entries_of(FOUNDATION, "开发品种和改善服务"), plan=_FOUNDATION),
    _duty("work-technology", entries_of(FOUNDATION, "技术改造和自主知识产权"), plan=_FOUNDATION),
    _duty("work-chain", entries_of(FOUNDATION, "产业链接口"), plan=_FOUNDATION),
    _duty(
        "work-foundation",
        entries_of(FOUNDATION, "采用国际先进标准"),
        _STANDARDS,
        entries_of(FOUNDATION, "企业标准", words="高于国家和行业标准的企业标准"),
        entries_of(FOUNDATION, "质量控制和技术评价"),
        entries_of(FOUNDATION, "攻关和产学研结合", optional=True),
        plan=_FOUNDATION,
    ),
    _duty(
        "work-reputation",
        entries_of(REPUTATION, "承诺和声明", words="质量信誉承诺和自我声明"),
        entries_of(MONITORING, "监控系统", words="舆情监控系统"),
        entries_of(MONITORING, "监控记录"),
        entries_of(REPUTATION, "失信行为", words="发现和处理的失信行为", optional=True),
        entries_of(REPUTATION, "风险登记"),
        entries_of(REPUTATION, "风险控制预案"),
        entries_of(REPUTATION, "演练", words="预案演练", optional=True),
        entries_of(INCIDENTS, "事故声明", words="批复以后的事故声明", optional=True),
        entries_of(INCIDENTS, "事故清单", words="批复以后的事故", optional=True),
        plan=_REPUTATION,
    ),
    _duty("work-marketing", _PUBLICITY, entries_of(ACTIVITIES, "联合营销渠道"), plan=_MARKETING),
    _duty(
        "work-publicity",
        entries_of(ACTIVITIES, "活动", words="写了参加企业数的宣传营销活动", keep=own.is_joined_publicity),
        plan=_MARKETING,
    ),
    # ---- 三（一）至（四）
    _condition(
        "scope-body",
        remainder="经济技术开发区是否“以工业为主”，市、县是否“具有明显产业聚集特征”",
        remains=_body_remainder,
    ),
    _condition("scope-industry", remainder="是否符合国家产业政策和地区发展方向、具有明显比较优势和独特性的基础"),
    _condition("scope-several"),
    _condition("scope-enterprises", sources=(entries_of(ORGANISATION, "带动企业", optional=True),)),
    _condition(
        "eligible-no-accidents", remainder="质量品牌工作基础是否较好，质量安全、信誉损害和“等”字以外的事故是否重特大"
    ),
    _condition("eligible-participation", remainder="行业组织和骨干企业是否有“积极性”"),
    _condition("eligible-commitment"),
    _condition("eligible-policy", remainder="主导产业的方向，支持企业的资源和能力"),
    _condition("apply-cycle"),
    _condition("apply-local-consent", LOCAL),
    _condition("apply-province", PROVINCE),
    _duty(
        "apply-quota",
        entries_of(
            RECOMMENDATION,
            "省级工业和信息化主管部门",
            words="省级推荐意见（同省同年的家数用 review 核对）",
            keep=own.is_opinion,
        ),
        who=PROVINCE,
        due=_always,
    ),
    _condition("apply-joint"),
    _duty("apply-all-year", entries_of(APPROVAL, "报送", words="省级报送"), who=PROVINCE, due=_recommended),
    _duty("review-experts", entries_of(APPROVAL, "专家评审"), who=MINISTRY, due=_recommended),
    _condition("review-windows", MINISTRY),
    _duty("pilot-selection", own.SELECTION, who=MINISTRY, due=_recommended),
    _duty("pilot-approval", own.APPROVAL_PAPER, who=MINISTRY, due=_recommended),
    # ---- 三（五）（六）
    _condition("pilot-execution", due=_approved),
    _duty(
        "pilot-guidance",
        _EXPERT_HELP,
        _PROVINCIAL,
        entries_of(
            ORGANISATION, "指导和支持", words="所在地区的指导和支持", keep=where_is("level", "所在地区主管部门")
        ),
        who=PROVINCE,
    ),
    _condition("annual-summary", due=_approved),
    _condition("supervision", PROVINCE, _approved, sources=(_INSPECTIONS,)),
    _condition("zone-apply", due=_approved, sources=(entries_of(ZONE, "申请评价", optional=True),)),
    _condition("zone-excellent", MINISTRY, _over),
    # ---- 三（七）
    _condition(
        "zone-1",
        due=_approved,
        remainder="政策、资金是否按计划“落实到位”",
        sources=(entries_of(SUPPORT, "政策落实"), entries_of(SUPPORT, "资金到位")),
    ),
    _condition("zone-2", due=_approved),
    _condition("zone-3", due=_approved, remainder="质量品牌提升活动是否“效果显著”"),
    _condition(
        "zone-4a",
        due=_approved,
        sources=(entries_of(TRAINING, "培训", words="培训记录", keep=since_approval),),
    ),
    _condition("zone-4b", due=_approved),
    _condition("zone-4c", due=_approved),
    _condition("zone-5", due=_approved),
    _condition("zone-6", due=_approved, remainder="宣传或营销活动是否“效果显著”"),
    _condition("zone-7a", due=_approved),
    _condition("zone-7b", due=_approved),
    _condition("zone-7c", due=_approved),
    _condition("zone-7d", due=_approved),
    _condition("zone-7e", due=_approved),
    _condition("zone-own-targets", due=_approved),
    _condition("zone-name", due=_approved),
    _condition("zone-validity", due=_titled),
    _condition("zone-review", due=_renewing),
    _duty("zone-renewal", own.RENEWALS, who=MINISTRY, due=_renewing),
    _duty(
        "zone-supervision",
        entries_of(SUPERVISION, "监督检查", words="示范区期间的监督检查", keep=since_title),
        who=PROVINCE,
        due=_titled,
    ),
    _condition("zone-revocation", MINISTRY, _titled),
    # ---- 附件1、附件2
    _form("form-cover", also="form-contact"),
    _form("form-name"),
    _form("form-kind"),
    _form("form-contact"),
    _form("form-industries"),
    _form("form-statistics"),
    _form("form-safety"),
    _form("form-marks"),
    _form("form-brands"),
    _form("form-quality"),
    _form("form-innovation"),
    _form("form-standards"),
    _form("form-platforms"),
    _form("form-support"),
    _form("form-top-three"),
    _form("form-plan-approach"),
    _form("form-plan-organisation"),
    _form("form-plan-support"),
    _form("form-plan-projects"),
    _form("form-plan-targets"),
    _form("form-plan-other"),
    _form("rec-head", also="form-contact"),
    _form("rec-local"),
    _duty(
        "rec-province",
        entries_of(RECOMMENDATION, "省级工业和信息化主管部门", words="审查推荐意见", keep=own.is_given),
        who=PROVINCE,
        due=_always,
    ),
    _duty(
        "rec-association",
        entries_of(RECOMMENDATION, "全国性工业行业协会", words="协会的推荐意见", keep=own.is_given),
        who="全国性工业行业协会",
        due=own.is_joint,
    ),
    _duty("rec-together", own.SEALED_TOGETHER, due=_always),
    # ---- 四
    _duty(
        "duty-province",
        entries_of(ORGANISATION, "指导和支持", words="指导申报", keep=own.provincial("指导申报")),
        entries_of(RECOMMENDATION, "省级工业和信息化主管部门", words="审查推荐", keep=own.is_opinion),
        _INSPECTIONS,
        entries_of(ORGANISATION, "指导和支持", words="持续推进", keep=own.provincial("持续推进")),
        who=PROVINCE,
    ),
    _duty(
        "duty-organisation",
        entries_of(ORGANISATION, "领导机构"),
        entries_of(ORGANISATION, "工作机制"),
        entries_of(ORGANISATION, "工作会议"),
        plan="organisation",
    ),
    _duty("duty-expertise", _EXPERT_HELP, who=EXPERTS),
    _duty(
        "duty-platforms",
        entries_of(FOUNDATION, "攻关和产学研结合", words="产学研联合"),
        _PLATFORMS,
        plan=_FOUNDATION,
    ),
    _duty("duty-preference", entries_of(ORGANISATION, "政策和项目扶持"), who=PROVINCE),
    _duty("duty-cooperation", entries_of(ORGANISATION, "部门合作")),
)
WHEN[own.is_joint] = "联合实施时"
BY_CLAUSE: dict[str, ClauseState] = {each.clause: each for each in CLAUSE_STATES}
