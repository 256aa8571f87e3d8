"""A unit's year on its first page."""

from datetime import date

import pytest

from kheo.faces.workspace.queries.unit import models_of, years_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def test_a_model_stands_with_its_next_step_and_why_it_came_back(cast, campaign):
    for state in ("registered", "submitted", "returned", "draft"):
        make.registration(campaign, cast.hoa, cast.commune_officer, state=state, office=cast.district_office)
    make.registration(campaign, cast.mac, cast.other_officer)
    rows = models_of(cast.commune_officer, campaign)
    said = {row.registration.state: (row.next, row.reason, row.tone) for row in rows}
    assert said == {
        "draft": ("Gửi", "", "wait"),
        "returned": ("Gửi", "Thiếu chỉ tiêu", "warn"),
        "submitted": ("Cơ quan thường trực đang xử lý", "", "info"),
        "registered": ("Cơ quan thường trực đang xử lý", "", "info"),
    }
    assert {row.registration.state for row in rows[:2]} == {"draft", "returned"}


def test_the_years_of_a_unit_are_its_own(cast, campaign):
    begun = date(2017, 1, 1)
    later = make.campaign(cast.district, year=2018, starts_on=begun, registration_opens_on=begun)
    for of_year in (campaign, later, later):
        make.registration(of_year, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    make.registration(later, cast.mac, cast.other_officer, state="registered", office=cast.district_office)
    bars = years_of(cast.hoa, later, [later, campaign])
    assert [(bar.label, bar.number, bar.part) for bar in bars] == [("2017", 1, 0), ("2018", 2, 0)]
    assert [bar.is_now for bar in bars] == [False, True]
