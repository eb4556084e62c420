"""What is worked out of a dossier once: for all that ask, and in an open dossier for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

if TYPE_CHECKING:
    from typing import Protocol

    from brandcluster.dossier.load import Dossier

    class Keeper(Protocol):
        """Keeps what was worked out of a dossier from one state of it to the next (`session/recollection`)."""

        def ask(self, work: Callable[..., Any], more: tuple[Any, ...]) -> Any:
            """What a function marked with `once` says."""

        def ask_pieces(self, work: Callable[..., Any], more: tuple[Any, ...]) -> Any:
            """The same of a row of paths with values: its pieces stay the same objects as long as they say the same."""

        def ask_each(
            self, work: Callable[..., Any], path: str, pieces: tuple[Any, ...], most: int
        ) -> Iterable[tuple[Any, ...]]:
            """What a function marked with `once_each` says of each piece, until `most` things were said."""


T = TypeVar("T")
P = TypeVar("P")
Ts = TypeVarTuple("Ts")
#: More things are not said of the pieces of one file.
MOST_SAID = 100_000


def once(work: Callable[[Dossier, *Ts], T]) -> Callable[[Dossier, *Ts], T]:
    """Let a function work something out once for each dossier (and for the same further arguments)."""

    @wraps(work)
    def remembering(dossier: Dossier, *more: *Ts) -> T:
        if dossier.kept is not None:
            return cast("T", dossier.kept.ask(work, more))
        key = (work, *more)
        if key not in dossier.worked_out:
            dossier.worked_out[key] = work(dossier, *more)
        return cast("T", dossier.worked_out[key])

    return remembering


def once_in_pieces(work: Callable[[Dossier, str], tuple[T, ...]]) -> Callable[[Dossier, str], tuple[T, ...]]:
    """`once` for a file's row of paths with values: in an open dossier an edit leaves its other pieces the same objects.

    By that `once_each` tells what it knows already.
    """
    remembering = once(work)

    @wraps(work)
    def in_pieces(dossier: Dossier, path: str) -> tuple[T, ...]:
        if dossier.kept is not None:
            return cast("tuple[T, ...]", dossier.kept.ask_pieces(work, (path,)))
        return remembering(dossier, path)

    return in_pieces


def once_each(
    work: Callable[[Dossier, str, tuple[P, ...]], Iterable[T]], most: int = MOST_SAID
) -> Callable[[Dossier, str, tuple[P, ...]], Iterable[T]]:
    """Let what is said of the pieces of a file (its path, and a row by `once_in_pieces`) be worked out for each by itself.

    What is said of one piece must not hang on the others. In an open dossier the function is called for the pieces that
    are new, one at a time, until about `most` things are said; otherwise for all together, and lazily.
    """

    @wraps(work)
    def of_all(dossier: Dossier, path: str, pieces: tuple[P, ...]) -> Iterable[T]:
        if dossier.kept is None:
            return work(dossier, path, pieces)
        return chain.from_iterable(dossier.kept.ask_each(work, path, pieces, most))

    return of_all
