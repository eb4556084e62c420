"""`validate --format json`: a versioned format, not a dump of internals."""

from __future__ import annotations

from typing import Any

from brandcluster.base.diagnostics import Fix
from brandcluster.notice.edition import cite
from brandcluster.output.commands.diagnostics import DossierReport, counts
from brandcluster.output.json_text import dumps


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
