from datetime import date

import pytest
from django.urls import reverse

from kheo.movement.campaigns.models import Campaign, Movement
from kheo.movement.campaigns.states import CampaignState
from tests import make


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def form_of(page):
    """What a form sends that is sent as it stands."""
    form = page.context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


def said(page, **changes):
    shown = {
        name: f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value) for name, value in form_of(page).items()
    }
    return shown | changes


def test_the_usual_year_is_set_up_as_it_stands(cast, office):
    page = office.get(reverse("campaigns:set_up"))
    response = office.post(reverse("campaigns:set_up"), said(page))
    campaign = Campaign.objects.get()
    assert response["Location"] == reverse("campaigns:detail", args=[campaign.slug])
    assert (campaign.unit, campaign.state, campaign.movement.slug) == (cast.district, "planned", "dan-van-kheo")
    assert (campaign.starts_on, campaign.ends_on) == (date(campaign.year, 1, 1), date(campaign.year, 12, 31))
    assert list(campaign.fields.values_list("slug", "name")) == [
        ("economy", "Kinh tế"),
        ("culture_society", "Văn hóa - xã hội"),
        ("defence_security", "Quốc phòng - an ninh"),
        ("political_system", "Xây dựng hệ thống chính trị"),
    ]
    assert list(campaign.targets.values_list("unit_kind", "minimum")) == [("", 2)]


def test_names_days_and_a_fifth_field_can_be_ones_own(cast, office):
    page = office.get(reverse("campaigns:set_up"))
    changes = {
        "movement": "Phong trào khác",
        "name": "Phong trào khác 2020",
        "year": "2020",
        "starts_on": "1/10/2019",
        "ends_on": "30/9/2020",
        "registration_opens_on": "1/10/2019",
        "registration_closes_on": "30/11/2019",
        "economy": "Phát triển kinh tế",
        "other": "Xây dựng nông thôn mới",
        "minimum": "0",
    }
    office.post(reverse("campaigns:set_up"), said(page, **changes))
    campaign = Campaign.objects.get(slug="phong-trao-khac-2020")
    assert list(campaign.fields.values_list("name", flat=True))[::4] == ["Phát triển kinh tế", "Xây dựng nông thôn mới"]
    assert (campaign.fields.last().standard, campaign.targets.count()) == ("other", 0)
    assert Movement.objects.get().name == "Phong trào khác"


def test_setting_up_twice_tells_that_it_is_there(cast, office):
    given = said(office.get(reverse("campaigns:set_up")))
    office.post(reverse("campaigns:set_up"), given)
    response = office.post(reverse("campaigns:set_up"), given)
    assert (response.status_code, Campaign.objects.count()) == (422, 1)


def test_wrong_days_come_back_with_words(cast, office):
    page = office.get(reverse("campaigns:set_up"))
    response = office.post(reverse("campaigns:set_up"), said(page, ends_on="31/2/2020"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["ends_on"])
    response = office.post(reverse("campaigns:set_up"), said(page, ends_on="1/1/2001"))
    assert (response.status_code, Campaign.objects.count()) == (422, 0)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "stranger"])
def test_only_the_standing_office_sets_up_opens_and_extends(client, cast, who):
    campaign = make.campaign(cast.district, state="planned")
    client.force_login(getattr(cast, who))
    unseen = 404 if who == "stranger" else 403
    assert client.get(reverse("campaigns:set_up")).status_code == 403
    assert client.post(reverse("campaigns:move", args=[campaign.slug]), {"to": "open"}).status_code == unseen
    assert client.post(reverse("campaigns:extend", args=[campaign.slug])).status_code == unseen
    assert Campaign.objects.get().state == CampaignState.PLANNED


def test_open_and_close_and_a_second_click_is_told(cast, office):
    campaign = make.campaign(cast.district, state="planned")
    address = reverse("campaigns:move", args=[campaign.slug])
    for to, state in {"open": "open", "closed": "closed"}.items():
        assert office.post(address, {"to": to}).status_code == 302
        assert Campaign.objects.get().state == state
    response = office.post(address, {"to": "closed"}, follow=True)
    assert [message.level_tag for message in response.context["messages"]][-1] == "error"
    assert office.post(address, {"to": "nirgends"}).status_code == 404


def test_the_last_day_is_changed_within_the_campaign(cast, office):
    campaign = make.campaign(cast.district)
    address = reverse("campaigns:extend", args=[campaign.slug])
    assert office.get(address).status_code == 200
    assert office.post(address, {"registration_closes_on": "1/1/2019"}).status_code == 422
    assert office.post(address, {"registration_closes_on": "15/4/2017"}).status_code == 302
    assert Campaign.objects.get().registration_closes_on == date(2017, 4, 15)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(cast, office, rows, django_assert_num_queries):
    for number in range(rows):
        make.campaign(cast.district, year=2015 + number)
    with django_assert_num_queries(6):
        page = office.get(reverse("campaigns:list"))
    assert len(page.context["lines"]) == rows


def test_campaigns_are_shown_to_those_in_line_only(client, cast):
    campaign = make.campaign(cast.district)
    for who, status in {"commune_officer": 200, "leader": 200, "stranger": 404}.items():
        client.force_login(getattr(cast, who))
        assert client.get(reverse("campaigns:detail", args=[campaign.slug])).status_code == status
