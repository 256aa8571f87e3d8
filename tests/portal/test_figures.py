"""The figures of a year: the same numbers as the office's, each with its definition, its records and its data."""

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from kheo.machinery.books.queries.years import by_campaign
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of, told_to_public
from kheo.movement.registry.models import Registration
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.opendata.queries import COUNTED, THROUGH_THE_YEARS
from kheo.outlets.portal.queries.figures import Bar, figures_of_year, in_gallery
from kheo.outlets.portal.web.pages import kept
from kheo.outlets.reports.queries.statistics import statistics
from tests import make
from tests.portal import made
from tests.portal.made import NOW, recognised
from tests.portal.test_web import reader, text  # noqa: F401 -- a fixture
from tests.sites.made import main_site


def close(campaign):
    move(campaign, to="closed", by=None, at=NOW)
    return campaign


def finished(cast, year=2017, names=("Một", "Hai"), also=("Ba",)):
    days = {"registration_closes_on": date(2017, 3, 31), "ends_on": date(max(year, 2017), 12, 31)}
    campaign = make.campaign(cast.district, year=year, **days)
    for name in names:
        recognised(cast, f"{name} {year}", campaign=campaign)
    for name in also:
        more = {"state": "registered", "office": cast.district_office, "name": f"{name} {year}"}
        make.registration(campaign, cast.mac, cast.other_officer, **more)
    return close(campaign)


def home(unit):
    said = {"portal_name": "Huyện Yên Mô", "issuer_name": "Ban Chỉ đạo", "place_name": "Yên Mô"}
    install(Installation(unit=unit, **said), by=None, at=NOW)


# Which --------------------------------------------------------------------------------------------------------------


def test_the_public_is_told_finished_campaigns_of_the_body_alone(cast):
    home(cast.district)
    old, _running = finished(cast, 2016), make.campaign(cast.district, year=2017)
    make.campaign(cast.mac, year=2018, state="closed")
    assert list(told_to_public()) == [old]


def test_before_anything_is_finished_the_page_says_so(cast, reader):  # noqa: F811
    make.campaign(cast.district)
    page = reader.get("/so-lieu/")
    assert page.status_code == 200
    assert "Chưa công bố số liệu nào" in text(page)
    assert reader.get("/so-lieu/dan-van-kheo-2017/").status_code == 404


# The numbers --------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_the_statistics_of_the_office_tell(demo):
    for campaign in told_to_public():
        told, office = figures_of_year(main_site(), campaign.slug), statistics(campaign, campaign.unit)
        assert (told.whole.registered, told.whole.recognised) == (office.total, office.single["recognised"])
        charts = {
            chart.key: {bar.slug: (bar.registered, bar.recognised) for bar in chart.bars} for chart in told.charts
        }
        assert charts["field"] == {each.field.key: (each.total, each.recognised) for each in office.fields}
        assert charts["unit"] == {each.unit.key: (each.total, each.recognised) for each in office.units}
        for key, numbers in (("owner_kind", office.by_owner_kind), ("year_status", office.by_year_status)):
            assert {name: n for name, (n, _titled) in charts[key].items()} == {k: n for k, n in numbers.items() if n}
        assert told.sums_agree


def test_parts_that_do_not_add_up_are_not_hidden(cast, reader, monkeypatch):  # noqa: F811
    finished(cast)
    assert "không bằng tổng số" not in text(reader.get("/so-lieu/"))
    wrong = [{"registered": 4, "recognised": 2}]
    monkeypatch.setattr("kheo.outlets.portal.queries.figures.by_campaign", lambda *asked: wrong)
    kept.clear()
    assert "không bằng tổng số" in text(reader.get("/so-lieu/"))


def test_several_years_are_counted_in_one_question(cast, django_assert_num_queries):
    campaigns = [finished(cast, 2016, also=()), finished(cast, 2017)]
    scopes = [scope_of(campaign, campaign.unit) for campaign in campaigns]
    with django_assert_num_queries(1):
        told = by_campaign("entered", THROUGH_THE_YEARS, scopes)
    assert [[numbers[key] for key in COUNTED] for numbers in told] == [[2, 2], [3, 2]]
    assert by_campaign("entered", COUNTED, []) == []


def test_the_years_stand_side_by_side_and_lead_to_each_other(cast, reader):  # noqa: F811
    finished(cast, 2016, also=("Ba", "Tư"))
    finished(cast, 2017)
    page = reader.get("/so-lieu/")
    words = text(page)
    assert "Số liệu: Dân vận khéo 2017" in words
    assert "Số đăng ký giảm 1 so với đợt thi đua trước." in words
    assert 'href="/so-lieu/dan-van-kheo-2016/"' in page.content.decode()
    assert "Số liệu: Dân vận khéo 2016" in text(reader.get("/so-lieu/dan-van-kheo-2016/"))


def test_a_drawing_has_no_style_no_script_and_widths_with_a_point(cast, reader):  # noqa: F811
    finished(cast)
    html = reader.get("/so-lieu/").content.decode()
    assert " style=" not in html
    assert 'width="66.67%"' in html
    assert Bar("", 1, 0, 3).width == "33.33%"
    assert Bar("", 0, 0, 0).width == "0%"


# What is behind a number --------------------------------------------------------------------------------------------


def links_of(page):
    """Return each address of the gallery that a page leads to, with the number that is its text."""
    found = re.findall(r'href="(/mo-hinh/\?[^"]+)">(?:<[^>]+>)*([\d.]+)', page.content.decode())
    return [(place.replace("&amp;", "&"), int(number.replace(".", ""))) for place, number in found]


def test_each_number_leads_to_just_the_models_that_it_counts(demo, client):
    checked = set()
    for place, number in links_of(client.get("/so-lieu/")):
        page = client.get(place)
        assert page.status_code == 200
        shown = re.findall(r'<li class="card-model">', page.content.decode())
        assert len(shown) == min(number, 30), place
        checked.add(place)
    assert len(checked) > 30  # units, fields, the whole


def test_a_campaign_narrows_the_gallery_and_can_be_taken_off(cast, reader):  # noqa: F811
    finished(cast, 2016)
    finished(cast, 2017)
    page = text(reader.get("/mo-hinh/?campaign=dan-van-kheo-2016&theme=economy"))
    assert "Một 2016" in page
    assert "Một 2017" not in page
    assert "Đợt thi đua: Dân vận khéo 2016" in page
    assert "Một 2017" in text(reader.get("/mo-hinh/?theme=economy"))  # a field of no campaign narrows nothing


def test_owner_and_state_in_the_year_narrow_the_gallery_for_who_comes_from_the_figures(cast, reader):  # noqa: F811
    campaign = finished(cast, names=("Một", "Hai"), also=())
    Registration.objects.filter(exemplar__name="Một 2017").update(owner_kind="household", year_status="replicated")
    new_edition()
    for asked in ("owner_kind=household", "year_status=replicated"):
        page = text(reader.get(f"/mo-hinh/?campaign={campaign.slug}&{asked}"))
        assert ("Một 2017" in page, "Hai 2017" in page) == (True, False), asked
        page = text(reader.get(f"/mo-hinh/?{asked}"))  # nobody else is asked for it
        assert ("Một 2017" in page, "Hai 2017" in page) == (True, True), asked
    page = reader.get("/so-lieu/").content.decode()
    assert f'<a href="/mo-hinh/?campaign={campaign.slug}&amp;owner_kind=household">1</a>' in page


def test_units_of_another_map_open_no_list_of_units_that_were_called_otherwise(cast):
    campaign = finished(cast)
    scope = scope_of(campaign, campaign.unit)
    assert in_gallery(campaign, scope, "unit", "xa-yen-hoa") == f"campaign={campaign.slug}&unit=xa-yen-hoa"
    later = replace(scope, on=date(2025, 7, 1))
    assert in_gallery(campaign, later, "unit", "xa-yen-hoa") == ""
    assert in_gallery(campaign, later, "field", "economy") == f"campaign={campaign.slug}&theme=economy"


def test_models_that_were_not_recognised_are_counted_and_not_named(cast, reader):  # noqa: F811
    finished(cast)
    page = reader.get("/so-lieu/")
    assert "3 đăng ký, 2 được công nhận" in text(page)
    assert "Ba 2017" not in text(page)


def test_every_figure_has_its_definition(cast, reader):  # noqa: F811
    finished(cast)
    page = reader.get("/so-lieu/").content.decode()
    definitions = reader.get("/so-lieu/dinh-nghia/").content.decode()
    linked = set(re.findall(r"/so-lieu/dinh-nghia/#(\w+)", page))
    assert {"registered", "recognised", "registered_new"} <= linked
    assert linked <= set(re.findall(r'<section class="panel definition" id="(\w+)"', definitions))
    assert "Trạng thái: Được công nhận, " in re.sub(r"\s+", " ", definitions)


# Open data ----------------------------------------------------------------------------------------------------------


def rows_of(client, slug):
    return json.loads(b"".join(client.get(f"/du-lieu-mo/{slug}.json").streaming_content))["rows"]


def test_the_open_data_are_the_parts_of_the_numbers(demo, client):
    told = figures_of_year(main_site(), "")
    rows = rows_of(client, f"so-lieu-{told.campaign.slug}")
    columns = {"unit": "don_vi", "field": "linh_vuc", "owner_kind": "chu_the", "year_status": "tinh_trang"}
    for chart in told.charts:
        for bar in chart.bars:
            of_bar = [row for row in rows if row[columns[chart.key]] == bar.label]
            assert sum(row["da_dang_ky"] for row in of_bar) == bar.registered, bar.label
            assert sum(row["duoc_cong_nhan"] for row in of_bar) == bar.recognised, bar.label
    years = [(row["nam"], row["da_dang_ky"], row["duoc_cong_nhan"]) for row in rows_of(client, "so-lieu-cac-nam")]
    assert [(int(bar.label), bar.registered, bar.recognised) for bar in reversed(told.years)] == years


def linked_data(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', page.content.decode())[1])


@pytest.mark.parametrize("place", ["/so-lieu/", "/du-lieu-mo/so-lieu-dan-van-kheo-2017/"])
def test_pages_of_data_say_so_in_the_words_of_schema_org(cast, reader, place):  # noqa: F811
    home(cast.district)
    finished(cast)
    told = linked_data(reader.get(place))
    assert (told["@type"], told["identifier"]) == ("Dataset", "so-lieu-dan-van-kheo-2017")
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["creator"]["name"] == "Huyện Yên Mô"
    assert [each["encodingFormat"] for each in told["distribution"]][:2] == ["text/csv", "application/json"]
    for each in told["distribution"]:
        answer = reader.get(each["contentUrl"].removeprefix("http://testserver"))
        assert b"".join(answer.streaming_content)


# Tags ---------------------------------------------------------------------------------------------------------------


def test_an_article_leads_to_its_tags_and_these_to_their_news(cast, reader):  # noqa: F811
    article = made.article(cast.district, title="Đường hoa", tags=("Nông thôn mới", "Đường hoa"))
    made.article(cast.district, title="Tin khác")
    made.draft(cast.district, title="Bản thảo", tags=("Nông thôn mới", "Chưa đăng"))
    page = reader.get(reverse("portal:article", args=[article.pk, article.slug])).content.decode()
    assert re.findall(r'rel="tag" href="([^"]+)">([^<]+)', page) == [
        ("/the/nong-thon-moi/", "Nông thôn mới"),
        ("/the/duong-hoa/", "Đường hoa"),
    ]
    listed = text(reader.get("/the/nong-thon-moi/"))
    assert "Tin, bài có thẻ “Nông thôn mới”" in listed
    assert "Bản thảo" not in listed
    assert reader.get("/the/chua-dang/").status_code == 404
    assert reader.get("/the/chua-dang/atom.xml").status_code == 404
    feed = ElementTree.fromstring(reader.get("/the/nong-thon-moi/rss.xml").content)
    assert [title.text for title in feed.iter("title")][1:] == ["Đường hoa"]
    places = reader.get("/sitemap-trang.xml").content.decode()
    assert "/the/nong-thon-moi/</loc>" in places
    assert "/the/chua-dang/" not in places


# Cost ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_years(cast, reader, years, django_assert_num_queries):  # noqa: F811
    for year in range(2015, 2015 + years):
        finished(cast, year)
    reader.get("/van-ban/")  # the frame is kept from here on
    new_edition()
    reader.get("/van-ban/")
    for place, cost in (("/so-lieu/", 6), ("/so-lieu/dinh-nghia/", 1), ("/so-lieu/dan-van-kheo-2015/", 6)):
        with django_assert_num_queries(cost):
            assert reader.get(place).status_code == 200
        with django_assert_num_queries(1):
            assert reader.get(place).status_code == 200
    assert Campaign.objects.count() == years
    assert Registration.objects.count() == 3 * years
