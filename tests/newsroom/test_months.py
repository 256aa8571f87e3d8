"""The models of the month: who chooses them, and what readers of which site then find."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Edition, MonthChoice
from kheo.outlets.newsroom.queries import months_of
from kheo.outlets.newsroom.rules import month_after, why_not_choose
from kheo.outlets.portal.queries.front_page import models_of
from kheo.outlets.sites.queries import Here, public_sites
from tests import make
from tests.newsroom.test_web import BACKEND, desk, url  # noqa: F401 -- a fixture
from tests.portal import made
from tests.sites.made import HOSTS, site

MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def here(cast):
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)


def on(host="", day=None):
    """Return a place of today: the main portal, or the site of a name."""
    day = day or local_day(timezone.now())
    sites = public_sites(day)
    return Here(sites.by_host.get(host), sites, day)


def choose(place, names, by, *, version=0, month=None, at=None):
    first = month or place.day.replace(day=1)
    return actions.choose_models(place, first, names, version=version, by=by, at=at or timezone.now())


def shown(place):
    found = models_of(place)
    return [line.name for line in found.lines], found.month


def three(cast):
    campaign = make.campaign(cast.district)
    made.recognised(cast, "Đường hoa", campaign=campaign)
    made.recognised(cast, "Tiếng loa an ninh", campaign=campaign)
    made.recognised(cast, "Đường hoa", campaign=campaign, unit=cast.mac, officer=cast.other_officer)
    return campaign


@pytest.mark.parametrize(
    ("month", "named", "says"),
    [
        (date(2026, 4, 1), {"A": 1}, "đã qua"),
        (date(2026, 7, 1), {"A": 1}, "tháng này hoặc tháng sau"),
        (MAY, {"A": 0}, "“A”"),
        (MAY, {"A": 2}, "trong ngoặc"),
        (MAY, dict.fromkeys("ABCDEF", 1), "5"),
    ],
)
def test_why_not_choose_says_every_reason(month, named, says):
    assert says in " ".join(why_not_choose(month, named, date(2026, 5, 31)))
    assert why_not_choose(MAY, dict.fromkeys("ABCDE", 1), date(2026, 5, 31)) == []
    assert why_not_choose(month_after(date(2026, 5, 31)), {"A": 1}, date(2026, 5, 31)) == []


def test_the_front_page_shows_what_was_chosen_in_its_order_and_otherwise_the_newest(cast):
    three(cast)
    place = on()
    assert shown(place) == (["Đường hoa", "Tiếng loa an ninh", "Đường hoa"], None)
    before = Edition.objects.get().number
    choice = choose(place, ["tiếng loa an ninh", "Đường hoa (Xã Yên Hòa)"], cast.editor)
    assert shown(place) == (["Tiếng loa an ninh", "Đường hoa"], place.day.replace(day=1))
    assert models_of(place).lines[1].unit_name == "Xã Yên Hòa"
    assert Edition.objects.get().number == before + 1
    event = AuditEvent.objects.get(act="newsroom.choose_models")
    assert event.data["models"] == ["Tiếng loa an ninh (Xã Yên Hòa)", "Đường hoa (Xã Yên Hòa)"]
    later = Here(None, place.sites, month_after(place.day))
    assert shown(later)[1] is None
    choose(place, [], cast.editor, version=choice.version)
    assert shown(place)[1] is None


def test_a_model_that_is_recognised_no_longer_drops_out(cast):
    three(cast)
    place = on()
    choose(place, ["Tiếng loa an ninh", "Đường hoa (Xã Yên Mạc)"], cast.editor)
    Registration.objects.filter(exemplar__name="Tiếng loa an ninh").update(state=State.REGISTERED)
    assert shown(place)[0] == ["Đường hoa"]
    assert [each.label for each in months_of(place)[0].models] == ["", "Đường hoa (Xã Yên Mạc)"]
    Registration.objects.filter(unit=cast.mac).update(state=State.REGISTERED)
    assert shown(place) == (["Đường hoa"], None)


def test_a_model_that_was_merged_is_shown_under_what_it_became(cast):
    three(cast)
    place = on()
    choose(place, ["Tiếng loa an ninh"], cast.editor)
    in_hoa = Registration.objects.filter(unit=cast.hoa)
    gone, kept = (in_hoa.get(exemplar__name=name) for name in ("Tiếng loa an ninh", "Đường hoa"))
    gone.exemplar.merged_into = kept.exemplar
    gone.exemplar.save()
    Registration.objects.filter(pk=gone.pk).update(state=State.REGISTERED)
    assert shown(place)[0] == ["Đường hoa"]
    assert models_of(place).lines[0].pk == kept.pk


def test_names_that_none_or_several_have_are_refused_and_nothing_is_kept(cast):
    three(cast)
    with pytest.raises(NotPublishable) as refused:
        choose(on(), ["Đường hoa", "Không có"], cast.editor)
    assert ["trong ngoặc" in refused.value.reasons[0], "“Không có”" in refused.value.reasons[1]] == [True, True]
    assert not MonthChoice.objects.exists()


def test_the_second_of_two_editors_is_told(cast):
    three(cast)
    place = on()
    choose(place, ["Tiếng loa an ninh"], cast.editor)
    with pytest.raises(Stale):
        choose(place, ["Đường hoa (Xã Yên Mạc)"], cast.district_office)
    choose(place, ["Đường hoa (Xã Yên Mạc)"], cast.district_office, version=1)
    with pytest.raises(Stale):
        choose(place, [], cast.editor, version=1)
    assert shown(place)[0] == ["Đường hoa"]


def test_each_site_has_its_own_and_shows_only_its_own(cast, settings):
    settings.ALLOWED_HOSTS = HOSTS
    three(cast)
    site(cast.hoa)
    local = make.user("bien_tap_xa")
    appoint(local, role=Role.EDITOR, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    main, hoa = on(), on("hoa.xa.example.vn")
    assert hoa.site is not None
    choose(hoa, ["Đường hoa"], local)  # of that name the site shows one
    assert shown(hoa) == (["Đường hoa"], hoa.day.replace(day=1))
    assert shown(main)[1] is None
    with pytest.raises(NotPublishable):
        choose(hoa, ["Đường hoa (Xã Yên Mạc)"], local, version=1)
    for nobody in (local, cast.commune_officer, cast.leader):
        with pytest.raises(PermissionDenied):
            choose(main, ["Tiếng loa an ninh"], nobody)
    choose(main, ["Tiếng loa an ninh"], cast.editor)
    assert [shown(main)[0], shown(hoa)[0]] == [["Tiếng loa an ninh"], ["Đường hoa"]]


def test_the_desk_chooses_for_this_month_and_the_next_and_shows_earlier_ones(cast, desk, client):  # noqa: F811
    three(cast)
    today = local_day(timezone.now())
    past = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    long_ago = timezone.now() - timedelta(days=today.day)
    choose(on(day=past), ["Đường hoa (Xã Yên Mạc)"], cast.editor, month=past, at=long_ago)
    page = desk.get(url("month")).content.decode()
    assert "mô hình mới được công nhận" in page
    assert f"{past:%m/%Y}" in page
    assert "Đường hoa (Xã Yên Mạc)" in page
    answer = desk.post(url("month"), {"names": "Đường hoa\nKhông có", "version": "0"})
    assert answer.status_code == 422
    assert "Không có" in answer.content.decode()
    assert desk.post(url("month"), {"names": "Tiếng loa an ninh\n\n", "version": "0"}).status_code == 302
    assert desk.post(url("next_month"), {"names": "Đường hoa (Xã Yên Mạc)", "version": "0"}).status_code == 302
    assert f"Mô hình tiêu biểu tháng {today:%m/%Y}" in client.get("/").content.decode()
    assert "Tiếng loa an ninh (Xã Yên Hòa)" in desk.get(url("month")).content.decode()
    assert "Đường hoa (Xã Yên Mạc)" in desk.get(url("next_month")).content.decode()
    assert url("month") in desk.get(url("articles")).content.decode()


def test_who_edits_for_no_portal_is_told_so(cast, client):
    local = make.user("bien_tap_xa")
    appoint(local, role=Role.EDITOR, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    for nobody in (local, cast.commune_officer):
        client.force_login(nobody, backend=BACKEND)
        assert client.get(url("month")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_front_page_asks_twice_and_the_desk_as_often_for_one_as_for_three(
    cast,
    desk,  # noqa: F811 -- the fixture
    number,
    django_assert_num_queries,
):
    three(cast)
    names = ["Tiếng loa an ninh", "Đường hoa (Xã Yên Mạc)", "Đường hoa (Xã Yên Hòa)"][:number]
    place = on()
    choose(place, names, cast.editor)
    with django_assert_num_queries(2):
        assert shown(place)[0] == [name.partition(" (")[0] for name in names]
    desk.get(url("month"))
    with django_assert_num_queries(8):
        desk.get(url("month"))
