"""`judge`: what a person has decided, written into judgements.yaml or into the examiner's remarks."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.judging_entries import (
    CONCLUSIONS,
    NEW_JUDGEMENTS,
    ROLES,
    NewJudgement,
    add_entry,
    asked_conditions,
    document_bases,
    known_industry,
    meant_clause,
)
from brandcluster.cli.options import check_choice, check_typed, day_of, dossier_folders, one_of

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier

HELP = (
    "记下要有人认定的条件：谁、哪个单位、哪一天、依据哪些文件，认定为符合还是不符合。写进 judgements.yaml，"
    "已有的内容和注释不动；依据的文件自动记下校验码。审查人用 --remarks，写进自己的意见文件，不改动申报文件夹。"
    "不写 --clause 就列出要认定的条件。"
)
EXAMPLE = (
    "brandcluster judge 我的申报 --clause 主导产业 --conclusion 符合 --by 张三 --unit 某开发区管委会 "
    "--date 2014-04-18 --evidence evidence/industry-survey-2013.md"
)
#: The examiner's file as it begins.
_NEW_REMARKS = "意见: []\n判断: []\n"


def run(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="[文件夹]", help="申报文件夹；与 --remarks 同用时也可以是报送材料的 .zip；不写就是当前文件夹"
        ),
    ] = ".",
    clause: Annotated[
        str | None, typer.Option("--clause", metavar="条件", help="哪一条：名称、出处或代号；不写就列出来")
    ] = None,
    industry: Annotated[
        str | None, typer.Option("--industry", metavar="产业", help="只对哪个主导产业；不写就是各产业都算")
    ] = None,
    conclusion: Annotated[
        str | None,
        typer.Option("--conclusion", metavar="结论", help="符合 或 不符合", autocompletion=one_of(CONCLUSIONS)),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="认定人")] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="认定人的单位")] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="角色",
            help="自评、省级 或 专家；不写就是自评，与 --remarks 同用时是省级",
            autocompletion=one_of(ROLES),
        ),
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天认定的，如 2014-04-18")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="文件", help="依据的文件，在申报文件夹里；可以写几次"),
    ] = None,
    issuer: Annotated[
        str | None, typer.Option("--issuer", metavar="单位", help="依据的文件由哪个单位出具；省级、专家的认定要写")
    ] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="日期", help="依据的文件哪一天出具的")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="说明", help="理由")] = None,
    remarks: Annotated[
        str | None, typer.Option("--remarks", metavar="文件夹", help="写进审查人的意见文件夹，不写进申报文件夹")
    ] = None,
) -> int:
    """Write one judgement; without a clause, list the conditions."""
    from brandcluster.cli.writing import one_at_a_time

    with ExitStack() as held:
        root, name = _given(folder, held) if remarks is not None else (_own(folder), "")
        held.enter_context(one_at_a_time(root if remarks is None else Path(remarks), wanted=clause is not None))
        from brandcluster.dossier.load import load_dossier
        from brandcluster.rules.facts.rules_in_force import edition_of

        dossier = load_dossier(root)
        names = asked_conditions(dossier)
        if clause is None:
            for name in dict.fromkeys(names.values()):
                typer.echo(f"  {visible(name)}")
            raise UserError("用 --clause 写明认定哪一条（上面列出的名称）。")
        wanted = {"--conclusion": conclusion, "--by": by, "--unit": unit, "--date": date}
        missing = [option for option, value in wanted.items() if value is None or not value.strip()]
        if missing:
            raise UserError(f"还要写明：{'、'.join(missing)}。例：{EXAMPLE}")
        check_typed({"--by": by, "--unit": unit, "--issuer": issuer, "--note": note})
        for each in evidence or []:
            check_typed({"--evidence": each})
        check_choice("--conclusion", conclusion or "", CONCLUSIONS)
        role = role or ("自评" if remarks is None else "省级")
        check_choice("--role", role, ROLES)
        found = meant_clause(clause, names, edition_of(dossier))
        entry = {
            "条款": found,
            "产业": known_industry(dossier, industry),
            "结论": conclusion,
            "判断人": by,
            "单位": unit,
            "角色": role,
            "日期": day_of(date).isoformat(),
            "依据": document_bases(dossier, evidence or [], issuer, issued),
            "说明": note,
        }
        made = NewJudgement(found, names[found], {key: value for key, value in entry.items() if value is not None})
        if remarks is not None:
            return _remark(name, Path(remarks), made)
        return _judgement(dossier, folder, made)


def _own(folder: str) -> Path:
    ((_, root),) = dossier_folders([folder])
    return root


def _given(name: str, held: ExitStack) -> tuple[Path, str]:
    """Where the dossier is that an examiner was given, a package too, opened while `held`; and its name."""
    from brandcluster.cli.one_dossier import one_given
    from brandcluster.review.given import opened_source

    found = one_given(name)
    if found.source is None:
        return found.path, found.path.resolve().name
    opened = held.enter_context(opened_source(found.source))
    if isinstance(opened, str):
        raise UserError(f"“{visible(name)}”{visible(opened.rstrip('。'))}。", 1)
    return opened.path, PurePosixPath(found.key).name


def _judgement(dossier: Dossier, folder: str, made: NewJudgement) -> int:
    from brandcluster.dossier.files import JUDGEMENTS

    if any(each.location.path == JUDGEMENTS for each in dossier.diagnostics):
        raise UserError(f"{JUDGEMENTS} 里有问题，先改好：brandcluster validate {as_argument(folder)}", 1)
    new = add_entry(dossier.root / JUDGEMENTS, made.entry, NEW_JUDGEMENTS)
    entry = made.entry
    typer.echo(f"{'写进' if new else '早就记在'} {JUDGEMENTS}：{visible(_said(made))}")
    shown = any({"出具单位", "日期"} <= each.keys() and each["出具单位"] == entry["单位"] for each in entry["依据"])
    if entry["角色"] != "自评" and not shown:
        unit = visible(entry["单位"])
        typer.echo(f"依据里没有{unit}在认定以前出具的文件，按自评计；有就用 --issuer、--issued 写明。", err=True)
    return 0


def _remark(name: str, remarks: Path, made: NewJudgement) -> int:
    """The judgement as the examiner's own, in the examiner's file of the dossier's name."""
    path = remarks / f"{name}.yaml"
    new = add_entry(path, made.entry, _NEW_REMARKS)
    typer.echo(f"{'写进' if new else '早就记在'} {visible(path.as_posix())}：{visible(_said(made))}")
    return 0


def _said(made: NewJudgement) -> str:
    whose = f"（{made.entry['产业']}）" if "产业" in made.entry else ""
    return f"{made.name}{whose}，{made.entry['角色']}认定为{made.entry['结论']}。"
