"""Who has not sent its return: by a list that was handed in, with what waits to be taken; names nowhere else."""

from __future__ import annotations

import time

import pytest
from desk_client import DeskClient, text_of

CODES = ("91139900004504492D", "91130100700000001N")
ROSTER = "企业名称,统一社会信用代码\n某某陶瓷有限公司,91139900004504492D\n另一家阀门有限公司,{0}\n"


def checked(code: str) -> str:
    """A code of 17 characters with its check character."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(char) * pow(3, at, 31) for at, char in enumerate(code))
    return code + signs[(31 - total % 31) % 31]


def test_who_is_silent_is_listed(desk: DeskClient, capfd: pytest.CaptureFixture[str]) -> None:
    assert "没有名录" in desk.get("/returns/standing?year=2013").text
    roster = ROSTER.format(checked("91130100700000001")).encode()
    answer = desk.fill("/returns/standing", {"year": "2013"}, [("roster", ("名录.csv", roster))])
    assert answer.status_code == 303 and answer.headers["location"].endswith("/returns/standing?year=2013")
    page = text_of(desk.get("/returns/standing?year=2013").text)
    assert "应报 2 家" in page and "另一家阀门有限公司" in page and "请报送 2013 年企业报表" in page
    kept = desk.get("/returns/standing/list?year=2013")
    assert kept.content.startswith(b"PK") and "attachment" in kept.headers["content-disposition"]
    assert "没有名录" in desk.get("/returns/standing?year=2014").text, "a list is of one year"
    assert "阀门有限公司" not in "".join(capfd.readouterr())
    assert not (desk.root / "enterprises").exists() and not (desk.root / "out").exists()


def test_a_list_with_mistakes_is_said_by_cell(desk: DeskClient) -> None:
    answer = desk.fill("/returns/standing", {"year": "2013"}, [("roster", ("名录.csv", ROSTER.format("123").encode()))])
    assert answer.status_code == 400 and "名录里有错" in answer.text and "B3" in answer.text
    for year, roster in (("13", b"x"), ("2013", b"")):
        files = [("roster", ("名录.csv", roster))]
        assert desk.fill("/returns/standing", {"year": year}, files).status_code == 400
    assert desk.get("/returns/standing?year=x").status_code == 400


@pytest.mark.long
def test_forms_are_made_of_the_list_that_was_handed_in(desk: DeskClient) -> None:
    code = checked("91130100700000001")
    files = [("roster", ("--each.csv", ROSTER.format(code).encode()))]
    answer = desk.fill("/returns/forms", {"year": "2013", "each": "yes"}, files)
    number = answer.headers["location"].rpartition("/")[2]
    job = desk.desk.jobs.find(number)
    assert job is not None
    end = time.monotonic() + 60
    while job.code is None and time.monotonic() < end:
        time.sleep(0.05)
    assert job.code == 0, job.lines
    made = sorted(path.name for path in (desk.root / "out/企业填报表-2013").iterdir())
    assert len(made) == 2 and any(code in name for name in made)
    assert all(name in desk.get("/returns").text for name in made)
    assert "阀门有限公司" not in "".join(job.lines), "names go into no log"
    # Filled ones are not made anew unasked.
    (desk.root / "out/企业填报表-2013" / made[0]).write_bytes(b"filled")
    again = desk.desk.jobs.find(
        desk.fill("/returns/forms", {"year": "2013", "each": "yes"}).headers["location"].rpartition("/")[2]
    )
    assert again is not None
    while again.code is None and time.monotonic() < end:
        time.sleep(0.05)
    assert again.code == 1 and (desk.root / "out/企业填报表-2013" / made[0]).read_bytes() == b"filled"
