"""One open desk: the dossier, who is looking at it, and what was done."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from brandcluster.cli.desk.door import Door
from brandcluster.cli.desk.job_table import Jobs
from brandcluster.papers.forms.on_screen import KeptForms
from brandcluster.session.desk.versions import DoneStep, Outside, Versions
from brandcluster.session.opened import Session

#: Work that nobody waits for steps back so many seconds at a time, at most.
LONGEST_WAY = 1.0


@dataclass
class OpenDesk:
    """What all pages of one `brandcluster open` share. Whoever asks the session or writes holds `lock`."""

    root: Path
    door: Door
    session: Session
    lock: RLock = field(default_factory=RLock)
    #: Where saved files were, for pages that hold an older state.
    versions: Versions = field(default_factory=Versions)
    done: list[DoneStep] = field(default_factory=list)
    undone: list[DoneStep] = field(default_factory=list)
    #: What other programs changed while the desk was open.
    outside: list[Outside] = field(default_factory=list)
    pages: dict[str, float] = field(default_factory=dict)
    #: The pages that said last that they close.
    gone: deque[str] = field(default_factory=lambda: deque(maxlen=200))
    #: Requests that are being answered.
    busy: int = 0
    #: When the last page said that it closes; None before the first one came.
    left: float | None = None
    clock: Callable[[], float] = time.monotonic
    #: Long work, in processes of its own.
    jobs: Jobs = field(default_factory=Jobs)
    #: Both forms as paper, of which only what changed is made anew.
    forms: KeptForms = field(default_factory=KeptForms)
    #: Requests that somebody waits for: work that nobody waits for steps back.
    urgent: int = 0
    #: What pages keep from one question to the next: returns that came in, changes that somebody sent.
    shown: dict[str, object] = field(default_factory=dict)

    def give_way(self) -> None:
        """Wait while somebody waits for an answer, but not for ever. Not to be called with the lock held."""
        end = self.clock() + LONGEST_WAY
        while self.urgent and self.clock() < end:
            time.sleep(0.01)

    def link(self, path: str) -> str:
        """The address of a page by its path in the table of routes."""
        return f"{self.door.home}{path}"


def open_desk(root: Path, port: int) -> OpenDesk:
    """A desk over a dossier; the door stands at a port."""
    return OpenDesk(root, Door(port), Session(root))
