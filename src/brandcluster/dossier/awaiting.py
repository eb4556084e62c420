"""What was copied from an earlier round and waits for somebody to confirm it.

It stands as a comment behind its key, `日期: # 待确认：2013-12-20`: to YAML the answer is missing, so nothing decides
on it. Whoever confirms it takes the words `# 待确认：` away; whoever knows better writes that in their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.diagnostics import CodeEntry, Diagnostic, KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.comments import Comment, find_comments
from brandcluster.formats.yaml.document import Document, read_document, scalars_of

#: What stands before an answer that waits.
MARK = "# 待确认："
_OPENING = late_pattern(r"#[ \t]*待确认[ \t]*[:：]")
_HELP = "还是这样，就删掉“# 待确认：”这几个字，留下后面的；变了，就改写成新的。确认以前按没有填算。"
CODES = (CodeEntry("M014", "从上一轮带来的都确认过", "日期: 2014-03-20", "日期: # 待确认：2013-12-20"),)


def awaiting_diagnostics(document: Document) -> list[Diagnostic]:
    """One for every answer of a file that waits, at its key."""
    found = []
    for keys, comment in waiting_at(document).items():
        message = f"“{keys[-1]}”是从上一轮带来的，还没有确认：“{comment.words[:60]}”。"
        place = document.locate(keys, on_key=True)
        found.append(Diagnostic("M014", "error", message, _HELP, place, None, keys))
    return found


def waiting_at(document: Document) -> dict[KeyPath, Comment]:
    """The answers of a file that wait, by their paths, each with the comment that it stands in."""
    if "待确认" not in document.text:
        return {}
    waiting = {each.location.line: each for each in find_comments(document, _OPENING) if not each.alone}
    found = {}
    for keys in _empty_keys(document):
        comment = waiting.get(document.locate(keys, on_key=True).line)
        if comment is not None and keys and isinstance(keys[-1], str):
            found[keys] = comment
    return found


def waiting_words(comment: Comment) -> str:
    """The answer that stands in such a comment, without what is said of it behind a further `#`."""
    return comment.words.partition(" #")[0].strip()


def without_waiting(path: str, text: str, keys: KeyPath) -> str:
    """The text of a file without the comment that an answer waited in, now that something else stands at its place."""
    document = read_document(path, text.encode("utf-8", "surrogatepass"))
    line = document.locate(keys, on_key=True).line
    lines = text.split("\n")
    for each in find_comments(document, _OPENING):
        if each.location.line == line and not each.alone:
            end = "\r" if lines[line - 1].endswith("\r") else ""
            lines[line - 1] = lines[line - 1][: each.location.column - 1].rstrip() + end
    return "\n".join(lines)


def _empty_keys(document: Document) -> Iterator[KeyPath]:
    return (keys for keys, value in scalars_of(document.data) if value is None)
