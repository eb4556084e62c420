"""Text of a YAML file → a graph of nodes with marks: the only module that touches the YAML library.

libyaml where it is installed (the extra `fast`), else ruamel.yaml's pure Python parser, with the same results.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from brandcluster.base.later import import_later
from brandcluster.base.patterns import late_pattern

if TYPE_CHECKING:
    from brandcluster.formats.yaml.slips import Labels, Slip

#: All that the C parser asks of the modules that parse and write in Python: the errors that it raises itself.
_ERRORS = (
    ("scanner", "ScannerError"),
    ("parser", "ParserError"),
    ("composer", "ComposerError"),
    ("constructor", "ConstructorError"),
    ("emitter", "EmitterError"),
    ("serializer", "SerializerError"),
    ("representer", "RepresenterError"),
)
MAX_NODES = 20_000
MAX_DEPTH = 32
#: A text that is no longer, has no more brackets and no line indented so far takes neither the machine's memory nor the C
#: parser's stack (a level takes it less than 1 KB), whatever stands in it: its nodes are counted once they are there.
SHORT, FEW_BRACKETS = 60_000, 200
_FAR = late_pattern(r"(?m)^[ ?:\t-]{40}")


class TooDeep(Exception):
    """More than MAX_DEPTH levels; `mark` is where."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class TooMany(Exception):
    """More than MAX_NODES nodes; `mark` is where."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


def compose_nodes(text: str) -> Any:
    """The root node of a document, None of an empty one; a plain scalar's tag is True, any other node's False.

    Raises TooDeep, TooMany, and the parser's own errors, which `syntax_hint` explains.
    """
    parser = _c_parser()
    if parser is None:
        return _compose_pure(text)
    # The hooks that count take longer than all the parsing.
    if len(text) <= SHORT and text.count("[") + text.count("{") <= FEW_BRACKETS and not _FAR.search(text):
        try:
            root = _composer(parser, counts=False)(text).get_single_node()
        except Exception:  # which of several things is wrong is said by the parser that counts
            root = None
        if root is not None and _is_within(root):
            return root
    return _composer(parser, counts=True)(text).get_single_node()


def _is_within(root: Any) -> bool:
    """Whether there are at most MAX_NODES nodes and MAX_DEPTH levels; what is met again is counted again."""
    level, count = [root], 0
    for _ in range(MAX_DEPTH):
        count += len(level)
        if count > MAX_NODES:
            return False
        below: list[Any] = []
        for node in level:
            if node.id == "mapping":
                for pair in node.value:
                    below += pair
            elif node.id == "sequence":
                below += node.value
        if not below:
            return True
        level = below
    return False


@cache
def _spare_own_parser() -> None:
    """Keep the library from loading its parser and writer in Python, of which the C parser asks for no more than errors.

    They run when something else of them is asked for, as the pure parser does.
    """
    import_later("ruamel.yaml")
    from ruamel.yaml.error import MarkedYAMLError

    for name, error in _ERRORS:
        import_later(f"ruamel.yaml.{name}", **{error: type(error, (MarkedYAMLError,), {})})


def _c_parser() -> Any:
    """The C parser, in whichever package it was installed: ruamel.yaml brings it in two, the older one with wheels."""
    _spare_own_parser()
    try:
        import _ruamel_yaml as found
    except ImportError:
        try:
            import _ruamel_yaml_clibz as found
        except ImportError:
            return None
    return found.CParser


@cache
def _composer(parser: Any, *, counts: bool) -> Any:
    """The C parser with the hooks that both composers call."""
    from ruamel.yaml.tag import Tag

    # The library makes a Tag for every node out of what `resolve` gives, unless it is one already.
    plain, other = Tag(suffix=True), Tag(suffix=False)

    class Composer(_Resolver if counts else _Uncounted, parser):  # type: ignore[misc]  # the C class has no types
        def __init__(self, text: str) -> None:
            parser.__init__(self, text)

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return plain if isinstance(implicit, tuple) and implicit[0] else other

    return Composer


class _Uncounted:
    """The hooks that count nothing."""

    def descend_resolver(self, parent: Any, index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


class _Resolver:
    """The hooks that both composers call. A tag of True marks a plain scalar, False any other untagged node."""

    depth = 0
    count = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return bool(implicit[0]) if isinstance(implicit, tuple) else False

    def descend_resolver(self, parent: Any, index: Any) -> None:
        self.depth += 1
        self.count += 1
        if self.count > MAX_NODES:
            raise TooMany(parent.start_mark)
        if self.depth > MAX_DEPTH:
            raise TooDeep(parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _compose_pure(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    from brandcluster.formats.yaml.pure_scanner import LibyamlScanner

    class Resolver(_Resolver, VersionedResolver):
        pass

    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.1"  # what libyaml goes by; what a scalar is, is decided in `document`
    yaml.Resolver, yaml.Scanner = Resolver, LibyamlScanner
    return yaml.compose(text)


def syntax_hint(text: str, error: Exception, labels: Labels | None = None) -> Slip | None:
    """The parser's complaint as a hint; None when the exception is not the parser's (a bug of ours)."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None)
    if mark is None and problem is None and type(error).__name__ != "ReaderError":
        return None
    from brandcluster.formats.yaml.hints import explain_syntax_error

    context_mark = getattr(error, "context_mark", None)
    return explain_syntax_error(
        text,
        str(problem or ""),
        (mark.line, mark.column) if mark is not None else (0, 0),
        (context_mark.line, context_mark.column) if context_mark is not None else None,
        labels,
    )
