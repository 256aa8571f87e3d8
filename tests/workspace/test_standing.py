"""The numbers of the first page: what they count is said, and each opens into its very records."""

import re
from html import unescape

import pytest
from django.utils import timezone

from kheo.faces.workspace.queries import home
from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    found = make.campaign(cast.district)
    make.registration(found, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    for unit, officer in ((cast.hoa, cast.commune_officer), (cast.mac, cast.other_officer)):
        make.registration(found, unit, officer, state="submitted")
    return found


def today():
    return local_day(timezone.now())


def holder_of(role, *units):
    user = make.user("hai_noi", "Bùi Văn Hai")
    for unit in units:
        appoint(user, role=role, unit=unit, valid_from=make.NOW.date(), by=None, at=make.NOW)
    return user


def test_who_looks_after_two_units_sees_both_counted_and_opens_both(client, cast, campaign):
    user = holder_of(Role.STANDING_OFFICE, cast.hoa, cast.mac)
    found = home(user, today())
    assert {key: tile.number for key, tile in found.whole.items()} == {
        "registered": 1,
        "waiting": 2,
        "returned": 0,
        "draft": 0,
    }
    client.force_login(user)
    for tile in (found.whole["registered"], found.whole["waiting"]):
        assert client.get(tile.link).context["page"].total == tile.number
    assert (found.short.number, found.short.link) == (2, "#units")


def test_a_unit_below_another_that_one_looks_after_is_not_counted_twice(cast, campaign):
    hamlet = make.unit("Thôn Liên Trì", "hamlet", parent=cast.hoa)
    make.registration(campaign, hamlet, cast.district_office, state="submitted")
    found = home(holder_of(Role.STANDING_OFFICE, cast.hoa, hamlet), today())
    assert [unit.quota.unit.unit_id for unit in found.units] == [cast.hoa.pk]
    assert found.whole["waiting"].number == 2


def test_of_nothing_there_is_no_page(cast, campaign):
    found = home(cast.district_office, today())
    assert found.whole["returned"].link == ""
    assert found.whole["waiting"].link != ""
    assert found.sums_agree


def test_a_unit_without_posts_to_look_at_the_register_has_no_numbers(cast, campaign):
    found = home(cast.administrator, today())
    assert (found.tiles, found.short) == ([], None)


@pytest.mark.parametrize("who", ["district_office", "commune_officer", "leader"])
def test_what_a_number_counts_is_told_without_script(client, cast, campaign, who):
    client.force_login(getattr(cast, who))
    page = client.get("/lam-viec/").content.decode()
    assert '<details class="defined">' in page
    told = {unescape(words) for words in re.findall(r'<div class="defined-words" role="note"><p>([^<]+)</p>', page)}
    pointed = {unescape(words) for words in re.findall(r'<summary title="([^"]+)">', page)}
    assert str(CATALOGUE["registered"].counts) in told
    assert told == pointed
