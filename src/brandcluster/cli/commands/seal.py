"""`seal`: keep what goes to paper, so that it stays provable; later, hold Word files against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import TEXT_OR_JSON, Makers, Output, Wanted, format_option, publish, wanted_output
from brandcluster.cli.options import LabelMapFile, day_of, dossier_folders
from brandcluster.cli.paths import expanded, is_file
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.word_files import known_blanks, label_map_path, read_word_file, refuse_unknown_forms

if TYPE_CHECKING:
    from brandcluster.dossier.history.seals import Seal
    from brandcluster.dossier.load import Dossier
    from brandcluster.papers.forms.fill import FilledForm
    from brandcluster.papers.importing.compare_papers import Paper, PaperComparison
    from brandcluster.papers.labels.read_form import Blank

HELP = (
    "定稿以后、打印盖章以前封存：检查没有错误，就把材料和申报书、推荐表复制到 sealed/序号/，记下每个文件的校验码。"
    "打印的必须是 sealed/序号/forms/ 里的 Word 文件。封存以后改了什么，validate 会逐项指出；确要更正，加 --reason 再封存一次。"
    "在 Word 里调整过版面的，把文件写在后面，整页内容一致才收。--verify 核对 Word 文件与封存的是否一致；--list 列出历次封存。"
)
EXAMPLE = "brandcluster seal 我的申报 --by 张三 --date 2014-04-25"


def run(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件…] [文件夹]", help="要封存或核对的 Word 文件，可以不写；最后写申报文件夹"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="封存人")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="封存日期，如 2014-04-25")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="原因", help="第二次起：为什么再封存一次")] = None,
    archive: Annotated[bool, typer.Option("--archive", help="只存档，不报送纸质材料；不作为示范区条件的基期")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="核对写出的 Word 文件与封存的是否一致")] = False,
    listing: Annotated[bool, typer.Option("--list", help="列出历次封存")] = False,
    number: Annotated[
        int | None, typer.Option("--seal", metavar="序号", help="与 --verify 同用：哪一次；不写就是最近一次")
    ] = None,
    form: LabelMapFile = None,
    format: Annotated[str | None, format_option(TEXT_OR_JSON, "与 --verify、--list 同用：")] = None,
    output: Output = None,
) -> int:
    """Seal, verify, or list; 1 when the dossier has errors, a file differs, or a seal was changed."""
    wanted = wanted_output(format, output)
    if verify and listing:
        raise UserError("--verify 和 --list 不能一起用。")
    if (verify or listing) and (by is not None or date is not None or reason is not None or archive):
        raise UserError("--by、--date、--reason、--archive 只在封存时用，不能与 --verify、--list 同用。")
    documents, root = _split(files or [])
    own = label_map_path(form)
    if listing:
        return _list(root, wanted)
    if verify:
        return _verify(root, documents, number, own, wanted)
    if wanted.wants("json") or output is not None or number is not None:
        raise UserError("--format json、-o 与 --verify、--list 同用；--seal 与 --verify 同用。")
    if by is None or not by.strip():
        raise UserError("写明封存人：--by 姓名。")
    if date is None:
        raise UserError("写明封存日期，它会印在封存清单里：--date 年-月-日，如 2014-04-25。")
    return _seal(root, documents, by.strip(), day_of(date).isoformat(), (reason or "").strip(), archive, own)


def _split(files: list[str]) -> tuple[list[Path], Path]:
    """The Word files, and the dossier's folder, in whatever order they were written."""
    files = expanded(files)
    documents = [name for name in files if Path(name).suffix.lower() == ".docx"]
    others = [name for name in files if name not in documents]
    target = others[0] if others else "."
    documents += others[1:]
    for name in documents:
        if Path(name).suffix.lower() != ".docx":
            raise UserError(f"“{visible(name)}”不是 .docx 文件。只能有一个申报文件夹，其余的都是 .docx 文件。")
        if not is_file(Path(name)):
            raise UserError(f"没有“{visible(name)}”这个文件。")
    ((_, root),) = dossier_folders([target])
    return [Path(name) for name in documents], root


# ---- sealing -------------------------------------------------------------------------------------------------


def _seal(root: Path, documents: list[Path], by: str, day: str, reason: str, archive: bool, own: Path | None) -> int:
    from brandcluster.dossier.history import seals
    from brandcluster.dossier.load import load_dossier
    from brandcluster.dossier.model.seal import ARCHIVE, PAPER

    if seals.is_a_copy(root):
        raise UserError("这是封存的副本，不能在里面再封存。请在申报文件夹里运行。")
    dossier = load_dossier(root)
    copies = seals.dossier_files(dossier)
    if isinstance(copies, str):
        raise UserError(f"{visible(copies)} 正在被改动，没有封存。等改好、存好再来一次。", 1)
    if _has_errors(dossier):
        return 1
    before = seals.read_seals(dossier)
    number = seals.next_number(dossier)
    said = seals.Answers(by, day, reason, ARCHIVE if archive else PAPER)
    again = seals.is_the_last(dossier, said, copies)
    if not again:
        _in_order(before.seals, day, reason)
    forms = _forms(dossier, documents, own)
    if forms is None:
        return 1
    if again and seals.holds_forms(dossier, forms):
        typer.echo(f"已经封存过了：{before.seals[-1].name}，内容就是这些，没有再封存。封存码 {before.seals[-1].digest}")
        return 0
    _in_order(before.seals, day, reason)
    from brandcluster import __version__
    from brandcluster.rules.facts.rules_in_force import edition_of

    evidence = while_waiting("算证明文件的校验码", _evidence, dossier)
    manifest = {
        "序号": number,
        "日期": day,
        "封存人": by,
        "用途": ARCHIVE if archive else PAPER,
        "更正原因": reason or None,
        "规则版本": edition_of(dossier),
        "省级补充规则": dossier.header.overlay,
        "程序版本": __version__,
        "上一次封存": before.seals[-1].digest if before.seals else None,
        "证明文件": [{"文件": path, **({"摘要": digest} if digest else {})} for path, digest in evidence.items()],
    }
    try:
        contents = seals.seal_contents(manifest, copies, forms)
    except ValueError as error:
        raise UserError(f"封存清单写不出来，没有封存：{visible(str(error))}请检查姓名、原因和文件的名称。", 1) from None
    _write(root, number, contents)
    _say(root, number, archive, seals.hash_of(contents[seals.MANIFEST]), contents, evidence)
    return 0


def _has_errors(dossier: Dossier) -> bool:
    """Whether anything stands in the way; says what, and what comments set aside."""
    from brandcluster.base.diagnostics import has_errors
    from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines, ignored_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.rules.checks.all_checks import examine_dossier
    from brandcluster.rules.facts.rules_in_force import edition_of

    found, ignored = while_waiting("检查材料", examine_dossier, dossier)
    errors = [each for each in found if each.severity == "error"]
    said = DossierReport(dossier.root.as_posix(), edition_of(dossier), errors, ignored)
    if not has_errors(found):
        print_lines(list(ignored_lines(said)), to_errors=True)
        warnings = sum(each.severity == "warning" for each in found)
        if warnings:
            typer.echo(f"注意：检查还有 {warnings} 个警告，不妨碍封存；用 brandcluster validate 查看。", err=True)
        return False
    print_lines(diagnostic_lines([said], only_errors=True), to_errors=True)
    typer.echo("有错误，没有封存。改好后再来。", err=True)
    return True


def _in_order(seals: tuple[Seal, ...], day: str, reason: str) -> None:
    """UserError when a later seal has no reason, or an earlier date."""
    if not seals:
        if reason:
            raise UserError("这是第一次封存，没有什么可更正；去掉 --reason。")
        return
    last = seals[-1]
    if not reason:
        raise UserError(f"已经有{last.name}。要再封存一次，写明为什么：--reason 原因。原来的封存会留着。")
    if last.manifest.date is not None and day < last.manifest.date.isoformat():
        raise UserError(f"--date 不能早于{last.name}。")


def _forms(dossier: Dossier, documents: list[Path], own: Path | None) -> dict[str, bytes] | None:
    """The Word files to keep: as rendered now, or as given where they say the same. None when they are refused."""
    from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines
    from brandcluster.output.commands.seal import unequal_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.papers.stamp import add_stamp
    from brandcluster.rules.facts.rules_in_force import edition_of

    edition = edition_of(dossier)
    filled = while_waiting("生成申报书和推荐表", _filled, dossier, edition, own)
    problems = [problem for each in filled.values() for problem in each.problems]
    if problems:
        print_lines(diagnostic_lines([DossierReport(dossier.root.as_posix(), edition, problems)]), to_errors=True)
        typer.echo("表生成不出来，没有封存。", err=True)
        return None
    rendered = {name: add_stamp(each.content) for name, each in filled.items() if each.content is not None}
    if not documents:
        return rendered
    known = known_blanks(edition, own, dossier.style)
    ours = {name: _read(name, content, known) for name, content in rendered.items()}
    recorded = list(ours.values())
    kept: dict[str, bytes] = {}
    replaced: set[str] = set()
    for path in documents:
        content = read_word_file(path)
        result = while_waiting("核对 Word 文件", _compared, content, known, recorded)
        if isinstance(result, str) or result.differences:
            print_lines(unequal_lines(path.name, result, "材料"), to_errors=True)
            typer.echo("Word 文件与材料不一致，没有封存。把改动写进材料（brandcluster import），或重新生成。", err=True)
            return None
        if path.name in kept:
            raise UserError(f"两个文件都叫“{visible(path.name)}”，没有封存。请改名。")
        kept[path.name] = content
        replaced |= set(result.forms)
    others = {
        name: rendered[name]
        for name, paper in ours.items()
        if not {form.label_map.title for form in paper.forms} <= replaced
    }
    clash = sorted(set(others) & set(kept))
    if clash:
        raise UserError(f"“{visible(clash[0])}”里不是这张表，没有封存。请改名。")
    return others | kept


def _filled(dossier: Dossier, edition: str, own: Path | None) -> dict[str, FilledForm]:
    from brandcluster.notice.edition import about_edition
    from brandcluster.papers.forms.render import FORM_NAMES, render_forms, render_own_form

    if own is not None:
        return dict([render_own_form(dossier, own, draft=False)])
    refuse_unknown_forms(dossier.root.as_posix(), edition)
    if note := about_edition(edition).forms.note:
        typer.echo(note, err=True)
    return render_forms(dossier, edition, FORM_NAMES, draft=False)


def _read(name: str, content: bytes, known: list[Blank]) -> Paper:
    """A Word file of our own, with its forms."""
    from brandcluster.papers.importing.compare_papers import read_paper

    found = read_paper(content, known)
    if isinstance(found, str):
        raise UserError(f"{visible(name)}：{visible(found)}", 1)
    return found


def _compared(content: bytes, known: list[Blank], recorded: list[Paper]) -> PaperComparison | str:
    from brandcluster.papers.importing.compare_papers import compare_papers, read_paper

    paper = read_paper(content, known)
    return paper if isinstance(paper, str) else compare_papers(recorded, paper)


def _evidence(dossier: Dossier) -> dict[str, str | None]:
    """The hash of every document that the dossier names, in the order of their names; None for one not there."""
    from brandcluster.dossier.documents import document_paths
    from brandcluster.rules.facts.document_files import digest_of

    return {
        path: digest_of(dossier, path) for path in sorted({named for _, _, named in document_paths(dossier) if named})
    }


def _write(root: Path, number: int, contents: dict[str, bytes]) -> None:
    """Put the seal in its place at once. UserError when that cannot be done; nothing of it is there then."""
    from brandcluster.cli.writing import reason_of, refuse_links_out, write_files
    from brandcluster.dossier.files import SEALED_FOLDER
    from brandcluster.dossier.history import seals
    from brandcluster.formats import remains, replacing

    base = root / SEALED_FOLDER
    if base.is_symlink():
        raise UserError("sealed 是链接，没有封存。换成真正的文件夹。", 1)
    refuse_links_out([base], root)
    if not (base / seals.ATTRIBUTES).exists():
        write_files({base / seals.ATTRIBUTES: seals.ATTRIBUTES_TEXT}, inside=(root,))
    for name in remains.clear_unfinished(base):
        typer.echo(f"清除了上次中断留下的 {visible(f'{SEALED_FOLDER}/{name}')}。", err=True)
    try:
        replacing.write_folder(base / str(number), contents)
    except FileExistsError:
        raise UserError(f"已经有第 {number} 次封存了（可能有人同时在封存），没有再写。看看它，再来一次。", 1) from None
    except OSError as error:
        raise UserError(f"写不进“{visible(base.as_posix())}”：{reason_of(error)}。没有封存。") from None


def _say(
    root: Path, number: int, archive: bool, digest: str, contents: dict[str, bytes], evidence: dict[str, str | None]
) -> None:
    from brandcluster.dossier.files import SEALED_FOLDER
    from brandcluster.dossier.history import seals

    home = root / SEALED_FOLDER / str(number)
    forms = [name for name in contents if name.startswith(f"{seals.FORMS}/")]
    copies = sum(name.startswith(f"{seals.FILES}/") for name in contents)
    typer.echo(f"封存好了：{visible(home.as_posix())}（第 {number} 次，{'存档' if archive else '纸质报送'}）")
    typer.echo(f"材料 {copies} 个文件，表 {len(forms)} 份，证明文件 {len(evidence)} 个。封存码 {digest}")
    absent = [path for path, found in evidence.items() if found is None]
    if absent:
        typer.echo(f"注意：{len(absent)} 个证明文件还没有放进来：{visible('、'.join(absent[:5]))}", err=True)
    for name in forms:
        other = root / "out" / Path(name).name
        if is_file(other) and read_word_file(other) != contents[name]:
            typer.echo(f"注意：{visible(other.as_posix())} 与封存的不是同一个文件，不要打印它。", err=True)
    typer.echo("接下来：")
    if not archive:
        for name in forms:
            typer.echo(f"  打印  {visible((home / name).as_posix())}")
        typer.echo("  盖章、报送。可以把封存码的前几位写在纸质材料的存档页上。")
    if any((above / ".git").exists() for above in (root.resolve(), *root.resolve().parents)):
        typer.echo(
            f"  提交（在申报文件夹里）  git add sealed && git commit -m 封存{number}；可加标签 git tag sealed-{number}"
        )
    else:
        typer.echo("  把整个文件夹（连同 sealed）复制一份，另外存好。")
    typer.echo("  以后核对  brandcluster seal --verify 文件.docx 文件夹")


# ---- verifying and listing -----------------------------------------------------------------------------------


def _verify(root: Path, documents: list[Path], number: int | None, own: Path | None, wanted: Wanted) -> int:
    from brandcluster.dossier.history import seals
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.seal import Verified, problem_line, seal_verify_json, verify_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.papers.importing.compare_papers import read_paper
    from brandcluster.rules.facts.rules_in_force import edition_of

    if not documents:
        raise UserError("写出要核对的 Word 文件：brandcluster seal --verify 申报书.docx 文件夹")
    dossier = load_dossier(root)
    seal = _chosen(seals.read_seals(dossier).seals, number)
    copy = seals.sealed_dossier(dossier, seal)
    if copy is None:
        print_lines([problem_line(each) for each in seal.problems[:10]], to_errors=True)
        raise UserError(f"{seal.name}封存以后改过，不能用来核对。从 git 或备份里恢复 sealed/{seal.number}。", 1)
    known = known_blanks(edition_of(copy), own, copy.style)
    kept = {
        each.path: content
        for each in seal.manifest.forms
        if each.path is not None and (content := seals.sealed_form(dossier, seal, each.path)) is not None
    }
    read = [read_paper(content, known) for content in kept.values()]
    recorded = [paper for paper in read if not isinstance(paper, str)]
    verified: list[Verified] = []
    for path in documents:
        content = read_word_file(path)
        same = next((name for name, known_bytes in kept.items() if known_bytes == content), None)
        compared = while_waiting("核对 Word 文件", _compared, content, known, recorded)
        verified.append(Verified(path.as_posix(), same, compared))
    makers: Makers = {
        "text": lambda: verify_lines(seal, verified),
        "json": lambda: seal_verify_json(root.as_posix(), seal, verified),
    }
    publish(wanted, makers)
    return int(not all(each.agrees for each in verified))


def _chosen(seals: tuple[Seal, ...], number: int | None) -> Seal:
    if not seals:
        raise UserError("还没有封存过。先封存：brandcluster seal 文件夹 --by 姓名 --date 日期")
    found = seals[-1] if number is None else next((each for each in seals if each.number == number), None)
    if found is None:
        raise UserError(f"没有第 {number} 次封存，只有：{'、'.join(str(each.number) for each in seals)}。")
    return found


def _list(root: Path, wanted: Wanted) -> int:
    from brandcluster.dossier.history.seals import read_seals
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.seal import seal_lines, seal_list_json

    found = read_seals(load_dossier(root, frozenset()))
    publish(wanted, {"text": lambda: seal_lines(found), "json": lambda: seal_list_json(root.as_posix(), found)})
    return int(bool(found.problems) or any(each.problems for each in found.seals))
