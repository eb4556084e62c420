"""Runs cases in batches and judges each; what is suspicious in a batch is run again in a fork of its own.

A batch proves no less than single runs: whatever breaks a promise in it does so alone, and is that failure, or only
after the cases before it, and is a failure of the kind "batch". Of memory alone a batch shows no more than its peak.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fuzz.cases import Case
from fuzz.oracles import differs, judge
from fuzz.target import PROCESSOR, Ran, Start, run_batch, run_case

#: So many cases share a fork, which alone costs as much as one of them.
TOGETHER = 150
#: Of so many runs one is run twice: in its batch, and in a fork of its own.
TWICE = 40

Found = tuple[str, str]


def judged(
    numbered: Sequence[tuple[int, Case]], place: Path, start: Start, processor: int = PROCESSOR
) -> Iterator[tuple[int, Case, Ran, Found | None]]:
    """Run numbered cases in one fork after another; what came of each, and the promise that it breaks, with how."""
    left = list(numbered)
    while left:
        rans = run_batch([each for _, each in left], place, start, processor)
        for at, ((number, tried), together) in enumerate(zip(left, rans, strict=False)):
            ran, found = _looked_at(number, tried, together, place, start, processor)
            if found is not None and found[0] == "batch":
                found = "batch", f"{found[1]} after {[before for before, _ in left[:at]]}"
            yield number, tried, ran, found
        left = left[len(rans) :]


def _looked_at(
    number: int, tried: Case, together: Ran, place: Path, start: Start, processor: int
) -> tuple[Ran, Found | None]:
    suspicion = judge(tried, together)
    if suspicion is None and number % TWICE:
        return together, None
    alone = run_case(tried, place, start, processor)
    found = judge(tried, alone)
    if found is not None or (suspicion is not None and suspicion[0] == "memory"):
        return alone, found
    if suspicion is not None:
        return alone, ("batch", f"{suspicion[0]}: {suspicion[1]}")
    differ = differs(together, alone)
    if differ is None:
        return together, None
    # Either of two runs alone differ as well, or the cases before it made the difference.
    kind = "determinism" if differs(alone, run_case(tried, place, start, processor)) else "batch"
    return alone, (kind, differ)
