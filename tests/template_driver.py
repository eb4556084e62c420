"""Run templates that try to get out or to eat the machine, in a process with hard limits; print what came of each.

    python tests/template_driver.py DOSSIER

A line of JSON each: name, seconds of processor time, peak memory so far in MiB, and the problem or the size of the file.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

#: Just below the limit on a template.
FULL = 58_000
#: Just below the limit on what a template comes to: the example has 35 documents to go through.
OUTPUT = 11_000


def _nested(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


def _repeated(text: str) -> str:
    return "{% for 件 in 附件 %}" + (text * OUTPUT)[:OUTPUT] + "{% endfor %}"


#: Each must be refused.
REFUSED = {
    # ---- ways out
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "format": "{{ '{0.__class__.__init__.__globals__}'.format(申报) }}",
    "format-map": "{{ '{a.__class__}'.format_map(申报) }}",
    "attr": "{{ ''|attr('__class__') }}",
    "attr-escaped": "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "item-escaped": "{{ 申报['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "map-attribute": "{{ 附件|map(attribute='__class__')|list }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "namespace": "{% set 甲 = namespace(a=1) %}{{ 甲.__init__.__globals__ }}",
    "self": "{{ self._TemplateReference__context.environment }}",
    "loop": "{% for 件 in 附件 %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "include-up": "{% include '../../../../../../etc/passwd' %}",
    "include-absolute": "{% include '/etc/passwd' %}",
    "include-own": "{% include 'summary.md' %}",
    "import": "{% import '../../dossier.yaml' as 甲 %}",
    "from": "{% from '/etc/passwd' import 甲 %}",
    "extends": "{% extends '/etc/passwd' %}",
    "macro": "{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}",
    "call-block": "{% call 甲() %}{% endcall %}",
    "recursive": "{% for 件 in 附件 recursive %}{{ loop(附件) }}{% endfor %}",
    # ---- numbers and texts that grow
    "range": "{% for 甲 in range(10**9) %}x{% endfor %}",
    "times": "{{ 'a' * 10**9 }}",
    "power": "{{ 9**9**9 }}",
    "center": "{{ 'a'|center(1000000000) }}",
    "center-power": "{{ 'a'|center(10**9) }}",
    "doubling": "{% set 甲 = 'aaaaaaaa' %}" + "{% set 甲 = 甲 ~ 甲 %}" * 40 + "{{ 甲 }}",
    "digits": "{{ " + "9" * FULL + " }}",
    # ---- loops
    "deep-loops": _nested("{% for 甲 in 附件 %}", "x", "{% endfor %}", 9),
    "deeper-loops": _nested("{% for 甲 in 附件 %}", "x", "{% endfor %}", 39),
    "wide-loops": "{% for 甲 in 附件 %}{% for 乙 in 附件 %}{% for 丙 in 附件 %}{% endfor %}{% endfor %}{% endfor %}"
    * 600,
    "product": _nested("{% for 甲 in 附件 %}", "字" * 1_000, "{% endfor %}", 3),
    "join": "{% for 甲 in 附件 %}{{ 示范区.申请评价.产业|join('"
    + "x" * 50_000
    + "') }}"
    + "字" * 1_000
    + "{% endfor %}" * 1
    + "{% for 甲 in 附件 %}{% for 条 in 条件 %}{% for 判 in 条.判定 %}{{ 判.出处|join('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') }}{% endfor %}{% endfor %}{% endfor %}",
    "what-to-fill": "{% for 甲 in 附件 %}{{ none|待填('" + "x" * 50_000 + "') }}{% endfor %}",
    # ---- depth when it is read
    "parentheses": "{{ " + "(" * FULL,
    "closed-parentheses": "{{ " + _nested("(", "1", ")", FULL // 2) + " }}",
    "brackets": "{{ " + "[" * FULL,
    "braces": "{{ " + "{" * FULL,
    "items": "{{ 申报" + "[0]" * (FULL // 3) + " }}",
    "attributes": "{{ 申报" + ".甲" * (FULL // 2) + " }}",
    "signs": "{{ " + "-" * FULL + "1 }}",
    "nots": "{{ " + "not " * (FULL // 4) + "1 }}",
    "ands": "{{ " + "1 and " * (FULL // 6) + "1 }}",
    "conditions": "{{ " + "1 if 1 else " * (FULL // 12) + "1 }}",
    "filters": "{{ 申报" + "|default" * (FULL // 8) + " }}",
    "arguments": "{{ 申报(" + "1," * (FULL // 2) + ") }}",
    "ifs": _nested("{% if 1 %}", "", "{% endif %}", FULL // 24),
    "open-ifs": "{% if 1 %}" * (FULL // 10),
    "elifs": "{% if 1 %}" + "{% elif 1 %}" * (FULL // 12) + "{% endif %}",
    "comments": "{#" * (FULL // 2),
    "variables": "{{" * (FULL // 2),
    "blocks": "{%-" * (FULL // 3),
    # ---- what it comes to
    "bold": _repeated("**a"),
    "cells": "|a|\n|---|\n" + _repeated("|x|\n"),
    "wide-cells": "|" + "a|" * 20 + "\n|" + "-|" * 20 + "\n" + _repeated("|" + "b|" * 20 + "\n"),
    "paragraphs": _repeated("a\n"),
    "pages": _repeated("---\n"),
    "to-fill": _repeated("【请填写：a】"),
    "open-to-fill": _repeated("【请填写"),
    "control": "一\n\x00\x1b[2J",
    "escaped-control": "{{ '\\x00' }}",
    "own-marks": "{{ '\\ufdd2' }}1",
}
#: Each may stand, and takes no more than its share.
BOUNDED = {
    "stars": _repeated("*"),
    "pipes": _repeated("|"),
    "backslashes": _repeated("\\"),
    "breaks": _repeated("<br>"),
    "brackets": _repeated("【"),
    "one-paragraph": _repeated("字"),
    "one-title": "# " + _repeated("字"),
    "most-to-fill": "【请填写：甲】" * 1_000,
    "figures": "{% for 件 in 申报.主导产业 %}{% for 业 in 产业 %}\n{{ 业.图 }}\n{% endfor %}{% endfor %}",
}


def main() -> None:
    """Try each as the summary's template of a dossier."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (1_500 * 2**20, 1_500 * 2**20))
        resource.setrlimit(resource.RLIMIT_CPU, (240, 240))
    except ImportError:  # Windows: the test's own time limit has to do
        pass
    from brandcluster.dossier.load import load_dossier
    from brandcluster.papers.reports.making import make_report
    from brandcluster.papers.reports.report_list import report_named

    root = Path(sys.argv[1])
    template = root / "templates" / "reports" / "summary.md"
    template.parent.mkdir(parents=True, exist_ok=True)
    report = report_named("summary")
    assert report is not None
    dossier = load_dossier(root)
    for name, source in {**REFUSED, **{f"bounded-{name}": source for name, source in BOUNDED.items()}}.items():
        template.write_text(source, encoding="utf-8")
        begun = time.process_time()
        made = make_report(dossier, report, None, None, draft=False)
        line = {
            "name": name,
            "seconds": round(time.process_time() - begun, 2),
            "peak": _peak(),
            "problem": made.problems[0].message if made.problems else None,
            "size": None if made.content is None else len(made.content),
        }
        print(json.dumps(line), flush=True)


def _peak() -> int:
    """The most memory that this program took, in MiB; `ru_maxrss` would be that of the tests, which it inherits."""
    status = Path("/proc/self/status")
    if not status.is_file():  # Linux alone tells
        return 0
    return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main()
