"""Who wrote what stands on one side of a merge: from the commits, the same in a merge, a rebase and a cherry-pick."""

from __future__ import annotations

from typing import NamedTuple

from brandcluster.formats.git import GitRefused, Repository, ask_git, object_name

#: How much of a commit's name is shown.
SHORT = 7
#: How much of a person's name is shown.
LONGEST = 40


class Written(NamedTuple):
    """A commit and the person who wrote it."""

    commit: str
    person: str

    @property
    def shown(self) -> str:
        """As it stands behind git's marks and in messages."""
        return f"{self.person} {self.commit[:SHORT]}"


def last_writer(repo: Repository, content: bytes) -> tuple[Written, str] | None:
    """Whose commit made a file what it is, and where it stood there; None where no commit that is known has it."""
    blob = object_name(repo, content)
    answer = ask_git(
        repo.folder, "log", "HEAD", "--all", "--full-history", "--raw", "--no-abbrev", "--no-renames", "-m",
        "--max-count=20", "--format=%x01%H%x02%an", f"--find-object={blob}", "-z",
    )  # fmt: skip
    if isinstance(answer, GitRefused):
        return None
    for entry in answer.decode("utf-8", "replace").split("\x01")[1:]:
        head, *fields = entry.split("\0")
        commit, _, person = head.partition("\x02")
        for place, raw in enumerate(fields):
            parts = raw.strip().lstrip(":").split(" ")
            if len(parts) == 5 and parts[3] == blob and place + 1 < len(fields):
                return Written(commit, _tidy(person)), fields[place + 1]
    return None


def writer_of_lines(repo: Repository, at: tuple[Written, str], first: int, last: int) -> Written | None:
    """Whose commit wrote the newest of some lines of a file (from 1) as it is in a commit."""
    commit, path = at[0].commit, at[1]
    answer = ask_git(repo.folder, "blame", "--porcelain", "-L", f"{first},{last}", commit, "--", _from_here(repo, path))
    if isinstance(answer, GitRefused):
        return None
    people: dict[str, str] = {}
    times: dict[str, int] = {}
    current = ""
    for line in answer.decode("utf-8", "replace").split("\n"):
        word, _, rest = line.partition(" ")
        if len(word) in (40, 64) and set(word) <= set("0123456789abcdef"):
            current = word
        elif word == "author":
            people[current] = _tidy(rest)
        elif word == "committer-time" and rest.isdigit():
            times[current] = int(rest)
    if not people:
        return None
    newest = max(people, key=lambda each: (times.get(each, 0), each))
    return Written(newest, people[newest])


def _from_here(repo: Repository, path: str) -> str:
    """A path from the top of the repository, as git takes it in the folder it is asked in."""
    up = repo.prefix.count("/") + 1 if repo.prefix else 0
    return "../" * up + path


def _tidy(person: str) -> str:
    return " ".join(person.split())[:LONGEST]


def name_sides(repo: Repository, content: bytes, blocks: list[str]) -> list[str]:
    """Who wrote each of some blocks of lines of one side; "" where that is not known.

    A block that stands in the side more than once, or that is empty because the side took it out, is whoever's made
    the file what it is.
    """
    found = last_writer(repo, content)
    if found is None:
        return ["" for _ in blocks]
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    names = []
    for block in blocks:
        at = text.find("\n" + block) + 1 if block else 0
        written = None
        if at and text.count("\n" + block) == 1:
            first = text.count("\n", 0, at) + 1
            written = writer_of_lines(repo, found, first, first + block.count("\n") - 1)
        names.append((written or found[0]).shown)
    return names
