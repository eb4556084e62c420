"""SHA-256 of what is small, without what `hashlib` brings along."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

#: Where Python keeps its own, before 3.12 and since.
OWN_MODULES = ("_sha256", "_sha2")


class Digest(Protocol):
    """What takes in bytes and gives their digest."""

    def update(self, content: bytes, /) -> None:
        """Take in more."""

    def digest(self) -> bytes:
        """The digest of all that was taken in."""

    def hexdigest(self) -> str:
        """The same in hexadecimal digits."""


def new_sha256(content: bytes = b"") -> Digest:
    """The SHA-256 of some bytes, and of those that follow.

    By Python's own code where that is there: `hashlib` first loads OpenSSL, which costs a short command more time and
    memory than it saves where there is little to hash.
    """
    for name in OWN_MODULES:
        try:
            found: Digest = import_module(name).sha256(content)
        except ImportError:
            continue
        return found
    import hashlib

    return hashlib.sha256(content)


def sha256_of(content: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal digits."""
    return new_sha256(content).hexdigest()
