"""The page at the desk: how long each page takes, and how long a save takes until it is answered.

    python benchmarks/desk.py [DOSSIER…] [--rounds 3] [--saves 50]

A copy of each dossier is served. Every page is asked for over the ASGI application and over a real socket: first by a
desk just opened ("cold": nothing was judged yet for the first page of all), then again ("same"), then each time after an
answer was changed by a save ("changed": the file and the place drawn). Then answers are changed and saved one after the
other, and each time the answer to the save is waited for. Printed are the median, the 95th percentile and the longest, in
milliseconds by the processor (of this process, which is browser and server in one) and by the clock, and the slowest
rows by name. Limits: a page 300 ms, a save 200 ms, on a quiet machine. Before that one `validate` of the same dossier in
a process of its own is timed: what the machine does to the others it does to that too (440 ms for
qingshiling with little else running).

A new process is not what "cold" means. Its first questions are timed by the clock, with the browser's own start left out:
until the address is said, until the visit with the token is answered, then the first page and others.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from starlette.testclient import TestClient

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import OpenDesk, open_desk
from brandcluster.cli.desk.navigation import FRONT, MORE
from brandcluster.cli.desk.serving import listening
from brandcluster.dossier.load import Dossier
from brandcluster.session.desk.page_boxes import Box, boxes_of, every_box, section_path
from brandcluster.session.desk.pilot_sections import pilot_sections, yearly_sections
from brandcluster.session.desk.sections import SECTIONS, FormSection

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("examples/lanting", "examples/qingshiling")
#: Milliseconds that each may take on a quiet machine.
PAGE, SAVE = 300, 200


class Took(NamedTuple):
    """What one question took, in milliseconds by the processor and by the clock."""

    name: str
    processor: float
    clock: float


class Browser(NamedTuple):
    """Something that asks: GET of a path, POST of data to one."""

    get: Callable[[str], bytes]
    post: Callable[[str, Any], bytes]


# ---- who asks ----------------------------------------------------------------------------------------------------


@contextmanager
def in_process(desk: OpenDesk) -> Iterator[Browser]:
    """Over the ASGI application."""
    with TestClient(desk_application(desk), base_url=desk.door.origin, follow_redirects=False) as client:
        client.get(desk.door.new_address())

        def get(path: str) -> bytes:
            answer = client.get(desk.link(path))
            _answered(path, answer.status_code)
            return bytes(answer.content)

        def post(path: str, data: Any) -> bytes:
            answer = client.post(desk.link(path), json=data, headers={"origin": desk.door.origin})
            _answered(path, answer.status_code)
            return bytes(answer.content)

        yield Browser(get, post)


@contextmanager
def over_socket(desk_of: Callable[[int], OpenDesk]) -> Iterator[tuple[OpenDesk, Browser]]:
    """Over a socket of this machine, as a browser."""
    with listening(0) as listener:
        desk = desk_of(listener.getsockname()[1])
        config = uvicorn.Config(desk_application(desk), log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        serving.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield desk, _asking(desk.door.port, desk.door.new_address(), desk.door.home)
        finally:
            server.should_exit = True
            serving.join(10)


def _asking(port: int, address: str, home: str) -> Browser:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    origin = f"http://127.0.0.1:{port}"
    cookie = ""

    def ask(method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Cookie": cookie, "Origin": origin} if method == "POST" else {"Cookie": cookie}
        if body is not None:
            headers["Content-Type"] = "application/json"
        link.request(method, path, body, headers)
        answer = link.getresponse()
        content = answer.read()
        _answered(path, answer.status)
        return content

    link.request("GET", address.removeprefix(origin))
    entered = link.getresponse()
    entered.read()
    cookie = entered.headers["Set-Cookie"].partition(";")[0]

    def post(path: str, data: Any) -> bytes:
        return ask("POST", home + path, json.dumps(data).encode())

    return Browser(lambda path: ask("GET", home + path), post)


def _answered(path: str, status: int) -> None:
    if status != 200:
        sys.exit(f"{path}: {status}")


def _present(desk: OpenDesk) -> Dossier:
    dossier = desk.session.dossier()
    return dossier if dossier is not None else sys.exit("the dossier has gone")


# ---- what is asked -----------------------------------------------------------------------------------------------


def pages_of(desk: OpenDesk) -> list[str]:
    """Every page that there is to look at, and what of the forms stands beside a section."""
    dossier = _present(desk)
    sections = [*SECTIONS, *pilot_sections(dossier), *yearly_sections(dossier)]
    return [
        *(path for path, _ in (*FRONT, *MORE)),
        "/paper.css",
        "/references",
        "/conflicts",
        *(f"/form/{each.slug}" for each in sections),
        *(f"/form/{each.slug}/boxes" for each in SECTIONS),
        *(f"/printed/{each.slug}" for each in SECTIONS),
        "/pulse?page=p&known=0&slug=cover",
    ]


def timed(name: str, work: Callable[[], object]) -> Took:
    """Do something once."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return Took(name, (time.process_time() - processor) * 1000, (time.perf_counter() - clock) * 1000)


class Change(NamedTuple):
    """An answer typed into a box: the section, the place and the text."""

    section: FormSection
    box: Box
    value: str


def drawn(desk: OpenDesk, rng: random.Random) -> Change:
    """A change of a few letters to an answer that stands somewhere in the application."""
    dossier = _present(desk)
    found: list[Box] = []
    while not found:
        section = rng.choice(SECTIONS)
        found = [
            each
            for each in every_box(boxes_of(dossier, section))
            if each.kind in ("text", "line", "number") and each.value
        ]
    box = rng.choice(found)
    value = box.value
    if box.kind == "number":
        changed = re.sub(r"\d(?=\D*$)", lambda last: str((int(last.group()) + 1) % 10), value)
        return Change(section, box, changed)
    at = rng.randrange(len(value)) + 1
    return Change(section, box, f"{value[:at]}{rng.choice(('的', '约 30 家', '，比上年增长', '实'))}{value[at:]}")


def save(desk: OpenDesk, browser: Browser, change: Change) -> Took:
    """Send a change as the page does, until it is answered."""
    dossier = _present(desk)
    path = section_path(dossier, change.section)
    text = dossier.documents[path].text
    keys = list(change.box.keys)
    place = {"slug": change.section.slug, "path": path, "keys": keys, "stamp": desk.versions.keep(path, text)}
    return timed(f"{path} {change.box.label}", lambda: browser.post("/save", {**place, "value": change.value}))


def measured(desk: OpenDesk, browser: Browser, rounds: int, saves: int) -> Mapping[str, list[Took]]:
    """What every page and the saves took."""
    rng = random.Random(26)  # noqa: S311  # changes, no secrets
    found: dict[str, list[Took]] = {"first page": [timed("/start", lambda: browser.get("/start"))]}
    pages = pages_of(desk)
    found["pages, cold"] = [timed(each, lambda each=each: browser.get(each)) for each in pages]  # type: ignore[misc]
    found["pages, same"] = [timed(each, lambda each=each: browser.get(each)) for each in pages]  # type: ignore[misc]
    found["pages, changed"] = []
    for _ in range(rounds):
        for each in pages:
            save(desk, browser, drawn(desk, rng))
            found["pages, changed"].append(timed(each, lambda each=each: browser.get(each)))  # type: ignore[misc]
    found["saves"] = [save(desk, browser, drawn(desk, rng)) for _ in range(saves)]
    return found


# ---- a process of its own ------------------------------------------------------------------------------------------


def new_process(root: Path) -> dict[str, float]:
    """Milliseconds by the clock of the first questions to `brandcluster open`, as a browser puts them."""
    call = [sys.executable, "-m", "brandcluster", "open", str(root), "--no-browser"]
    begun = time.perf_counter()
    with subprocess.Popen(call, stdout=subprocess.PIPE, encoding="utf-8") as process:
        said = process.stdout
        address = "" if said is None else [said.readline() for _ in range(2)][1].strip()
        found = {"address said": (time.perf_counter() - begun) * 1000}
        _, _, port_and = address.partition("127.0.0.1:")
        port, _, rest = port_and.partition("/")
        time.sleep(0.7)  # as long as a browser takes, at the least, until it asks
        begun = time.perf_counter()
        browser = _asking(int(port), address, "/" + rest.partition("/")[0])
        found["visit"] = (time.perf_counter() - begun) * 1000
        for name in ("/start", "/form/cover", "/paper/application"):
            found[name] = timed(name, lambda name=name: browser.get(name)).clock  # type: ignore[misc]
        process.terminate()
    return found


# ---- what is printed -----------------------------------------------------------------------------------------------


def one_validate(root: Path) -> float:
    """Milliseconds of the processor that one `validate` takes as a process; the least of three."""

    def once() -> float:
        before = os.times()
        command = [sys.executable, "-m", "brandcluster", "validate", str(root)]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # it exits with 1 where it finds an error
        after = os.times()
        return (after.children_user - before.children_user + after.children_system - before.children_system) * 1000

    return min(once() for _ in range(3))


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all do not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def said(title: str, took: list[Took], limit: int) -> str:
    """One line: by the processor and by the clock, and what was over the limit."""
    parts = []
    for name, values in (("processor", [each.processor for each in took]), ("clock", [each.clock for each in took])):
        middle, late = percentile(values, 0.5), percentile(values, 0.95)
        parts.append(f"{name} {middle:.0f} / {late:.0f} / {max(values):.0f}")
    over = sum(each.processor > limit for each in took)
    slowest = sorted(took, key=lambda each: -each.processor)[:3]
    names = ", ".join(f"{each.name} {each.processor:.0f}" for each in slowest)
    return f"  {title} ({len(took)}; limit {limit}, {over} over): {'; '.join(parts)}; slowest: {names}"


def main() -> None:
    """Print the figures of each dossier: median / 95th percentile / longest, in milliseconds."""
    parser = argparse.ArgumentParser(description="How long the pages of the desk and its saves take.")
    parser.add_argument("dossiers", nargs="*", type=Path, default=[ROOT / each for each in EXAMPLES])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--over", choices=("app", "socket", "both"), default="both")
    asked = parser.parse_args()
    gc.set_threshold(50_000, 20, 50)  # as the program sets it
    for root in asked.dossiers:
        print(f"{root.name}: one validate takes {one_validate(root):.0f} ms of the processor here", flush=True)
        with tempfile.TemporaryDirectory() as home:
            shutil.copytree(root, Path(home) / root.name)
            first = new_process(Path(home) / root.name)
            print(f"{root.name}, a new process, by the clock: " + ", ".join(f"{k} {v:.0f}" for k, v in first.items()))
        for over in ("app", "socket") if asked.over == "both" else (asked.over,):
            with tempfile.TemporaryDirectory() as home:
                copy = Path(shutil.copytree(root, Path(home) / root.name))
                print(f"{root.name}, over the {over}:", flush=True)
                for title, took in _over(over, copy, asked.rounds, asked.saves).items():
                    print(said(title, took, SAVE if title == "saves" else PAGE), flush=True)


def _over(over: str, root: Path, rounds: int, saves: int) -> Mapping[str, list[Took]]:
    if over == "app":
        desk = open_desk(root, 8765)
        with in_process(desk) as browser:
            return measured(desk, browser, rounds, saves)
    with over_socket(lambda port: open_desk(root, port)) as (desk, browser):
        return measured(desk, browser, rounds, saves)


if __name__ == "__main__":
    main()
