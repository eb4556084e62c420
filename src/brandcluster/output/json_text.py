"""`--format json`: versioned formats, not dumps of internals."""

from __future__ import annotations

import json
import re
from typing import Any

from brandcluster.base.diagnostics import Fix
from brandcluster.base.visible import COMMAND, UNSAFE
from brandcluster.notice.edition import cite
from brandcluster.output.commands.diagnostics import DossierReport, counts

_TAG = re.compile("<(?=[A-Za-z/!?])")


def dumps(value: Any) -> str:
    """JSON for people and programs: Chinese as it is, lone surrogates escaped so that the output stays UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Nor does any of it become a tag in a page or a command in a log; the data stay the same.
    text = COMMAND.sub("#\\\\u0023", _TAG.sub("\\\\u003c", text))
    # What acts instead of showing is escaped, so that JSON in a terminal or a log is as harmless as text.
    return UNSAFE.sub(lambda match: match.group() if match.group() == "\n" else f"\\u{ord(match.group()):04x}", text)


def validate_json(reports: list[DossierReport]) -> str:
    """`brandcluster.validate/1`."""
    return dumps(
        {
            "schema": "brandcluster.validate/1",
            "dossiers": [
                {
                    "dir": report.dir,
                    "diagnostics": [_diagnostic(report.edition, d) for d in report.diagnostics],
                    "ignored": [
                        {**_diagnostic(report.edition, each.diagnostic), "reason": each.reason}
                        for each in report.ignored
                    ],
                }
                for report in reports
            ],
            "summary": counts(reports),
        }
    )


def _diagnostic(edition: str, diagnostic: Any) -> dict[str, Any]:
    place = diagnostic.location
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "clause": diagnostic.clause,
        "cite": cite(edition, diagnostic.clause),
        "fix": _fix(diagnostic.fix),
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    """What `validate --fix` would write, by places."""
    if fix is None:
        return None
    edits = [
        {
            "line": each.location.line,
            "column": each.location.column,
            "end_line": each.location.end_line,
            "end_column": each.location.end_column,
            "text": each.text,
        }
        for each in fix.edits
    ]
    return {"message": fix.message, "edits": edits}
