"""The same work on many regions by a Spark cluster, for which pyspark and Java are installed apart.

A region is a task: its folder is read by the machine that has the task, so nothing of a single enterprise travels, and
what comes back is what every other engine makes of it. A lost worker's tasks are done again by others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from brandcluster.returns.regions.region_year import RegionTask
    from brandcluster.review.processes import Failed

Result = TypeVar("Result")
#: How often a task is tried before the work is given up; what `local[N]` takes from its name.
TRIES = 4
#: What says that somebody has named a cluster, or settings.
_SURROUNDINGS = frozenset(("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_HOME"))
_OURS = {
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.task.maxFailures": str(TRIES),
}
#: This machine, with a number of processes and none of tries: a lost one would end everything.
_ONE_TRY = late_pattern(r"local(?:\[([^\],]*)\])?\Z")
_NO_SPARK = "--engine spark 要另装 pyspark 和 Java 17：pip install 'brandcluster[spark]'。"


class Installed(NamedTuple):
    """What a machine would work with."""

    python: str
    brandcluster: str


def installed_here() -> Installed:
    """What this process works with: of Python the version that a machine must share to read what another one wrote."""
    from brandcluster import __version__

    return Installed(f"{sys.version_info.major}.{sys.version_info.minor}", __version__)


def on_spark(
    tasks: Sequence[RegionTask], work: Callable[[RegionTask], Result], jobs: int | None
) -> list[Result | Failed]:
    """The results of the tasks, in their order. UserError where Spark cannot be started, its machines have something
    else installed, or the work was given up."""
    try:
        import pyspark
    except ImportError:
        raise UserError(_NO_SPARK) from None
    with _context(pyspark, jobs) as context:
        slices = max(1, min(len(tasks), 4 * context.defaultParallelism))
        try:
            _check_machines(context, slices)
            numbered = context.parallelize(
                [(at, each.name, each.path.absolute().as_posix()) for at, each in enumerate(tasks)], slices
            )
            done = numbered.map(_worker(work, installed_here())).collect()
        except UserError:
            raise
        except Exception as error:  # of a library that reports in its own words, and in Java's; none of it is shown
            raise UserError(f"Spark 没有做完（{type(error).__name__}）：看集群自己的日志。什么也没有写。", 3) from None
    results = dict(done)
    return [results[at] for at in range(len(tasks))]


def _worker(
    work: Callable[[RegionTask], Result], wanted: Installed
) -> Callable[[tuple[int, str, str]], tuple[int, Result | Failed]]:
    """What each task runs; it never raises, for what an error says may quote a return and would stand in logs."""

    def run(task: tuple[int, str, str]) -> tuple[int, Any]:
        from pathlib import Path

        from brandcluster.cli.spark import installed_here
        from brandcluster.returns.regions.region_year import RegionTask
        from brandcluster.review.processes import Failed, guarded

        at, name, path = task
        if installed_here() != wanted:
            return at, Failed("计算节点装的版本不同", "计算节点装的版本不同")
        return at, guarded(work, RegionTask(name, Path(path)))

    return run


def _check_machines(context: Any, slices: int) -> None:
    """UserError where a machine has another Python or another version of this program, or none."""
    here = installed_here()

    def probe(_: int) -> tuple[str, str]:
        import sys

        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        try:
            from brandcluster import __version__
        except ImportError:
            return python, ""
        return python, __version__

    found = set(context.parallelize(range(slices), slices).map(probe).collect()) - {tuple(here)}
    if found:
        python, version = sorted(found)[0]
        there = f"brandcluster {version}" if version else "没有装 brandcluster"
        raise UserError(
            f"有的计算节点是 Python {visible(python)}、{visible(there)}，这里是 Python {here.python}、"
            f"brandcluster {here.brandcluster}。装成一样的再来。"
        )


@contextmanager
def _context(pyspark: Any, jobs: int | None) -> Iterator[Any]:
    """A Spark context: on the cluster that the surroundings name (spark-submit, spark-defaults.conf), else on this
    machine, where what is lost is tried again and no address but the loopback is listened on."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    if _SURROUNDINGS.isdisjoint(os.environ):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        context = pyspark.SparkContext(conf=_settings(pyspark, jobs))
    except Exception as error:  # what keeps a gateway to Java from starting has many types
        raise UserError(
            f"Spark 启动不了（{type(error).__name__}）：检查有没有 Java 17（java -version），集群的地址对不对。"
        ) from None
    try:
        yield context
    finally:
        context.stop()


def _settings(pyspark: Any, jobs: int | None) -> Any:
    """The settings that the surroundings have, and what is ours beside them."""
    pyspark.SparkContext._ensure_initialized()  # only Java knows what spark-submit and spark-defaults.conf say
    settings = pyspark.SparkConf().setAppName("brandcluster")
    here = _ONE_TRY.match(settings.get("spark.master", "local[*]"))
    if here is not None:
        settings.setMaster(f"local[{jobs or here.group(1) or '*'},{TRIES}]")
    if settings.get("spark.master").startswith("local"):
        for name in ("spark.driver.host", "spark.driver.bindAddress"):
            settings.setIfMissing(name, "127.0.0.1")
    for name, value in _OURS.items():
        settings.setIfMissing(name, value)
    return settings.set("spark.ui.showConsoleProgress", "false")  # which is on where nobody asked for it
