"""The marks by which a template's text tells values, figures and line breaks apart on its way to Word."""

from __future__ import annotations

#: Characters that no text holds mark what stands in the output: the start of a value, a line break inside one, a
#: figure (its number between two marks), a text with the dossier's own Markdown.
GUARD, BREAK, FIGURE, FIGURE_END, PROSE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
MARKS = GUARD + BREAK + FIGURE + FIGURE_END + PROSE
#: Where a person has to write. What stands between the colon and the bracket says what.
FILL_IN = "【请填写】"
