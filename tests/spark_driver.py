"""Run by tests/cli/test_spark.py in a process of its own, for a process has one Spark: the answers of both engines, while
a worker is killed on the way.

    python tests/spark_driver.py FOLDER KILLED [python|executor]

The first task that finds no file KILLED makes it and kills the process that it runs in: the Python worker, or the
executor (Java) above it. Prints how the answers compare, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from brandcluster.cli.spark import on_spark
from brandcluster.returns.regions.region_tables import aggregate
from brandcluster.returns.regions.region_year import RegionFigures, RegionTask, read_region


def main(folder: str, killed: str, what: str) -> None:
    """Compare."""
    tasks = [RegionTask(path.name, path) for path in sorted(Path(folder).iterdir())]

    def work(task: RegionTask) -> Any:
        import os
        import signal
        from pathlib import Path

        from brandcluster.returns.regions.region_year import read_region

        try:
            Path(killed).touch(exist_ok=False)
        except FileExistsError:
            return read_region(task)
        process = os.getpid()
        if what == "executor":  # worker, its daemon, the executor
            for _ in range(2):
                process = int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        os.kill(process, signal.SIGKILL)
        return None

    spread = on_spark(tasks, work, None)
    here = [read_region(task) for task in tasks]
    print(json.dumps({"killed": Path(killed).exists(), "regions": len(spread), "same": spread == here,
                      "tables": aggregate(each for each in spread if isinstance(each, RegionFigures)) == aggregate(here)}))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
