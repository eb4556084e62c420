"""`--format github`: workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from brandcluster.base.visible import visible, without_commands
from brandcluster.output.exchange.findings import ExchangeEntry, Findings, Level

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def github_commands(findings: Findings) -> str:
    """A command a line, errors first: GitHub shows only the first ten of each kind; then sentences on the whole."""
    lines = [_command(entry) for entry in findings.asking]
    return "".join(f"{line}\n" for line in (*lines, *map(without_commands, findings.notes)))


def _command(entry: ExchangeEntry) -> str:
    place = entry.place
    properties = {"file": visible(place.path), "line": str(place.line)}
    if (place.end_line, place.end_column) != (place.line, place.column):
        properties["endLine"] = str(place.end_line)
        properties["col"] = str(place.column)
        if place.end_line == place.line:  # GitHub refuses columns over several lines
            properties["endColumn"] = str(place.end_column)
        else:
            del properties["col"]
    properties["title"] = f"{entry.code} {entry.title}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    cite = f"〔{entry.cite}〕" if entry.cite else ""
    message = f"{entry.verdict}{entry.full_message}"
    if entry.help:
        message += f"\n{'' if entry.verdict else '改法：'}{entry.help}"
    return f"::{_COMMANDS[entry.level]} {written}::{_data(message + cite)}"


def _data(text: str) -> str:
    return without_commands(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
