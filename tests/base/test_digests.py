"""The digest of Python's own code is the one that hashlib gives, and is there."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec

from brandcluster.base.digests import OWN_MODULES, new_sha256, sha256_of


def test_it_is_the_digest_that_hashlib_gives() -> None:
    for content in (b"", b"a", "申报".encode() * 10_000):
        assert sha256_of(content) == hashlib.sha256(content).hexdigest()


def test_python_still_has_its_own() -> None:
    assert any(find_spec(name) is not None for name in OWN_MODULES)


def test_it_takes_in_piece_by_piece() -> None:
    found = new_sha256(b"a")
    found.update(b"b")
    assert (found.hexdigest(), found.digest()) == (sha256_of(b"ab"), hashlib.sha256(b"ab").digest())
