from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.directives.actions import enter
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.actions import NotSetUp, extend, move, set_up, start_movement
from kheo.movement.campaigns.models import Campaign, Movement
from kheo.movement.campaigns.rules import FieldFacts, TargetFacts, why_not_register, why_not_step
from kheo.movement.campaigns.states import MOVES, CampaignState, StandardField
from kheo.organisation.access.kit import POLICY
from kheo.organisation.units.states import UnitKind
from tests import make


def planned(unit, **changes):
    movement = start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=make.NOW)
    given = {
        "slug": "dvk-2018",
        "movement": movement,
        "unit": unit,
        "name": "Dân vận khéo 2018",
        "year": 2018,
        "starts_on": date(2018, 1, 1),
        "ends_on": date(2018, 12, 31),
        "registration_opens_on": date(2018, 1, 2),
        "registration_closes_on": date(2018, 3, 31),
    }
    return Campaign(**given | changes)


def test_set_up_keeps_fields_in_order_and_targets_with_their_basis(cast):
    basis = enter(Directive(slug="qd-140", kind="decision", issuer="Tỉnh ủy", title="x"), by=None, at=make.NOW)
    targets = [TargetFacts(2, basis=basis), TargetFacts(1, unit_kind=UnitKind.SCHOOL)]
    made = set_up(planned(cast.district), fields=make.FIELDS, targets=targets, by=cast.district_office, at=make.NOW)
    assert made.state == CampaignState.PLANNED
    assert list(made.fields.values_list("slug", "standard")) == [(f.slug, f.standard) for f in make.FIELDS]
    assert set(made.targets.values_list("unit_kind", "minimum", "basis")) == {("", 2, basis.pk), ("school", 1, None)}
    assert AuditEvent.objects.latest("pk").act == "campaigns.set_up"


DOUBLE = [FieldFacts("economy", "Kinh tế", StandardField.ECONOMY)] * 2
BAD = {
    "no field": ({}, [], [], 1),
    "two fields of one name": ({}, DOUBLE, [], 1),
    "two targets for all": ({}, make.FIELDS, [TargetFacts(2), TargetFacts(3)], 1),
    "ends before it begins": ({"ends_on": date(2017, 12, 31)}, make.FIELDS, [], 1),
    "registration ends before it begins": ({"registration_closes_on": date(2018, 1, 1)}, make.FIELDS, [], 1),
    "all at once": ({"ends_on": date(2017, 1, 1), "registration_closes_on": date(2018, 1, 1)}, [], [], 3),
}


@pytest.mark.parametrize("case", BAD)
def test_set_up_refuses_with_every_reason(cast, case):
    changes, fields, targets, reasons = BAD[case]
    with pytest.raises(NotSetUp) as refusal:
        set_up(planned(cast.district, **changes), fields=fields, targets=targets, by=None, at=make.NOW)
    assert len(refusal.value.reasons) == reasons
    assert not Campaign.objects.exists()


def test_set_up_twice_is_refused_the_second_time(cast):
    set_up(planned(cast.district), fields=make.FIELDS, targets=[], by=None, at=make.NOW)
    with pytest.raises(NotSetUp):
        set_up(planned(cast.district), fields=make.FIELDS, targets=[], by=None, at=make.NOW)
    assert (Campaign.objects.count(), Movement.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_sets_up_opens_and_closes(cast, who):
    campaign = make.campaign(cast.district, state="planned")
    with pytest.raises(PermissionDenied):
        set_up(planned(cast.hoa), fields=make.FIELDS, targets=[], by=getattr(cast, who), at=make.NOW)
    with pytest.raises(PermissionDenied):
        move(campaign, to=CampaignState.OPEN, by=getattr(cast, who), at=make.NOW)
    with pytest.raises(PermissionDenied):
        set_up(planned(cast.province), fields=make.FIELDS, targets=[], by=cast.district_office, at=make.NOW)


def test_the_table_of_moves_covers_every_state_with_declared_acts():
    assert set(MOVES) == set(CampaignState)
    assert {act for steps in MOVES.values() for act in steps.values()} <= set(POLICY)


@pytest.mark.parametrize(("source", "to"), list(product(CampaignState, CampaignState)))
def test_move_goes_along_the_table_and_nowhere_else(cast, source, to):
    campaign = make.campaign(cast.district, state=source)
    before = AuditEvent.objects.count()
    if to in MOVES[source]:
        move(campaign, to=to, by=cast.district_office, at=make.NOW)
        assert AuditEvent.objects.latest("pk").act == MOVES[source][to]
    else:
        with pytest.raises(Refused):
            move(campaign, to=to, by=cast.district_office, at=make.NOW)
        assert AuditEvent.objects.count() == before
    campaign.refresh_from_db()
    assert campaign.state == (to if to in MOVES[source] else source)


def test_two_open_at_once_the_second_is_told(cast):
    mine = make.campaign(cast.district, state="planned")
    theirs = Campaign.objects.get(pk=mine.pk)
    move(mine, to=CampaignState.OPEN, by=cast.district_office, at=make.NOW)
    with pytest.raises(Stale):
        move(theirs, to=CampaignState.OPEN, by=cast.district_office, at=make.NOW)


def test_registration_is_open_on_the_first_and_on_the_last_whole_day(cast):
    campaign = make.campaign(cast.district)
    first, last = campaign.registration_opens_on, campaign.registration_closes_on
    open_on = {day: why_not_register(campaign, day) == [] for day in (first, last)}
    assert open_on == {first: True, last: True}
    assert len(why_not_register(campaign, first - timedelta(days=1))) == 1
    assert len(why_not_register(campaign, last + timedelta(days=1))) == 1


def test_only_an_open_campaign_takes_registrations_and_a_closed_one_stands_still(cast):
    for state in CampaignState:
        campaign = make.campaign(cast.district, year=2017 + list(CampaignState).index(state), state=state)
        day = campaign.registration_opens_on
        assert (why_not_register(campaign, day) == []) is (state == CampaignState.OPEN)
        assert (why_not_step(campaign) == []) is (state != CampaignState.CLOSED)


def test_extend_sets_another_last_day_within_the_campaign(cast):
    campaign = make.campaign(cast.district)
    extend(campaign, registration_closes_on=date(2017, 4, 15), by=cast.district_office, at=make.NOW)
    assert why_not_register(Campaign.objects.get(), date(2017, 4, 15)) == []
    event = AuditEvent.objects.latest("pk")
    assert (event.act, event.data) == ("campaigns.extend", {"before": "2017-03-31", "after": "2017-04-15"})


@pytest.mark.parametrize("day", [date(2017, 1, 14), date(2018, 1, 1)])
def test_extend_beyond_the_campaign_is_refused(cast, day):
    campaign = make.campaign(cast.district)
    with pytest.raises(NotSetUp):
        extend(campaign, registration_closes_on=day, by=cast.district_office, at=make.NOW)
    with pytest.raises(PermissionDenied):
        extend(campaign, registration_closes_on=date(2017, 4, 15), by=cast.commune_officer, at=make.NOW)
    assert Campaign.objects.get().registration_closes_on == date(2017, 3, 31)


def test_set_up_enters_a_movement_that_is_new(cast):
    campaign = planned(cast.district, movement=Movement(slug="dan-van-kheo-moi", name="Dân vận khéo mới"))
    made = set_up(campaign, fields=make.FIELDS, targets=[], by=cast.district_office, at=make.NOW)
    assert made.movement == Movement.objects.get(slug="dan-van-kheo-moi")
