"""Figures by level and by kind of unit: as reported, whatever the map, and every cell opens its very records."""

from datetime import date

import pytest

from kheo.machinery.books.queries.groupings import KINDS, LEVELS
from kheo.machinery.books.queries.tables import cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.units.states import UnitKind
from kheo.outlets.reports.queries.catalogue import funnel_of
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY

pytestmark = pytest.mark.django_db
NOW = date(2025, 7, 2)
LIST = "/lam-viec/dang-ky/"


@pytest.fixture
def year(cast):
    """A campaign with models at two communes, at a hamlet, and at a body of the district."""
    campaign = make.campaign(cast.district)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    office = {"by": cast.district_office, "office": cast.district_office}
    for unit in (cast.hoa, hamlet, cast.mac, cast.farmers):
        make.registration(campaign, unit, state="registered", **office)
    return campaign


def lines(campaign, unit, rows, day=None):
    table = cross_table("registered", scope_of(campaign, unit, day), ["field"], rows=rows)
    assert table.agrees
    return [(line.unit.label, line.count) for line in table.lines]


def test_a_record_stands_at_the_level_and_kind_of_its_own_unit(cast, year):
    assert lines(year, cast.district, LEVELS) == [("Cấp huyện", 1), ("Cấp xã", 2), ("Thôn, tổ dân phố", 1)]
    assert lines(year, cast.district, KINDS) == [("Xã", 2), ("Thôn, tổ dân phố", 1), ("Mặt trận, đoàn thể", 1)]
    assert lines(year, cast.hoa, LEVELS) == [("Cấp xã", 1), ("Thôn, tổ dân phố", 1)]


def test_a_later_change_leaves_levels_and_kinds_of_the_campaign_alone(cast, year):
    type(year).objects.update(state="closed")
    year.refresh_from_db()
    new = Opening(name="Phường Yên Mô", kind=UnitKind.WARD, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    for day in (None, date(2020, 1, 1), NOW):
        assert lines(year, cast.district, KINDS, day) == [("Xã", 2), ("Thôn, tổ dân phố", 1), ("Mặt trận, đoàn thể", 1)]


def test_every_cell_opens_a_list_as_long_as_it_counts(cast, year, client):
    client.force_login(cast.district_office)
    for rows in (LEVELS, KINDS):
        scope = scope_of(year, cast.district)
        table = cross_table("registered", scope, ["exemplar_kind"], rows=rows)
        sides = [table.total, *table.lines, *funnel_of(scope, rows).lines]
        cells = [cell for line in sides for cell in line.cells if cell.count]
        assert len(cells) > 8
        for cell in cells:
            assert client.get(cell.link).context["page"].total == cell.count, cell.link


def test_the_list_says_what_it_is_narrowed_to_and_takes_no_nonsense(cast, year, client):
    client.force_login(cast.district_office)
    page = client.get(LIST, {"campaign": year.slug, "unit_level": "commune", "exemplar_kind": "model"})
    assert page.context["page"].total == 2
    chips = [(chip.label, chip.text) for chip in page.context["page"].chips]
    assert chips == [("Loại hình", "Mô hình"), ("Cấp của đơn vị", "Cấp xã")]
    for wrong in ("unit_level", "unit_kind", "exemplar_kind"):
        answer = client.get(LIST, {"campaign": year.slug, wrong: "khac"})
        assert (answer.status_code, answer.context["page"].total) == (200, 4)


def test_the_page_offers_them(cast, year, client):
    client.force_login(cast.district_office)
    page = client.get("/lam-viec/so-lieu/", {"campaign": year.slug, "rows": LEVELS, "columns": "exemplar_kind"})
    assert page.context["sheet"].row_name == "Cấp của đơn vị"
    assert "Đã kiểm tra: các tổng khớp nhau" in page.content.decode()
    funnel = client.get("/lam-viec/so-lieu/qua-trinh/", {"campaign": year.slug, "by": KINDS})
    assert '<th scope="col" class="unit">Loại đơn vị</th>' in funnel.content.decode()
