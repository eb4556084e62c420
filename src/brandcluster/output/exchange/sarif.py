"""`--format sarif`: SARIF 2.1.0, for code scanning and editors. Nothing of the machine or the day stands in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from brandcluster import __version__
from brandcluster.base.diagnostics import Fix, Location
from brandcluster.base.site import code_address
from brandcluster.output.exchange.findings import ExchangeEntry, Findings, Level, topic_of
from brandcluster.output.json_text import json_text
from brandcluster.output.text.markdown_text import escape_markdown

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Paths are relative to the root of the repository; where that is, the reader knows.
BASE = "SRCROOT"
_RANK: dict[Level, int] = {"none": 0, "note": 1, "warning": 2, "error": 3}
_SEVERITY: dict[Level, str] = {
    "error": "error",
    "warning": "warning",
    "note": "recommendation",
    "none": "recommendation",
}


def sarif_log(findings: Findings) -> str:
    """The findings as one run of one tool."""
    by_code: dict[str, list[ExchangeEntry]] = {}
    for entry in findings.entries:
        by_code.setdefault(entry.code, []).append(entry)
    codes = sorted(by_code)
    index = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "brandcluster",
                "version": __version__,
                "language": "zh-CN",
                "rules": [_rule(by_code[code]) for code in codes],
            }
        },
        "automationDetails": {"id": f"brandcluster/{findings.command}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "仓库的根目录"}}},
        "results": [_result(entry, index[entry.code]) for entry in findings.entries],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(entries: list[ExchangeEntry]) -> dict[str, Any]:
    """A rule that occurs, with its explanation; its own level is the gravest that it had."""
    entry = entries[0]
    level = max((each.level for each in entries), key=_RANK.__getitem__)
    topic = topic_of(entry.edition, entry.code)
    parts = [*topic.parts] if topic is not None else []
    cite = [("依据", entry.cite)] if entry.cite else []
    titled = [*parts, *cite] or [("说明", entry.title)]
    command = f"brandcluster explain {entry.code}"
    address = code_address(entry.code)
    return {
        "id": entry.code,
        **({"helpUri": address} if address else {}),
        "shortDescription": {"text": _plain(entry.title)},
        "fullDescription": {"text": _plain(parts[0][1] if parts else entry.title)},
        "help": {
            "text": _plain("\n".join(f"{title}：{text}" for title, text in [*titled, ("命令", command)])),
            "markdown": "\n\n".join(
                [*(f"**{title}** {escape_markdown(text)}" for title, text in titled), f"`{command}`"]
            ),
        },
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": [entry.edition, *([entry.cite] if entry.cite else [])],
            "precision": "very-high",
            "problem.severity": _SEVERITY[level],
        },
    }


def _result(entry: ExchangeEntry, index: int) -> dict[str, Any]:
    help_ = f"\n{'' if entry.judged else '改法：'}{entry.help}" if entry.help else ""
    found: dict[str, Any] = {
        "ruleId": entry.code,
        "ruleIndex": index,
        "kind": entry.kind,
        # The standard leaves a level to failures alone: what is open or to be reviewed has none.
        "level": entry.level if entry.kind == "fail" else "none",
        "message": {"text": _plain(f"{entry.verdict}{entry.full_message}{help_}")},
        "locations": [_location(entry.place)],
        "partialFingerprints": {"brandcluster/v1": entry.fingerprint},
    }
    if entry.related:
        found["relatedLocations"] = [
            {"id": number, **_location(place)} for number, place in enumerate(entry.related, 1)
        ]
    if entry.industry:
        found["properties"] = {"industry": entry.industry}
    if entry.reason is not None:
        kind = "external" if entry.by_list else "inSource"
        found["suppressions"] = [{"kind": kind, "status": "accepted", "justification": entry.reason}]
    if entry.fix is not None:
        found["fixes"] = [_fix(entry.fix)]
    return found


def _fix(fix: Fix) -> dict[str, Any]:
    """A change that may be applied as it is; all of it is in one file."""
    replacements = [
        {"deletedRegion": _region(each.location), "insertedContent": {"text": each.text}} for each in fix.edits
    ]
    change = {"artifactLocation": _artifact(fix.edits[0].location), "replacements": replacements}
    return {"description": {"text": _plain(fix.message)}, "artifactChanges": [change]}


def _location(place: Location) -> dict[str, Any]:
    region = {"startLine": place.line}
    if (place.end_line, place.end_column) != (place.line, place.column):
        region = _region(place)
    return {"physicalLocation": {"artifactLocation": _artifact(place), "region": region}}


def _region(place: Location) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(place: Location) -> dict[str, str]:
    return {"uri": quote(place.path.encode("utf-8", "surrogateescape"), safe="/"), "uriBaseId": BASE}


def _plain(text: str) -> str:
    """A message in which nothing is a link: `[text](target)` would be one in plain text too."""
    return text.replace("](", "] (")
