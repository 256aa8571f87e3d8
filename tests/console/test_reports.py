"""kheo stats and kheo report, as typed."""

import json

import pytest
from docx import Document

from tests import make


@pytest.fixture
def campaign(cast):
    campaign = make.campaign(cast.district)
    office = cast.district_office
    make.registration(campaign, cast.hoa, office, state="registered", office=office, field="political_system")
    return campaign


@pytest.fixture
def kheo(capsys):
    """Run a command as typed and return its exit code with what it said."""
    from django.core.management import load_command_class  # noqa: PLC0415 -- the tables of Django must be ready

    def run(name, *words):
        code = 0
        try:
            load_command_class("kheo.faces.console", name).run_from_argv(["kheo", name, *map(str, words)])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_stats_answers_a_program(kheo, campaign):
    code, out, _err = kheo("stats", "--campaign", campaign.slug, "--unit", "huyen-yen-mo", "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer)[:2] == ["campaign", "unit"]
    assert (answer["campaign"], answer["unit"], answer["total"]) == ("dan-van-kheo-2017", "huyen-yen-mo", 1)
    assert answer["by_field"] == {"economy": 0, "culture_society": 0, "defence_security": 0, "political_system": 1}
    assert answer["by_unit"][0]["unit"] == "xa-yen-hoa"
    assert [unit["missing"] for unit in answer["below_quota"]] == [1, 2, 2]
    assert answer["sums_agree"] is True


def test_stats_tells_a_reader(kheo, campaign):
    code, out, _err = kheo("stats", "--campaign", campaign.slug)
    assert code == 0
    for said in ("Dân vận khéo 2017 – Huyện Yên Mô: Đã đăng ký 1", "Xây dựng hệ thống chính trị", "Hội Nông dân huyện"):
        assert said in out


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        (("--campaign", "dan-van-khe-2017"), "dan-van-kheo-2017"),
        (("--campaign", "dan-van-kheo-2017", "--unit", "yen-hoa"), "xa-yen-hoa"),
    ],
)
def test_stats_names_what_comes_near(kheo, campaign, typed, near):
    code, out, err = kheo("stats", *typed)
    assert (code, out) == (3, "")
    assert f"Có phải: {near}" in err


def test_report_writes_both_documents(kheo, campaign, tmp_path):
    words, sheets = tmp_path / "report.docx", tmp_path / "annex.xlsx"
    code, out, _err = kheo(
        "report",
        "year-end",
        "--campaign",
        campaign.slug,
        "--out",
        words,
        "--annex",
        sheets,
        "--form",
        "state",
        "--json",
    )
    assert code == 0
    assert json.loads(out) == {
        "campaign": campaign.slug,
        "unit": "huyen-yen-mo",
        "form": "state",
        "units_as_of": "2017-12-31",
        "written": [str(words), str(sheets)],
        "total": 1,
        "sums_agree": True,
    }
    assert "kèm theo)" in Document(words).paragraphs[-1].text
    assert sheets.stat().st_size


def test_report_refuses_before_any_work(kheo, campaign, tmp_path):
    code, _out, err = kheo("report", "year-end", "--campaign", campaign.slug, "--out", tmp_path / "none" / "r.docx")
    assert code == 1
    assert "Không ghi được tệp" in err
    code, _out, err = kheo(
        "report", "year-end", "--campaign", campaign.slug, "--out", tmp_path / "r.docx", "--date", "31/02/2018"
    )
    assert code == 1
    assert err
    assert list(tmp_path.glob("*.docx")) == []
