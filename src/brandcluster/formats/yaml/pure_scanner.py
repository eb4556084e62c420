"""ruamel.yaml's own scanner, where it differs from libyaml's: unquoted texts in brackets, tabs, marks, indentation.

With it a file says the same, and is refused at the same place, whether the C parser is installed or not
(`tests/formats/yaml/test_pure_scanner.py` holds one against the other). Only where there is none is it imported.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import ScalarToken

_BREAKS, _BLANKS = "\r\n\x85\u2028\u2029", " \t"
_ENDS = f"\0{_BREAKS}{_BLANKS}"
_CONTEXT = "while scanning a plain scalar"
_ALPHABET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-")


class LibyamlScanner(Scanner):  # type: ignore[misc,unused-ignore]  # the library's class has no types
    """The scanner, told what libyaml's goes by."""

    def scan_to_next_token(self) -> None:
        """Past blanks, comments and line breaks; a tab is a blank wherever no key may begin."""
        peek, forward = self.reader.peek, self.reader.forward
        if self.reader.index == 0 and peek() == "\ufeff":
            forward()
        while True:
            while peek() == " " or (peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                forward()
            if peek() == "#":
                while peek() not in f"\0{_BREAKS}":
                    forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> Any:
        """An unquoted text, on one line or several."""
        peek, start = self.reader.peek, self.reader.get_mark()
        end, indent = start, self.indent + 1
        text, between = "", ""
        self.allow_simple_key = False
        while not self._at_document_mark() and peek() != "#":
            length = self._plain_length(start)
            if length:
                text += between + self.reader.prefix(length)
                self.reader.forward(length)
                end, between = self.reader.get_mark(), ""
            if peek() not in _BLANKS + _BREAKS:
                break
            between, broken = self._between(between, indent, start)
            self.allow_simple_key = broken
            if not self.flow_level and self.reader.column < indent:
                break
        return ScalarToken(text, True, start, end)

    def _at_document_mark(self) -> bool:
        ahead = self.reader.prefix(3)
        return self.reader.column == 0 and ahead in ("---", "...") and self.reader.peek(3) in _ENDS

    def _plain_length(self, start: Any) -> int:
        """As many characters as go on with the text on this line."""
        peek, length = self.reader.peek, 0
        while (char := peek(length)) not in _ENDS:
            if char == ":" and peek(length + 1) in _ENDS:
                break
            if self.flow_level and char == ":":
                self.reader.forward(length)
                raise ScannerError(_CONTEXT, start, "found unexpected ':'", self.reader.get_mark())
            if self.flow_level and char in ",?[]{}":
                break
            length += 1
        return length

    def _between(self, before: str, indent: int, start: Any) -> tuple[str, bool]:
        """What stands for the blanks and line breaks at the cursor, which are passed; whether there was a break."""
        peek, blanks, breaks = self.reader.peek, "", []
        while peek() in _BLANKS + _BREAKS:
            if peek() in _BREAKS:
                breaks.append(self.scan_line_break())
                continue
            if breaks and peek() == "\t" and self.reader.column < indent:
                problem = "found a tab character that violates indentation"
                raise ScannerError(_CONTEXT, start, problem, self.reader.get_mark())
            blanks += "" if breaks else peek()
            self.reader.forward()
        if not breaks:
            return before + blanks, False
        first, rest = breaks[0], "".join(breaks[1:])
        return (rest or " ") if first == "\n" else first + rest, True

    # ---- marks ---------------------------------------------------------------------------------------------------

    def scan_anchor(self, TokenClass: Any) -> Any:
        """The name behind `&` or `*`: ASCII letters and digits, of whatever comes after them the place is told."""
        ahead = 1
        while self.reader.peek(ahead) in _ALPHABET:
            ahead += 1
        if ahead > 1 and self.reader.peek(ahead) in f"{_ENDS}?:,]}}%@`":
            return super().scan_anchor(TokenClass)
        start = self.reader.get_mark()
        context = f"while scanning an {'alias' if self.reader.peek() == '*' else 'anchor'}"
        self.reader.forward(ahead)
        problem = "did not find expected alphabetic or numeric character"
        raise ScannerError(context, start, problem, self.reader.get_mark())

    # ---- blocks of text ------------------------------------------------------------------------------------------

    def scan_block_scalar_indicators(self, start_mark: Any) -> Any:
        """What stands behind `|` or `>`."""
        try:
            return super().scan_block_scalar_indicators(start_mark)
        except ScannerError as error:
            if "but found 0" in str(error.problem):
                error.problem = "found an indentation indicator equal to 0"
            raise

    def scan_block_scalar_indentation(self) -> Any:
        """Line breaks before the first line of a block, and as deep as blanks go there."""
        return self._block_breaks(None)

    def scan_block_scalar_breaks(self, indent: int) -> Any:
        """Line breaks between lines of a block."""
        breaks, _, end = self._block_breaks(indent)
        return breaks, end

    def _block_breaks(self, indent: int | None) -> tuple[list[str], int, Any]:
        breaks: list[str] = []
        deepest, end = 0, self.reader.get_mark()
        while True:
            while (indent is None or self.reader.column < indent) and self.reader.peek() == " ":
                self.reader.forward()
            deepest = max(deepest, self.reader.column)
            if (indent is None or self.reader.column < indent) and self.reader.peek() == "\t":
                problem = "found a tab character where an indentation space is expected"
                raise ScannerError("while scanning a block scalar", end, problem, self.reader.get_mark())
            if self.reader.peek() not in _BREAKS:
                return breaks, deepest, end
            breaks.append(self.scan_line_break())
            end = self.reader.get_mark()
