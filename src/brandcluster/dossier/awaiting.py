"""What was copied from an earlier round and waits for somebody to confirm it.

It stands as a comment behind its key, `日期: # 待确认：2013-12-20`: to YAML the answer is missing, so nothing decides
on it. Whoever confirms it takes the words `# 待确认：` away; whoever knows better writes that in their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.diagnostics import CodeEntry, Diagnostic, KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.comments import find_comments
from brandcluster.formats.yaml.document import Document, scalars_of

#: What stands before an answer that waits.
MARK = "# 待确认："
_OPENING = late_pattern(r"#[ \t]*待确认[ \t]*[:：]")
_HELP = "还是这样，就删掉“# 待确认：”这几个字，留下后面的；变了，就改写成新的。确认以前按没有填算。"
CODES = (CodeEntry("M014", "从上一轮带来的都确认过", "日期: 2014-03-20", "日期: # 待确认：2013-12-20"),)


def awaiting_diagnostics(document: Document) -> list[Diagnostic]:
    """One for every answer of a file that waits, at its key."""
    waiting = {each.location.line: each for each in find_comments(document, _OPENING) if not each.alone}
    found = []
    for keys in _empty_keys(document):
        place = document.locate(keys, on_key=True)
        comment = waiting.get(place.line)
        if comment is not None and keys and isinstance(keys[-1], str):
            message = f"“{keys[-1]}”是从上一轮带来的，还没有确认：“{comment.words[:60]}”。"
            found.append(Diagnostic("M014", "error", message, _HELP, place, None, keys))
    return found


def _empty_keys(document: Document) -> Iterator[KeyPath]:
    return (keys for keys, value in scalars_of(document.data) if value is None)
