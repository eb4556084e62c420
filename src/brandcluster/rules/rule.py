"""What a rule is, and how its findings become diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice
from typing import NamedTuple, TypeVar

from brandcluster.base.diagnostics import Diagnostic, Fix, KeyPath, Location, Severity
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, files_read, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.reading import is_typing_alone

P = TypeVar("P")
#: How many breaches of one rule are reported.
MAX_FINDINGS = 100


class Finding(NamedTuple):
    """A breach of a rule: the file and path in it, what is wrong, what to write instead.

    `on_key` marks the key rather than its value. `snippet` narrows the place to a part of a text, its
    `occurrence`-th one. `severity` overrides the rule's own.
    """

    file: str
    keys: KeyPath
    message: str
    help: str
    on_key: bool = False
    snippet: str | None = None
    occurrence: int = 0
    severity: Severity | None = None
    #: The place itself, for a cell of a table: there are no keys that lead to it.
    location: Location | None = None
    #: Which enterprise: confidential, see `Diagnostic.detail`.
    detail: str = ""
    #: The industry's name that was meant: where only typing differs, it is the fix.
    meant: str | None = None
    #: What may be done without asking.
    fix: Fix | None = None
    #: Where the other figure stands that this one was held against.
    related: tuple[Location, ...] = ()


def by_file(check: Callable[[Dossier, str], Iterator[Finding]]) -> Callable[[Dossier], Iterator[Finding]]:
    """A check of the whole dossier of one that looks at a file: what one file breaks is worked out for each by itself.

    Who keeps a dossier open need not look at the other files again.
    """

    @once
    @wraps(check)
    def of_file(dossier: Dossier, path: str) -> tuple[Finding, ...]:
        return tuple(islice(check(dossier, path), MAX_FINDINGS))

    @wraps(check)
    def of_all(dossier: Dossier) -> Iterator[Finding]:
        for path in files_read(dossier):
            yield from of_file(dossier, path)

    return of_all


def by_text(
    texts: Callable[[Dossier, str], tuple[P, ...]], among: Callable[[str], bool] | None = None
) -> Callable[[Callable[[Dossier, str, tuple[P, ...]], Iterator[Finding]]], Callable[[Dossier], Iterator[Finding]]]:
    """A check of the whole dossier of one that looks at the texts of a file one by one, as `texts` gives them.

    What it says of one must not hang on the others: in an open dossier it is asked only of those that changed.
    `among` says which files it looks at.
    """

    def of_check(
        check: Callable[[Dossier, str, tuple[P, ...]], Iterator[Finding]],
    ) -> Callable[[Dossier], Iterator[Finding]]:
        of_each = once_each(check, MAX_FINDINGS)

        @wraps(check)
        def of_all(dossier: Dossier) -> Iterator[Finding]:
            for path in files_read(dossier):
                if among is None or among(path):
                    yield from islice(of_each(dossier, path, texts(dossier, path)), MAX_FINDINGS)

        return of_all

    return of_check


class Rule(NamedTuple):
    """One rule. Title, why, and the two examples are what users read in `explain` and in the docs."""

    code: str
    title: str
    clause: str | None
    severity: Severity
    why: str
    good: str
    bad: str
    check: Callable[[Dossier], Iterator[Finding]]


def find_breaches(rule: Rule, dossier: Dossier) -> Iterator[Diagnostic]:
    """The rule's findings in one dossier, each with its place."""
    # Findings come lazily: a dossier that breaks a rule a thousand times costs no more than the first hundred.
    for finding in islice(rule.check(dossier), MAX_FINDINGS):
        location: Location
        if finding.location is not None:
            location = finding.location
        elif finding.snippet is not None:
            location = dossier.locate_text(finding.file, finding.keys, finding.snippet, finding.occurrence)
        else:
            location = dossier.locate(finding.file, finding.keys, on_key=finding.on_key)
        yield Diagnostic(
            rule.code,
            finding.severity or rule.severity,
            finding.message,
            finding.help,
            location,
            rule.clause,
            finding.keys,
            finding.detail,
            finding.fix or _name_fix(dossier, finding),
            finding.related,
        )


def _name_fix(dossier: Dossier, finding: Finding) -> Fix | None:
    names = (*dossier.industry_names, OTHER_INDUSTRY)
    if finding.meant is None or not is_typing_alone(finding.meant, finding.meant, names):
        return None
    from brandcluster.dossier.repairs import fix_for_name

    at = dossier.as_written(finding.file, finding.keys)
    return fix_for_name(dossier.documents[finding.file], at, finding.meant)
