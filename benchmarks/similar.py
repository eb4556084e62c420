"""What `review --similar` adds to `review` over many dossiers, in processor time of one process.

    python benchmarks/similar.py [--dossiers 300] [--sample 20]

The dossiers are the examples under other names. Every tenth is a copy of the one before it; in the others every
character of the texts stands for another one, which leaves them as long and as full as applications are and makes them
nobody's copy. Their figures and documents are all the same: more than a batch will ever have in common. `review` itself is timed on a sample of them, which it treats one by one; what holds them against each
other is timed on all.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

from brandcluster.dossier.load import load_dossier
from brandcluster.output.desk.make_one import Task, make_one
from brandcluster.review.alike import alike_pairs
from brandcluster.review.claims import claims_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("qingshiling", "lanting")
DAY = date(2016, 7, 1)
#: Review with the comparison may take so many times as much as without.
TIMES_REVIEW = 2.0
_REFERENCE, _CHINESE = re.compile(r"\{\{.*?\}\}|[^{]+|\{"), re.compile(r"[\u4e00-\u9fff]")
FIRST, LAST = 0x4E00, 0x9FA6
#: A value with so many Chinese characters is a text, with fewer a name.
FEWEST = 16


def prepare(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """The dossiers, each of another applicant."""
    rng = Random(seed)  # noqa: S311  # the same dossiers every time
    found: list[Path] = []
    for number in range(count):
        path = folder / f"{number:03d}"
        copied = number % 10 == 9
        source = found[-1] if copied else ROOT / "examples" / EXAMPLES[number % len(EXAMPLES)]
        shutil.copytree(source, path, ignore=shutil.ignore_patterns("sealed"))
        header = path / "dossier.yaml"
        text = header.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^申报单位:.*$", f"申报单位: 第{number}区管理委员会", text)
        header.write_text(re.sub(r"(?m)^区域名称:.*$", f"区域名称: 第{number}区", text), encoding="utf-8")
        if not copied:
            shuffled = rng.sample(range(FIRST, LAST), LAST - FIRST)
            other = dict(zip(range(FIRST, LAST), shuffled, strict=True))
            for each in (path / "recommendation.yaml", *path.glob("application/*.yaml"), *path.glob("pilot/**/*.yaml")):
                _rewrite(each, other)
        found.append(path)
    return found


def _rewrite(path: Path, other: dict[int, int]) -> None:
    """Texts in other characters; keys, names and references of the file stay."""
    made = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key = re.match(r"\s*(?:- )?[^\s:]+:\s*", line)
        start = key.end() if key else 0
        value = line[start:]
        if key is None or len(_CHINESE.findall(value)) >= FEWEST:
            value = _REFERENCE.sub(
                lambda m: m.group() if m.group().startswith("{{") else m.group().translate(other), value
            )
        made.append(line[:start] + value)
    path.write_text("\n".join([*made, ""]), encoding="utf-8")


def main() -> int:
    """Print the figures; 1 when the ratio is over what it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=300)
    parser.add_argument("--sample", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        paths = prepare(Path(home), given.dossiers)
        make_one(Task("x", "x", paths[0], DAY))  # what is imported and compiled once
        begun = time.process_time()
        for path in paths[: given.sample]:
            make_one(Task(path.name, path.name, path, DAY))
        review = (time.process_time() - begun) / min(given.sample, len(paths)) * len(paths)
        claims, reading = [], 0.0
        begun = time.process_time()
        for path in paths:
            at = time.process_time()
            dossier = load_dossier(path)
            reading += time.process_time() - at
            claims.append(claims_of(dossier, path.name, path.name))
        pairs = alike_pairs(claims)
        added = time.process_time() - begun - reading  # what was read is there already in a review
    copies = {(f"{number - 1:03d}", f"{number:03d}") for number in range(9, given.dossiers, 10)}
    found = {(pair.first.key, pair.second.key) for pair in pairs if pair.texts}
    ratio = (review + added) / review
    print(f"review of {len(paths)}  {review:7.1f} s")
    print(f"--similar adds  {added:7.1f} s")
    print(f"ratio           {ratio:7.2f}     (under {TIMES_REVIEW})")
    print(f"copies found    {len(copies & found)} of {len(copies)}; other pairs with like texts {len(found - copies)}")
    return int(ratio >= TIMES_REVIEW)


if __name__ == "__main__":
    raise SystemExit(main())
