from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import BASE
from desk_client import DeskClient, open_client


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskClient]:
    """A browser that has come in to the base dossier."""
    yield from _opened(Path(shutil.copytree(BASE, tmp_path / "R")))


@pytest.fixture
def desk_over() -> Iterator[Callable[[Path], DeskClient]]:
    """A browser that has come in to any dossier."""
    opened: list[Any] = []

    def over(root: Path) -> DeskClient:
        client = open_client(root)
        opened.append(client)
        return client

    yield over
    for each in opened:
        each.browser.close()


def _opened(root: Path) -> Iterator[DeskClient]:
    client = open_client(root)
    yield client
    client.browser.close()
