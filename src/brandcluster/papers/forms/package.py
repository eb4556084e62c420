"""The package to hand in: the forms, the evidence in the order of the form, who seals what, what to count, the dossier
that programs read, and hashes.

Pure: the same dossier and the same forms give the same files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier import rulebook
from brandcluster.dossier.documents import documents_in
from brandcluster.dossier.files import CONDITIONS, FILES, JUDGEMENTS, RECOMMENDATION, SEALED_FOLDER, statistics_path
from brandcluster.dossier.history.seals import MANIFEST, Seal, on_paper
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.formats import folder
from brandcluster.formats.word.compose import OwnPage
from brandcluster.notice.edition import FormsOfEdition, about_edition
from brandcluster.papers.forms import conditions_sheet
from brandcluster.papers.forms.dossier_copy import copy_dossier, evidence_bytes
from brandcluster.papers.own_page import add_note, add_sheet, build_page
from brandcluster.rules.facts.rules_in_force import edition_of

#: Evidence larger than this is named in the list and left out.
MAX_EVIDENCE = 100_000_000
EVIDENCE, SIGNATURES, CHECKLIST = "证明材料", "04-签章表.docx", "00-报送清单.docx"
CONDITIONS_SHEET = f"03-{conditions_sheet.FILE}"
#: For whoever keeps the papers; `sha256sum -c` reads it from the folder of the package.
HASHES = "归档/SHA256.txt"
#: The manifest of the newest seal that went to paper: what was sealed, by hash.
SEAL_RECORD = "归档/封存.yaml"
EVIDENCE_LIST = f"{EVIDENCE}/00-证明材料清单.docx"

#: The row of what stands in recommendation.yaml; where the edition has no 推荐表, its opinions and consents.
RECOMMENDED, OPINIONS = "推荐表", "各单位的意见"

#: The forms' rows that evidence belongs to, in their order: file, first key, the row.
_ROWS: tuple[tuple[str, str, str], ...] = (
    ("statistics/", "", "工业企业数、工业总产值和各项比重"),
    (CONDITIONS, "事故声明", "区域内近三年质量安全信誉等方面的情况"),
    (CONDITIONS, "事故清单", "区域内近三年质量安全信誉等方面的情况"),
    (CONDITIONS, "政策措施", "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况"),
    (CONDITIONS, "参与声明", "二、试点工作组织"),
    (CONDITIONS, "", "申报条件"),
    (JUDGEMENTS, "", "自评"),
    (RECOMMENDATION, "", RECOMMENDED),
)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One document that the application rests on: its path, the form's row, and its bytes (None: not there)."""

    path: str
    row: str
    content: bytes | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SealNeeded:
    """One seal: on which paper, in which place of the order, whose."""

    paper: str
    where: str
    who: str
    note: str


def build_package(
    dossier: Dossier, forms: Mapping[str, bytes], pdfs: Mapping[str, bytes], *, own_form: bool = False
) -> dict[str, bytes]:
    """Every file of the package, by its path inside it. `forms` and `pdfs` are by the name of the form's file.

    `own_form` where the form is a province's own; the list says it where the forms are those of another edition.
    """
    evidence = list(evidence_of(dossier))
    files: dict[str, bytes] = {}
    for number, (name, content) in enumerate(forms.items(), start=1):
        files[f"{number:02d}-{name}"] = content
        if name in pdfs:
            files[f"{number:02d}-{PurePosixPath(name).stem}.pdf"] = pdfs[name]
    if dossier.has(CONDITIONS):
        files[CONDITIONS_SHEET] = conditions_sheet.build_conditions_sheet(dossier, evidence_numbers(evidence))
    files |= {f"{EVIDENCE}/{name}": content for name, content in _named(evidence)}
    files[EVIDENCE_LIST] = _evidence_sheet(evidence, left_out(dossier), dossier.header.date)
    files[SIGNATURES] = signature_sheet(dossier)
    note = "" if own_form else _forms_of(dossier).note
    copy = copy_dossier(dossier, {each.path: each.content for each in evidence if each.content is not None})
    files[CHECKLIST] = _checklist(dossier, evidence, forms, pdfs, note, copy.rows)
    files |= copy.files
    seal = on_paper(dossier)
    manifest = _manifest(dossier, seal) if seal is not None and not seal.problems else None
    if manifest is not None:
        files[SEAL_RECORD] = manifest
    return {**files, HASHES: list_hashes(files)}


def _manifest(dossier: Dossier, seal: Seal) -> bytes | None:
    content = folder.read_bytes(dossier.root, f"{SEALED_FOLDER}/{seal.number}/{MANIFEST}")
    return content if isinstance(content, bytes) else None


def list_hashes(files: Mapping[str, bytes]) -> bytes:
    """The list of SHA-256 in the form that `sha256sum -c` reads."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("utf-8")


# ---- evidence ------------------------------------------------------------------------------------------------


def evidence_of(dossier: Dossier) -> Iterator[EvidenceFile]:
    """The documents that the application names, each once, in the order of the forms. Each is read from the dossier.

    What is dated after the application is not among them, except what recommendation.yaml names.
    """
    seen: set[str] = set()
    for named in sorted(_named_documents(dossier), key=lambda each: each.rank):
        row, path = named.row, named.path
        if path in seen or named.later:
            continue
        seen.add(path)
        content = evidence_bytes(dossier.root, path, MAX_EVIDENCE)
        if isinstance(content, bytes):
            yield EvidenceFile(path, _row_of(dossier, row), content)
        else:
            yield EvidenceFile(path, _row_of(dossier, row), None, content)


def evidence_numbers(evidence: Iterable[EvidenceFile]) -> dict[str, str]:
    """The number of each document in the list of evidence, by its path."""
    return {each.path: f"{number:02d}" for number, each in enumerate(evidence, start=1)}


def _row_of(dossier: Dossier, row: str) -> str:
    return row if row != RECOMMENDED or _forms_of(dossier).has("recommendation") else OPINIONS


def left_out(dossier: Dossier) -> list[str]:
    """The documents that do not go with the application because everything that names them is later than it."""
    named = list(_named_documents(dossier))
    kept = {each.path for each in named if not each.later}
    return list(dict.fromkeys(each.path for each in named if each.later and each.path not in kept))


class _Named(NamedTuple):
    """A document at one place that names it, and whether what stands there is dated after the application."""

    rank: tuple[int, int]
    row: str
    path: str
    later: bool


def _named_documents(dossier: Dossier) -> Iterator[_Named]:
    count = 0
    year, day = dossier.baseline_year, dossier.header.date
    sources: list[tuple[str, Part]] = [
        (kind.path, dossier.contents[kind.path]) for kind in FILES if dossier.has(kind.path)
    ]
    sources += [(statistics_path(at), part) for at, part in dossier.statistics.items() if year is None or at <= year]
    for path, part in sources:
        for keys, named in documents_in(part):
            rank = _rank(path, keys)
            if rank is not None and named is not None:
                count += 1
                later = day is not None and path != RECOMMENDATION and any(at > day for at in _days(part, keys))
                yield _Named((rank, count), _ROWS[rank][2], named, later)


def _days(part: Part, keys: KeyPath) -> Iterator[date]:
    """The days of the entries that lead to a field: of a judgement and of the document it rests on."""
    value: Any = part
    for key in keys:
        day = getattr(value, "date", None)
        if isinstance(day, date):
            yield day
        kind: type[Part] = type(value)
        value = value[key] if isinstance(key, int) else getattr(value, fields_of(kind)[key].name)


def _rank(path: str, keys: KeyPath) -> int | None:
    """The row of the forms that a field belongs to; None for what comes after the application."""
    for rank, (file, key, _) in enumerate(_ROWS):
        if path.startswith(file) and (not key or keys[0] == key):
            return rank
    return None


def _named(evidence: list[EvidenceFile]) -> Iterator[tuple[str, bytes]]:
    for number, each in enumerate(evidence, start=1):
        if each.content is not None:
            yield f"{number:02d}-{_file_name(each.path)}", each.content


def _file_name(path: str) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", PurePosixPath(path).name)


# ---- seals and copies ----------------------------------------------------------------------------------------


def seals_needed(dossier: Dossier) -> list[SealNeeded]:
    """Who seals what, in the order in which it is done. Of forms that nobody here has seen, only who applies is known."""
    header, recommendation = dossier.header, dossier.recommendation
    applicant = header.applicant or "申报单位"
    if not _forms_of(dossier).fill:
        note = "名称与公章一字不差；其他单位的意见和公章按表上的要求"
        return [SealNeeded("申报材料", "省里的表上的盖章处", applicant, note)]
    local = recommendation.local
    province = recommendation.province
    association = recommendation.association
    found = [
        SealNeeded("申报书", "封面“申报单位：（公章）”", applicant, "名称与公章一字不差"),
        SealNeeded("推荐表", "“申报单位（公章）”", applicant, "名称与公章一字不差"),
        SealNeeded(
            "推荐表",
            "“当地人民政府意见”",
            (local.name if local else None) or "当地市、县人民政府",
            "盖章，填写日期；不早于申报单位",
        ),
    ]
    if recommendation.joint == "是":
        name = (association.name if association else None) or "全国性工业行业协会（联合会）"
        found.append(SealNeeded("推荐表", "“全国性工业行业协会推荐意见”", name, "行业与区域联合实施；盖章，填写日期"))
    name = (province.name if province else None) or "省级工业和信息化主管部门"
    found.append(
        SealNeeded("推荐表", "“省级工业和信息化主管部门审查推荐意见”", name, "盖章，填写日期；不早于当地人民政府")
    )
    return found


def copies_needed(dossier: Dossier) -> list[tuple[str, str]]:
    """What is handed in and how many copies of it; numbers come from the province's supplement in force."""
    overlay = dossier.overlay
    if not rulebook.in_force(overlay, edition_of(dossier), dossier.header.date) or overlay is None:
        return [("纸质材料", "份数按省级工业和信息化主管部门的要求"), ("电子材料", "按省级工业和信息化主管部门的要求")]
    source = f"（{overlay.number or overlay.title}）"
    paper = f"{overlay.paper_copies} 份{source}" if overlay.paper_copies is not None else f"没有规定份数{source}"
    electronic = (
        f"{overlay.electronic_copies} 份{source}" if overlay.electronic_copies is not None else f"没有规定份数{source}"
    )
    return [("纸质材料", paper), ("电子材料", electronic)]


def _forms_of(dossier: Dossier) -> FormsOfEdition:
    return about_edition(edition_of(dossier)).forms


# ---- sheets --------------------------------------------------------------------------------------------------


def _evidence_sheet(evidence: list[EvidenceFile], later: list[str], day: date | None) -> bytes:
    rows = [
        (f"{number:02d}", PurePosixPath(each.path).name, each.row, each.problem or "已附")
        for number, each in enumerate(evidence, start=1)
    ]
    notes = []
    if later and day is not None:
        notes = [f"申报日期（{chinese_day(day)}）以后的 {len(later)} 件不随申报材料报送，没有列入。"]
    head = ("序号", "文件", "对应的栏目", "情况")
    return _sheet("证明材料清单", notes, [(head, (14, 50, 68, 24), rows or [("", "没有列入证明材料", "", "")])])


def signature_sheet(dossier: Dossier) -> bytes:
    """Who seals what, in the order in which it is done."""
    rows = [
        (str(number), each.paper, each.where, each.who, each.note, "")
        for number, each in enumerate(seals_needed(dossier), start=1)
    ]
    head = ("顺序", "材料", "盖章处", "单位", "要求", "办理日期")
    return _sheet(
        "签章表",
        ["按顺序办理。盖章以后不再改动数据；改了数据，要重新打印、重新盖章。"],
        [(head, (14, 16, 36, 36, 34, 20), rows)],
    )


def _checklist(
    dossier: Dossier,
    evidence: list[EvidenceFile],
    forms: Mapping[str, bytes],
    pdfs: Mapping[str, bytes],
    note: str,
    copied: Sequence[tuple[str, str, str]],
) -> bytes:
    items = [
        (PurePosixPath(name).stem, "Word 和 PDF" if name in pdfs else "Word（PDF 没有生成，请另存）", "□")
        for name in forms
    ]
    if dossier.has(CONDITIONS):
        items.append((PurePosixPath(conditions_sheet.FILE).stem, "Word，与申报书一起装订", "□"))
    missing = [each for each in evidence if each.content is None]
    items.append(
        ("证明材料", f"{len(evidence) - len(missing)} 件" + (f"，缺 {len(missing)} 件" if missing else ""), "□")
    )
    items += [(f"盖章：{each.who}", f"{each.paper}{each.where}", "□") for each in seals_needed(dossier)]
    items += [(what, number, "□") for what, number in copies_needed(dossier)]
    steps = []
    overlay = dossier.overlay
    if overlay is not None and rulebook.in_force(overlay, edition_of(dossier), dossier.header.date):
        steps = [
            (step.what or "", step.who or "", step.due.isoformat() if step.due else "")
            for step in overlay.steps
            if step.yearly is None
        ]
    tables: list[_Table] = [(("项目", "要求", "已办"), (52, 86, 18), items)]
    if steps:
        tables.append((("步骤", "单位", "期限"), (66, 60, 30), steps))
    tables.append((("申报文件夹", "内容", "情况"), (40, 96, 20), copied))
    name = dossier.header.region_name or ""
    notes = [f"申报区域：{name}"] if name else []
    return _sheet("报送清单", [*notes, note] if note else notes, tables)


_Table = tuple[tuple[str, ...], tuple[int, ...], Sequence[tuple[str, ...]]]


def _sheet(title: str, notes: list[str], tables: Sequence[_Table]) -> bytes:
    """A page in our style with a title, notes and tables, as a .docx."""

    def content(page: OwnPage) -> None:
        for note in notes:
            add_note(page, note)
        for head, shares, rows in tables:
            add_sheet(page, head, shares, rows)

    return build_page(title, content)
