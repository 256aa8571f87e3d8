"""kheo books verify, and kheo report from closed figures, as typed."""

import json

import pytest

from kheo.movement.closings.models import ClosedRecord
from tests.closings.made import closed, stir
from tests.console.test_reports import kheo
from tests.reports.test_closed import printed

__all__ = ["kheo"]
pytestmark = pytest.mark.slow


def test_verify_tells_of_every_closing(kheo, cast):
    code, out, _err = kheo("books", "verify")
    assert (code, out.strip()) == (0, "Chưa chốt số liệu lần nào.")
    closing = closed(cast)
    code, out, _err = kheo("books", "verify")
    assert (code, out.strip()) == (0, f"Dân vận khéo 2017, cả năm, lần 1 ({closing.code}): đúng như khi chốt")


def test_verify_says_what_is_wrong_and_fails(kheo, cast):
    closing = closed(cast)
    ClosedRecord.objects.filter(closing=closing).first().delete()
    code, out, err = kheo("books", "verify", "--campaign", closing.campaign.slug)
    assert code == 1
    assert "KHÔNG còn như khi chốt" in out
    assert f"({closing.code}): Mã băm đã lưu là {closing.hash}" in err
    code, out, _err = kheo("books", "verify", "--json")
    answer = json.loads(out)
    assert (code, answer["intact"], answer["closings"][0]["hash"]) == (1, False, closing.hash)


def test_verify_knows_no_campaign_without_closings(kheo, cast):
    code, _out, err = kheo("books", "verify", "--campaign", "dan-van-kheo-2017")
    assert (code, err.strip()) == (3, "Đợt “dan-van-kheo-2017” chưa chốt số liệu.")


def test_report_is_printed_from_a_version(kheo, cast, tmp_path):
    closing = closed(cast)
    first = printed(closing, tmp_path, "first", number="")
    stir(cast, closing.campaign, 1)
    asked = ["year-end", "--campaign", closing.campaign.slug, "--closing", 1, "--form", "state", "--date", "10/01/2018"]
    out, annex = tmp_path / "again.docx", tmp_path / "again.xlsx"
    code, said, _err = kheo("report", *asked, "--out", out, "--annex", annex, "--json")
    assert code == 0
    assert json.loads(said)["hash"] == closing.hash
    assert (out.read_bytes(), annex.read_bytes()) == first


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [(["--closing", 2], 3, "chưa chốt lần 2"), (["--closing", 1, "--map", "01/07/2025"], 1, "đề nghị bỏ --unit")],
)
def test_report_from_a_version_says_what_cannot_be(kheo, cast, tmp_path, more, code, words):
    closing = closed(cast)
    asked = ["year-end", "--campaign", closing.campaign.slug, "--out", tmp_path / "again.docx"]
    found, _out, err = kheo("report", *asked, *more)
    assert found == code
    assert words in err
    assert not (tmp_path / "again.docx").exists()
