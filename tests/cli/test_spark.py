"""`--engine spark` says what this machine says by itself, with a worker killed on the way: make test-spark."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cases import EXAMPLES, HERE, ROOT

pytestmark = pytest.mark.spark

MASTERS = {"local": "local[2,4]", "cluster": "local-cluster[2,1,1024]"}


def surroundings(folder: Path, **settings: str) -> dict[str, str]:
    """An environment with settings of Spark, and addresses on the loopback."""
    folder.mkdir(exist_ok=True)
    lines = [f"{name.replace('_', '.')} {value}\n" for name, value in settings.items()]
    (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
    return {
        **os.environ,
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH")))),
    }


def said(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=1800, check=False)


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from drawn_returns import LAYOUT, drawn, written
    from put_regions import put

    dice = random.Random("spark")  # noqa: S311  # a draw that can be repeated
    folder = put(
        tmp_path_factory.mktemp("regions") / "in", [{2012: drawn(dice, 0), 2013: drawn(dice, 0)} for _ in range(6)]
    )
    (folder / "区4" / "enterprises" / "2013.csv").write_bytes(written(dice, drawn(dice, 0.5)))
    (folder / "区5" / "dossier.yaml").write_text("不是", encoding="utf-8")
    assert LAYOUT
    return folder


@pytest.mark.parametrize(("master", "what"), [("local", "python"), ("cluster", "python"), ("cluster", "executor")])
def test_a_lost_worker_is_made_good(master: str, what: str, regions: Path, tmp_path: Path) -> None:
    environment = surroundings(tmp_path / "conf", spark_master=MASTERS[master])
    driver = [sys.executable, str(HERE / "spark_driver.py"), str(regions), str(tmp_path / "killed"), what]
    done = said(driver, environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {"killed": True, "regions": 6, "same": True, "tables": True}


@pytest.mark.parametrize("master", [*MASTERS, "none"])
def test_the_answer_is_the_same_to_the_last_byte(master: str, regions: Path, tmp_path: Path) -> None:
    settings = {"spark_master": MASTERS[master]} if master in MASTERS else {}
    environment = surroundings(tmp_path / "conf", **settings)
    if not settings:
        del environment["SPARK_CONF_DIR"]
    program = [sys.executable, "-m", "brandcluster", "aggregate", str(regions), str(EXAMPLES), "--format", "json"]
    here = said([*program, "--jobs", "1"], environment)
    spread = said([*program, "--engine", "spark", "--jobs", "2"], environment)
    assert (spread.returncode, spread.stdout) == (here.returncode, here.stdout), spread.stderr
    twice = said([*program, "--engine", "spark", "--duplicates"], environment)
    assert twice.stdout == said([*program, "--duplicates"], environment).stdout


@pytest.mark.parametrize("there", ["9.9", ""])
def test_machines_with_something_else_installed_are_refused(there: str, regions: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "brandcluster"
    other.mkdir(parents=True)
    text = f'__version__ = "{there}"\n' if there else "raise ImportError\n"
    (other / "__init__.py").write_text(text, encoding="utf-8")
    environment = surroundings(
        tmp_path / "conf", spark_master=MASTERS["local"], spark_executorEnv_PYTHONPATH=str(other.parent)
    )
    done = said([sys.executable, "-m", "brandcluster", "aggregate", str(regions), "--engine", "spark"], environment)
    assert done.returncode == 2
    assert ("brandcluster 9.9" if there else "没有装 brandcluster") in done.stderr


def test_no_return_stands_in_what_is_printed_where_the_program_breaks(regions: Path, tmp_path: Path) -> None:
    """A return that breaks the program on a worker leaves nothing of itself in logs."""
    code = (
        "from pathlib import Path\n"
        "from brandcluster.cli.spark import on_spark\n"
        "from brandcluster.returns.regions.region_year import RegionTask\n"
        "def work(task): raise ValueError('凰麟阀门有限公司 357111317')\n"
        "print([each.place for each in on_spark([RegionTask('a', Path('a'))], lambda task: work(task), 1)])\n"
    )
    done = said([sys.executable, "-c", code], surroundings(tmp_path / "conf", spark_master=MASTERS["local"]))
    assert "ValueError" in done.stdout, done.stderr
    assert "凰麟" not in done.stdout + done.stderr and "357111317" not in done.stdout + done.stderr


def test_a_cluster_reads_the_program_from_a_zip(tmp_path: Path) -> None:
    """What comes with the program is read through the package: as a zip it has no paths."""
    zipped = shutil.make_archive(str(tmp_path / "brandcluster"), "zip", ROOT / "src", "brandcluster")
    code = (
        "from pathlib import Path; import brandcluster\n"
        "from brandcluster.returns.regions.region_year import RegionTask, read_region\n"
        f"print(brandcluster.__file__, read_region(RegionTask('a', Path({str(EXAMPLES / 'lanting')!r}))).failures)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((zipped, os.environ.get("PYTHONPATH", "")))}
    done = said([sys.executable, "-c", code], environment)
    assert ".zip" in done.stdout and done.stdout.endswith(" []\n"), done.stderr
