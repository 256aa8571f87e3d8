import pytest
from django.urls import reverse

from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.actions import issue, recognise
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests import make

NEW = {"known": "", "number": "15-QĐ/BCĐ", "signed_on": "10/3/2017", "signed_by": "Trưởng ban", "title": "Công nhận"}


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def registered(cast, campaign):
    def _registered(unit=None, by=None):
        return make.registration(
            campaign, unit or cast.hoa, by or cast.commune_officer, state="registered", office=cast.district_office
        )

    return _registered


@pytest.fixture
def decision(cast):
    given = {"number": "15-QĐ/BCĐ", "signed_on": make.NOW.date(), "signed_by": "Trưởng ban", "title": "Công nhận"}
    return issue(Decision(unit=cast.district, **given), by=None, at=make.NOW)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def marks(*registrations):
    return [f"{each.pk}:{each.version}" for each in registrations]


def test_what_was_picked_is_shown_with_what_will_happen(cast, campaign, registered, office):
    good, draft = registered(), make.registration(campaign, cast.hoa, cast.commune_officer)
    page = office.get(reverse("recognition:recognise"), {"pick": [good.pk, draft.pk]})
    assert [(pick.registration, bool(pick.reasons)) for pick in page.context["picks"]] == [(good, False), (draft, True)]
    assert page.context["fine"] == [good]


def test_several_are_recognised_by_a_new_decision(cast, registered, office):
    both = [registered(), registered(cast.mac, cast.other_officer)]
    given = NEW | {"pick": marks(*both), "unit": cast.district.pk}
    response = office.post(reverse("recognition:recognise"), given)
    decision = Decision.objects.get()
    assert response["Location"] == reverse("recognition:decision", args=[decision.pk])
    assert set(Recognition.objects.values_list("registration", "level")) == {(each.pk, "district") for each in both}


def test_a_known_decision_is_used_again(cast, registered, office, decision):
    at_hand = registered()
    given = {"pick": marks(at_hand), "unit": cast.district.pk, "known": decision.pk}
    office.post(reverse("recognition:recognise"), given)
    assert Recognition.objects.values_list("decision", flat=True).get() == decision.pk
    assert Decision.objects.count() == 1


def test_what_is_missing_in_a_new_decision_is_told_at_its_field(cast, registered, office):
    at_hand = registered()
    given = {
        "pick": marks(at_hand),
        "unit": cast.district.pk,
        "known": "",
        "signed_on": "32/1/2017",
        "title": "Giữ lại",
    }
    response = office.post(reverse("recognition:recognise"), given)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"number", "signed_on", "signed_by"})
    assert "Giữ lại" in response.content.decode()
    assert not Decision.objects.exists()


def test_the_rules_against_it_are_told_and_nothing_is_entered(cast, registered, office):
    at_hand = registered()
    given = NEW | {"pick": marks(at_hand), "unit": cast.district.pk, "signed_on": "31/12/2016"}
    response = office.post(reverse("recognition:recognise"), given)
    assert (response.status_code, Decision.objects.count()) == (422, 0)
    assert at_hand.exemplar.name in response.content.decode()


def test_none_is_recognised_when_one_was_moved_meanwhile(cast, registered, office, decision):
    first, second = registered(), registered()
    picked = marks(first, second)
    recognise([second], decision=decision, level=Level.DISTRICT, by=cast.district_office, at=make.NOW)
    given = {"pick": picked, "unit": cast.district.pk, "known": decision.pk}
    response = office.post(reverse("recognition:recognise"), given)
    assert (response.status_code, response.context["fine"]) == (200, [first])
    assert Registration.objects.get(pk=first.pk).state == State.REGISTERED


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_recognises_or_declines(client, cast, registered, who):
    at_hand = registered()
    client.force_login(getattr(cast, who))
    assert client.post(reverse("recognition:recognise"), {"pick": marks(at_hand)}).status_code == 403
    unseen = who in {"administrator", "stranger"}
    address = reverse("recognition:decline", args=[at_hand.pk])
    assert client.post(address, {"reason": "x"}).status_code == (404 if unseen else 403)
    assert Registration.objects.get().state == State.REGISTERED


def test_decline_asks_for_the_reason(registered, office):
    at_hand = registered()
    address = reverse("recognition:decline", args=[at_hand.pk])
    assert office.get(address).status_code == 200
    assert office.post(address, {"version": at_hand.version, "reason": ""}).status_code == 422
    assert office.post(address, {"version": "1", "reason": "Chưa hiệu quả"}).status_code == 422
    response = office.post(address, {"version": at_hand.version, "reason": "Chưa hiệu quả"})
    assert response["Location"] == reverse("registry:detail", args=[at_hand.pk])
    assert Registration.objects.get().state == State.NOT_RECOGNISED


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_of_decisions_cost_the_same_for_one_row_and_for_three(
    cast, registered, office, decision, rows, django_assert_num_queries
):
    named = [registered() for _ in range(rows)]
    recognise(named, decision=decision, level=Level.DISTRICT, by=cast.district_office, at=make.NOW)
    for number in range(rows - 1):
        given = {"number": f"{number}-QĐ", "signed_on": make.NOW.date(), "signed_by": "x", "title": ""}
        issue(Decision(unit=cast.district, **given), by=None, at=make.NOW)
    with django_assert_num_queries(7):
        page = office.get(reverse("recognition:list"))
    assert len(page.context["page"].rows) == rows
    with django_assert_num_queries(12):
        page = office.get(reverse("recognition:decision", args=[decision.pk]))
    assert len(page.context["page"].rows) == rows


def test_an_officer_sees_in_a_decision_what_is_of_the_own_unit(client, cast, registered, decision):
    mine, theirs = registered(), registered(cast.mac, cast.other_officer)
    recognise([mine, theirs], decision=decision, level=Level.DISTRICT, by=cast.district_office, at=make.NOW)
    client.force_login(cast.commune_officer)
    page = client.get(reverse("recognition:decision", args=[decision.pk]))
    assert [each.registration for each in page.context["page"].rows] == [mine]
    assert page.context["named"] == 2
    client.force_login(cast.stranger)
    assert client.get(reverse("recognition:decision", args=[decision.pk])).status_code == 404
    assert client.get(reverse("recognition:list")).context["page"].rows == []
