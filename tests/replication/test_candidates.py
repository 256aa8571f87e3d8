"""Which models are worth copying, by their results and never by readers' stars; what fits a unit, with the reasons."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.actions import tell_how_to
from kheo.movement.registry.models import Measure, Registration
from kheo.movement.registry.rules import HowToFacts
from kheo.movement.replication import actions
from kheo.movement.replication.queries.candidates import candidates, merits_of, suggestions, told
from kheo.movement.replication.rules import Conditions, Merits, likeness_of, reasons_of
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)


@pytest.fixture
def lights(cast):
    return made.recognised(cast, name="Thắp sáng đường quê")


@pytest.fixture
def garden(cast, lights):
    return made.recognised(
        cast, name="Nhà sạch vườn đẹp", campaign=lights.campaign, unit=cast.mac, officer=cast.other_officer
    )


def measured(registration, *rows):
    for name, baseline, promised, achieved in rows:
        values = [each if each is None else Decimal(each) for each in (baseline, promised, achieved)]
        Measure.objects.create(
            registration=registration, name=name, baseline=values[0], promised=values[1], achieved=values[2]
        )


def names(rows):
    return [row.exemplar.name for row in rows]


def ranked(user):
    return candidates(user).order_by("-merit", "-pk")


def test_the_better_result_stands_first_and_says_why(cast, lights, garden):
    measured(lights, ("Bóng đèn", 0, 20, 25), ("Số hộ nghèo", 12, 5, 4), ("Số vụ trộm", 9, 3, 5), ("Km", 0, 2, None))
    first, second = told(ranked(cast.district_office))
    assert (first.registration, second.registration) == (lights, garden)
    assert merits_of(first.registration) == Merits(None, 4, 2, 1, False, 0), "less is better where less was promised"
    assert len(first.reasons) == 2


def test_how_to_copy_it_counts(cast, lights, garden):
    tell_how_to(garden, HowToFacts(steps="Họp thôn"), version=0, by=cast.other_officer, at=made.NOW)
    assert names(ranked(cast.district_office)) == ["Nhà sạch vườn đẹp", "Thắp sáng đường quê"]


def test_what_is_no_longer_kept_up_or_not_recognised_is_no_candidate(cast, lights, garden):
    Registration.objects.filter(pk=garden.pk).update(state="ended")
    make.registration(Campaign.objects.get(), cast.mac, cast.other_officer)
    assert names(ranked(cast.district_office)) == ["Thắp sáng đường quê"]


@pytest.mark.parametrize("more", [0, 4])
def test_the_list_costs_the_same_however_many(cast, lights, client, more, django_assert_num_queries):
    for number in range(more):
        made.recognised(cast, name=f"Mô hình {number}", campaign=lights.campaign)
    client.force_login(cast.district_office)
    page = reverse("replication:candidates")
    client.get(page)
    with django_assert_num_queries(7):
        shown = client.get(page)
    assert len(shown.context["lines"]) == more + 1
    client.force_login(cast.commune_officer)
    assert client.get(page).status_code == 403


def test_a_unit_is_suggested_what_fits_and_not_its_own_nor_what_it_copies(cast, lights, garden):
    make.status(cast.hoa)
    make.status(cast.mac)
    (found,) = suggestions(cast.mac, DAY)
    assert (found.registration, len(found.likeness)) == (lights, 3)
    actions.copy(lights.exemplar, cast.mac, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    assert suggestions(cast.mac, DAY) == []


def test_the_likest_conditions_stand_first(cast, lights, garden):
    new = make.unit("Xã Yên Lâm", parent=cast.district)
    make.status(new)
    make.status(cast.mac)
    assert [each.registration for each in suggestions(new, DAY)] == [garden, lights]


def test_one_press_leads_from_a_suggestion_to_the_form_with_the_unit(cast, lights, client):
    client.force_login(cast.other_officer)
    shown = client.get(reverse("replication:suggestions"))
    link = f"{reverse('replication:copy', args=[lights.exemplar_id])}?unit={cast.mac.pk}"
    assert link in shown.content.decode()
    assert client.get(link).context["form"].initial["unit"] == str(cast.mac.pk)


def test_likeness_says_only_what_is_so():
    own = Conditions("commune", 1, ["Đạt chuẩn nông thôn mới"])
    assert likeness_of(own, Conditions("mass_org", 2, []), 31, is_lacking="") == []
    assert len(likeness_of(own, Conditions("commune", 1, ["Đạt chuẩn nông thôn mới"]), 30, is_lacking="Kinh tế")) == 4
    assert len(likeness_of(own, Conditions("mass_org", 1, []), None, is_lacking="")) == 1


def test_nothing_is_said_of_merits_that_are_not_there():
    assert reasons_of(Merits(None, 0, 0, 0, False, 0)) == []
    assert len(reasons_of(Merits(0, 3, 0, 2, True, 1))) == 5
