"""Judgements of people: on which conditions one is asked, and what is written of it into a file. For `judge` and the page
at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import day_of
from brandcluster.cli.paths import exists

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier

CONCLUSIONS = ("符合", "不符合")
ROLES = ("自评", "省级", "专家")
_LABEL = "判断"
#: The file as it begins.
NEW_JUDGEMENTS = "判断: []\n"


class NewJudgement(NamedTuple):
    """What was decided: the clause, its name, and the entry as it stands in judgements.yaml."""

    clause: str
    name: str
    entry: dict[str, Any]


def asked_conditions(dossier: Dossier) -> dict[str, str]:
    """The conditions on which a person is asked, by the clause: what each is about, with the overlay's own."""
    from brandcluster.dossier.files import APPROVAL
    from brandcluster.rules.facts.opinions import FOR_PEOPLE
    from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION

    conditions = list(CONDITIONS_OF_REGION)
    if dossier.has_pilot or dossier.has(APPROVAL):
        from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

        conditions += CONDITIONS
    found = {each.clause: each.label for each in conditions if each.clause in FOR_PEOPLE}
    added = dossier.overlay.conditions if dossier.overlay is not None else []
    asked = [each for each in added if each.id is not None and each.kind not in ("证明文件", "数值")]
    return found | {each.id: (each.text or each.id)[:40] for each in asked if each.id is not None}


def meant_clause(typed: str, names: dict[str, str], edition: str) -> str:
    """The clause that somebody means by its name, its citation or its id."""
    from brandcluster.dossier.model.reading import nearest_choice
    from brandcluster.notice.edition import cite_clause

    bare = typed.strip()
    exact = [each for each, name in names.items() if bare in (each, name, cite_clause(edition, each))]
    part = [each for each, name in names.items() if bare and bare in name]
    for found in (exact, part):
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise UserError(f"“{visible(bare)}”有几条：{'、'.join(names[each] for each in found)}。写全名称。")
    near = nearest_choice(bare, list(names.values()))
    hint = f"是不是“{near}”？" if near else f"可以认定的有：{'、'.join(names.values())}。"
    raise UserError(f"要人认定的条件里没有“{visible(bare[:60])}”，别的条件由程序按材料判定。{hint}")


def known_industry(dossier: Dossier, named: str | None) -> str | None:
    """The leading industry of a name; None for none. UserError for a name that there is not."""
    if named is None or named in dossier.industry_names:
        return named
    raise UserError(
        f"没有“{visible(named)}”这个主导产业，只有：{visible('、'.join(dossier.industry_names) or '（还没有填）')}。"
    )


def document_bases(dossier: Dossier, named: list[str], issuer: str | None, issued: str | None) -> list[dict[str, str]]:
    """The documents that a judgement rests on, each with its hash of today; who issued them when, if that was said."""
    from brandcluster.rules.facts.document_files import digest_of

    origin = {"出具单位": issuer, "日期": None if issued is None else day_of(issued).isoformat()}
    said = {label: value for label, value in origin.items() if value is not None}
    found = []
    for each in named:
        path = each.replace("\\", "/")
        below = Path(each).resolve()
        if below.is_file() and below.is_relative_to(dossier.root.resolve()):
            path = below.relative_to(dossier.root.resolve()).as_posix()
        digest = digest_of(dossier, path)
        if digest is None:
            raise UserError(f"申报文件夹里没有“{visible(each)}”。把文件复制进 evidence/，写成 evidence/文件名。")
        found.append({"文件": path, **said, "摘要": digest})
    if not found:
        raise UserError("写明依据的文件：--evidence evidence/文件名（可以写几次）。没有依据的认定不算数。")
    return found


def add_entry(path: Path, entry: dict[str, Any], new: str) -> bool:
    """Add an entry to a file's judgements, everything else untouched; False where the very same is there already.

    UserError where the file cannot take it.
    """
    from brandcluster.cli.writing import refuse_links_out, write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.formats.yaml.document import read_document
    from brandcluster.formats.yaml.edits import edit_text

    refuse_links_out([path], path.parent)
    content = regular_bytes(path) if exists(path) else new.encode()
    mark = "\ufeff" if content is not None and content.startswith(b"\xef\xbb\xbf") else ""
    data = read_document(path.name, content or b"").data
    there = data.get(_LABEL) if isinstance(data, dict) else None
    number = len(there) if isinstance(there, list) else 0
    if isinstance(there, list) and entry in there:
        write_files({}, inside=(path.parent,))
        return False
    text = None if content is None else content.decode("utf-8-sig", "replace")
    edited = None if text is None or data is None else edit_text(path.name, text, {(_LABEL, number): entry})
    if edited is None:
        raise UserError(f"“{visible(path.name)}”写不进去：它的写法读不下去，或不是文件。", 1)
    write_files({path: (mark + edited).encode()}, inside=(path.parent,))
    return True
