"""Returns looked at by column say what they say row by row, to the last problem and digit."""

from __future__ import annotations

import hashlib
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from drawn_returns import LAYOUT, NAMES, POOL, SLIPS, drawn, written
from odd_by_rows import odd_returns, steady_values

from brandcluster.dossier.model.measures import AMOUNTS, FLAGS, KINDS
from brandcluster.returns import blocks
from brandcluster.returns.examine import ComingReturns, WantedOfReturns, examine_region
from brandcluster.returns.layout import FIRST_DATA, Row
from brandcluster.returns.leading import Listed, leading_returns
from brandcluster.returns.merging import merge_returns
from brandcluster.returns.odd_rows import Bounds
from brandcluster.returns.problems import Problems
from brandcluster.returns.reading import ReturnEntry, read_returns
from brandcluster.returns.sums import BLOCKING, canonical_text, empty_cells, group_of, repeated_enterprises

BOUNDS = Bounds(Fraction(300), Fraction(2000))


def by_rows(
    content: bytes, asked: WantedOfReturns, earlier: dict[str, Row]
) -> tuple[list[ReturnEntry], Problems, Problems]:
    """Entries and problems as they are without a look by column: all of them, and those that sums ask about."""
    taken = read_returns("x.csv", content, LAYOUT)
    every, asking = Problems(), Problems()
    every.join(taken.problems)
    asking.join(taken.problems)
    every.extend(repeated_enterprises(taken.entries))
    peers = {entry.row[0]: entry.row for entry in taken.entries}
    every.extend(odd_returns(taken.entries, LAYOUT, asked.bounds, earlier, peers.values()))
    asking.extend(empty_cells(taken.entries, LAYOUT))
    asking.extend(repeated_enterprises(taken.entries))
    return taken.entries, every, asking


def added(rows: list[Row], name: str) -> dict[str, Fraction]:
    """Sums and counts of one group, with fractions."""
    mine = [row for row in rows if group_of(row[2], row[3]) == name]
    reporting = [row for row in mine if any(row[FIRST_DATA:])]
    found = {"due": Fraction(len(mine)), "reported": Fraction(len(reporting))}
    for at, column in enumerate(LAYOUT.columns):
        if column in AMOUNTS:
            amounts = (Fraction(row[at]) for row in reporting if row[at] and row[3] != KINDS[2])
            found[column.name] = sum(amounts, Fraction())
        elif column in FLAGS:
            found[column.name] = Fraction(sum(row[at] == "是" for row in reporting))
    return found


@pytest.mark.part(8)
@pytest.mark.parametrize("seed", range(160))
def test_by_column_is_what_it_is_by_row(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)  # noqa: S311  # a draw that can be repeated
    monkeypatch.setattr(blocks, "_BYTES", dice.choice((90, 900, 500_000)))
    monkeypatch.setattr(blocks, "_ROWS", dice.choice((3, 4096)))
    listed = (Listed(POOL[3], None), Listed(None, "甲(集团)公司"), Listed(POOL[0], "没有"))
    asked = WantedOfReturns(2013, BOUNDS, listed)
    wrong = dice.choice((0.0, 0.05, 0.3))
    files = {year: ("x.csv", written(dice, drawn(dice, wrong))) for year in (2011, 2012, 2013)}
    found = examine_region(files, LAYOUT, asked)
    earlier: dict[str, Row] = {}
    members: dict[int, dict[str, tuple[str, Row]]] = {}
    for year, (_, content) in files.items():
        entries, every, asking = by_rows(content, asked, earlier)
        rows = [entry.row for entry in entries]
        read, sums = found.years[year], found.results[year].sums
        assert (read.problems.listed, read.problems.counts) == (every.listed, every.counts)
        assert (sums.problems.listed, sums.problems.counts) == (asking.listed, asking.counts)
        assert sums.digest == hashlib.sha256(canonical_text(rows, LAYOUT)).hexdigest()
        assert {code for codes in read.codes for code in codes} == {row[0] for row in rows}
        assert read.leading == (leading_returns(entries, LAYOUT, listed) if year == 2013 else [])
        assert bool(sums.groups) == bool(rows and not asking.errors(BLOCKING))
        for name, totals in sums.groups.items():
            assert {key: Fraction(totals.of(key)) for key in added(rows, name)} == added(rows, name)
        earlier = {row[0]: steady_values(row, LAYOUT) for row in rows}
        members[year] = {r[0]: (group_of(r[2], r[3]), r) for r in rows if any(r[FIRST_DATA:])}
    for year, result in found.results.items():
        for panel in result.panels:
            both = [
                code for code, (group, _) in members[year].items() if members[panel.year].get(code, ("",))[0] == group
            ]
            for side, each in ((panel.current, year), (panel.earlier, panel.year)):
                rows = [members[each][code][1] for code in both]
                for name, totals in side.items():
                    wanted = added(rows, name)
                    assert {key: Fraction(totals.of(key)) for key in wanted if key not in ("due", "reported")} == {
                        key: value for key, value in wanted.items() if key not in ("due", "reported")
                    }
                    assert totals.of("enterprises") == wanted["due"]


def test_every_slip_is_found() -> None:
    """The draw above is worth something: each kind of problem comes up when its slip is there alone."""
    for slip, change in SLIPS.items():
        drawn_rows = drawn(random.Random(7), 0)  # noqa: S311  # a draw that can be repeated
        changed = {"code": drawn_rows[0][0]} if slip == "K104" else change
        rows = [tuple({**dict(zip(NAMES, row, strict=True)), **changed}[name] for name in NAMES) if at == 4 else row
                for at, row in enumerate(drawn_rows)]  # fmt: skip
        if slip == "K104-name":
            rows = [tuple("甲（集团）公司" if at == 1 else cell for at, cell in enumerate(row)) for row in rows]
        content = ("\ufeff" + "\n".join(map(",".join, [LAYOUT.headings, *rows])) + "\n").encode()
        found = examine_region({2013: ("x.csv", content)}, LAYOUT, WantedOfReturns(2013, BOUNDS)).years[2013].problems
        wanted = slip.partition("-")[0]
        assert not wanted.startswith("K") or wanted in {code for code, _ in found.counts}, slip


def test_the_middle_is_exact_among_equal_floors() -> None:
    from brandcluster.returns.amounts import amounts_of, middle_of

    dice = random.Random("middle")  # noqa: S311  # a draw that can be repeated
    for _ in range(300):
        column = [dice.choice(("", "0", "0.5", "5", "5.5", "5.25", "7", "6.125")) for _ in range(dice.randint(0, 12))]
        mask = bytes(dice.randint(0, 1) for _ in column)
        chosen = sorted(
            Decimal(text) for text, wanted in zip(column, mask, strict=True) if wanted and text not in ("", "0")
        )
        whole = ["5", "7", "0"]
        both = sorted([*chosen, Decimal(5), Decimal(7)])
        found = middle_of([(amounts_of(column), mask), (amounts_of(whole), b"\1\1\1")], 3)
        assert found == (both[len(both) // 2] if len(both) >= 3 else None)


@pytest.mark.part(8)
@pytest.mark.parametrize("seed", range(80))
def test_what_comes_in_is_judged_and_the_rows_only_count(seed: int) -> None:
    """Two files of returns into those that are there, some contradicting them: by column as row by row, in their
    places."""
    dice = random.Random(f"coming {seed}")  # noqa: S311  # a draw that can be repeated
    wrong = dice.choice((0.0, 0.1, 0.4))
    before, there = (read_returns("x.csv", written(dice, drawn(dice, share)), LAYOUT).entries for share in (wrong, 0.0))
    entries = [
        entry
        for file in ("甲.csv", "乙.csv")
        for entry in read_returns(file, written(dice, drawn(dice, wrong)), LAYOUT).entries
    ]
    merged = merge_returns(there, [entry for entry in entries if entry.row[0]], LAYOUT, dice.choice((None, "new")))
    held = merged.rows.keys() - merged.contradicted
    coming = [entry._replace(row=merged.rows[entry.row[0]]) if entry.row[0] in held else entry for entry in entries]
    asked = frozenset((*dice.choice(entries).place[:2], row) for row in (1, 5) if entries and dice.random() < 0.2)
    rows = [entry.row for entry in before]
    years = {2012: ComingReturns({row[0]: row for row in rows}), 2013: ComingReturns(merged.rows, coming, asked)}
    found = examine_region(years, LAYOUT, WantedOfReturns(2013, BOUNDS))
    told = Problems()
    earlier = {row[0]: steady_values(row, LAYOUT) for row in rows}
    for problem in odd_returns(coming, LAYOUT, BOUNDS, earlier, merged.rows.values()):
        at = problem.place
        if problem.code != "K107" or asked.isdisjoint({(at.file, at.sheet, at.row), (at.file, at.sheet, 1)}):
            told.add(problem)
    problems = found.years[2013].problems
    assert (problems.listed, problems.counts) == (told.listed, told.counts)
    sums = found.results[2013].sums
    assert sums.rows == (0 if sums.blocking else len(merged.rows))
