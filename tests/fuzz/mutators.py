"""What people, programs and attackers do to a folder: to bytes, YAML, text, containers, tables, names, links, git.

Each takes the random numbers and the folder, which it changes; a seed is a folder for ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import mutants

from fuzz.containers import change_container
from fuzz.folders import Entry
from fuzz.seeds import SECRET, seed
from fuzz.texts import change_table, change_text, hostile_yaml

Folder = dict[bytes, Entry]
ODD_NAMES = (
    b"\xff\xfe.yaml", "甲\u202eyaml.txt".encode(), b"CON", b"aux.yaml", b"a:b", b"a\nb", b"-rf", b"*", b"x" * 250,
    "é".encode(), "e\u0301".encode(), b" ", b".", b"~", "２０１３.yaml".encode(), b"2013.YAML", b"2013.yml", b"99999.yaml",
    b"con.csv", b"\x1b[2J", b"dossier.yaml ", b"Dossier.yaml", b"2013.csv.lnk", b"$(id)", b"=1+1.csv", b"##[error]x.yaml",
    b".unfinished-0123456789abcdef.tmp", b".00000000-1-01234567.tmp", b".brandcluster.lock", b"0.yaml", b"-1.yaml",
    "\u200b2013.yaml".encode(), b"2013.yaml.bak", b"..data", b"::warning::x",
)  # fmt: skip
TARGETS = (
    b"../outside/secret.txt", b"../outside", b"/dev/zero", b"/dev/null", b"/dev/stdin", b"x", b".", b"..", b"/", b"/etc/passwd",
    b"../d/dossier.yaml", b"dossier.yaml", b"/proc/self/environ", b"/proc/self/fd/0", b"../outside/new.txt", b"loop",
)  # fmt: skip


def _one(rng: Random, folder: Folder, ending: tuple[bytes, ...] = ()) -> bytes | None:
    """A file of the folder, with one of the endings."""
    names = [path for path, each in folder.items() if each.kind == "file" and path.endswith(ending or (b"",))]
    names = [path for path in names if not path.startswith(b".git/")] or names
    return rng.choice(names) if names else None


def _on(ending: tuple[bytes, ...], change: Callable[[Random, bytes], bytes]) -> Callable[[Random, Folder], None]:
    def mutation(rng: Random, folder: Folder) -> None:
        path = _one(rng, folder, ending)
        if path is not None and folder[path].content:
            folder[path] = Entry("file", change(rng, folder[path].content))

    return mutation


def _exchange(rng: Random, folder: Folder) -> None:
    """One file has the content of another, of this folder or of another seed."""
    path = _one(rng, folder)
    other = dict(folder) if rng.random() < 0.5 else seed(rng.choice(("base", "pilot", "old", "returns", "word")))
    source = _one(rng, other)
    if path is not None and source is not None:
        folder[path] = other[source]


def _more(rng: Random, folder: Folder) -> None:
    """A file of another seed comes too, in its own place."""
    other = seed(rng.choice(("pilot", "base", "returns", "old", "template", "many")))
    path = rng.choice(sorted(other))
    folder[path] = other[path]


def _drop(rng: Random, folder: Folder) -> None:
    path = _one(rng, folder)
    if path is not None:
        del folder[path]


def _rename(rng: Random, folder: Folder) -> None:
    path = _one(rng, folder)
    if path is not None:
        parent, slash, name = path.rpartition(b"/")
        turned = (name.upper(), name[::-1], name + b".bak", name.replace(b".yaml", b".yml"))
        folder[parent + slash + rng.choice((*ODD_NAMES, *turned))] = folder.pop(path)


def _stray(rng: Random, folder: Folder) -> None:
    """Something that nobody asked for, in a folder that is there or is not."""
    usual = (
        b"out",
        b"sealed",
        b"sealed/1",
        b"enterprises",
        b"pilot",
        b"statistics",
        b"templates",
        b"me",
        b".git",
        b"in",
    )
    places = [*sorted({path.rpartition(b"/")[0] for path in folder}), *usual, b"evidence"]
    place = rng.choice(places)
    name = rng.choice(ODD_NAMES)
    content = rng.choice((b"", b"x", b"\x00" * 100, b"a: 1\n", b"PK\x03\x04", hostile_yaml(rng)))
    folder[(place + b"/" if place else b"") + name] = Entry(rng.choice(("file", "file", "folder", "pipe")), content)


def _link(rng: Random, folder: Folder) -> None:
    """A link in the place of a file, of a folder, or where something is to be written."""
    files = list(folder)
    parents = sorted({path.rpartition(b"/")[0] for path in files} - {b""})
    places = [b"out", b".gitignore", b"sealed", b"judgements.yaml", b"enterprises", b"enterprises/2013.csv", b"me",
              b".brandcluster.lock", b"out/x.ics", b"pilot/evaluations", b"statistics/2014.yaml", *parents, *files]  # fmt: skip
    place = rng.choice(places)
    for path in files:
        if path == place or path.startswith(place + b"/"):
            del folder[path]
    kind = rng.choice(("link", "link", "link", "link", "pipe", "folder", "file"))
    folder[place] = Entry(kind, rng.choice(TARGETS) if kind == "link" else b"x" if kind == "file" else b"")


def _large(rng: Random, folder: Folder) -> None:
    """A file longer than anybody writes one."""
    path = _one(rng, folder)
    if path is not None:
        content = folder[path].content
        times = rng.choice((20, 200, 1000))
        folder[path] = Entry("file", rng.choice((content * min(times, 400_000 // (len(content) + 1) + 1),
                                                 content + b"#" * 300_000, b"[" * 20_000, b"- " * 5_000, b"\n" * 200_000)))  # fmt: skip


def _hostile(rng: Random, folder: Folder) -> None:
    path = _one(rng, folder, (b".yaml",))
    if path is not None:
        folder[path] = Entry("file", hostile_yaml(rng))


def _git(rng: Random, folder: Folder) -> None:
    """Something in the repository is other than git left it."""
    names = sorted(path for path in folder if path.startswith(b".git/"))
    if not names:
        folder[b".git"] = Entry(
            *rng.choice((("file", b"gitdir: ../outside\n"), ("folder", b""), ("link", b"../outside")))
        )
        return
    path = rng.choice(names)
    content = folder[path].content
    if rng.random() < 0.3:
        del folder[path]
    elif path.endswith(b"config"):
        folder[path] = Entry("file", content + rng.choice((b"[core]\n\tfsmonitor = touch ../outside/x\n", b"[diff]\n\texternal = false\n", b"[core]\n\tpager = touch x\n\tbare = true\n", b"[x\n")))  # fmt: skip
    else:
        folder[path] = Entry(
            "file", rng.choice((mutants.mutated(rng, content or b"x"), b"", b"ref: refs/heads/../../x\n", SECRET))
        )


_YAML, _WORKBOOK, _TABLE = (b".yaml", b".json"), (b".xlsx", b".docx", b".zip"), (b".csv",)
#: What is done, and how often.
MUTATIONS: tuple[tuple[Callable[[Random, Folder], None], int], ...] = (
    (_on(_YAML, mutants.mutated), 40),
    (_on(_YAML, change_text), 14),
    (_hostile, 6),
    (_on(_WORKBOOK, change_container), 30),
    (_on(_TABLE, change_table), 24),
    (_on((b".md", b".txt", b".gitignore", b"x"), change_text), 4),
    (_on((), mutants.mutated), 4),
    (_exchange, 6),
    (_more, 6),
    (_drop, 5),
    (_rename, 6),
    (_stray, 8),
    (_link, 10),
    (_large, 1),
    (_git, 3),
)


def spoil(rng: Random, folder: Folder) -> None:
    """Change a folder once or a few times; what suits it is what is drawn most."""
    wanted = [each for each in MUTATIONS if _suits(each[0], folder)]
    for _ in range(rng.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))):
        rng.choices([each for each, _ in wanted], [weight for _, weight in wanted])[0](rng, folder)


def _suits(mutation: Callable[[Random, Folder], None], folder: Folder) -> bool:
    if mutation is MUTATIONS[3][0]:
        return any(path.endswith(_WORKBOOK) for path in folder)
    if mutation is MUTATIONS[4][0]:
        return any(path.endswith(_TABLE) for path in folder)
    return mutation is not _git or any(path.startswith(b".git/") for path in folder) or os.name == "nt"
