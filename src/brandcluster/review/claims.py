"""What a dossier claims as its own, in a form that can be held against others': texts, figures, documents, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple, TypeGuard

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.documents import document_paths
from brandcluster.dossier.files import (
    CONDITIONS,
    HEADER,
    IGNORE_LIST,
    JUDGEMENTS,
    REQUESTS,
    STATISTICS_FOLDER,
    STYLE,
    TOP_ENTERPRISES,
)
from brandcluster.dossier.load import Dossier, leaves_of
from brandcluster.dossier.references import expand_text
from brandcluster.formats import archive, folder
from brandcluster.returns.layout import code_problem
from brandcluster.review.items import words_of_place
from brandcluster.review.naming import bare_name
from brandcluster.rules.facts.document_files import digest_of
from brandcluster.rules.facts.rules_in_force import edition_of

EVIDENCE = "evidence"
#: Texts with fewer Chinese characters say too little (a path has none), and so do figures with fewer digits.
SHORTEST_TEXT, FEWEST_DIGITS = 20, 4
#: As many texts, figures and files of a dossier are looked at, and pictures of a file; smaller ones are logos.
MOST_TEXTS, MOST_FIGURES, MOST_FILES, MOST_PICTURES, SMALLEST_PICTURE = 2_000, 4_000, 500, 200, 4_096
MOST_ENTERPRISES = 500
_NOT_TEXTS = frozenset((HEADER, IGNORE_LIST, JUDGEMENTS, REQUESTS, STYLE))
_PICTURES = frozenset((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"))
_OFFICE = frozenset((".docx", ".xlsx", ".pptx"))
_REFERENCE = re.compile(r"\{\{[^{}\n]*\}\}")
_FIGURE = re.compile(r"(?<![A-Za-z0-9.〔（/-])(\d+(?:\.\d+)?)(?![\d.〕/-])(%|[万亿]?[元家件项个人次吨台套])?")
_NOT_FIGURES = re.compile(r"[A-Za-z]+(?:/[A-Za-z]+)?\s*\d[\d.-]*|\d+\.(?=(?:19|20)\d\d年)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: The hash of an empty file.
_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class ClaimedText(NamedTuple):
    """A text as printed, its place in the form's words, and where it stands."""

    place: str
    text: str
    source: Location


class ClaimedFigure(NamedTuple):
    """A figure that is not round: what it is of, and its digits; two of different regions are not equal by chance."""

    label: str
    value: str
    source: Location


class ClaimedFile(NamedTuple):
    """A document, or a picture (in a document, where `inside` names it there), by the hash of its content."""

    digest: str
    kind: Literal["文件", "图片"]
    path: str
    inside: str = ""


class ClaimedEnterprise(NamedTuple):
    """An enterprise that the dossier names as its own (one of the first three, one that declared to take part), with
    its code where one that can be right is given."""

    name: str
    code: str
    place: str
    source: Location


class Claims(NamedTuple):
    """What one dossier claims. `owner` is the applicant: what one applicant wrote twice is not looked at."""

    key: str
    name: str
    title: str
    owner: str
    texts: tuple[ClaimedText, ...]
    figures: tuple[ClaimedFigure, ...]
    files: tuple[ClaimedFile, ...]
    enterprises: tuple[ClaimedEnterprise, ...] = ()


def claims_of(dossier: Dossier, key: str, name: str) -> Claims:
    """The claims of a dossier; its files are read where it stands."""
    header = dossier.header
    applicant = bare_name(f"{(header.province or '')[:2]}{header.applicant or header.region_name or ''}")
    return Claims(
        key,
        name,
        header.region_name or header.applicant or key,
        applicant or key,
        tuple(_texts(dossier))[:MOST_TEXTS],
        tuple(_figures(dossier))[:MOST_FIGURES],
        tuple(dict.fromkeys(_files(dossier))),
        tuple(_enterprises(dossier)),
    )


def _texts(dossier: Dossier) -> Iterator[ClaimedText]:
    edition = edition_of(dossier)
    for path in dossier.documents:
        if path in _NOT_TEXTS or path.startswith(f"{STATISTICS_FOLDER}/"):
            continue
        for keys, value in leaves_of(dossier, path):
            if _is_text(value):
                text = expand_text(value, dossier)
                yield ClaimedText(words_of_place(dossier, edition, path, keys), text, dossier.locate(path, keys))


def _figures(dossier: Dossier) -> Iterator[ClaimedFigure]:
    for path in dossier.documents:
        if path in _NOT_TEXTS:
            continue
        of_year = path.startswith(f"{STATISTICS_FOLDER}/")
        for keys, value in leaves_of(dossier, path):
            if of_year and isinstance(value, int | Decimal) and not isinstance(value, bool) and _is_telling(f"{value}"):
                yield ClaimedFigure(str(keys[-1]), _plain(f"{value}"), dossier.locate(path, keys))
            elif not of_year and _is_text(value):
                for match in _FIGURE.finditer(_NOT_FIGURES.sub("", _REFERENCE.sub("", value))):
                    if _is_telling(match.group(1)):
                        unit = match.group(2) or ""
                        yield ClaimedFigure("文中的数", f"{_plain(match.group(1))}{unit}", dossier.locate(path, keys))


def _enterprises(dossier: Dossier) -> Iterator[ClaimedEnterprise]:
    for index, each in enumerate(dossier.top_enterprises.enterprises[:MOST_ENTERPRISES]):
        if each.name is not None:
            code = bare_code(each.code)
            place = dossier.locate(TOP_ENTERPRISES, ("企业", index, "名称"))
            right = code if code and code_problem(code) is None else ""
            yield ClaimedEnterprise(each.name, right, "行业排名前三的企业", place)
    for index, entry in enumerate(dossier.conditions.participation[:MOST_ENTERPRISES]):
        if entry.name is not None and entry.kind == "骨干企业":
            place = dossier.locate(CONDITIONS, ("参与声明", index, "单位"))
            yield ClaimedEnterprise(entry.name, "", "参与声明", place)


def bare_code(code: str | None) -> str:
    """A code of an enterprise as it is compared."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code or "")).upper()


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) >= SHORTEST_TEXT <= len(_CHINESE.findall(value))


def _plain(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _is_telling(digits: str) -> bool:
    """Whether a figure is neither round nor a year."""
    bare = _plain(digits).replace(".", "").lstrip("0")
    is_year = "." not in digits and len(digits) == 4 and digits[:2] in ("19", "20")
    return len(bare.rstrip("0")) >= FEWEST_DIGITS and not is_year


def _files(dossier: Dossier) -> Iterator[ClaimedFile]:
    below = (f"{EVIDENCE}/{name}" for name in folder.files_below(dossier.root / EVIDENCE, MOST_FILES))
    named = (named for _, _, named in document_paths(dossier) if named is not None)
    for path in list(dict.fromkeys((*below, *named)))[:MOST_FILES]:
        digest = digest_of(dossier, path)
        if digest is None or digest == _NOTHING:
            continue
        ending = PurePosixPath(path).suffix.lower()
        yield ClaimedFile(digest, "图片" if ending in _PICTURES else "文件", path)
        if ending in _OFFICE:
            yield from _pictures(dossier, path)


def _pictures(dossier: Dossier, path: str) -> Iterator[ClaimedFile]:
    """The pictures in a Word file, workbook or presentation; none where it cannot be opened."""
    import hashlib

    real = folder.resolve_file(dossier.root, path)
    if not isinstance(real, Path):
        return
    try:
        with folder.opened(real) as stream:
            found = archive.open_archive(stream)
            entries = () if isinstance(found, str) else tuple(found.files.items())[: archive.MAX_ENTRIES]
            media = [name for name, entry in entries if _is_picture(name) and entry.file_size >= SMALLEST_PICTURE]
            for name in media[:MOST_PICTURES]:
                digest = hashlib.sha256()
                for block in archive.chunks_of(found, name) if not isinstance(found, str) else ():
                    digest.update(block)
                yield ClaimedFile(digest.hexdigest(), "图片", path, name.rpartition("/")[2])
    except (OSError, ValueError):
        return


def _is_picture(name: str) -> bool:
    return "/media/" in name and PurePosixPath(name).suffix.lower() in _PICTURES
