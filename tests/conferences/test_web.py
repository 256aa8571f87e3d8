from datetime import date

import pytest
from django.urls import reverse

from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from tests import make


@pytest.fixture
def held(cast):
    campaign = make.campaign(cast.district)

    def _held(conclusions=1, day=17):
        conference = Conference(
            campaign=campaign, unit=cast.district, kind="year_end", title=f"Hội nghị {day}", held_on=date(2018, 1, day)
        )
        facts = [
            ConclusionFacts(f"Kết luận {number}", TaskFacts(cast.mac, f"Việc {number}", date(2018, 12, 31)))
            for number in range(conclusions)
        ]
        guests = [(f"Khách mời {number}", "Trưởng phòng") for number in range(conclusions)]
        return hold(conference, guests=guests, conclusions=facts, by=None, at=make.NOW)

    return _held


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(client, cast, held, rows, django_assert_num_queries):
    conference = held(rows)
    for number in range(rows - 1):
        held(day=18 + number)
    client.force_login(cast.district_office)
    with django_assert_num_queries(7):
        page = client.get(reverse("conferences:list"))
    assert len(page.context["page"].rows) == rows
    with django_assert_num_queries(10):
        page = client.get(reverse("conferences:detail", args=[conference.pk]))
    assert page.content.decode().count("Khách mời ") == rows


def test_a_task_leads_to_its_page_only_for_its_unit(client, cast, held):
    conference = held()
    for who, linked in {"commune_officer": False, "other_officer": True, "district_office": True}.items():
        client.force_login(getattr(cast, who))
        page = client.get(reverse("conferences:detail", args=[conference.pk]))
        task = page.context["conclusions"][0].task
        assert (reverse("duties:detail", args=[task.pk]) in page.content.decode()) is linked
    client.force_login(cast.stranger)
    assert client.get(reverse("conferences:detail", args=[conference.pk])).status_code == 404
