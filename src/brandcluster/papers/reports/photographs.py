"""The pictures of a report: photographs of activities, scanned evidence; each with its caption, or why it is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from brandcluster.dossier.load import Dossier
from brandcluster.formats import folder
from brandcluster.formats.word.pictures import MAX_PICTURE, plain_picture
from brandcluster.papers.reports.data import clean_text
from brandcluster.papers.reports.figures import Shelf

#: What a picture's file is called; other documents are evidence, and no pictures.
_ENDINGS = (".png", ".jpg", ".jpeg")


def pictures_of(
    dossier: Dossier, named: Iterable[tuple[str, str | None]], shelf: Shelf, height: int
) -> list[dict[str, Any]]:
    """Those of some documents that are pictures, each once: caption, token, and in words why there is none.

    `named` are captions with the paths of documents; `height` is that of a picture at most, in millimetres.
    """
    found = []
    seen: set[str] = set()
    for caption, path in named:
        if path is None or path in seen or PurePosixPath(path).suffix.casefold() not in _ENDINGS:
            continue
        seen.add(path)
        shown, problem = _shown(dossier, path, clean_text(caption), shelf, height)
        found.append({"说明": clean_text(caption), "文件": clean_text(path), "图": shown, "没有放进来": problem})
    return found


def _shown(dossier: Dossier, path: str, caption: str, shelf: Shelf, height: int) -> tuple[str | None, str | None]:
    content = folder.read_bytes(dossier.root, path, MAX_PICTURE)
    if content == "too_large":
        return None, f"图片超过 {MAX_PICTURE // 1_000_000} MB"
    if not isinstance(content, bytes):
        return None, "文件夹里没有这个文件"
    picture = plain_picture(content)
    if isinstance(picture, str):
        return None, picture
    token = shelf.put_picture(picture, caption, height)
    return (token, None) if token is not None else (None, "图片太多，只放了前面的")
