"""A folder as it is looked at: with texts in place of files it is what it would be with the texts saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from brandcluster.formats.folder_view import Disk, FolderView

TEXTS = {"a.txt": b"unsaved", "b/new.txt": b"new", "c/d/deep.txt": b"deep", "b/large.txt": b"x" * 50}


def told(view: FolderView, path: str) -> tuple[object, ...]:
    file = view.resolve(path)
    return (
        view.read(path, 20),
        file.name if isinstance(file, Path) else file,
        view.digest(path, 20),
        view.names(path),
        view.exists(path),
        view.is_folder(path),
        view.kind(path),
    )


@pytest.mark.parametrize(
    "path",
    [
        "a.txt",
        "b",
        "b/c.txt",
        "b/new.txt",
        "b//new.txt",
        "b/large.txt",
        "c",
        "c/d",
        "c/d/deep.txt",
        "x",
        "../a.txt",
        ".",
    ],
)
def test_it_is_what_it_would_be_with_the_texts_saved(path: str, tmp_path: Path) -> None:
    for root in (tmp_path / "now", tmp_path / "saved"):
        (root / "b").mkdir(parents=True)
        (root / "a.txt").write_bytes(b"one")
        (root / "b" / "c.txt").write_bytes(b"two")
    for name, text in TEXTS.items():
        (tmp_path / "saved" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "saved" / name).write_bytes(text)
    view, saved = FolderView(Disk(tmp_path / "now"), TEXTS), FolderView(Disk(tmp_path / "saved"))
    assert told(view, path) == told(saved, path)
    assert told(view.below("c"), "d/deep.txt") == told(saved.below("c"), "d/deep.txt")
    assert view.with_texts({"a.txt": b"again"}).read("a.txt") == b"again"
