"""`validate --format json`: a versioned format, not a dump of internals."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from brandcluster.base.diagnostics import Diagnostic, Edit, Fix, Ignored, Severity
from brandcluster.notice.edition import cite_clause
from brandcluster.output.commands.diagnostics import DossierReport, count_problems
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, Keyword, LineNumber, PathText


class _Edit(TypedDict):
    line: LineNumber
    column: LineNumber
    end_line: LineNumber
    end_column: Annotated[LineNumber, "不含这一列"]
    text: Annotated[str, "换成的文字"]


class _Fix(TypedDict):
    message: Annotated[str, "改什么"]
    edits: Annotated[list[_Edit], Keyword("minItems", 1)]


class _Place(TypedDict):
    path: PathText
    line: LineNumber
    column: LineNumber


class _Diagnostic(TypedDict):
    code: Annotated[str, "代号，如 P101；含义见 brandcluster explain"]
    severity: Severity
    message: str
    help: Annotated[str, "应当怎样写"]
    path: PathText
    line: LineNumber
    column: Annotated[LineNumber, "从 1 数起，按字符（码点）"]
    end_line: LineNumber
    end_column: Annotated[LineNumber, "不含这一列"]
    clause: Annotated[str | None, "通知条款的代号"]
    cite: Annotated[str | None, "通知条款的出处"]
    related: Annotated[list[_Place], "与它相比的另一处在哪里；没有就是空的"]
    fix: Annotated[_Fix | None, "validate --fix 会怎样改：按位置替换；null 是没有把握，要人来改"]


class _Ignored(_Diagnostic):
    reason: Annotated[str, "为什么忽略"]


class _Dossier(TypedDict):
    dir: Annotated[str, "命令行上写的文件夹"]
    diagnostics: list[_Diagnostic]
    ignored: Annotated[list[_Ignored], "按旁边的注释或 ignore.yaml 忽略的，不计入 summary"]


class SummaryJson(TypedDict):
    """How many dossiers, errors and warnings."""

    dossiers: Count
    errors: Count
    warnings: Count


class ValidateJson(TypedDict):
    """What `validate --format json` prints."""

    schema: Literal["brandcluster.validate/1"]
    dossiers: list[_Dossier]
    summary: SummaryJson


def validate_json(reports: list[DossierReport]) -> str:
    """The diagnostics of some dossiers, those that comments set aside, and the numbers."""
    made: ValidateJson = {
        "schema": "brandcluster.validate/1",
        "dossiers": [
            {
                "dir": report.dir,
                "diagnostics": [_diagnostic_json(report.edition, each) for each in report.diagnostics],
                "ignored": [_ignored_json(report.edition, each) for each in report.ignored],
            }
            for report in reports
        ],
        "summary": _summary_json(reports),
    }
    return json_text(made)


def _summary_json(reports: list[DossierReport]) -> SummaryJson:
    number = count_problems(reports)
    return {"dossiers": number.dossiers, "errors": number.errors, "warnings": number.warnings}


def _ignored_json(edition: str, ignored: Ignored) -> _Ignored:
    return {**_diagnostic_json(edition, ignored.diagnostic), "reason": ignored.reason}


def _diagnostic_json(edition: str, diagnostic: Diagnostic) -> _Diagnostic:
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
        "cite": cite_clause(edition, diagnostic.clause),
        "related": [{"path": at.path, "line": at.line, "column": at.column} for at in diagnostic.related],
        "fix": None if diagnostic.fix is None else _fix_json(diagnostic.fix),
    }


def _fix_json(fix: Fix) -> _Fix:
    """What `validate --fix` would write, by places."""
    return {"message": fix.message, "edits": [_edit_json(each) for each in fix.edits]}


def _edit_json(edit: Edit) -> _Edit:
    place = edit.location
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": edit.text,
    }
