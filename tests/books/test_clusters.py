"""Figures by emulation cluster: every record in one line, whatever the map, and every cell opens its very records."""

from datetime import date

import pytest

from kheo.machinery.books.queries.groupings import CLUSTERS
from kheo.machinery.books.queries.tables import cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.clusters.actions import arrange
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY

pytestmark = pytest.mark.django_db
NOW = date(2025, 7, 2)


@pytest.fixture
def year(cast):
    """A campaign with models at two communes, at a hamlet below one, and at a body; the communes sit in clusters."""
    campaign = make.campaign(cast.district)
    cast.hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    office = {"by": cast.district_office, "office": cast.district_office}
    for unit in (cast.hoa, cast.hamlet, cast.mac, cast.farmers):
        make.registration(campaign, unit, state="registered", **office)
    cast.one = make.cluster(cast.district, "Cụm 1", [cast.hoa], head=cast.hoa)
    cast.two = make.cluster(cast.district, "Cụm 2", [cast.mac])
    make.cluster(cast.district, "Khối", [cast.farmers], year=2016)
    make.cluster(cast.province, "Cụm tỉnh", [cast.district])
    return campaign


def table_of(campaign, unit, day=None, key="registered"):
    return cross_table(key, scope_of(campaign, unit, day), ["field"], rows=CLUSTERS)


def lines(table):
    return [(line.unit.label, line.count) for line in table.lines]


def test_each_record_stands_in_the_cluster_of_its_unit_or_in_none(cast, year):
    table = table_of(year, cast.district)
    assert lines(table) == [("Cụm 1", 2), ("Cụm 2", 1), ("Chưa xếp cụm", 1)]
    assert (table.total.count, table.agrees, len(table.checks)) == (4, True, 3)


def test_whoever_sits_deeper_is_of_the_own_cluster(cast, year):
    make.cluster(cast.district, "Cụm 2", [cast.mac, cast.hamlet])
    assert lines(table_of(year, cast.district)) == [("Cụm 1", 1), ("Cụm 2", 2), ("Chưa xếp cụm", 1)]


def test_a_cluster_without_records_has_its_line_and_an_unarranged_year_one_line(cast, year):
    arrange(cast.two, 2017, units=[], head=None, by=None, at=make.NOW)
    make.cluster(cast.district, "Cụm 3", [make.unit("Xã Mới", parent=cast.district)])
    assert lines(table_of(year, cast.district)) == [("Cụm 1", 2), ("Cụm 3", 0), ("Chưa xếp cụm", 2)]
    for cluster in (cast.one, make.cluster(cast.district, "Cụm 3")):
        arrange(cluster, 2017, units=[], head=None, by=None, at=make.NOW)
    assert lines(table_of(year, cast.district)) == [("Chưa xếp cụm", 4)]


def test_a_unit_that_does_not_steer_is_shown_its_own_clusters(cast, year):
    assert lines(table_of(year, cast.hoa)) == [("Cụm 1", 2)]
    assert lines(table_of(year, cast.province)) == [("Cụm 1", 2), ("Cụm 2", 1), ("Chưa xếp cụm", 1)]


def test_a_change_of_a_later_year_leaves_the_clusters_of_the_campaign_alone(cast, year):
    type(year).objects.update(state="closed")
    year.refresh_from_db()
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    for day in (None, date(2017, 5, 1), date(2020, 1, 1), NOW):
        table = table_of(year, cast.district, day)
        assert lines(table) == [("Cụm 1", 2), ("Cụm 2", 1), ("Chưa xếp cụm", 1)]
        assert (table.total.count, table.agrees) == (4, True)


@pytest.mark.parametrize("state", ["open", "closed"])
@pytest.mark.parametrize(("into", "told"), [("new", (2, 1, 1)), ("mac", (0, 3, 1)), ("farmers", (3, 1, 0))])
def test_a_change_within_the_year_takes_seats_and_records_along(cast, year, state, into, told):
    type(year).objects.update(state=state)
    year.refresh_from_db()
    new = Opening(name="Xã Yên Mới", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    heir, day = new if into == "new" else getattr(cast, into), date(2017, 7, 1)
    apply(rules.merge([cast.hoa], heir, on_day=day, basis=BASIS), by=None, at=AT.replace(year=2017))
    for on in (None, date(2017, 6, 30), day, NOW):
        table = table_of(year, cast.district, on)
        assert tuple(dict(lines(table)).get(name, 0) for name in ("Cụm 1", "Cụm 2", "Chưa xếp cụm")) == told
        assert table.agrees


def test_the_clusters_of_a_body_that_ends_within_the_year_are_those_of_its_last_day(cast, year):
    """As districts ended on 1 July 2025, and their communes became new ones below the province."""
    day, at = date(2017, 7, 1), AT.replace(year=2017)
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa], new, on_day=day, basis=BASIS), by=None, at=at)
    apply(rules.dissolve(cast.district, cast.province, on_day=day, basis=BASIS), by=None, at=at)
    year = type(year).objects.select_related("unit").get()
    for on in (None, day, NOW):
        table = table_of(year, year.unit, on)
        assert lines(table) == [("Cụm 1", 2), ("Cụm 2", 1), ("Chưa xếp cụm", 1)]
        assert table.agrees


def test_every_cell_opens_a_list_as_long_as_it_counts(cast, year, client):
    chief = make.user("chief")
    Post.objects.create(user=chief, role="standing_office", unit=cast.province, valid_from=date(2017, 1, 1))
    client.force_login(chief)
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    type(year).objects.update(state="closed")
    year.refresh_from_db()
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    for unit in (cast.province, cast.district, cast.hoa):
        for day in (None, NOW):
            table = table_of(year, unit, day)
            for line in [table.total, *table.lines]:
                for cell in line.cells:
                    if cell.count:
                        assert client.get(cell.link).context["page"].total == cell.count, cell.link


def test_the_list_says_which_cluster_it_is_narrowed_to(cast, year, client):
    client.force_login(cast.district_office)
    page = client.get("/lam-viec/dang-ky/", {"campaign": year.slug, "cluster": cast.one.pk})
    assert page.context["page"].total == 2
    assert [(chip.label, chip.text) for chip in page.context["page"].chips] == [("Cụm, khối", "Cụm 1")]
    none = client.get("/lam-viec/dang-ky/", {"campaign": year.slug, "cluster": "none"})
    assert [row.unit for row in none.context["page"].rows] == [cast.farmers]
    for wrong in ("khac", "999999", "-1"):
        answer = client.get("/lam-viec/dang-ky/", {"campaign": year.slug, "cluster": wrong})
        assert (answer.status_code, answer.context["page"].total) == (200, 4)


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_however_many_clusters(cast, year, number, django_assert_num_queries):
    for place in range(number):
        make.cluster(cast.district, f"Cụm thêm {place}", [make.unit(f"Xã {place}", parent=cast.district)])
    scope = scope_of(year, cast.district)
    with django_assert_num_queries(6):
        table = cross_table("registered", scope, ["field"], rows=CLUSTERS)
        assert (table.units, table.agrees) == (3 + number, True)
