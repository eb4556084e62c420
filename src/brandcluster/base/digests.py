"""The SHA-256 of what is in memory anyway."""

from __future__ import annotations

from importlib import import_module

#: Where Python keeps its own, before 3.12 and since.
OWN_MODULES = ("_sha256", "_sha2")


def sha256_of(content: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal digits.

    By Python's own code where that is there: `hashlib` first loads OpenSSL, which costs a short command more time and
    memory than it saves.
    """
    for name in OWN_MODULES:
        try:
            return str(import_module(name).sha256(content).hexdigest())
        except ImportError:
            continue
    import hashlib

    return hashlib.sha256(content).hexdigest()
