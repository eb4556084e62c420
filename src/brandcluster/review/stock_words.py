"""What everybody writes: the words of the notice, of the form and of our own labels. They are nobody's text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from brandcluster.base import resources
from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice import edition
from brandcluster.review.similar import grams_of
from brandcluster.rules.facts.texts.vocabulary import QUANTITIES

#: What has one name everywhere: offices, posts, honours, certificates, bodies of research, ways of paying.
_NAMES = """
发展改革 工业和信息化 财政 科技 商务 质监 工商 安监 环保 统计等部门 市场监管部门 质量技术监督局 工商行政管理局 行政管理总局商标局
主要负责同志任组长 管委会主任担任组长 副主任任副组长 分管副县长任副组长 工作领导小组 领导小组办公室设在 成员单位 工作专班
管理委员会经济发展局 经济和信息化局 每季度召开一次会议 每月调度一次 专职人员 政府和企业的态度 组织领导 工作职责 带动企业参与
国家认定企业技术中心 国家级企业技术中心 省级企业技术中心 市级企业技术中心 省级工程技术研究中心 省级工程研究中心 重点实验室
院士工作站 博士后科研工作站 联合实验室 高新技术企业 高等院校科研院所 研究院所 有效发明专利 累计授权发明专利 实用新型专利
主导和参与制定国家标准 参与制修订国家标准行业标准 参与起草国家标准行业标准 专家担任全国标准化技术委员会委员 地方标准 联盟标准
采用国际标准产品标志证书 中国驰名商标 省著名商标 省名牌产品 中国名牌产品 政府质量奖 地理标志保护产品 集体商标证明商标
质量管理体系认证 环境管理体系认证 职业健康安全管理体系认证 卓越绩效评价准则 计量认证 监督抽查合格率 产品质量投诉 办结率
开发区财政 高新区财政 县财政 市级专项资金 省级专项资金 企业自筹 企业配套 专账管理 纳入预算 研发费用加计扣除 高新技术企业所得税优惠
重特大事故 安全生产标准化 高标准 规模以上工业企业 工业总产值 占全区工业总产值的比重 截至年底 从业人员 以来
人民政府关于加快产业发展的意见 关于推进产业转型升级的若干意见 实施质量强县战略的意见 每年安排专项资金万元 发生一般生产安全事故起
"""


@cache
def stock_grams() -> frozenset[str]:
    """The characters of those words three at a time."""
    return frozenset().union(*map(grams_of, _words()))


def _words() -> Iterator[str]:
    yield resources.package_bytes("brandcluster.notice", "editions", edition.default_edition(), "notice.txt").decode()
    for each in edition.all_editions():
        yield from (text for clause in edition.clauses_of(each).values() for text in (clause.title, clause.text))
        yield from (prompt.quote for prompt in edition.prompts_of(each))
        yield from (parameter.label for parameter in edition.parameters_of(each).values())
    for kind in ALL_KINDS:
        yield from _labels(kind.model)
    yield from (name for name, _ in QUANTITIES)
    yield from _NAMES.split()


def _labels(part: type[Part]) -> Iterator[str]:
    for label, field in fields_of(part).items():
        yield label
        if field.part is not None:
            yield from _labels(field.part)
