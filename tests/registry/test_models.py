from datetime import date

from kheo.movement.registry.models import Registration
from tests import make


def seen_by(user):
    return set(Registration.objects.visible_to(user))


def test_a_registration_is_visible_in_the_units_of_the_post_and_to_roles_that_may_read(cast):
    campaign = make.campaign(cast.district)
    mine = make.registration(campaign, cast.hoa, cast.commune_officer)
    theirs = make.registration(campaign, cast.mac, cast.other_officer)
    assert seen_by(cast.commune_officer) == {mine}
    assert seen_by(cast.other_officer) == {theirs}
    for who in (cast.district_office, cast.leader, cast.editor):
        assert seen_by(who) == {mine, theirs}
    for who in (cast.administrator, cast.stranger):
        assert seen_by(who) == set()


def test_under_is_the_unit_and_all_below_it(cast):
    campaign = make.campaign(cast.district)
    own = make.registration(campaign, cast.district, cast.district_office)
    below = make.registration(campaign, cast.hoa, cast.commune_officer)
    day = date(2017, 12, 31)
    assert set(Registration.objects.under(cast.district, day)) == {own, below}
    assert set(Registration.objects.under(cast.hoa, day)) == {below}


def test_counted_are_those_accepted_whatever_became_of_them(cast):
    campaign = make.campaign(cast.district)
    office = {"office": cast.district_office}
    for state in ("draft", "submitted", "returned"):
        make.registration(campaign, cast.hoa, cast.commune_officer, state=state, **office)
    accepted = make.registration(campaign, cast.hoa, cast.commune_officer, state="registered", **office)
    assert list(Registration.objects.counted()) == [accepted]
