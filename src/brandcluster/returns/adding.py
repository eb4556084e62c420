"""Adding up returns, block by block and column by column: exact sums and counts by group, and over panels."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple

from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import AMOUNTS, BOTH_POSTS, FLAGS, LEADING_KIND, SERVICE_KIND, YES
from brandcluster.returns.amounts import Amounts, Number
from brandcluster.returns.blocks import FIRST_FLAG, RowBlock
from brandcluster.returns.layout import FIRST_DATA, Layout
from brandcluster.returns.plain_rows import INDUSTRY, KIND, LARGE, Looked
from brandcluster.returns.sums import Totals, group_of

#: The lower byte of 是 to 1, that of 否 to 0.
_SAYS_YES = bytes(byte == ord(YES) % 256 for byte in range(256))
_AMOUNT_NAMES = tuple(column.name for column in AMOUNTS)


class GroupKey(NamedTuple):
    """What decides where an enterprise counts."""

    industry: str
    kind: str

    @property
    def group(self) -> str:
        """The group of `statistics/` that it counts in."""
        return group_of(self.industry, self.kind)

    @property
    def is_industrial(self) -> bool:
        """Whether its amounts count."""
        return self.kind != SERVICE_KIND


@dataclass(slots=True)
class Kept:
    """What is kept of a block that was looked at: who its rows are, where they count, and what panels add up.

    `keys` are positions in the year's list of keys; masks are a byte a row, and `flags` the same as one large number.
    """

    block: RowBlock
    codes: Sequence[str]
    keys: array[int]
    reporting: bytes
    amounts: Mapping[str, Amounts]
    flags: Mapping[str, int] = field(default_factory=dict)
    masks: dict[int, bytes] = field(default_factory=dict)


def look_at(block: RowBlock, keys: dict[GroupKey, int]) -> Looked:
    """The amounts, the groups and the reporting rows of a block; new keys are put into the year's."""
    columns = block.columns
    amounts = {name: block.amounts[at] for at, name in enumerate(_AMOUNT_NAMES, FIRST_DATA)}
    reporting = b"\1" * block.count
    if block.gaps.issuperset(range(FIRST_DATA, len(columns))):  # a column without an empty cell: all of them report
        reporting = bytes(map(any, zip(*columns[FIRST_DATA:], strict=True)))
    groups = _groups(columns[INDUSTRY], columns[KIND], keys)
    outside = keys.get(GroupKey(OTHER_INDUSTRY, LEADING_KIND))
    return Looked(columns, block.gaps, amounts, reporting, groups, outside)


def _groups(industries: Sequence[str], kinds: Sequence[str], keys: dict[GroupKey, int]) -> array[int]:
    """Each row's position in the year's keys."""
    names, sorts = (dict.fromkeys(sorted(set(column))) for column in (industries, kinds))
    rows = array("H", map({name: at * len(sorts) for at, name in enumerate(names)}.__getitem__, industries))
    rows = array("H", map(add, rows, map({name: at for at, name in enumerate(sorts)}.__getitem__, kinds)))
    pairs = [GroupKey(name, sort) for name in names for sort in sorts]
    there = {at: keys.setdefault(pairs[at], len(keys)) for at in sorted(set(rows))}
    return array("H", map(there.__getitem__, rows))


def keep_block(block: RowBlock, looked: Looked) -> Kept:
    """What of a block its year is added up from."""
    columns = looked.columns
    flags = {flag.name: _number(columns[place]) for place, flag in enumerate(FLAGS, FIRST_FLAG)}
    flags["large"] = _number(columns[LARGE])
    return Kept(block, columns[0], looked.groups, looked.reporting, looked.amounts, flags)


def _number(column: Sequence[str]) -> int:
    """The rows that say 是, as a number with a byte each."""
    text = "".join(column)
    if len(text) == len(column) and all(column):
        return int.from_bytes(text.encode("utf-16-le")[::2].translate(_SAYS_YES), "little")
    return int.from_bytes(bytes(map(YES.__eq__, column)), "little")


def masks_of(kept: Kept, keys: Sequence[GroupKey]) -> Iterator[tuple[GroupKey, bytes]]:
    """The keys that a block has rows of, each with the mask of those."""
    if not kept.masks:
        there = sorted(set(kept.keys))
        for position in there:
            whole = len(there) == 1
            kept.masks[position] = b"\1" * len(kept.codes) if whole else bytes(map(position.__eq__, kept.keys))
    yield from ((keys[position], mask) for position, mask in kept.masks.items())


def add_block(groups: dict[str, Totals], kept: Kept, looked: Looked, keys: Sequence[GroupKey], layout: Layout) -> None:
    """Add the rows of a block to their groups."""
    own = list(enumerate(layout.columns))[len(layout.columns) - len(layout.own) :]
    for key, mask in masks_of(kept, keys):
        totals = groups.setdefault(key.group, Totals())
        number = int.from_bytes(mask, "little")
        reporting = number & int.from_bytes(kept.reporting, "little")
        totals.add("enterprises", number.bit_count())
        totals.add("due", number.bit_count())
        totals.add("reported", reporting.bit_count())
        if key.is_industrial:
            totals.members += reporting.bit_count()
            totals.add("industrial_enterprises", number.bit_count())
            totals.add("large_enterprises", (kept.flags["large"] & number).bit_count())
        if reporting:
            _add_figures(totals, kept, key, mask)
        for at, column in own if key.is_industrial else ():
            totals.add(column.name, kept.block.amounts[at].total(mask))
            if at in looked.gaps and any(
                not cell and wanted and reports
                for cell, wanted, reports in zip(looked.columns[at], mask, kept.reporting, strict=True)
            ):
                totals.open.add(column.name)


def _add_figures(totals: Totals, kept: Kept, key: GroupKey, mask: bytes) -> None:
    """Amounts and flags: a row that does not report has neither."""
    number = int.from_bytes(mask, "little")
    everything = all(mask)
    for name, amounts in kept.amounts.items():
        value: Number = amounts.total(None if everything else mask) if key.is_industrial else 0
        totals.add(name, value)
    for flag in FLAGS:
        totals.add(flag.name, (kept.flags[flag.name] & number).bit_count())
    officer, manager = (kept.flags[name] for name in BOTH_POSTS)
    totals.add("with_both_posts", (officer & manager & number).bit_count())


def add_panel(blocks: Sequence[Kept], keys: Sequence[GroupKey], members: Mapping[str, str]) -> dict[str, Totals]:
    """The figures of the enterprises that are among `members` (codes with the group that each counts in), by group."""
    found: dict[str, Totals] = {}
    for kept in blocks:
        inside = int.from_bytes(bytes(map(members.__contains__, kept.codes)), "little")
        inside &= int.from_bytes(kept.reporting, "little")
        unnamed = int.from_bytes(bytes(map("".__eq__, kept.codes)), "little")
        for key, every in masks_of(kept, keys):
            number = inside & int.from_bytes(every, "little")
            if unnamed and members.get("") != key.group:
                number &= ~unnamed
            mask = number.to_bytes(len(every), "little")
            part = found.setdefault(key.group, Totals())
            part.add("enterprises", number.bit_count())
            if key.is_industrial:
                part.members += number.bit_count()
                part.who.update(hash(code) for code, wanted in zip(kept.codes, mask, strict=True) if wanted)
            else:
                part.serving.update(hash(code) for code, wanted in zip(kept.codes, mask, strict=True) if wanted)
            if number:
                _add_figures(part, kept, key, mask)
    return found
