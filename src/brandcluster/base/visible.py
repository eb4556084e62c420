"""Text from a dossier made safe to show: nothing in it can steer a terminal or reorder what is read."""

from __future__ import annotations

from brandcluster.base.patterns import late_pattern

#: What nobody sees, as a part of a pattern: of zero width, or turning the order in which a line is read.
INVISIBLE = (
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_INVISIBLE = late_pattern(f"[{INVISIBLE}]")
# Control characters, line and paragraph separators, bidirectional and zero-width controls, lone surrogates.
UNSAFE = late_pattern(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\u2065\ud800-\udfff{INVISIBLE}]")

_TAKEN_APART = late_pattern(r"[\s&()<>|;'*?$`!]")
_BYTES = late_pattern("[\udc80-\udcff]")


def visible(text: str) -> str:
    """`text` on one line, with every character that acts instead of showing written as ⟨U+001B⟩."""
    if _BYTES.search(text):  # a file name that the system could not decode; it is most likely UTF-8
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return UNSAFE.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def without_invisible(text: str) -> str:
    """`text` without what nobody sees, as it goes into a document that is printed."""
    return _INVISIBLE.sub("", text)


def as_argument(name: str) -> str:
    """A path as it is typed into a command: in quotes where a shell would take it apart."""
    shown = visible(name)
    return f'"{shown}"' if _TAKEN_APART.search(shown) else shown


#: What CI systems take for a command wherever it stands in a line of a log: `##[group]`, `##vso[task.setvariable]`.
COMMAND = late_pattern(r"##(?=[A-Za-z]*\[)")


def without_commands(line: str) -> str:
    """A line of output in which no CI system finds a command of its own (`::error::`, `##[error]`)."""
    if "##" in line:
        line = COMMAND.sub("# #", line)
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line
