"""Mutual scoring: each unit scores each other one, nobody itself, points of others stay hidden, ties share a rank."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.machinery.notices.models import Notice
from kheo.movement.pledges.actions import NotScored, hand_in, mark, reopen
from kheo.movement.pledges.models import MutualScoring, Place, Sheet
from kheo.movement.pledges.queries.scoring import givers_of, standing_of, to_give, waiting_for
from kheo.movement.pledges.reminders import due
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.pledges import made

pytestmark = pytest.mark.django_db
LATER = datetime(2017, 7, 1, 8, tzinfo=LOCAL)


@pytest.fixture
def mutual(cast):
    return made.Mutual(cast)


def against(act):
    with pytest.raises(NotScored) as refused:
        act()
    return refused.value.reasons


def pairs():
    return {(sheet.giver.name, sheet.place.member.name) for sheet in Sheet.objects.all()}


def test_each_scores_each_other_and_never_itself(cast, mutual):
    opened = mutual.open()
    names = ["Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện"]
    assert pairs() == {(one, other) for one in names for other in names if one != other}
    assert Sheet.objects.count() == 6
    mutual.criteria.refresh_from_db()
    assert mutual.criteria.frozen_at
    told = Notice.objects.filter(kind="pledges.open").values_list("user__username", flat=True)
    assert sorted(told) == ["can_bo_hoa", "can_bo_mac", "nong_dan"]
    assert AuditEvent.objects.filter(act="pledges.open").count() == 1
    assert len(against(mutual.open)) == 1
    assert MutualScoring.objects.get() == opened


def test_only_the_head_and_the_office_open_and_close(cast, mutual):
    for somebody in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            mutual.open(by=somebody)
    mutual.open(by=cast.district_office)
    for somebody in (cast.other_officer, cast.leader):
        with pytest.raises(PermissionDenied):
            mutual.close(by=somebody, reason="Hết hạn")


def test_what_is_against_opening_is_all_said(cast, mutual):
    mutual.criteria = make.criteria(make.unit("Tỉnh Nam Định", "province"))
    assert len(against(lambda: mutual.open(due_on=date(2016, 1, 1)))) == 2
    assert not MutualScoring.objects.exists()


def test_nobody_writes_on_the_sheet_of_another_unit(cast, mutual):
    mutual.open()
    sheet = mutual.sheet(cast.mac, cast.hoa)
    for somebody in (cast.commune_officer, cast.district_office, cast.leader):
        with pytest.raises(PermissionDenied):
            mark(sheet, {}, version=1, by=somebody, at=make.NOW)
        with pytest.raises(PermissionDenied):
            hand_in(sheet, comment="", version=1, by=somebody, at=make.NOW)
    assert {each.giver for each in to_give(cast.other_officer)} == {cast.mac}
    assert not to_give(cast.district_office).exists()


def test_a_sheet_is_handed_in_whole_and_may_be_taken_back(cast, mutual):
    mutual.open()
    sheet = mutual.sheet(cast.mac, cast.hoa)
    assert against(lambda: hand_in(sheet, comment="", version=1, by=cast.other_officer, at=make.NOW))
    sheet = mutual.give(cast.mac, cast.hoa, 1)
    assert [each.place.member for each in waiting_for(cast.other_officer)] == [cast.farmers]
    reopen(sheet, version=sheet.version, by=cast.other_officer, at=make.NOW)
    assert waiting_for(cast.other_officer).count() == 2


def test_closing_ranks_and_the_same_points_share_a_rank(cast, mutual):
    mutual.open()
    mutual.give_all({cast.hoa: "0.5", cast.mac: 1, cast.farmers: "0.5"})
    mutual.close()
    ranks = {place.member: place.rank for place in Place.objects.select_related("member")}
    assert ranks == {cast.mac: 1, cast.hoa: 2, cast.farmers: 2}
    assert Place.objects.get(member=cast.mac).points == mutual.sheet(cast.hoa, cast.mac).most
    assert len(against(mutual.close)) == 1
    sheet = mutual.sheet(cast.hoa, cast.mac)
    assert against(lambda: reopen(sheet, version=sheet.version, by=cast.commune_officer, at=make.NOW))


def test_missing_points_take_a_reason_and_are_taken_back(cast, mutual):
    mutual.open()
    assert len(against(lambda: mutual.close(reason="Hết hạn"))) == 1  # nobody has scored anybody
    for giver, member in ((cast.hoa, cast.mac), (cast.mac, cast.hoa), (cast.hoa, cast.farmers)):
        mutual.give(giver, member, "0.75")
    (reason,) = against(mutual.close)
    assert "Hội Nông dân huyện" in reason
    mutual.close(reason="Hết hạn chấm")
    assert Sheet.objects.filter(state="withdrawn", reason="Hết hạn chấm").count() == 3
    assert Place.objects.filter(rank=1).count() == 3


def test_a_merger_leaves_points_and_the_heir_scores_neither_itself_nor_what_it_took_over(cast, mutual):
    mutual.open()
    mutual.give(cast.hoa, cast.farmers, 1)
    apply(rules.merge([cast.hoa], cast.mac, on_day=date(2017, 7, 1), basis="Nghị quyết"), by=None, at=LATER)
    assert givers_of(cast.other_officer) == {cast.hoa.pk, cast.mac.pk}
    assert {(each.giver, each.place.member) for each in to_give(cast.other_officer)} == {
        (cast.hoa, cast.farmers),
        (cast.mac, cast.farmers),
    }
    sheet = mutual.sheet(cast.hoa, cast.mac)
    points = {each.pk: each.points for each in made.criteria_for(sheet)}
    mark(sheet, points, version=sheet.version, by=cast.other_officer, at=LATER)
    assert against(lambda: hand_in(sheet, comment="", version=sheet.version, by=cast.other_officer, at=LATER))
    told = [each.unit_id for each in due(LATER.date())]
    assert sorted(told) == sorted([cast.mac.pk, cast.farmers.pk])


def test_who_has_points_still_out_is_reminded(cast, mutual):
    opened = mutual.open(due_on=date(2017, 12, 20))
    mutual.give(cast.hoa, cast.mac, 1)
    mutual.give(cast.hoa, cast.farmers, 1)
    assert list(due(date(2017, 12, 12))) == []
    found = {each.unit_id: each.due_on for each in due(date(2017, 12, 13))}
    assert found == dict.fromkeys([cast.mac.pk, cast.farmers.pk], opened.due_on)


# The pages ---------------------------------------------------------------------------------------------------------


def shown(client, user, name, *about):
    client.force_login(user)
    return client.get(reverse(f"pledges:{name}", args=about)).content.decode()


def test_points_of_others_show_only_once_it_is_closed(client, cast, mutual):
    mutual.open()
    mutual.give_all({cast.hoa: "0.5", cast.mac: 1, cast.farmers: "0.25"})
    place = (mutual.cluster.pk, 2017)
    total = f"Xã Yên Mạc: {mutual.sheet(cast.mac, cast.hoa).total.normalize():f}".replace(".", ",")
    everybody = (cast.commune_officer, cast.other_officer, cast.district_office, cast.leader)
    assert not any(total in shown(client, user, "cluster", *place) for user in everybody)
    mutual.close()
    assert all(total in shown(client, user, "cluster", *place) for user in everybody)


def test_a_sheet_of_another_unit_is_not_there(client, cast, mutual):
    mutual.open()
    sheet = mutual.sheet(cast.mac, cast.hoa)
    for user, status in ((cast.other_officer, 200), (cast.commune_officer, 404), (cast.district_office, 404)):
        client.force_login(user)
        assert client.get(reverse("pledges:sheet", args=[sheet.pk])).status_code == status


def test_an_officer_gives_points_and_goes_on_to_the_next_unit(client, cast, mutual):
    mutual.open()
    sheet, other = mutual.sheet(cast.mac, cast.hoa), mutual.sheet(cast.mac, cast.farmers)
    client.force_login(cast.other_officer)
    given = {f"p{each.pk}": "0,1" for each in made.criteria_for(sheet)} | {
        "version": 1,
        "comment": "",
        "hand_in": "yes",
    }
    url = reverse("pledges:sheet", args=[sheet.pk])
    assert client.post(url, given).status_code == 422
    given |= {f"p{each.pk}": "0,25" for each in made.criteria_for(sheet)}
    assert client.post(reverse("pledges:mark", args=[sheet.pk]), given).json()["fields"]["version"] == 2
    answer = client.post(url, given | {"version": 2})
    assert answer["Location"] == reverse("pledges:sheet", args=[other.pk])
    assert standing_of(mutual.cluster, 2017).done == 1
    assert mutual.sheet(cast.mac, cast.hoa).total > Decimal(0)


def test_the_head_opens_and_closes_by_the_pages(client, cast, mutual):
    place = [mutual.cluster.pk, 2017]
    client.force_login(cast.commune_officer)
    url = reverse("pledges:open", args=place)
    assert client.post(url, {"criteria_set": mutual.criteria.pk, "due_on": "31/02/2017"}).status_code == 422
    sent = client.post(url, {"criteria_set": mutual.criteria.pk, "due_on": "31/12/2099"})
    assert sent["Location"] == reverse("pledges:cluster", args=place)
    mutual.give_all({cast.hoa: "0.5", cast.mac: 1, cast.farmers: "0.25"})
    assert client.post(reverse("pledges:close", args=place), {"reason": ""}).status_code == 302
    assert MutualScoring.objects.get().closed_at


def test_the_page_costs_the_same_while_it_is_scored(client, cast, mutual, django_assert_max_num_queries):
    mutual.open()
    for user in (cast.commune_officer, cast.district_office):
        shown(client, user, "cluster", mutual.cluster.pk, 2017)
        for name, about in (("cluster", [mutual.cluster.pk, 2017]), ("mine", [])):
            with django_assert_max_num_queries(10):
                client.get(reverse(f"pledges:{name}", args=about))
