"""The registers of contributions by role, their figures and sums, and what the public reads."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.contributions.models import Contribution
from kheo.movement.registry.models import Registration
from tests.contributions import made
from tests.portal.made import recognised
from tests.portal.test_web import reader  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
GIVEN, USED = "dong-gop", "su-dung-dong-gop"
SENT = {"donor": "Công ty Thành Nam", "donor_class": "enterprise", "content": "Tiền mặt", "quantity": "5.000.000"}
SENT |= {"measure": "dong", "given_on": "12/05/2017"}


def url(name, *about, key=GIVEN):
    return reverse(f"registers:{name}", args=[key, *about])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed_in(user):
    desk = Client()
    desk.force_login(user)
    return desk


def test_an_officer_enters_a_contribution_and_errors_stand_at_their_fields(cast):
    exemplar = made.model(cast)
    desk = signed_in(cast.commune_officer)
    sent = SENT | {"unit": cast.hoa.pk, "exemplar": exemplar.pk}
    answer = desk.post(url("enter"), sent | {"kind": "land"})
    assert set(answer.context["form"].errors) == {"measure"}
    assert "Công ty Thành Nam" in answer.content.decode()
    assert desk.post(url("enter"), sent).status_code == 302
    row = Contribution.objects.get()
    assert (row.kind, row.quantity, row.unit) == ("money", 5_000_000, cast.hoa)
    said = {"exemplar": exemplar.pk, "purpose": "Mua cát", "quantity": "6", "measure": "million_dong"}
    answer = desk.post(url("enter", key=USED), said | {"unit": cast.hoa.pk, "used_on": "13/05/2017"})
    assert set(answer.context["form"].errors) == {"quantity"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("commune_officer", 200), ("district_office", 200), ("leader", 200), ("editor", 403), ("stranger", 403)],
)
@pytest.mark.parametrize("key", [GIVEN, USED])
def test_names_of_donors_are_seen_by_whom_they_concern(cast, who, status, key):
    assert signed_in(getattr(cast, who)).get(url("list", key=key)).status_code == status


def test_another_commune_sees_nothing_of_it(cast):
    row = made.contribution(made.model(cast))
    desk = signed_in(cast.other_officer)
    assert desk.get(url("line", row.pk)).status_code == 404
    assert desk.get(url("list")).context["page"].total == 0


def test_sums_never_add_unlike_units(cast):
    exemplar = made.model(cast)
    made.contribution(exemplar, quantity=Decimal("7.5"))
    made.contribution(exemplar, donor="Hội A", donor_class="organisation", quantity=Decimal(500_000), measure="dong")
    made.contribution(exemplar, content="Đất", quantity=Decimal("1.2"), measure="ha")
    made.contribution(exemplar, content="Đất vườn", quantity=Decimal(1647), measure="m2")
    made.contribution(exemplar, content="Công", quantity=Decimal(35), measure="workday", worth=5_000_000)
    made.contribution(exemplar, content="Xi măng", quantity=Decimal(2), measure="tonne", worth=3_000_000)
    desk = signed_in(cast.district_office)
    rows = desk.get(url("summary")).context["table"].rows
    sums = [str(cell.value) for cell in rows[-1].cells]
    assert sums == ["Tổng cộng", "6", "8000000", "35", "13647", "8000000"]
    assert "7,5" in text(desk.get(url("list")))
    assert "7,500" not in text(desk.get(url("list")))
    for row in desk.get(url("summary"), {"by": "kind"}).context["table"].rows:
        assert desk.get(row.cells[1].url).context["page"].total == row.cells[1].value


def test_figures_count_the_year_and_open_their_lists(cast):
    exemplar = made.model(cast)
    campaign = Registration.objects.get(exemplar=exemplar).campaign
    made.contribution(exemplar)
    made.contribution(exemplar, content="Công", measure="workday", donor_class="organisation")
    made.contribution(exemplar, content="Năm trước", given_on=made.DAY.replace(year=2016))
    made.contribution(exemplar, content="Chưa rõ", given_on=None)
    made.use(exemplar)
    scope, desk = scope_of(campaign, cast.district), signed_in(cast.district_office)
    keys = ("contributions_given", "contributions_undated", "contributions_used")
    assert [count(key, scope) for key in keys] == [2, 1, 1]
    for key in keys:
        assert desk.get(CATALOGUE[key].link(scope, {})).context["page"].total == count(key, scope)
    table = cross_table("contributions_given", scope, ["kind"], rows=EACH_UNIT)
    assert table.agrees
    for cell in (cell for line in table.lines for cell in line.cells if cell.link):
        assert desk.get(cell.link).context["page"].total == cell.count


def test_readers_see_sums_and_uses_and_no_private_person(cast, reader):  # noqa: F811
    registration = recognised(cast)
    place = reverse("portal:model", args=[registration.pk, registration.exemplar.slug])
    assert "statement" not in reader.get(place).content.decode()
    made.contribution(registration.exemplar)
    made.contribution(registration.exemplar, donor="Công ty Giấu Tên", is_anonymous=True)
    made.contribution(registration.exemplar, donor="Bà Phạm Thị Lan", donor_class="household", measure="workday")
    made.use(registration.exemplar, quantity=Decimal("1.5"))
    page = text(reader.get(place))
    for seen in ("10.000.000 đồng", "Hoàng Long", "Mua xi măng", "1,5", "12/05/2017"):
        assert seen in page
    for hidden in ("Giấu Tên", "Phạm Thị Lan"):
        assert hidden not in page


@pytest.mark.parametrize("number", [1, 4])
def test_pages_cost_the_same_whatever_the_number_of_lines(cast, reader, number):  # noqa: F811
    registration = recognised(cast)
    for place in range(number):
        row = made.contribution(registration.exemplar, donor=f"Công ty {place}")
        made.use(registration.exemplar, purpose=f"Việc {place}", quantity=Decimal(1))
    desk, costs = signed_in(cast.district_office), []
    public = reverse("portal:model", args=[registration.pk, registration.exemplar.slug])
    desk.get(url("list"))
    for each in (url("list"), url("line", row.pk), url("summary"), url("enter"), public):
        with CaptureQueriesContext(connection) as asked:
            assert (reader if each == public else desk).get(each).status_code == 200
        costs.append(len(asked))
    assert max(costs) <= 10, costs
    assert costs == COSTS


COSTS = [10, 10, 8, 9, 10]
