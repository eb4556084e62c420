"""The pages that the navigation of every page leads to, by their paths, beside those of the sections."""

from __future__ import annotations

#: Above the sections: the first page, and the forms as paper.
FRONT = (("/start", "首页"), ("/paper/application", "看申报书"), ("/paper/recommendation", "看推荐表"))
#: Below them: the rest of the work.
MORE = (
    ("/conditions", "申报条件"),
    ("/zone", "示范区条件"),
    ("/judging", "记下认定"),
    ("/import", "从 Word 表收"),
    ("/letters", "向部门要材料"),
    ("/returns", "企业报表"),
    ("/pilot", "试点"),
    ("/making", "生成和封存"),
    ("/handing", "交给审阅"),
    ("/receiving", "收下别人的改动"),
)
