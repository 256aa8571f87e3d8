"""The demo district's data files: complete, consistent, and in clean Vietnamese text."""

import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "src/kheo/faces/demo/data"
FILES = sorted(path.stem for path in DATA.glob("*.toml"))
TEXTS = ("name", "place", "purpose", "method", "target_group", "targets", "resources", "partners")
NAMED_IN_THE_NEWS = {
    "Nuôi trạch sụn": "economy",
    "Trồng cây nông sản": "economy",
    "Trồng chuối kết hợp với nuôi cá": "economy",
    "Thắp sáng đường quê": "culture_society",
    "Duy trì, nhân rộng phụ nữ thu gom, xử lý bao bì thuốc BVTV sau sử dụng": "culture_society",
    "Xây dựng cộng đồng học tập": "culture_society",
    "Xe đạp đến trường": "culture_society",
    "Làm tốt công tác vận động doanh nghiệp, nhà hảo tâm ủng hộ xây dựng nhà tình nghĩa cho gia đình chính sách, "
    "hộ nghèo, nhà văn hóa thôn xóm và làm đường giao thông trên địa bàn": "culture_society",
    "Trồng cây xanh ở các tuyến đường": "culture_society",
    "Đoạn đường tự quản về môi trường và an toàn giao thông": "culture_society",
    "Vận động nhân dân thực hiện quy chế giám sát và phản biện xã hội theo Quyết định số 217 "
    "và Quyết định số 218 của Bộ Chính trị": "political_system",
    "Tuyên truyền, vận động thành lập tổ chức đoàn, hội trong các doanh nghiệp trên địa bàn huyện": "political_system",
    "Xây dựng hệ thống chính trị vững mạnh trên địa bàn có đông đồng bào Công giáo": "political_system",
}


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


UNITS = {unit["slug"]: unit for unit in load("units")["unit"]}
CAMPAIGN = load("campaign")
FIELDS = {field["slug"] for field in CAMPAIGN["field"]}
DIRECTIVES = {directive["slug"] for directive in load("directives")["directive"]}
REGISTER = load("registrations-2017")["registration"]
PRACTICE = load("registrations-now")["registration"]
ARTICLES = load("articles")


@pytest.mark.parametrize("name", FILES)
def test_text_is_composed_unicode_without_the_foreign_d(name: str) -> None:
    text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\u00d0" not in text
    assert "\u00f0" not in text


def test_units_form_one_tree_with_17_communes_and_township() -> None:
    assert all(unit["parent"] in UNITS for unit in UNITS.values() if unit["kind"] != "province")
    territorial = [unit for unit in UNITS.values() if unit["kind"] in ("commune", "township")]
    assert len(territorial) == 17
    assert len({unit["code"] for unit in territorial}) == 17
    assert all(len(unit["code"]) == 5 for unit in territorial)
    assert UNITS["xa-yen-hoa"]["code"] == "14722"


def test_the_register_counts_as_the_news_says() -> None:
    assert len(REGISTER) == 138
    assert Counter(row["field"] for row in REGISTER) == {
        "economy": 52,
        "culture_society": 56,
        "defence_security": 20,
        "political_system": 10,
    }


def test_the_models_named_in_the_news_stand_under_their_fields() -> None:
    found = {row["name"]: row["field"] for row in REGISTER if row["name"] in NAMED_IN_THE_NEWS}
    assert found == NAMED_IN_THE_NEWS
    assert all(row["recognised"] for row in REGISTER if row["name"] in NAMED_IN_THE_NEWS)


@pytest.mark.parametrize("rows", [REGISTER, PRACTICE], ids=["2017", "now"])
def test_registrations_hang_together(rows: list[dict[str, Any]]) -> None:
    assert [name for name, count in Counter(row["name"].casefold() for row in rows).items() if count > 1] == []
    for row in rows:
        assert row["unit"] in UNITS, row["name"]
        assert row["field"] in FIELDS, row["name"]
        assert row["kind"] in ("model", "exemplar"), row["name"]
        assert row["owner_kind"] in ("collective", "individual", "household"), row["name"]
        assert row["year_status"] in ("new", "maintained", "replicated"), row["name"]


def test_every_registration_of_2017_is_filled_in() -> None:
    for row in REGISTER:
        assert all(row[key].strip() for key in TEXTS), row["name"]
        assert any(letter.isdigit() for letter in row["targets"]), row["name"]
        assert row["recognised"] == ("outcome_note" not in row), row["name"]
    texts = Counter(row[key] for row in REGISTER for key in ("purpose", "method", "targets"))
    assert max(texts.values()) == 1


def test_about_sixty_percent_are_recognised_and_a_few_units_miss_the_quota() -> None:
    assert sum(row["recognised"] for row in REGISTER) == 84
    counts = Counter(row["unit"] for row in REGISTER)
    below = {
        slug
        for slug, unit in UNITS.items()
        if unit["kind"] not in ("province", "district") and counts[slug] < CAMPAIGN["target"][0]["minimum"]
    }
    assert below == {
        "chi-cuc-thue",
        "thanh-tra-huyen",
        "toa-an-nhan-dan",
        "trung-tam-boi-duong-chinh-tri",
        "uy-ban-kiem-tra-huyen-uy",
        "vien-kiem-sat-nhan-dan",
        "xa-yen-thai",
    }


def test_the_practice_campaign_shows_every_state_at_yen_hoa() -> None:
    assert len(PRACTICE) == 24
    assert sorted(row["state"] for row in PRACTICE if row["unit"] == "xa-yen-hoa") == [
        "draft",
        "registered",
        "returned",
        "submitted",
    ]
    assert all((row["state"] == "returned") == bool(row.get("return_reason")) for row in PRACTICE)


def test_slugs_named_elsewhere_resolve() -> None:
    assert CAMPAIGN["campaign"]["unit"] in UNITS
    assert {target["directive"] for target in CAMPAIGN["target"]} <= DIRECTIVES
    committee = load("committee")["committee"]
    assert {committee["unit"], committee["standing_office"]} <= set(UNITS)
    conference = load("conference")
    assert conference["conference"]["unit"] in UNITS
    assert {row["task"]["unit"] for row in conference["conclusion"] if "task" in row} <= set(UNITS)
    assert [row["order"] for row in conference["conclusion"]] == list(range(1, len(conference["conclusion"]) + 1))


def test_pictures_of_registrations_are_drawn_and_say_so() -> None:
    shown = [picture for row in REGISTER for picture in row.get("pictures", ())]
    assert len(shown) == 11
    assert all((DATA / "pictures" / picture["file"]).is_file() for picture in shown)
    assert all(picture["caption"].endswith("(Hình minh họa)") for picture in shown)


def test_articles_have_their_sections_pictures_and_comments() -> None:
    sections = {section["slug"] for section in ARTICLES["section"]}
    for article in ARTICLES["article"]:
        assert article["section"] in sections, article["title"]
        assert set(article.get("exemplars", ())) <= {row["name"] for row in REGISTER if row["recognised"]}
        for photo in article["photos"]:
            picture = DATA / "pictures" / photo["file"]
            assert picture.stat().st_size < 120_000
            assert photo["alt"]
            assert photo["caption"].endswith("(Hình minh họa)")
    news = next(article for article in ARTICLES["article"] if article["slug"].startswith("hoi-nghi-tong-ket"))
    assert Counter(comment["state"] for comment in news["comment"]) == {"shown": 10, "pending": 2}
    assert news["views"] == 89
    assert len({article["number"] for article in ARTICLES["article"]}) == len(ARTICLES["article"])
