"""What is typed, over which folders, and what each command may write there.

In a command line a word in braces is drawn from `WORDS` (nothing where "" is drawn). `creates` are the places of files
that may be new, `replaces` of those that may be other bytes than before (which includes `creates`); nothing else may
change. Places are patterns (`fnmatch`) below the folder that the command runs in.
"""

from __future__ import annotations

from typing import NamedTuple

JUDGING = ("text", "json", "sarif", "github", "gitlab", "markdown")
_DAYS = (
    "2014-04-18",
    "2016-07-01",
    "2014-07-01",
    "2014年4月18日",
    "2014-02-30",
    "今天",
    "9999-12-31",
    "0001-01-01",
    "",
)
_ODD = (
    "",
    "-1",
    "x" * 300,
    "../d",
    "没有",
    "\u202e甲",
    "\x1b[2J",
    "a\nb",
    "{{ 1 }}",
    "=1+1",
    "0",
    "１２",
    "\udcff",
    "-",
)

#: What a word in braces stands for.
WORDS: dict[str, tuple[str, ...]] = {
    "judging": JUDGING,
    "validating": (*JUDGING, "checklist"),
    "day": (*(["2014-04-18"] * 9), "2016-07-01", *_DAYS),
    "dir": (*(["."] * 12), "", "../d", "没有", "dossier.yaml", "..", "a", "*"),
    "year": (*(["2013"] * 8), "2014", "2015", "2012", "0", "99999", "-2013", "２０１３", "x"),
    "odd": _ODD,
    "name": ("甲", "甲", "甲", *_ODD),
    "out": (*(["out/新.txt"] * 4), "out/新.json", "新.txt", "a/b/c/新.txt", "evidence/新.txt", "statistics/新", "out"),
    "json": ("out/新.json", "out/新.json", "新.json", "a/b/c/新.json", "evidence/新.json", "statistics/新", "out"),
    "book": ("out/新.xlsx", "out/新.xlsx", "新.xlsx", "a/b/c/新.xlsx", "evidence/新.xlsx", "statistics/新", "out"),
    "page": ("out/新.html", "out/新.html", "新.html", "a/b/c/新.html", "evidence/新.html", "statistics/新", "out"),
    "into": ("out/新", "out/新", "新", "a/b/c/新", "evidence/新", "statistics/新", "out"),
    "table": ("text", "json", "csv"),
    "plain": ("text", "json"),
    "strict": ("", "", "--strict", "--all", "--redact", "--show-enterprises", "--files"),
    "stage": ("application", "pilot", "x"),
    "prefer": ("new", "old", "x"),
    "version": ("HEAD", "HEAD~1", "HEAD~1...HEAD", "main", "没有", "--", "HEAD:x", "@{0}"),
    "report": ("summary", "evaluation", "improvement", "zone-application", "re-review", "all", "x"),
    "clause": ("主导产业", "zone-7a", "x", *_ODD),
    "roster": ("in/a.csv", "in/a.csv", "in/b.xlsx", "in/*", "in/c.csv"),
    "come": ("in/*", "in/a.csv", "in/b.xlsx", "in", "in/c.csv"),
    "word": ("a.docx", "b.docx", "a.docx", "b.docx", "没有.docx", "*.docx"),
    "form": ("a.docx", "b.docx", "a.docx", "*.docx", "dossier.yaml"),
    "only": ("errors", "not-ready", "open", "over-quota", "twice", "shared", "failed"),
    "sort": ("province", "errors", "met", "date", "x"),
    "topic": ("P101", "zone-7a", "三（七）1（7）", "有效运行", "没有的", *_ODD),
    "over": ("", "", "--overwrite"),
    "part": ("统计", "资金", "项目", "目标", "政策", "条件", "企业", "x"),
    "other": ("a", "a", "a", "b", ".", "a/statistics", "没有", "sealed/1"),
    "from": (".", ".", "a", "a", "sealed", "sealed/1", "没有", "dossier.yaml", ""),
    "as": (
        "statistics/2013.yaml",
        "dossier.yaml",
        "statistics/2013.yaml",
        "./dossier.yaml",
        "x.yaml",
        "application/plan.yaml",
        "../d/dossier.yaml",
        "../outside/dossier.yaml",
        "",
    ),
    "packed": ("p.zip", "p.zip", "p.zip", ".", "a"),
    "seal": ("1", "1", "2", "0", "x", "-1"),
    "ci": ("github", "github-comment", "gitlab", "x"),
}


class Shape(NamedTuple):
    """A kind of command line; `weight` is how often it is drawn: the dear ones seldom.

    What takes more than some 45 ms is drawn half as often as its time alone would say: a fault shows as well in a command
    that is cheap as in one that is dear, and most of what the dear ones do the cheap ones do too.
    """

    line: str
    seeds: tuple[str, ...] = ("tiny", "base", "pilot")
    creates: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    weight: int = 10
    #: The file of the folder that comes on standard input.
    stdin: str = ""

    @property
    def command(self) -> str:
        return self.line.split()[0]


#: The YAML files of a dossier, and of dossiers one and two folders down: what `fmt` and `--fix` are for.
_OWN = ("*.yaml",)
_OUT = ("out/*", ".gitignore", "out")
_NEW = ("out/*", "*新*", "out")

SHAPES: tuple[Shape, ...] = (
    # ---- nothing is written
    Shape("validate {dir} --format {validating} {strict}", ("tiny", "base", "pilot", "returns", "old"), weight=120),
    Shape("validate {dir} --diff", ("tiny", "base", "pilot"), weight=10),
    Shape("validate {dir} --select X,K --ignore X1 --format {validating}", ("tiny", "base", "returns"), weight=10),
    Shape("validate -q", ("many",), weight=10),
    Shape("validate", ("sealed", "git", "template", "returns"), weight=18),
    Shape("fmt {dir} --check", weight=20),
    Shape("fmt {dir} --diff", ("tiny", "base", "pilot", "old"), weight=18),
    Shape("eligibility {dir} --date {day} --format {judging}", ("tiny", "base", "pilot"), weight=34),
    Shape("thresholds {dir} --date {day} --format {judging}", ("pilot", "pilot", "tiny"), weight=24),
    Shape("indicators {dir} --format {table}", ("tiny", "base", "pilot", "returns"), weight=40),
    Shape("validate . . --jobs 2", ("returns",), weight=2),
    Shape("aggregate {dir} --jobs 1 --format {table}", ("returns", "many", "tiny"), weight=20),
    Shape("aggregate {dir} --jobs 1 --duplicates --format {table} {strict}", ("returns", "many"), weight=8),
    Shape("aggregate --rows out/x.parquet --show-enterprises", ("returns",), ("out/*", "out"), (), weight=2),
    Shape("status {dir} --date {day} --format {plain}", ("tiny", "base", "pilot", "sealed"), weight=30),
    Shape("status --date {day} --clauses --format {plain}", weight=8),
    Shape("diff {version} --date {day} --format markdown", ("git",), weight=4),
    Shape("diff {version} {version} . --date {day} --format {plain}", ("git",), weight=4),
    Shape("diff --date {day}", ("git", "base"), weight=4),
    Shape("diff --date {day} --format html", ("git",), weight=4),
    Shape("diff --text {word}", ("word",), weight=4),
    Shape("handover add {form}", ("word",), weight=4),
    Shape("log {dir} {part}", ("git", "base"), weight=4),
    Shape("review {dir} --date {day} --jobs 1 --format {table} --only {only}", ("many", "tiny"), weight=20),
    Shape("review a b --date {day} --jobs 1 --sort {sort} --reverse --format {table}", ("many",), weight=20),
    Shape("review . --date {day} --jobs 1 --similar --earlier b --format {table}", ("many",), weight=2),
    Shape("review . --date {day} --jobs 1 --province {odd}", ("many",), weight=10),
    Shape("evaluate {dir} --year {year} --dry-run --format {plain}", ("pilot",), weight=30),
    Shape("import {form} {dir} --format {plain}", ("word",), weight=3),
    Shape("seal --verify {word} . --format {plain}", ("sealed",), weight=6),
    Shape("seal . --list --format {plain}", ("sealed",), weight=38),
    Shape("collect add {come} --year {year} --dry-run --prefer {prefer}", ("returns",), weight=38),
    Shape("collect list {come} --year {year}", ("returns",), weight=20),
    Shape("collect list --year {year} --to {dir} --roster {roster}", ("returns",), weight=10),
    Shape("sheet add s.xlsx --diff --format {plain}", ("sheet",), weight=16),
    Shape("migrate {dir} --check", ("old", "tiny", "base"), weight=30),
    Shape("judge {dir}", ("tiny", "base", "pilot"), weight=16),
    Shape("explain {topic} --format {plain}", ("tiny",), weight=4),
    Shape("request list . --date {day}", ("tiny", "base"), weight=16),
    Shape("forms learn {word}", ("blank", "word"), weight=6),
    Shape("validate - --as {as} --format {judging}", ("tiny", "base"), weight=18, stdin="statistics/2013.yaml"),
    Shape("fmt - --as {as}", ("tiny", "base"), weight=12, stdin="dossier.yaml"),
    Shape("validate {dir} --format {validating}", ("later", "ruled", "ruled"), weight=4),
    Shape("status {dir} --date {day} --format {plain}", ("later", "ruled"), weight=16),
    Shape("thresholds --date {day} --format {judging}", ("later",), weight=10),
    Shape("evaluate --year {year} --dry-run", ("later",), weight=8),
    Shape("indicators --format {table}", ("ruled", "later"), weight=12),
    Shape("fmt --diff", ("ruled", "later"), weight=3),
    Shape("request list . --date {day}", ("ruled",), weight=8),
    Shape("review . --date {day} --jobs 1 --format {table}", ("later", "ruled"), weight=8),
    Shape("import a.docx . --form x.yaml --format {plain}", ("mapped",), weight=2),
    Shape("forms learn x.docx", ("mapped",), weight=2),
    Shape("review {packed} --date {day} --jobs 1 --format {table}", ("packed",), weight=2),
    Shape("validate a b --exit-zero --format {validating}", ("many",), weight=6),
    Shape("thresholds a b --jobs 1 --date {day} --format {judging}", ("many",), weight=4),
    Shape("indicators a b --jobs 1 --format {table}", ("many",), weight=4),
    Shape("status a b --jobs 1 --date {day} --format {plain}", ("many",), weight=4),
    Shape("eligibility a b --jobs 1 --date {day} --format {judging}", ("many",), weight=6),
    Shape("handover add j.json --to {dir} --diff", ("handed",), weight=16),
    Shape("seal . --verify {word} --seal {seal}", ("sealed",), weight=6),
    Shape("review . --at {version} --date {day} --jobs 1", ("git",), weight=2),
    Shape("sheet add s.xlsx --to {dir} --diff", ("sheet",), weight=6),
    Shape("request add f --to {dir} --diff", ("asked",), weight=6),
    # ---- files are written
    Shape("report {packed} --date {day} -o out/x.html", ("packed",), ("out/*", "out"), (), weight=1),
    Shape("report {dir} --date {day} -o out/x.html", ("later", "ruled"), ("out/*", "out"), (), weight=4),
    Shape("report --at {version} --date {day} -o out/x.html", ("git",), ("out/*", "out"), (), weight=1),
    Shape("init neu --from p.zip", ("packed",), ("neu/*", "neu"), (), weight=4),
    Shape("handover form a --base p.zip --by 甲 --why 乙", ("packed",), ("a/out/*", "a/out", "a/.gitignore"), (), weight=8),
    Shape("review a --date {day} --jobs 1 --html out/h --previous p.zip", ("packed",), ("out/*", "out"), (), weight=4),
    Shape("render --form x.yaml -o out/r --draft", ("mapped",), ("out/*", "out"), (), weight=8),
    Shape("render --form recommendation --draft", ("ruled",), _OUT, (), weight=6),
    Shape("render --report {report} --year {year} --draft --date {day}", ("later",), _OUT, (), weight=2),
    Shape("fmt", ("ruled", "later"), (), _OWN, weight=2),
    Shape("validate --fix", ("ruled", "later"), (), _OWN, weight=2),
    Shape("collect form --year {year}", ("ruled",), _OUT, (), weight=4),
    Shape("sheet form --part {part}", ("later", "ruled"), _OUT, (), weight=4),
    Shape("handover add j.json", ("handed",), _OWN, _OWN, weight=16),
    Shape("handover form b --base {other} --by {name} --why {name} -o {json} {over}", ("many",), (*_NEW, "b/out/*", "b/out"), (), weight=8),
    Shape("merge --driver a/dossier.yaml c/dossier.yaml b/dossier.yaml 7 dossier.yaml", ("handed",), ("c/dossier.yaml",), ("c/dossier.yaml",), weight=8),
    Shape("merge --install {dir}", ("git",), (".git/*", "*.gitattributes"), (".git/*", "*.gitattributes"), weight=4),
    Shape("merge --uninstall {dir}", ("git",), (".git/*", "*.gitattributes"), (".git/*", "*.gitattributes"), weight=2),
    Shape("thresholds {dir} --date {day} --format {judging} -o {out}", ("pilot",), _NEW, weight=6),
    Shape("request list . --date {day} -o {out}", ("base",), _NEW, weight=4),
    Shape("request form --due {day} --date {day} --supplier 统计部门 -o out/f {over}", ("base",), (*_OUT, "requests.yaml"), ("requests.yaml",), weight=4),
    Shape("diff {version} --date {day} -o {out}", ("git",), _NEW, weight=2),
    Shape("log . {part} -o {out}", ("git",), _NEW, weight=1),
    Shape("evaluate --year {year} --dry-run -o {out}", ("pilot",), _NEW, weight=6),
    Shape("import {form} . -o {out}", ("word",), _NEW, weight=3),
    Shape("explain {topic} -o {out}", ("tiny",), _NEW, weight=2),
    Shape("seal . --list -o {out}", ("sealed",), _NEW, weight=4),
    Shape("sheet form --part {part} -o {book} {over}", ("tiny",), _NEW, (), weight=4),
    Shape("sheet add s.xlsx --diff -o {out}", ("sheet",), _NEW, weight=4),
    Shape("collect form --year {year} -o {book} {over}", ("returns",), _NEW, (), weight=4),
    Shape("collect add {come} --year {year} --units-checked", ("returns",), ("enterprises/*.csv", *_OUT), ("enterprises/*.csv", ".gitignore"), weight=10),
    Shape("report {dir} -o {page} {over}", ("tiny",), _NEW, (), weight=4),
    Shape("fmt {dir} --diff -o {out}", ("tiny", "old"), _NEW, weight=6),
    Shape("merge --take 1 {part} {dir}", ("tiny", "base", "pilot"), (), _OWN, weight=16),
    Shape("merge a b a -o {into}", ("many",), ("*新", "*新/*", "out", "out/*"), weight=8),
    Shape("request form . --due {day} --date {day}", ("base",), (*_OUT, "requests.yaml"), ("requests.yaml",), weight=2),
    Shape("validate {dir} --format {validating} -o {out}", ("tiny", "base"), _NEW, weight=16),
    Shape("validate {dir} --fix", ("tiny", "base", "pilot", "old"), (), _OWN, weight=4),
    Shape("fmt {dir}", ("tiny", "base", "pilot", "old"), (), _OWN, weight=14),
    Shape("eligibility --date {day} --format json -o {out}", ("tiny", "base"), _NEW, weight=10),
    Shape("indicators {dir} --format {table} -o {out}", ("tiny", "returns"), _NEW, weight=10),
    Shape("status {dir} --date {day} --format {plain} -o {out}", ("tiny", "pilot"), _NEW, weight=6),
    Shape("indicators --save", ("returns",), ("statistics/*.yaml",), ("statistics/*.yaml",), weight=10),
    Shape("indicators {dir} --save --with-consent --format {table}", ("returns",), ("statistics/*.yaml",), ("statistics/*.yaml",), weight=12),
    Shape("judge . --clause {clause} --conclusion 符合 --by {name} --unit {name} --date {day} --evidence evidence/a.txt --note {name}", ("base", "pilot"), ("judgements.yaml",), ("judgements.yaml",), weight=20),
    Shape("judge . --clause 主导产业 --conclusion 不符合 --by 甲 --unit 乙 --role 省级 --date {day} --issuer {name} --issued {day} --evidence evidence/a.txt --remarks me", ("base", "pilot"), ("me/*.yaml",), ("me/*.yaml",), weight=8),
    Shape("evaluate --year {year}", ("pilot",), ("pilot/evaluations/*.yaml",), ("pilot/evaluations/*.yaml",), weight=24),
    Shape("migrate {dir}", ("old", "old", "tiny"), (), (*_OWN, ".gitignore"), weight=30),
    Shape("collect form {dir} --year {year} {over}", ("tiny", "returns"), _OUT, (), weight=6),
    Shape("collect form --year {year} --each --show-enterprises {over}", ("returns",), _OUT, (), weight=2),
    Shape("collect form --year {year} --each --roster {roster} {over}", ("returns",), _OUT, (), weight=2),
    Shape("collect list {come} --year {year} -o out/l.xlsx {over}", ("returns",), _OUT, (), weight=6),
    Shape("collect add {come} --year {year}", ("returns",), ("enterprises/*.csv", *_OUT), ("enterprises/*.csv", ".gitignore"), weight=20),
    Shape("collect add {come} --year {year} --take-good", ("returns",), ("enterprises/*.csv", *_OUT), ("enterprises/*.csv", ".gitignore"), weight=18),
    Shape("collect add {come} --year 2013 --prefer {prefer} --to .", ("returns",), ("enterprises/*.csv", *_OUT), ("enterprises/*.csv", ".gitignore"), weight=20),
    Shape("sheet form {dir} --part {part} {over}", ("tiny", "base"), _OUT, (), weight=6),
    Shape("sheet add s.xlsx --prefer {prefer}", ("sheet",), _OWN, _OWN, weight=16),
    Shape("request add f/统计部门.xlsx --prefer {prefer} --diff", ("asked",), weight=12),
    Shape("request add f a.pdf --prefer {prefer} --into {name} --date {day}", ("asked",), (*_OWN, "evidence/*", "evidence"), _OWN, weight=12),
    Shape("import {form} {form} . --write {over}", ("word",), (*_OWN, ".gitignore"), _OWN, weight=2),
    Shape("import {form} neu --write", ("word",), ("neu/*", "neu"), (), weight=2),
    Shape("render {dir} --draft {over}", ("tiny", "base"), _OUT, (), weight=4),
    Shape("render --report {report} --year {year} --draft --date {day} {over}", ("pilot", "template"), _OUT, (), weight=3),
    Shape("render --report summary --draft", ("template",), _OUT, (), weight=2),
    Shape("render --package {over}", ("base",), _OUT, (), weight=2),
    Shape("render {dir} --form recommendation -o out/r --draft --pdf {over}", ("tiny",), _OUT, (), weight=2),
    Shape("seal --by {name} --date {day}", ("base", "sealed"), ("sealed/*", "sealed"), (), weight=16),
    Shape("seal --by {name} --date 2014-04-19 --reason {name} --archive", ("sealed",), ("sealed/*", "sealed"), (), weight=4),
    Shape("report --date {day} {over}", ("tiny", "base"), _OUT, (), weight=3),
    Shape("aggregate --jobs 1 --format csv -o out/x.csv {over}", ("returns", "many"), ("out/*", "out"), ("out/x.csv",), weight=6),
    Shape("aggregate --jobs 1 --format xlsx -o out/x.xlsx", ("returns",), ("out/*", "out"), (), weight=2),
    Shape("review . --date {day} --jobs 1 --html out/h {over}", ("many",), ("out/*", "out"), (), weight=1),
    Shape("review . --date {day} --jobs 1 --html out/h --previous b a --remarks me", ("many",), ("out/*", "out"), (), weight=2),
    Shape("review . --date {day} --jobs 1 --letters out/l --replies . --due {day}", ("many",), ("out/*", "out"), (), weight=1),
    Shape("review . --date {day} --jobs 1 --opinions out/o --remarks me --issuer {name}", ("many",), ("out/*", "out"), (), weight=2),
    Shape("review . --date {day} --jobs 1 --inspections out/i --inspected .", ("many",), ("out/*", "out"), (), weight=2),
    Shape("inspection {word} . --date 2015-09-20 --document {word}", ("inspected",), ("pilot/supervision.yaml", "evidence/*", "evidence", "pilot"), ("pilot/supervision.yaml",), weight=12),
    Shape("inspection a.docx {dir} --date {day} --dry-run", ("inspected",), weight=8),
    Shape("review . --date {day} --jobs 1 --corrections -o out/l", ("many",), ("out/*", "out"), (), weight=1),
    Shape("review . --date {day} --jobs 1 --format xlsx -o out/x.xlsx", ("many",), ("out/*", "out"), (), weight=4),
    Shape("status --date {day} --calendar out/x.ics {over}", ("tiny", "pilot"), ("out/*", "out"), (), weight=8),
    Shape("forms learn {word} -o x.yaml", ("blank",), ("x.yaml",), (), weight=4),
    Shape("forms empty {over}", ("tiny",), ("空表/*", "空表"), (), weight=2),
    Shape("lsp --help", ("tiny",), weight=1),  # what is said to it is tried in tests/editor
    Shape("open {dir} --port 1 --no-browser", ("tiny",), weight=2),  # what pages ask is tried in tests/cli/desk
    Shape("schema -o out/s", ("tiny",), ("out/*", "out"), (), weight=1),
    Shape("init {dir} --year {year}", ("nothing", "tiny"), ("*",), (), weight=4),
    Shape("init --stage {stage}", ("tiny", "base", "nothing"), ("*",), (), weight=8),
    Shape("init neu --from {other} --no-input --year {year}", ("many",), ("neu/*", "neu"), (), weight=4),
    Shape("init neu --from {word} --from {form}", ("papers",), ("neu/*", "neu"), (), weight=4),
    Shape("init --ci {ci}", ("tiny", "git"), (".github/*", ".github", ".gitlab-ci.yml", ".brandcluster/*", "*.txt", "*.json"), (), weight=2),
)  # fmt: skip
#: What the options of a command are that only change what is read or shown: any of them may come on top.
HARMLESS = ("--format", "--date", "--strict", "--all", "--files", "--redact", "--show-enterprises", "--stage", "--edition", "--clauses", "--exit-code", "--province", "--industry", "--only", "--sort", "--reverse", "--seal", "--year", "--form", "--help")  # fmt: skip
