"""What was sealed holds still: seals and their hashes, and every sealed value that has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.digests import sha256_of
from brandcluster.dossier.files import FILES, JUDGEMENTS, SEALED_FOLDER
from brandcluster.dossier.load import Dossier, once
from brandcluster.rules.facts.sealed_application import GROWING
from brandcluster.rules.rule import Finding, Rule

if TYPE_CHECKING:
    from brandcluster.dossier.history.changes import DossierChange
    from brandcluster.dossier.history.seals import Seal, Sealed, SealProblem

_AGAIN = "改回封存时的；确要更正，就用 brandcluster seal --reason 原因 再封存一次，重新打印、盖章。"


def _sealed(dossier: Dossier) -> Sealed | None:
    # Most dossiers have not been sealed: what reads seals is imported only for those that have.
    if not dossier.files.exists(SEALED_FOLDER):
        return None
    from brandcluster.dossier.history.seals import read_seals

    return read_seals(dossier)


def _manifests(dossier: Dossier) -> Iterator[Finding]:
    found = _sealed(dossier)
    if found is not None:
        problems = (*found.problems, *(each for seal in found.seals for each in seal.problems))
        yield from (_finding(each) for each in problems if not each.damage)


def _copies(dossier: Dossier) -> Iterator[Finding]:
    found = _sealed(dossier)
    if found is not None:
        yield from (
            _finding(each) for seal in found.seals for each in seal.problems if each.damage and not each.line_ends
        )


def _line_ends(dossier: Dossier) -> Iterator[Finding]:
    """One report for all files that differ from what was recorded in their line ends alone."""
    found = _sealed(dossier)
    changed = [] if found is None else [each for seal in found.seals for each in seal.problems if each.line_ends]
    bases = list(_bases_with_other_lines(dossier))
    number = len(changed) + len(bases)
    if not number:
        return
    from brandcluster.dossier.history.seals import CRLF_HELP

    message = f"{number} 个文件的换行符变成了 Windows 的，内容没有变，校验码却对不上了：多半是 git 的 autocrlf 改的。"
    file, keys = (changed[0].location.path, ()) if changed else bases[0]
    yield Finding(file, keys, message, CRLF_HELP, location=changed[0].location if changed else None)


def _bases_with_other_lines(dossier: Dossier) -> Iterator[tuple[str, KeyPath]]:
    """The documents that judgements rest on and that fit their hashes once CR LF is LF; where they are named."""
    judgements = dossier.judgements.judgements
    for index, judgement in enumerate(judgements):
        for number, basis in enumerate(judgement.bases):
            if basis.document is None or basis.digest is None:
                continue
            content = dossier.files.read(basis.document)
            if not isinstance(content, bytes) or b"\r\n" not in content[:8000] or b"\0" in content[:8000]:
                continue
            digest = basis.digest.strip().lower().removeprefix("sha256:")
            unix = sha256_of(content.replace(b"\r\n", b"\n"))
            if unix == digest != sha256_of(content):
                yield JUDGEMENTS, ("判断", index, "依据", number, "文件")


def _finding(problem: SealProblem) -> Finding:
    return Finding(problem.location.path, (), problem.message, problem.help, location=problem.location)


def _values(dossier: Dossier) -> Iterator[Finding]:
    """Each sealed value that says something else now, against the newest seal that went to paper."""
    if _sealed(dossier) is None:
        return
    from brandcluster.dossier.history.seals import is_as_sealed, on_paper, sealed_dossier

    seal = on_paper(dossier)
    if seal is None or seal.problems:
        return
    paths = [each.path for each in seal.manifest.files if each.path is not None]
    gone = [path for path in paths if path not in dossier.documents]
    for path in gone:
        yield Finding(path, (), f"{seal.name}有“{path}”，现在没有了。", f"从 {seal.copies}/ 里复制回来。")
    touched = [path for path in paths if path not in gone and not is_as_sealed(dossier, seal, path)]
    if not touched or sealed_dossier(dossier, seal) is None:
        return
    for path in sorted(touched, key=_place_in_form):
        yield from _values_in(dossier, path)


def _place_in_form(path: str) -> tuple[int, str]:
    order = [kind.path for kind in FILES]
    return (order.index(path) if path in order else len(order), path)


@once
def _values_in(dossier: Dossier, path: str) -> tuple[Finding, ...]:
    """The sealed values of one file that say something else now."""
    from brandcluster.dossier.history.seals import on_paper, sealed_dossier

    seal = on_paper(dossier)
    before = sealed_dossier(dossier, seal) if seal is not None else None
    return () if seal is None or before is None else tuple(_values_since(dossier, seal, before, path))


def _values_since(dossier: Dossier, seal: Seal, before: Dossier, path: str) -> Iterator[Finding]:
    from brandcluster.dossier.history.changes import changes_of_file

    for change in changes_of_file(path, before, dossier):
        if change.kind == "unreadable" or (change.kind == "added" and change.file.startswith(GROWING)):
            continue  # what cannot be read has errors of its own
        # What is gone stands nowhere in the present file: the place of what it stood in.
        removed = change.kind == "removed"
        place = dossier.locate(change.file, change.keys[:-1]) if removed else change.location
        yield Finding(change.file, change.keys, f"{seal.name}以后改了{_what(change)}。", _AGAIN, location=place)


def _what(change: DossierChange) -> str:
    from brandcluster.dossier.history.seals import text_excerpt

    unit = f"{'' if change.unit == '%' else ' '}{change.unit}" if change.unit else ""
    before = f"“{text_excerpt(change.before or '', change.after or '')}{unit}”"
    after = f"“{text_excerpt(change.after or '', change.before or '')}{unit}”"
    if change.kind == "added":
        return f"{change.heading}：封存时没有，现在是{after}"
    if change.kind == "removed":
        return f"{change.heading}：封存的是{before}，现在没有"
    return f"{change.heading}：封存的是{before}，现在是{after}"


def _evidence(dossier: Dossier) -> Iterator[Finding]:
    if _sealed(dossier) is None:
        return
    from brandcluster.dossier.documents import document_paths
    from brandcluster.dossier.history.seals import on_paper
    from brandcluster.rules.facts.document_files import has_changed

    seal = on_paper(dossier)
    if seal is None or seal.problems:
        return
    named = {path: (file, keys) for file, keys, path in reversed(list(document_paths(dossier))) if path is not None}
    for entry in seal.manifest.evidence:
        if entry.path is None or entry.digest is None or not has_changed(dossier, entry.path, entry.digest):
            continue
        message = f"证明文件“{entry.path}”在{seal.name}以后改过或不在了。"
        help_ = "放回封存时的文件；有新的文件就用新的名称，不要替换。"
        if entry.path in named:
            file, keys = named[entry.path]
            yield Finding(file, keys, message, help_)
        else:
            place = seal.document.locate(("证明文件", seal.manifest.evidence.index(entry), "文件"))
            yield Finding(place.path, (), message, help_, location=place)


def _unfinished(dossier: Dossier) -> Iterator[Finding]:
    found = _sealed(dossier)
    for name in found.unfinished if found is not None else ():
        yield Finding(
            f"{SEALED_FOLDER}/{name}",
            (),
            "上一次封存中断了，留下这个文件夹；它不是封存。",
            "删掉它；下一次运行 brandcluster seal 也会清除。",
        )


RULES = (
    Rule(
        "L106",
        "git 没有改动封存的文件和依据的换行符",
        None,
        "error",
        "在 Windows 上，git 会把文字文件的换行符改掉，校验码就对不上了。init 写的 .gitattributes 不让它改。",
        ".gitattributes 里有 /sealed/** -text",
        "没有 .gitattributes 的仓库，在 Windows 上克隆",
        _line_ends,
    ),
    Rule(
        "L101",
        "封存清单完整，一次不缺",
        None,
        "error",
        "封存是以后证明“申报时是多少”的依据：清单读不出来、序号缺了，就什么也证明不了。",
        "sealed/1、sealed/2，各有 manifest.yaml",
        "sealed/2 还在，sealed/1 删掉了",
        _manifests,
    ),
    Rule(
        "L102",
        "封存的文件与清单的校验码相符",
        None,
        "error",
        "封存以后副本、Word 文件和清单都不能改；改了一个字节，校验码就不同。",
        "sealed/1/files/ 里的文件与封存时一样",
        "在 sealed/1/files/statistics/2013.yaml 里改了一个数",
        _copies,
    ),
    Rule(
        "L103",
        "纸质报送以后，封存的内容没有改",
        None,
        "warning",
        "盖了章的纸上印的是封存的内容；材料改了而纸没有换，两边就不一致。试点期间新增的统计、活动、判断和各单位的意见不算改动。",
        "封存以后只新增 statistics/2014.yaml",
        "封存以后把 2013 年的工业增加值改了",
        _values,
    ),
    Rule(
        "L104",
        "封存以后证明文件没有改",
        None,
        "warning",
        "证明文件只记了校验码，没有复制；替换了文件，原来的结论就没有了依据。",
        "evidence/ 里的文件与封存时一样",
        "用新扫描的文件覆盖了 evidence/承诺书.pdf",
        _evidence,
    ),
    Rule(
        "L105",
        "没有中断的封存留下的文件夹",
        None,
        "warning",
        "封存时断电或关掉了程序，会留下写了一半的文件夹；它不算封存，留着容易看错。",
        "sealed/ 里只有 1、2 这样的文件夹",
        "sealed/.unfinished-ab12.tmp",
        _unfinished,
    ),
)
