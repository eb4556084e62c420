"""What is kept from one time to the next."""

from __future__ import annotations

from brandcluster.base.recent import Recent


def test_what_had_no_use_is_forgotten() -> None:
    kept: Recent[str] = Recent()
    kept.keep("a", "1")
    kept.keep("b", "2")
    kept.begin()
    assert kept.find("a") == "1" and len(kept) == 2
    kept.begin()
    assert kept.find("a") == "1" and kept.find("b") is None and len(kept) == 1
