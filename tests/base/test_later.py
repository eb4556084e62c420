"""What start-up leaves out: each line here fails when the library below no longer works the way that we count on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from brandcluster.base.later import UNUSED as UNUSED_MODULES
from brandcluster.base.later import spare_unused_imports

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qingshiling"


def run(code: str) -> list[str]:
    """The words that a program prints in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split()


#: What `validate` once imported and does not use, and its way in.
UNUSED = (
    ("secrets' own", "hmac"),
    ("pydantic's plugins", "importlib.metadata"),
    ("ruamel.yaml's own parser", "ruamel.yaml.main"),
    ("data files", "importlib.resources"),
    ("OpenSSL", "_hashlib"),
    ("typer's way to a browser", "selectors"),
    ("ways of packing that nobody uses", "_lzma"),
    ("models of files that are not there", "brandcluster.dossier.model.requests"),
    ("models of files that are not there", "brandcluster.dossier.model.own_indicators"),
    ("models of files that are not there", "brandcluster.dossier.model.style"),
    ("models of files that are not there", "brandcluster.dossier.model.ignore_list"),
)
#: What waits, and is not asked for by `validate`.
WAITING = (*UNUSED_MODULES, *(["platform"] if os.name == "posix" else []), "bz2", "lzma")


def test_validate_imports_nothing_that_it_does_not_use() -> None:
    code = f"""
import os, sys
from brandcluster.cli.start import start
streams, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
assert start(["validate", {str(EXAMPLE)!r}]) == 0
assert "pydantic" in sys.modules and "_ruamel_yaml" in sys.modules
from brandcluster.base.later import LaterModule
print(*sys.modules, *("late:" + name for name, each in sys.modules.items() if type(each) is LaterModule), file=streams)
"""
    modules = run(code)
    assert [said for said, name in UNUSED if name in modules] == []
    assert [name for name in WAITING if f"late:{name}" not in modules] == []


def test_help_of_a_command_needs_no_pydantic() -> None:
    code = """
import os, sys
from brandcluster.cli.start import start
streams, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
assert start(["validate", "--help"]) == 0
print(*sys.modules, file=streams)
"""
    modules = run(code)
    assert "typer" in modules
    assert "pydantic" not in modules


def test_the_yaml_library_still_works_in_the_same_process() -> None:
    code = """
from brandcluster.formats.yaml.parser import compose_nodes
compose_nodes("a: 1")
import ruamel.yaml, ruamel.yaml.error
from ruamel.yaml import YAML
from ruamel.yaml.main import YAML as same
try:
    YAML(typ="safe").load("a: [")
except ruamel.yaml.error.YAMLError as error:
    print(YAML is same, YAML(typ="safe").load("a: 1")["a"], YAML().load("a: 1")["a"])
"""
    assert run(code) == ["True", "1", "1"]


def test_the_c_parser_asks_the_parser_in_python_for_errors_only() -> None:
    code = """
import sys
from importlib import import_module
from brandcluster.base.later import LaterModule
from brandcluster.formats.yaml.parser import _ERRORS, compose_nodes
compose_nodes("a: [1, 'b']")
try:
    compose_nodes("a: [")
except Exception as error:
    raised = error
from ruamel.yaml.error import MarkedYAMLError, YAMLError
print(type(raised).__name__, isinstance(raised, MarkedYAMLError), raised.problem_mark.line)
print(all(type(sys.modules[f"ruamel.yaml.{name}"]) is LaterModule for name, _ in _ERRORS))
for name, error in _ERRORS:
    module = import_module(f"ruamel.yaml.{name}")
    given = vars(module)[error]
    hasattr(module, "anything")
    assert vars(module)[error] is not given and issubclass(vars(module)[error], YAMLError), name
"""
    assert run(code) == ["ParserError", "True", "1", "True"]


def test_what_is_put_off_answers_as_ever_when_it_is_asked() -> None:
    code = """
from brandcluster.base.later import spare_unused_imports
spare_unused_imports()
import bz2, calendar, inspect, io, locale, lzma, os, platform, shellingham, tokenize, uuid, zipfile
assert platform.system() == (os.uname().sysname if hasattr(os, "uname") else platform.uname().system)
assert platform.node() == platform.uname().node and platform.system() == platform.uname().system
assert calendar.day_name[0] and locale.getlocale() and shellingham.detect_shell
assert inspect.getsource(spare_unused_imports).startswith("def ")
assert [each.string for each in tokenize.generate_tokens(io.StringIO("a").readline)][0] == "a"
with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_LZMA) as archive:
    archive.writestr("a", b"a")
assert bz2.decompress(bz2.compress(b"a")) + lzma.decompress(lzma.compress(b"b")) == b"ab"
print(uuid.uuid5(uuid.NAMESPACE_URL, "a").version)
"""
    assert run(code) == ["5"]


def test_dates_are_those_of_the_library() -> None:
    code = """
from brandcluster.base.later import spare_unused_imports
spare_unused_imports()
import copy, datetime, pickle, _datetime
from zoneinfo import ZoneInfo
names = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")
assert all(getattr(datetime, name) is getattr(_datetime, name) for name in names)
moment = datetime.datetime.strptime("2014-04-20 08:00", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
assert pickle.loads(pickle.dumps(moment)) == copy.deepcopy(moment) == moment
print(datetime.date.__module__, moment.isoformat())
"""
    assert run(code) == ["datetime", "2014-04-20T08:00:00+08:00"]


def test_secrets_still_work_in_the_same_process() -> None:
    code = """
from brandcluster.base.later import spare_unused_imports
spare_unused_imports()
from pydantic import BaseModel, SecretStr
import secrets
class A(BaseModel):
    word: SecretStr
print(A(word="a").word == SecretStr("a"), len(secrets.token_hex(4)))
"""
    assert run(code) == ["True", "8"]


def test_pydantic_asks_its_loader_of_plugins_for_one_name_only() -> None:
    code = """
import sys
from brandcluster.base.later import spare_unused_imports
spare_unused_imports()
print(*[name for name in vars(sys.modules["pydantic.plugin._loader"]) if not name.startswith("__")])
import inspect, pydantic.plugin._schema_validator as asking
print(inspect.getsource(asking).count("_loader"))
"""
    assert run(code) == ["get_plugins", "1"]


def test_methods_of_data_classes_work_as_ever_and_stand_in_their_class_after_the_first_call() -> None:
    code = """
import dataclasses
from brandcluster.base.later import compile_methods_later
before = vars(dataclasses).get("_create_fn")
compile_methods_later()
compile_methods_later()
made = []
for slots in (False, True):
    B = dataclasses.make_dataclass("B", ["x", ("y", object, None)], frozen=True, slots=slots)
    late = B.__init__, B.__eq__, B.__hash__
    try:
        B(z=1)
    except TypeError as error:
        assert "unexpected keyword argument 'z'" in str(error)
    a, b = B(1), B(2)
    assert a == B(1) and a != b and not a == 1 and hash(a) == hash(B(1)) and len({a, b, B(1)}) == 2
    assert repr(a) == "B(x=1, y=None)" and B.__eq__.__qualname__ == "B.__eq__"
    assert B(y=2, x=1) == B(1, 2) and B.__init__.__qualname__ == "B.__init__"
    assert (before is None) == (late == (B.__init__, B.__eq__, B.__hash__))
    for change in (lambda: setattr(a, "x", 3), lambda: delattr(a, "x")):
        try:
            change()
        except dataclasses.FrozenInstanceError as error:
            made.append(str(error).split()[0])
    own = type("C", (B,), {"__slots__": ()})(1)
    assert own == own and own != a and repr(own) == "C(x=1, y=None)"
    other = B(1, [])
    other.y.append(other)
    assert repr(other) == "B(x=1, y=[...])"
print(*made)
"""
    assert run(code) == ["cannot"] * 4


def test_typing_takes_the_text_of_an_annotation_as_it_is() -> None:
    code = """
from brandcluster.base.later import spare_unused_imports
spare_unused_imports()
from typing import ForwardRef, NamedTuple, Optional, get_type_hints
from pydantic import BaseModel
class A(NamedTuple):
    x: "int | None"
class B(BaseModel):
    a: "Optional[A]" = None
print(ForwardRef("list[str]").__forward_code__, get_type_hints(A)["x"] == int | None, B(a=(3,)).a == A(3))
"""
    assert run(code) == ["list[str]", "True", "True"]


def test_what_has_run_already_is_left_alone() -> None:
    import secrets

    spare_unused_imports()
    assert sys.modules["secrets"] is secrets
