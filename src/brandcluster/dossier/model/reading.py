"""Plain values → a model, with every problem as a value.

Keys are settled first (a mistyped key is reported once and read as the one it must be), then pydantic judges the
values, then what it refused is cut out and the rest is read: one bad answer never hides another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from brandcluster.base.diagnostics import CodeEntry, KeyPath
from brandcluster.dossier.model.fields import DOCUMENT_PATH, MONEY, Part, explain_number, unit_of
from brandcluster.dossier.model.validators import validated

#: From so many problems in one file on, mistyped keys are no longer guessed at.
MANY_PROBLEMS = 100
#: As many labels that are still free are named where a key is unknown.
NAMED_LABELS = 8
#: No key and no choice is longer by far.
LONGEST_WORD = 200
#: No list of an application is longer by far.
#: The codes of answers that are missing, or as good as missing until somebody confirms them (`dossier/awaiting`): the
#: file itself can be read.
MISSING = frozenset(("M002", "M014"))
MAX_ENTRIES = 500
Model = TypeVar("Model", bound=Part)
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("M001", "栏目名称与表上一致", "联系人", "联络人"),
    CodeEntry("M002", "要求填写的都填了", "职务: 科长", "职务:"),
    CodeEntry("M008", "取值在规定的几种之内", "经技区", "开发区"),
    CodeEntry("M009", "该逐条写的逐条写，该分栏写的分栏写", "- 名称: 甲", "名称: 甲"),
    CodeEntry("M013", "列表不太长", "几十项", f"超过 {MAX_ENTRIES} 项"),
)


class Field(NamedTuple):
    """What reading needs to know of a model's field."""

    label: str
    name: str
    part: type[Part] | None
    is_list: bool
    required: bool
    is_document: bool
    clause: str | None
    description: str
    example: str | None
    is_long: bool


class ReadingProblem(NamedTuple):
    """Something wrong at a path of the file; `on_key` when the key is meant rather than the value.

    `meant` is what was certainly meant, where only typing differs: the label of a key, the choice of a value, the
    choices of a list.
    """

    code: str
    keys: KeyPath
    message: str
    help: str
    on_key: bool = False
    clause: str | None = None
    meant: str | tuple[str, ...] | None = None


class Reading(NamedTuple, Generic[Model]):
    """What came out: the model (None when the file holds no mapping), the problems, and keys as really written."""

    part: Model | None
    problems: list[ReadingProblem]
    written: dict[KeyPath, str]


@cache
def fields_of(part: type[Part]) -> dict[str, Field]:
    """The fields of a model by label."""
    result = {}
    for name, info in part.model_fields.items():
        nested, is_list = _nested(info.annotation)
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        is_document = any(marker is DOCUMENT_PATH for marker in _metadata(info.annotation))
        label = info.alias or name
        result[label] = Field(
            label,
            name,
            nested,
            is_list,
            required=bool(extra.get("required")),
            is_document=is_document,
            clause=_text(extra.get("clause")),
            description=info.description or "",
            example=_text(extra.get("example")),
            is_long=bool(extra.get("long")),
        )
    return result


@cache
def labels_of(part: type[Part]) -> dict[str, Any]:
    """The labels of a model, each with those below it, or None."""
    return {label: None if field.part is None else labels_of(field.part) for label, field in fields_of(part).items()}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def read_part(part: type[Model], data: Any) -> Reading[Model]:
    """Read `data` as `part`, keeping everything that can be kept."""
    problems: list[ReadingProblem] = []
    written: dict[KeyPath, str] = {}
    if not isinstance(data, dict):
        return Reading(None, [_not_a_mapping((), data)], written)
    tidy = _settle_keys(part, data, (), problems, written)
    instance = _validate(part, tidy, problems)
    blamed = {problem.keys for problem in problems}
    problems.extend(_missing(part, tidy, (), blamed))
    return Reading(instance, problems, written)


def keys_as_written(keys: KeyPath, written: Mapping[KeyPath, str]) -> KeyPath:
    """A path by the models' labels as its author wrote it."""
    return tuple(
        written.get(keys[: index + 1], step) if isinstance(step, str) else step for index, step in enumerate(keys)
    )


# ---- keys ----------------------------------------------------------------------------------------------------


def normalise_key(key: str) -> str:
    """A key without the differences that typing makes: width, brackets, spaces, case."""
    text = unicodedata.normalize("NFKC", key)
    for wide, narrow in (
        ("〔", "("),
        ("〕", ")"),
        ("[", "("),
        ("]", ")"),
        ("【", "("),
        ("】", ")"),
        ("，", ","),
        ("、", ","),
    ):
        text = text.replace(wide, narrow)
    return "".join(text.split()).casefold()


def is_typing_alone(written: str, meant: str, choices: Iterable[str]) -> bool:
    """Whether a word differs from the one that was meant in typing alone, and from no other choice so little."""
    form = normalise_key(written) if len(written) <= LONGEST_WORD else ""
    return [each for each in choices if normalise_key(each) == form] == [meant]


def nearest_choice(word: str, choices: Iterator[str] | list[str] | tuple[str, ...]) -> str | None:
    """The choice that `word` was most likely meant to be; None for none, or where two are as likely (河比省)."""
    from difflib import SequenceMatcher, get_close_matches

    options = list(choices)
    by_form = {normalise_key(option): option for option in options}
    wanted = normalise_key(word)
    if wanted in by_form:
        return by_form[wanted]
    bare = {form.split("(")[0]: option for form, option in reversed(by_form.items())}
    if wanted.split("(")[0] in bare:
        return bare[wanted.split("(")[0]]
    # One wrong character of two or three is as likely a slip as two of six.
    wanted = wanted[:60]
    close = get_close_matches(wanted, list(by_form), 2, 0.5 if len(wanted) <= 3 else 0.6)
    if not close:
        return None
    likeness = [SequenceMatcher(None, each, wanted).ratio() for each in close]
    return by_form[close[0]] if len(close) == 1 or likeness[0] > likeness[1] else None


def _settle_keys(
    part: type[Part], data: dict[str, Any], at: KeyPath, problems: list[ReadingProblem], written: dict[KeyPath, str]
) -> dict[str, Any]:
    known = fields_of(part)
    result: dict[str, Any] = {}
    for key, value in data.items():
        label = key
        if key not in known:
            open_labels = [name for name in known if name not in data and name not in result]
            if len(problems) > MANY_PROBLEMS:  # whoever typed this did not mean our keys
                problems.append(_unknown_key((*at, key), key, None, None, []))
                continue
            match = nearest_choice(key, open_labels)
            problem = _unknown_key((*at, key), key, match, nearest_choice(key, list(known)), open_labels)
            if match is not None and (*at, match) not in written and is_typing_alone(key, match, known):
                problem = problem._replace(meant=match)
            problems.append(problem)
            if match is None:
                continue
            label = match
            written[(*at, label)] = key
        if label != key and (factor := _unit_factor(key, label)) is not None:
            result[label] = _converted(value, factor, label, problems)
        elif value is not None and not (isinstance(value, str) and not value.strip()):  # blank is not an answer
            result[label] = _settle_value(known[label], value, (*at, label), problems, written)
    return result


def _settle_value(
    field: Field, value: Any, at: KeyPath, problems: list[ReadingProblem], written: dict[KeyPath, str]
) -> Any:
    if field.part is not None and not field.is_list and isinstance(value, dict):
        return _settle_keys(field.part, value, at, problems, written)
    if field.is_list and isinstance(value, list):
        if len(value) > MAX_ENTRIES:
            problems.append(
                ReadingProblem(
                    "M013",
                    at,
                    f"列表有 {len(value)} 项，超过 {MAX_ENTRIES} 项的上限。",
                    "请核对，是不是复制重了。",
                    on_key=True,
                )
            )
            return []
        if field.part is None:
            return list(value)
        return [
            _settle_keys(field.part, item, (*at, index), problems, written) if isinstance(item, dict) else item
            for index, item in enumerate(value)
        ]
    return value


def _unit_factor(key: str, label: str) -> Decimal | None:
    """What a value under a key in another unit is to be multiplied with; None when the unit is the same or none."""
    written, meant = unit_of(key), unit_of(label)
    if written not in MONEY or meant not in MONEY or written == meant:
        return None
    return MONEY[written] / MONEY[meant]


def _converted(value: Any, factor: Decimal, label: str, problems: list[ReadingProblem]) -> Any:
    """The value in the unit of the label, said in the problem that the wrong key has already given."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return value
    amount = (value * factor).normalize()
    shown = format(amount, "f")
    last = problems[-1]
    problems[-1] = last._replace(help=f"栏目名称里的单位不能改；换算成 {label}: {shown}。")
    return Decimal(shown)


def _unknown_key(keys: KeyPath, key: str, match: str | None, similar: str | None, left: list[str]) -> ReadingProblem:
    if match is not None:
        return ReadingProblem("M001", keys, f"表里没有“{key}”这一栏。", f"写成“{match}”。", on_key=True)
    if similar is not None:
        return ReadingProblem(
            "M001", keys, f"表里没有“{key}”这一栏；“{similar}”已经写过。", "删掉这一行，或把内容并到一处。", on_key=True
        )
    help_ = "查对这一栏的名称；表里确实没有，就把内容移到该填的栏目里。"
    if 0 < len(left) <= NAMED_LABELS:
        help_ += f"这里还可以写：{'、'.join(left)}。"
    return ReadingProblem("M001", keys, f"表里没有“{key}”这一栏。", help_, on_key=True)


# ---- values --------------------------------------------------------------------------------------------------


def _validate(part: type[Model], tidy: dict[str, Any], problems: list[ReadingProblem]) -> Model | None:
    try:
        return validated(part, tidy)
    except ValidationError as error:
        refused = error.errors(include_url=False)
    for item in refused:
        problems.append(_problem(part, item))
    # From the back, so that cutting an entry out of a list does not move the ones still to come.
    for item in reversed(refused):
        _cut(part, tidy, tuple(item["loc"]))
    return validated(part, tidy)


def _problem(part: type[Part], item: Any) -> ReadingProblem:
    keys: KeyPath = tuple(item["loc"])
    kind, context, value = item["type"], item.get("ctx") or {}, item.get("input")
    if kind == "M004" and isinstance(value, str):  # what to write depends on the unit in the label
        label = next((step for step in reversed(keys) if isinstance(step, str)), "")
        return ReadingProblem(kind, keys, *explain_number(value, label))
    if "message" in context and "help" in context:
        return ReadingProblem(kind, keys, context["message"], context["help"])
    if kind == "literal_error":
        return _not_a_choice(part, keys, value)
    if kind == "list_type":
        return _not_a_list(part, keys, value)
    return _not_a_mapping(keys, value)


def _not_a_list(part: type[Part], keys: KeyPath, value: Any) -> ReadingProblem:
    choices = choices_at(part, keys)
    if choices and isinstance(value, str):
        pieces = [piece.strip() for piece in re.split("[、，；;,]", value)]
        if all(piece in choices for piece in pieces):
            meant = tuple(pieces) if len(set(pieces)) == len(pieces) else None
            return ReadingProblem("M009", keys, "这里应当是列表。", f"写成 [{', '.join(pieces)}]。", meant=meant)
        return ReadingProblem(
            "M009", keys, "这里应当是列表。", f"写成 [{choices[0]}] 这样，可以写：{'、'.join(choices)}。"
        )
    return ReadingProblem("M009", keys, "这里应当是列表。", "每一项另起一行，以“- ”开头。")


def _not_a_mapping(keys: KeyPath, value: Any) -> ReadingProblem:
    if isinstance(value, list):
        return ReadingProblem(
            "M009", keys, "这里要分栏填写，一栏一行，却写成了逐条的。", "去掉行首的“- ”，直接写“栏目: 内容”。"
        )
    if keys and isinstance(keys[-1], int) and isinstance(value, str) and len(value) <= 30:
        return ReadingProblem("M009", keys, "这里要分栏填写，一栏一行。", f"写成“- 名称: {value}”这样，一栏一行。")
    return ReadingProblem(
        "M009", keys, "这里要分栏填写，一栏一行。", "每行写一栏：“栏目: 内容”，冒号用半角，后面空一格。"
    )


_NEGATIONS = "不未无非没"


def _not_a_choice(part: type[Part], keys: KeyPath, value: Any) -> ReadingProblem:
    choices = choices_at(part, keys)
    if isinstance(value, bool):
        shown = "true" if value else "false"
    else:
        shown = str(value) if len(str(value)) <= 40 else str(value)[:40] + "…"
    pieces = [piece.strip() for piece in re.split("[、，；;]", shown)]
    if len(pieces) > 1 and all(piece in choices for piece in pieces):
        return ReadingProblem(
            "M008", keys, f"“{shown}”是几项写成了一项。", f"各项之间用半角逗号：[{', '.join(pieces)}]。"
        )
    match = _surely_meant(str(value), choices) if isinstance(value, str) else None
    help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(choices)}。"
    meant = match if match is not None and is_typing_alone(str(value), match, choices) else None
    return ReadingProblem("M008", keys, f"不能写“{shown}”。", help_, meant=meant)


def _surely_meant(value: str, choices: tuple[str, ...]) -> str | None:
    """The choice that a value is a slip of; none where the slip could turn the meaning round."""
    from difflib import SequenceMatcher

    wanted = normalise_key(value)
    for choice in choices:
        form = normalise_key(choice)
        if wanted == form:
            return choice
        if any((sign in wanted) != (sign in form) for sign in _NEGATIONS):
            continue
        if SequenceMatcher(None, wanted[:60], form, autojunk=False).ratio() > 0.85:
            return choice
    return None


def choices_at(part: type[Part], keys: KeyPath) -> tuple[str, ...]:
    """The values that the enumeration at `keys` allows; empty when it is none."""
    current: type[Part] = part
    label = ""
    for step in keys:
        if isinstance(step, int):
            continue
        field = fields_of(current).get(step)
        if field is None:
            return ()
        label = step
        if field.part is not None:
            current = field.part
    name = fields_of(current)[label].name if label in fields_of(current) else ""
    return _literals(current.model_fields[name].annotation) if name else ()


def _cut(part: type[Part], tidy: dict[str, Any], keys: KeyPath) -> None:
    """Take the value at `keys` out; an entry that should be a mapping becomes an empty one, so that places stay."""
    holder: Any = tidy
    for step in keys[:-1]:
        if not isinstance(holder, (dict, list)):
            return
        try:
            holder = holder[step]  # type: ignore[index]  # the step fits what pydantic walked
        except (KeyError, IndexError):
            return
    last = keys[-1]
    if isinstance(holder, dict) and isinstance(last, str):
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        if _holds_parts(part, keys[:-1]):
            holder[last] = {}
        else:
            del holder[last]


def _holds_parts(part: type[Part], keys: KeyPath) -> bool:
    current: type[Part] | None = part
    for step in keys:
        if isinstance(step, str) and current is not None:
            field = fields_of(current).get(step)
            current = field.part if field else None
    return current is not None


# ---- gaps ----------------------------------------------------------------------------------------------------


def _missing(part: type[Part], data: dict[str, Any], at: KeyPath, blamed: set[KeyPath]) -> Iterator[ReadingProblem]:
    if at in blamed:
        return
    for field in fields_of(part).values():
        keys = (*at, field.label)
        value = data.get(field.label)
        if value is None or value == []:
            if field.required and not any(other[: len(keys)] == keys for other in blamed):
                yield _gap(field, keys, field.label in data)
        elif field.part is not None and isinstance(value, dict):
            yield from _missing(field.part, value, keys, blamed)
        elif field.part is not None and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from _missing(field.part, item, (*keys, index), blamed)


def _gap(field: Field, keys: KeyPath, is_there: bool) -> ReadingProblem:
    if is_there:
        message, help_ = f"“{field.label}”还没有填写。", f"请填写：{field.description}"
    else:
        message, help_ = (
            f"“{field.label}”还没有填写。",
            f"在“{field.label}:”后面填写（没有这一行就加上）：{field.description}",
        )
    return ReadingProblem("M002", keys, message, help_, on_key=True, clause=field.clause)


# ---- annotations ---------------------------------------------------------------------------------------------


def _nested(annotation: Any) -> tuple[type[Part] | None, bool]:
    if get_origin(annotation) is list:
        inner, _ = _nested(get_args(annotation)[0])
        return inner, True
    for choice in (annotation, *get_args(annotation)):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice, False  # type: ignore[return-value]  # every model of a dossier is a Part
    return None, any(get_origin(choice) is list for choice in get_args(annotation))


def _metadata(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for choice in get_args(annotation):
        if choice is not annotation:
            yield from getattr(choice, "__metadata__", ())


def _literals(annotation: Any) -> tuple[str, ...]:
    found: list[str] = []
    for choice in (annotation, *get_args(annotation)):
        args = get_args(choice)
        if args and all(isinstance(value, str) for value in args):
            found.extend(value for value in args if value not in found)
    return tuple(found)
