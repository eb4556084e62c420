"""What start-up leaves out: each line here fails when the library below no longer works the way that we count on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
)


def test_validate_imports_nothing_that_it_does_not_use() -> None:
    code = f"""
import os, sys
from brandcluster.cli.start import start
streams, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
assert start(["validate", {str(EXAMPLE)!r}]) == 0
assert "pydantic" in sys.modules and "_ruamel_yaml" in sys.modules
print(*sys.modules, file=streams)
"""
    modules = run(code)
    assert [said for said, name in UNUSED if name in modules] == []


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


def test_what_has_run_already_is_left_alone() -> None:
    import secrets

    spare_unused_imports()
    assert sys.modules["secrets"] is secrets
