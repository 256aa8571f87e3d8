from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.queries import example, facts_of, uses_of
from tests import make
from tests.rows import sent


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def test_the_example_is_kept_as_it_stands(cast, office):
    page = office.get(reverse("criteria:new"))
    response = office.post(reverse("criteria:new"), sent(page.context["sheet"].form, page.context["sheet"].tables))
    made = CriteriaSet.objects.get()
    assert response["Location"] == reverse("criteria:detail", args=[made.pk])
    assert (facts_of(made), made.unit) == (example(), cast.district)


def test_a_row_without_a_group_belongs_to_the_row_above_and_empty_ones_are_left_out(cast, office):
    page = office.get(reverse("criteria:new") + "?blank=1")
    given = sent(page.context["sheet"].form, page.context["sheet"].tables) | {
        "name": "Thang điểm",
        "criteria-0-group": "I. Kết quả", "criteria-0-name": "Đo được", "criteria-0-points": "7,5",
        "criteria-2-name": "Lan tỏa", "criteria-2-points": "2,5", "criteria-2-weight": "2",
        "grades-0-name": "Đạt", "grades-0-minimum": "0", "grades-0-earns": "on",
    }  # fmt: skip
    office.post(reverse("criteria:new"), given)
    facts = facts_of(CriteriaSet.objects.get())
    assert [(each.group, each.points, each.weight) for each in facts.criteria] == [
        ("I. Kết quả", Decimal("7.5"), 1),
        ("I. Kết quả", Decimal("2.5"), 2),
    ]


def test_what_is_wrong_is_told_and_nothing_is_lost(cast, office):
    page = office.get(reverse("criteria:new"))
    given = sent(page.context["sheet"].form, page.context["sheet"].tables) | {
        "criteria-0-points": "mười",
        "number": "5",
    }
    answer = office.post(reverse("criteria:new"), given)
    assert (answer.status_code, CriteriaSet.objects.count()) == (422, 0)
    assert len(answer.context["sheet"].form.non_field_errors()) == 1
    assert "mười" in answer.content.decode()
    answer = office.post(reverse("criteria:new"), given | {"criteria-0-points": "10"})
    assert (answer.status_code, len(answer.context["sheet"].form.non_field_errors())) == (422, 1)


def test_a_set_is_changed_and_copied_and_a_frozen_one_only_copied(cast, office):
    made = make.criteria(cast.district)
    url = reverse("criteria:edit", args=[made.pk])
    page = office.get(url)
    document = {"issuer": "BCĐ", "number": "05-HD/BCĐ", "issued_on": "1/2/2017"}
    given = sent(page.context["sheet"].form, page.context["sheet"].tables) | document
    office.post(url, given)
    assert CriteriaSet.objects.get().issued_on == date(2017, 2, 1)
    assert office.post(url, given).status_code == 422
    freeze(made, by=None, at=make.NOW)
    assert office.post(url, given | {"version": "2"}).status_code == 422
    answer = office.post(reverse("criteria:copy", args=[made.pk]))
    assert answer["Location"] == reverse("criteria:edit", args=[CriteriaSet.objects.latest("pk").pk])


def test_sets_are_applied_to_a_campaign(cast, office):
    campaign, made = make.campaign(cast.district), make.criteria(cast.district)
    url = reverse("criteria:apply", args=[campaign.slug])
    given = sent(None, [("", office.get(url).context["table"])]) | {"uses-0-criteria_set": made.pk}
    office.post(url, given)
    assert [use.criteria_set for use in uses_of(campaign)] == [made]
    twice = given | {"uses-1-criteria_set": made.pk}
    assert office.post(url, twice).status_code == 422
    assert url in office.get(reverse("campaigns:detail", args=[campaign.slug])).content.decode()


def test_officers_read_and_strangers_see_nothing(client, cast):
    made, campaign = make.criteria(cast.district), make.campaign(cast.district)
    detail = reverse("criteria:detail", args=[made.pk])
    writing = [reverse("criteria:edit", args=[made.pk]), reverse("criteria:new"),
               reverse("criteria:apply", args=[campaign.slug])]  # fmt: skip
    client.force_login(cast.commune_officer)
    assert [client.get(url).status_code for url in [detail, *writing]] == [200, 403, 403, 403]
    client.force_login(cast.stranger)
    assert [client.get(url).status_code for url in [detail, *writing]] == [404, 404, 403, 404]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(cast, office, rows, django_assert_num_queries):
    for _ in range(rows):
        make.criteria(cast.district)
    with django_assert_num_queries(7):
        page = office.get(reverse("criteria:list"))
    assert len(page.context["page"].rows) == rows
