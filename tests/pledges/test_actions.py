"""Pledges and cross-checks of clusters: who enters what, what is refused, the plan of checks, and mergers."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import NotKept, correct, enter, withdraw
from kheo.movement.pledges.actions import NotPlanned, plan_checks
from kheo.movement.pledges.models import CrossCheck, Pledge
from kheo.movement.pledges.queries.clusters import glances, in_year, leads, page_of, seats_of_year
from kheo.movement.pledges.registers import CHECKS, PLEDGES
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.pledges import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(cast):
    return made.cluster(cast, cast.farmers)


def planned():
    return [(each.unit.name, each.checked.name) for each in CrossCheck.objects.order_by("pk")]


def fields_against(register, said, by):
    with pytest.raises(NotKept) as refused:
        enter(register, said, by=by, at=make.NOW)
    return [fault.field for fault in refused.value.faults]


def test_a_unit_pledges_in_its_own_cluster_only(cast, cluster):
    assert made.pledge(cast.hoa, cluster, by=cast.commune_officer).cluster == cluster
    with pytest.raises(PermissionDenied):
        made.pledge(cast.hoa, cluster, by=cast.other_officer)
    elsewhere = make.cluster(cast.district, "Cụm 2", [], year=2017)
    for said in ({"cluster": elsewhere}, {"year": 2016, "signed_on": date(2016, 2, 1)}):
        told = made.said_of_pledge(cast.mac, cluster, **said)
        assert fields_against(PLEDGES, told, cast.other_officer) == ["unit"]
    assert Pledge.objects.count() == 1


def test_a_cross_check_is_of_two_units_of_the_cluster(cast, cluster):
    stranger = make.unit("Xã Yên Từ", "commune", parent=cast.district)
    said = {"unit": cast.hoa, "cluster": cluster, "year": 2017, "checked": stranger, "checked_on": None, "findings": ""}
    assert fields_against(CHECKS, said, cast.commune_officer) == ["checked"]
    assert fields_against(CHECKS, said | {"checked": cast.hoa}, cast.commune_officer) == ["checked"]


def test_the_head_plans_a_ring_and_once_more_changes_nothing(cast, cluster):
    assert plan_checks(cluster, 2017, by=cast.commune_officer, at=make.NOW) == 3
    order = [seat.unit.name for seat in seats_of_year(cluster, 2017)]
    assert planned() == list(zip(order, [*order[1:], order[0]], strict=True))
    (event,) = AuditEvent.objects.filter(act="pledges.plan")
    assert event.actor_id == cast.commune_officer.pk
    with pytest.raises(NotPlanned):
        plan_checks(cluster, 2017, by=cast.commune_officer, at=make.NOW)
    assert len(planned()) == 3


def test_who_checks_somebody_already_keeps_it(cast, cluster):
    check = made.check(cast.hoa, cluster, cast.farmers)
    assert plan_checks(cluster, 2017, by=cast.district_office, at=make.NOW) == 2
    assert [each.checked for each in CrossCheck.objects.filter(unit=cast.hoa)] == [cast.farmers]
    withdraw(check, reason="Xếp lại", version=1, by=cast.district_office, at=make.NOW)
    assert plan_checks(cluster, 2017, by=cast.district_office, at=make.NOW) == 1


def test_only_the_head_and_the_office_plan(cast, cluster):
    for somebody in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            plan_checks(cluster, 2017, by=somebody, at=make.NOW)
    alone = make.cluster(cast.district, "Cụm 2", [make.unit("Xã Yên Từ", "commune", parent=cast.district)])
    with pytest.raises(NotPlanned):
        plan_checks(alone, 2017, by=cast.district_office, at=make.NOW)
    assert planned() == []


def test_who_leads_is_said_for_each_year(cast, cluster):
    make.cluster(cast.district, "Cụm 1", [cast.hoa, cast.mac], head=cast.mac, year=2018)
    leading = [
        [leads(user, cluster, seats_of_year(cluster, year)) for year in (2017, 2018)]
        for user in (cast.commune_officer, cast.other_officer, cast.district_office, cast.leader)
    ]
    assert leading == [[True, False], [False, True], [True, True], [False, False]]


def test_a_merger_leaves_what_was_pledged_and_its_heir_reaches_it(cast, cluster):
    pledge, check = made.pledge(cast.hoa, cluster), made.check(cast.hoa, cluster, cast.farmers)
    day, later = date(2017, 7, 1), datetime(2017, 7, 1, 8, tzinfo=LOCAL)
    apply(rules.merge([cast.hoa], cast.mac, on_day=day, basis="Nghị quyết"), by=None, at=later)
    correct(pledge, {"reached": 6}, version=1, by=cast.other_officer, at=later)
    found = {"checked_on": date(2017, 9, 1), "findings": "Hồ sơ đủ"}
    correct(check, found, version=1, by=cast.other_officer, at=later)
    pledge.refresh_from_db()
    assert (pledge.unit, pledge.reached, pledge.is_kept) == (cast.hoa, 6, True)
    held = in_year(cast.other_officer, cluster.pk, 2017)
    page = page_of(held, cast.other_officer)
    assert [(unit.name, len(lines)) for unit, lines in page.pledges] == [("Xã Yên Hòa", 1)]
    assert sorted(seat.unit.name for seat in held.seats) == ["Hội Nông dân huyện", "Xã Yên Mạc"]
    assert held.head == cast.mac


def test_at_a_glance_each_cluster_has_its_own_numbers(cast, cluster):
    made.pledge(cast.hoa, cluster)
    made.pledge(cast.hoa, cluster, target="Hộ hiến đất")
    made.check(cast.hoa, cluster, cast.mac, checked_on=date(2017, 9, 1), findings="Tốt")
    made.check(cast.mac, cluster, cast.hoa)
    (seen,) = glances(cast.commune_officer, 2017)
    assert (seen.units, seen.head, seen.pledged, seen.checks, seen.checked) == (3, cast.hoa, 1, 2, 1)
    assert glances(cast.commune_officer, 2018) == []
    assert glances(cast.stranger, 2017) == []
