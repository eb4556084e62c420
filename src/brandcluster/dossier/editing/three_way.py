"""A three-way merge of a dossier's files by meaning: keys by their names, entries by what identifies them.

The result is made of pieces of the texts themselves (`merge_tree`), so that comments, order and layout stay. What
both sides changed into something different is a conflict: both stand side by side between git's marks, and nothing is
chosen. Each result is read again under either choice; one that does not read as it was meant is no merge by meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.editing.conflict_marks import Names, either_text, marked
from brandcluster.dossier.editing.merge_lines import merge_comments, merge_lines
from brandcluster.dossier.editing.merge_tree import TakenApart, TextPiece, shifted, take_apart
from brandcluster.dossier.editing.pairing import pair_entries
from brandcluster.dossier.files import kind_of
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of, normalise_key
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import is_same

#: What is known of a file only as a whole, and is worth nothing when it is put together: a digest.
DIGEST = "摘要"
SEALED = late_pattern(r"(?:^|/)sealed/\d+/")
#: How large a text is merged at all.
MAX_MERGED = 4_000_000
#: Stands for what one side does not have.
ABSENT = object()


class MergeConflict(NamedTuple):
    """What both sides changed: where (keys as typed, () for the whole file), and the lines of each; None where gone."""

    keys: KeyPath
    ours: str | None
    theirs: str | None


class MergedText(NamedTuple):
    """A merged text, with git's marks around each conflict.

    `by_lines`: the file could not be taken apart, and was merged by lines as git does it.
    """

    text: str
    conflicts: tuple[MergeConflict, ...]
    by_lines: bool = False


@dataclass(slots=True)
class _Out:
    """A piece of the result: what stands above, its text from the key on, and what it reads as under either choice.

    `other` is the other side's text where the two are a conflict as a whole, None where that side has nothing; `gone`
    says that the first side has nothing, `has_dash` that the body begins with marks and brings its own indentation.
    """

    key: str
    column: int
    lead: str
    body: str
    data: tuple[Any, Any]
    is_clash: bool = False
    other: str | None = None
    gone: bool = False
    has_dash: bool = False


class _NotTakenApart(Exception):
    """Something that cannot be merged inside; the whole around it is the conflict, or the lines are."""


class _Merge:
    """One merge: the names of its sides, and the conflicts found."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: list[MergeConflict] = []


def merge_texts(base: str, ours: str, theirs: str, path: str, names: Names | None = None) -> MergedText:
    """Merge one file of a dossier. `path` is its place in the dossier, or in the repository; "" for a base that is new.

    The names of the sides stand behind git's marks. Neither side is preferred: with the sides exchanged, so are those
    of the conflicts, and nothing else.
    """
    names = names or Names("1", "2")
    if ours == theirs or theirs == base:
        return MergedText(ours, ())
    if ours == base:
        return MergedText(theirs, ())
    if SEALED.search(path):
        return _by_lines("", ours, theirs, names)
    if max(map(len, (base, ours, theirs))) > MAX_MERGED:
        return _by_lines(base, ours, theirs, names)
    merged = _by_meaning(base, ours, theirs, path, names)
    return merged if merged is not None else _by_lines(base, ours, theirs, names)


def merge_files(
    base: Mapping[str, str | None],
    ours: Mapping[str, str | None],
    theirs: Mapping[str, str | None],
    names: Names | None = None,
) -> dict[str, MergedText | None]:
    """Merge a dossier's files by path; a file that is not there is None or missing. None in the result: it is gone.

    A file that one side deleted and the other changed is kept whole, and is a conflict.
    """
    found: dict[str, MergedText | None] = {}
    for path in sorted({*base, *ours, *theirs}):
        was, one, other = (side.get(path) for side in (base, ours, theirs))
        if one == other or other == was:
            found[path] = MergedText(one, ()) if one is not None else None
        elif one == was:
            found[path] = MergedText(other, ()) if other is not None else None
        elif one is None or other is None:
            kept = one if one is not None else other or ""
            found[path] = MergedText(kept, (MergeConflict((), one, other),), True)
        else:
            found[path] = merge_texts(was or "", one, other, path, names)
    return found


# ---- by lines ------------------------------------------------------------------------------------------------


def _by_lines(base: str, ours: str, theirs: str, names: Names) -> MergedText:
    chunks = merge_lines(*(each.splitlines(keepends=True) for each in (base, ours, theirs)))
    conflicts, made = [], []
    for chunk in chunks:
        one, other = "".join(chunk.ours), "".join(chunk.theirs)
        if chunk.clash:
            conflicts.append(MergeConflict((), one or None, other or None))
            made.append(marked(one, other, names))
        else:
            made.append(one)
    return MergedText("".join(made), tuple(conflicts), True)


# ---- by meaning ----------------------------------------------------------------------------------------------


def _by_meaning(base: str, ours: str, theirs: str, path: str, names: Names) -> MergedText | None:
    mark = "\ufeff" if ours.startswith("\ufeff") and theirs.startswith("\ufeff") else ""
    newline = _newline(base, ours, theirs)
    sheets = [_sheet(path, each) for each in (base, ours, theirs)]
    was, one, other = sheets
    if one is None or other is None or (was is None and base.strip()):
        return None
    part = model_at(path)
    work = _Merge(names)
    try:
        children, _ = _merge_children(work, was.root if was else None, one.root, other.root, part, (), 0)
    except _NotTakenApart:
        return None
    before = merge_comments(was.before if was else "", one.before, other.before)
    text = before + _joined(work, children)
    data = [_data_of(children, side, is_list=False) for side in (0, 1)]
    for side in (0, 1):
        again = read_document(path, either_text(text, side + 1).encode())
        if again.diagnostics or not is_same(_normal(again.data or {}), _normal(data[side]), exactly=False):
            return None
    return MergedText(mark + text.replace("\n", newline), tuple(work.found))


def _normal(data: Any) -> Any:
    """Data with its keys told apart by more than typing, and no difference between nothing and an empty collection."""
    if isinstance(data, dict):
        return {normalise_key(str(key)): _normal(value) for key, value in data.items()}
    return [_normal(each) for each in data] if isinstance(data, list) else data


def _newline(base: str, ours: str, theirs: str) -> str:
    was, one, other = ("\r\n" if "\r\n" in each else "\n" for each in (base, ours, theirs))
    return other if one == was else one


def _sheet(path: str, text: str) -> TakenApart | None:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = read_document(path, (plain if plain.endswith("\n") else plain + "\n").encode())
    return None if document.diagnostics or not isinstance(document.data, dict) else take_apart(document)


def model_at(path: str) -> type[Part] | None:
    """The model of a file by its path in a dossier or above it; None for what is no file of a dossier."""
    parts = path.split("/")
    for start in range(len(parts)):
        kind = kind_of("/".join(parts[start:]))
        if kind is not None:
            return kind.model
    return None


def _fields(part: type[Part] | None) -> dict[str, Field]:
    return {normalise_key(label): field for label, field in fields_of(part).items()} if part is not None else {}


def _merge_children(
    work: _Merge,
    was: TextPiece | None,
    one: TextPiece,
    other: TextPiece,
    part: type[Part] | None,
    keys: KeyPath,
    column: int,
) -> tuple[list[_Out], bool]:
    """The children of a collection merged, in order."""
    is_list = "list" in (one.kind, other.kind)
    labels = frozenset(fields_of(part)) if part is not None else frozenset()
    names = _named(was, one, other, labels) if is_list else [_by_key(each) for each in (was, one, other)]
    olds, firsts, seconds = names
    fields = {} if is_list else _fields(part)
    found: list[_Out] = []
    for name in _order(list(olds), list(firsts), list(seconds), {**olds, **firsts, **seconds}):
        old, first, second = olds.get(name), firsts.get(name), seconds.get(name)
        shown = first or second or old
        assert shown is not None  # noqa: S101  # it has its name from one of them
        step: str | int = len(found) if is_list else _typed(shown)
        below = part if is_list else _below(fields.get(shown.key))
        out = _merge_piece(work, old, first, second, below, (*keys, step), column)
        if out is not None:
            found.append(out)
    return found, is_list


def _typed(piece: TextPiece) -> str:
    """The key of a piece as it is typed."""
    return piece.head.split(":", 1)[0].strip().strip("'\"")


def _below(field: Field | None) -> type[Part] | None:
    return field.part if field is not None else None


def _by_key(piece: TextPiece | None) -> dict[Any, TextPiece]:
    return {} if piece is None else {each.key: each for each in piece.children}


def _named(
    was: TextPiece | None, one: TextPiece, other: TextPiece, labels: frozenset[str]
) -> list[dict[Any, TextPiece]]:
    """The entries of a list by names that the three have in common."""
    olds = list(was.children) if was is not None else []
    lists = [list(one.children), list(other.children)]
    every = labels or frozenset(
        key for side in (olds, *lists) for each in side if isinstance(each.data, dict) for key in each.data
    )
    data = [[each.data for each in side] for side in (olds, *lists)]
    to_base = [pair_entries(data[0], data[side], every) for side in (1, 2)]
    new = [[j for j in range(len(lists[side])) if j not in to_base[side]] for side in (0, 1)]
    again = pair_entries([data[1][j] for j in new[0]], [data[2][j] for j in new[1]], every)
    shared = {new[1][j]: new[0][i] for j, i in again.items() if _is_one(data[1][new[0][i]], data[2][new[1][j]], every)}
    named: list[dict[Any, TextPiece]] = [{("old", i): each for i, each in enumerate(olds)}, {}, {}]
    for j, each in enumerate(lists[0]):
        named[1][("old", to_base[0][j]) if j in to_base[0] else ("one", j)] = each
    for j, each in enumerate(lists[1]):
        key = ("old", to_base[1][j]) if j in to_base[1] else ("one", shared[j]) if j in shared else ("other", j)
        named[2][key] = each
    return named


def _is_one(first: Any, second: Any, labels: frozenset[str]) -> bool:
    """Whether two new entries are one: equal, or of one name. Two that are only alike are two."""
    from brandcluster.dossier.editing.pairing import entry_name
    from brandcluster.dossier.model.identities import identities_of

    if first == second:
        return True
    return any(
        entry_name(first, keys) is not None and entry_name(first, keys) == entry_name(second, keys)
        for keys in identities_of(labels)
    )


def _order(old: list[Any], first: list[Any], second: list[Any], pieces: Mapping[Any, TextPiece]) -> list[Any]:
    """The order of what is there: that of the side which changed it; what is new behind what it stands behind."""
    both = set(first) & set(second)
    order = _kept(set(old), [[name for name in side if name in both] for side in (old, first, second)], pieces)
    runs: dict[Any, list[list[Any]]] = {}
    for side in (first, second):
        before: Any = None
        run: list[Any] = []
        for name in side:
            if name in both:
                before, run = name, []
            else:
                if not run:
                    runs.setdefault(before, []).append(run)
                run.append(name)
    result: list[Any] = []
    for name in (None, *order):
        result += [name] if name is not None else []
        for run in sorted(runs.get(name, []), key=lambda each: pieces[each[0]].body):
            result += run
    return result


def _kept(known: set[Any], kept: list[list[Any]], pieces: Mapping[Any, TextPiece]) -> list[Any]:
    """The order of what both sides have: that of the side which changed it, the same one if both did."""
    was, first, second = kept
    moved = [[name for name in side if name in known] != was for side in (first, second)]
    if moved[0] != moved[1]:
        return first if moved[0] else second
    return min(first, second, key=lambda side: [pieces[name].body for name in side])


# ---- one piece -----------------------------------------------------------------------------------------------


def _merge_piece(
    work: _Merge,
    was: TextPiece | None,
    one: TextPiece | None,
    other: TextPiece | None,
    part: type[Part] | None,
    keys: KeyPath,
    column: int,
) -> _Out | None:
    """One key or entry merged; None where it is gone."""
    if one is None or other is None:
        return _on_one_side(work, was, one, other, keys, column)
    if one.whole == other.whole or (was is not None and other.whole == was.whole):
        return _as_it_is(one, column)
    if was is not None and one.whole == was.whole:
        return _as_it_is(other, column)
    lead = merge_comments(
        *(shifted(each.lead, column - each.column) if each is not None else "" for each in (was, one, other))
    )
    kind = _kind(was, one, other)
    if kind != "leaf":
        mark = len(work.found)
        try:
            return _collection(work, was, one, other, part, keys, column, lead)
        except _NotTakenApart:
            del work.found[mark:]
            return _clash(work, one, other, keys, column, lead)
    return _leaf(work, was, one, other, keys, column, lead)


def _kind(was: TextPiece | None, one: TextPiece, other: TextPiece) -> str:
    """What the three are together: a collection where each is one of its kind, or empty; else a leaf."""
    kinds = {each.kind for each in (was, one, other) if each is not None and not each.is_empty}
    return kinds.pop() if len(kinds) == 1 else "leaf"


def _on_one_side(
    work: _Merge, was: TextPiece | None, one: TextPiece | None, other: TextPiece | None, keys: KeyPath, column: int
) -> _Out | None:
    there = one if one is not None else other
    if there is None:
        return None
    if was is None:
        return _as_it_is(there, column)
    if there.data == was.data and "".join(there.whole.split()) == "".join(was.whole.split()):
        return None
    text = _placed(there, column)
    work.found.append(MergeConflict(keys, text if one is there else None, None if one is there else text))
    data = (there.data, ABSENT) if one is there else (ABSENT, there.data)
    lead = shifted(there.lead, column - there.column)
    return _Out(there.key, column, lead, text, data, True, text if there is other else None, there is other)


def _as_it_is(piece: TextPiece, column: int) -> _Out:
    by = column - piece.column
    return _Out(piece.key, column, shifted(piece.lead, by), shifted(piece.body, by, first=False), (piece.data,) * 2)


def _placed(piece: TextPiece, column: int) -> str:
    return shifted(piece.body, column - piece.column, first=False)


def _clash(work: _Merge, one: TextPiece, other: TextPiece, keys: KeyPath, column: int, lead: str) -> _Out:
    first, second = _placed(one, column), _placed(other, column)
    work.found.append(MergeConflict(keys, first, second))
    return _Out(one.key, column, lead, first, (one.data, other.data), True, second)


def _leaf(
    work: _Merge, was: TextPiece | None, one: TextPiece, other: TextPiece, keys: KeyPath, column: int, lead: str
) -> _Out:
    if any(each.kind != "leaf" for each in (one, other)):
        return _clash(work, one, other, keys, column, lead)
    by_lines = _long_text(work, was, one, other, keys, column)
    if by_lines is not None:
        by_lines.lead = lead
        return by_lines
    chosen = _chosen(was, one, other)
    if chosen is None:
        return _clash(work, one, other, keys, column, lead)
    head = _three(was.head if was else None, one.head, other.head)
    rest = [
        shifted(each.rest, column - each.column, first=False) if each is not None else "\n"
        for each in (was, one, other)
    ]
    tail = merge_notes(*rest)
    if chosen.value.lstrip().startswith(("|", ">")) and not tail.startswith("\n"):
        tail = shifted(chosen.rest, column - chosen.column, first=False)
    body = head + shifted(chosen.value, column - chosen.column, first=False) + tail
    return _Out(one.key, column, lead, body, (chosen.data,) * 2)


def _three(was: str | None, one: str, other: str) -> str:
    """A spelling that only one side changed; of two, the same one whichever side is which."""
    return one if one == other or other == was else other if one == was else min(one, other)


def _chosen(was: TextPiece | None, one: TextPiece, other: TextPiece) -> TextPiece | None:
    """Whose value it is; None where both changed it into something different."""
    if is_same(one.data, other.data):
        if was is not None and one.value == was.value:
            return other
        return one if was is not None and other.value == was.value else min(one, other, key=lambda each: each.value)
    if was is None:
        return None
    if is_same(other.data, was.data):
        return one
    return other if is_same(one.data, was.data) else None


def merge_notes(was: str, one: str, other: str) -> str:
    """The comment behind a value and those below it, of both sides."""
    if one == other or other == was:
        return one
    if one == was:
        return other
    firsts, below = zip(*(each.partition("\n")[::2] for each in (was, one, other)), strict=True)
    first = _three(firsts[0], firsts[1], firsts[2])
    if firsts[0] not in (firsts[1], firsts[2]) and firsts[1] != firsts[2]:
        first = "".join(f"  {each.strip()}" for each in sorted(firsts[1:]) if each.strip())
    return f"{first}\n{merge_comments(*below)}"


def _long_text(
    work: _Merge, was: TextPiece | None, one: TextPiece, other: TextPiece, keys: KeyPath, column: int
) -> _Out | None:
    """A text over several lines that both sides changed: merged paragraph by paragraph; None for what is no such."""
    if was is None or is_same(one.data, other.data) or any(is_same(each.data, was.data) for each in (one, other)):
        return None
    texts = [shifted(each.body, column - each.column, first=False) for each in (was, one, other)]
    if not all(each.value.strip().startswith("|") and isinstance(each.data, str) for each in (was, one, other)):
        return None
    if len({each.value.split("\n")[0].split("#")[0].strip() for each in (was, one, other)}) > 1:
        return None
    made, sides = [], ([], [])  # type: ignore[var-annotated]
    conflicts = []
    for number, chunk in enumerate(merge_lines(*(each.splitlines(keepends=True) for each in texts))):
        first, second = "".join(chunk.ours), "".join(chunk.theirs)
        if chunk.clash and not number:
            return None
        if chunk.clash:
            conflicts.append(MergeConflict(keys, first or None, second or None))
        made.append(marked(first, second, work.names) if chunk.clash else first)
        sides[0].append(first)
        sides[1].append(second)
    data = [_read_block("".join(each)) for each in sides]
    if None in data:
        return None
    work.found += conflicts
    return _Out(one.key, column, "", "".join(made), (data[0], data[1]))


def _read_block(body: str) -> Any:
    """What a piece with a text over several lines reads as."""
    text = body if not body.startswith("-") else "x:" + body[1:]
    document = read_document("", text.encode())
    if document.diagnostics or not isinstance(document.data, dict):
        return None
    return next(iter(document.data.values()), None)


# ---- collections ---------------------------------------------------------------------------------------------


def _collection(
    work: _Merge,
    was: TextPiece | None,
    one: TextPiece,
    other: TextPiece,
    part: type[Part] | None,
    keys: KeyPath,
    column: int,
    lead: str,
) -> _Out:
    """A mapping or list whose children are merged one by one."""
    full = next(each for each in (one, other, was) if each is not None and each.children)
    step = _three_numbers(
        *(each.children[0].column - each.column if each and each.children else None for each in (was, one, other))
    )
    children, is_list = _merge_children(work, was, one, other, part, keys, column + step)
    data = tuple(_data_of(children, side, is_list=is_list) for side in (0, 1))
    if not _unit_holds(was, one, other):
        raise _NotTakenApart
    pieces = [each for each in (was, one, other) if each is not None and (bool(each.children) == bool(children))]
    if not children:
        empty = next((each for each in (one, other) if not each.children), None)
        body = _placed(empty, column) if empty is not None else f"{_bare_head(full)} {'[]' if is_list else '{}'}\n"
        return _Out(one.key, column, lead, body, (empty.data if empty is not None else ([] if is_list else {}),) * 2)
    heads = {id(each): shifted(each.head, column - each.column, first=False) for each in pieces}
    ours, theirs = heads.get(id(one)), heads.get(id(other))
    base = heads.get(id(was)) if was is not None else None
    head = merge_notes(base or "", ours or theirs or base or full.head, theirs or ours or base or full.head)
    if one.is_item:
        first, *others = children
        if first.is_clash and (first.gone or first.other is None):
            raise _NotTakenApart
        lead += shifted(first.lead, -step)
        first.lead = ""
        mark = " " * column + head
        if first.is_clash:
            # The dash stands on the line of the first key: both sides have to bring their own.
            text = marked(mark + first.body, mark + (first.other or ""), work.names)
            body = text
            return _Out(one.key, column, lead, body + _joined(work, others), (data[0], data[1]), False, has_dash=True)
        return _Out(one.key, column, lead, head + first.body + _joined(work, others), (data[0], data[1]))
    return _Out(one.key, column, lead, head + _joined(work, children), (data[0], data[1]))


def _bare_head(piece: TextPiece) -> str:
    return piece.head.split("\n")[0].split(" #")[0].rstrip()


def _three_numbers(was: int | None, one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return next((each for each in (one, other, was) if each is not None), 2)
    return other if one == was else one if other == was else min(one, other)


def _unit_holds(was: TextPiece | None, one: TextPiece, other: TextPiece) -> bool:
    """Whether a mapping may be merged key by key; not one whose digest both sides leave different."""
    values = [each.data.get(DIGEST) for each in (one, other) if isinstance(each.data, dict)]
    return len(values) < 2 or values[0] == values[1]


def _data_of(children: list[_Out], side: int, *, is_list: bool) -> Any:
    there = [(each.key, each.data[side]) for each in children if each.data[side] is not ABSENT]
    return [value for _, value in there] if is_list else dict(there)


def _joined(work: _Merge, children: list[_Out]) -> str:
    return "".join(_text(work, each) for each in children)


def _text(work: _Merge, out: _Out) -> str:
    indent = " " * out.column
    if out.has_dash:
        return out.lead + out.body
    if not out.is_clash:
        return f"{out.lead}{indent}{out.body}"
    first = "" if out.gone else indent + out.body
    second = "" if out.other is None else indent + out.other
    if out.gone or out.other is None:
        return marked(out.lead + first if first else "", out.lead + second if second else "", work.names)
    return out.lead + marked(first, second, work.names)


def conflicts_of(merged: Mapping[str, MergedText | None]) -> Iterator[tuple[str, MergeConflict]]:
    """Every conflict of a merge of files, with its path."""
    for path, each in merged.items():
        if each is not None:
            yield from ((path, conflict) for conflict in each.conflicts)
