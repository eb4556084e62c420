"""Draw visible alterations of sealed forms, and say which of them `seal --verify` takes for what was sealed.

    python scripts/alter_forms.py [--count 200] [--seed 1] [-o DIR]

The examples are sealed in a folder of their own; each alteration is one change at one place of one of the forms, by
chance but the same for the same seed. Kinds take turns, so that 200 draws try every kind. Exit code 1 when one went
unnoticed; the altered files that did are kept in DIR.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import alterations
import alterations_fields
import alterations_harmless
import alterations_looks
import alterations_objects
from alterations import Alteration
from word_page import MAIN, NoPlace, opened, saved

from brandcluster.cli.start import start

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("qingshiling", "lanting")
KINDS: dict[str, Alteration] = {
    **alterations.KINDS,
    **alterations_looks.KINDS,
    **alterations_fields.KINDS,
    **alterations_objects.KINDS,
}
HARMLESS = alterations_harmless.KINDS


@dataclass(frozen=True)
class Altered:
    """An altered form: what was done to it, where, and whose sealed form it was."""

    kind: str
    example: str
    form: str
    what: str
    content: bytes


# ---- sealing and drawing -----------------------------------------------------------------------------------------


def sealed(scratch: Path) -> dict[tuple[str, str], bytes]:
    """Seal the examples below a folder; their forms by example and name."""
    forms = {}
    for example in EXAMPLES:
        root = scratch / example
        shutil.copytree(ROOT / "examples" / example, root, ignore=shutil.ignore_patterns("sealed", "pilot"))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            if start(["seal", str(root), "--by", "甲", "--date", "2014-04-25"]) != 0:
                raise SystemExit(said.getvalue())
        for path in sorted((root / "sealed" / "1" / "forms").iterdir()):
            forms[example, path.name] = path.read_bytes()
    return forms


def drawn(
    forms: Mapping[tuple[str, str], bytes], kinds: Mapping[str, Alteration], count: int, seed: int
) -> list[Altered]:
    """So many alterations; kinds take turns in an order by chance, every place is by chance."""
    chance = Random(seed)  # noqa: S311  # a draw that can be repeated
    order = [kind for _ in range(count // len(kinds) + 1) for kind in chance.sample(sorted(kinds), len(kinds))]
    return [_one(forms, kind, kinds[kind], Random(f"{seed} {number}")) for number, kind in enumerate(order[:count])]  # noqa: S311  # a draw that can be repeated


def _one(forms: Mapping[tuple[str, str], bytes], kind: str, alter: Alteration, chance: Random) -> Altered:
    for _ in range(100):
        # The application has more of everything; the recommendation has its turn all the same.
        names = sorted(forms)
        example, form = chance.choice([name for name in names if chance.random() < 0.75 or "推荐" in name[1]] or names)
        page = opened(forms[example, form], chance)
        before = {**page.parts, MAIN: b""}
        old = saved(page)
        try:
            what = alter(page)
        except NoPlace:
            continue
        content = saved(page)
        if content != old or page.parts != before:
            return Altered(kind, example, form, what, content)
    raise LookupError(f"no form has a place for {kind}")


# ---- asking the program ------------------------------------------------------------------------------------------


def verdicts(scratch: Path, found: Sequence[Altered]) -> list[str]:
    """What `seal --verify` says of each: 一致, 不一致 or 不读 (refused)."""
    said: dict[int, str] = {}
    for example in EXAMPLES:
        mine = {number: each for number, each in enumerate(found) if each.example == example}
        said |= zip(mine, _verdicts(scratch, example, mine.values()), strict=True) if mine else {}
    return [said[number] for number in sorted(said)]


def _verdicts(scratch: Path, example: str, found: Iterable[Altered]) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for number, each in enumerate(found):
            paths.append(Path(name) / f"{number}.docx")
            paths[-1].write_bytes(each.content)
        call = ["seal", "--verify", *map(str, paths), str(scratch / example), "--format", "json"]
        with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(io.StringIO()):
            code = start(call)
        files = json.loads(said.getvalue())["files"]
    verdicts_ = ["一致" if file["agrees"] else "不读" if file["refused"] else "不一致" for file in files]
    if (code == 0) != all(each == "一致" for each in verdicts_):
        raise AssertionError(f"exit code {code} with {verdicts_}")
    return verdicts_


def table(found: Iterable[Altered], said: Iterable[str]) -> Iterator[str]:
    """The score by kind, worst first."""
    score: dict[str, Counter[str]] = {}
    for each, verdict in zip(found, said, strict=True):
        score.setdefault(each.kind, Counter())[verdict] += 1
    yield f"{'kind':32}{'noticed':>9}{'refused':>9}{'MISSED':>9}"
    for kind, counts in sorted(score.items(), key=lambda item: (-item[1]["一致"], item[0])):
        yield f"{kind:32}{counts['不一致']:9}{counts['不读']:9}{counts['一致']:9}"
    total = sum(score.values(), Counter())
    yield f"{'all':32}{total['不一致']:9}{total['不读']:9}{total['一致']:9}"


def main() -> None:
    """Draw, ask, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kind", action="append", choices=sorted({**KINDS, **HARMLESS}), help="only this kind; repeat it for more"
    )
    parser.add_argument("--harmless", action="store_true", help="draw changes that nobody sees instead")
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    kinds = HARMLESS if arguments.harmless else KINDS
    kinds = {kind: alter for kind, alter in kinds.items() if kind in (arguments.kind or kinds)}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        forms = sealed(scratch)
        found = drawn(forms, kinds, arguments.count, arguments.seed)
        said = verdicts(scratch, found)
    print("\n".join(table(found, said)))
    wrong = [(number, each) for number, each in enumerate(found) if (said[number] == "一致") != arguments.harmless]
    for number, each in wrong:
        print(f"{number} {each.kind} {each.example} {each.form}: {each.what}")
        if arguments.output:
            arguments.output.mkdir(parents=True, exist_ok=True)
            (arguments.output / f"{number}-{each.kind}.docx").write_bytes(each.content)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
