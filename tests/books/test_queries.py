"""Counting: the same number whichever way it is asked for."""

import random
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from kheo.machinery.books.queries.below import with_all_below
from kheo.machinery.books.queries.breakdowns import breakdown, count_parts
from kheo.machinery.books.queries.records import count, records_of
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import COUNTED, OwnerKind, YearStatus
from kheo.organisation.units.models import Unit, UnitVersion
from tests import cast, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.gather()


@pytest.fixture
def campaign(people):
    return make.campaign(people.district)


def _registered(campaign, people, unit, **more):
    return make.registration(
        campaign, unit, people.district_office, state="registered", office=people.district_office, **more
    )


def test_count_takes_only_what_the_figure_says(people, campaign):
    office = people.district_office
    for state in ("draft", "submitted", "returned", "registered"):
        make.registration(campaign, people.hoa, people.commune_officer, state=state, office=office)
    scope = scope_of(campaign, people.district)
    assert {key: count(key, scope) for key in ("draft", "waiting", "returned", "registered", "cancelled")} == {
        "draft": 1,
        "waiting": 1,
        "returned": 1,
        "registered": 1,
        "cancelled": 0,
    }


def test_count_keeps_to_the_campaign_and_to_the_units_below(people, campaign):
    other_year = make.campaign(people.district, year=2018)
    _registered(campaign, people, people.hoa)
    _registered(campaign, people, people.mac)
    assert count("registered", scope_of(campaign, people.hoa)) == 1
    assert count("registered", scope_of(campaign, people.province)) == 2
    assert count("registered", scope_of(other_year, people.district)) == 0


def test_count_uses_the_map_of_the_campaigns_day(people, campaign):
    _registered(campaign, people, people.hoa)
    later = make.unit("Xã Yên Lập", parent=people.district, since=date(2018, 1, 1))
    assert count("registered", scope_of(campaign, later)) == 0
    assert [line.unit.label for line in cross_table("registered", scope_of(campaign, people.district), []).lines] == [
        "Xã Yên Hòa"
    ]


def test_breakdown_names_every_value_and_counts_none_as_zero(people, campaign):
    _registered(campaign, people, people.hoa, field="economy")
    _registered(campaign, people, people.mac, field="economy", owner_kind=OwnerKind.HOUSEHOLD)
    found = breakdown("registered", scope_of(campaign, people.district), ["unit", "field"])
    assert found.counts == {("xa-yen-hoa", "economy"): 1, ("xa-yen-mac", "economy"): 1}
    assert found.along(1) == {"economy": 2, "culture_society": 0, "defence_security": 0, "political_system": 0}
    assert found.along(0) == {
        "huyen-yen-mo": 0,
        "xa-yen-hoa": 1,
        "xa-yen-mac": 1,
        "hoi-nong-dan-huyen": 0,
    }
    assert found.total == 2


def below(scope, campaign, by, *units):
    """Return what is registered at some units with all below them, in their order, and in the whole scope."""
    asked = UnitVersion.objects.on(campaign.map_day).filter(unit__in=units).order_by("-unit__slug")
    return with_all_below("registered", scope, by, asked, ("unit_id", "name"))


def test_with_all_below_adds_up_the_tree(people, campaign, django_assert_num_queries):
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=people.hoa)
    for unit, field in ((hamlet, "economy"), (people.hoa, "economy"), (people.farmers, "defence_security")):
        make.registration(
            campaign, unit, people.district_office, field=field, state="registered", office=people.district_office
        )
    scope = scope_of(campaign, people.district)
    with django_assert_num_queries(2):  # and the fields
        found = below(scope, campaign, ("field", "owner_kind"), hamlet, people.hoa, people.mac, people.district)
    units = {pk: numbers.along(0) for (pk, _name), numbers in found.rows}
    assert [name for (_pk, name), _numbers in found.rows] == [
        "Xã Yên Mạc", "Xã Yên Hòa", "Thôn Trinh Nữ", "Huyện Yên Mô",
    ]  # fmt: skip
    assert [sum(units[unit.pk].values()) for unit in (hamlet, people.hoa, people.mac, people.district)] == [1, 2, 0, 3]
    assert (units[people.hoa.pk]["economy"], units[people.district.pk]["defence_security"]) == (2, 1)
    # The whole of the scope is also what stands at no unit that was asked about.
    assert (found.whole.total, found.whole.along(0)["defence_security"]) == (3, 1)
    own = below(scope_of(campaign, people.hoa), campaign, ("field",), people.hoa)
    assert (own.rows[0][1].total, own.whole.total) == (2, 2)


def test_table_puts_what_stands_deeper_on_the_line_of_the_unit_below(people, campaign):
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=people.hoa)
    _registered(campaign, people, hamlet)
    _registered(campaign, people, people.hoa)
    _registered(campaign, people, people.district)
    scope = scope_of(campaign, people.district)
    below = cross_table("registered", scope, ["field"])
    each = cross_table("registered", scope, ["field"], rows=EACH_UNIT)
    assert [(line.unit.label, line.cells[0].count) for line in below.lines] == [("Huyện Yên Mô", 1), ("Xã Yên Hòa", 2)]
    assert [(line.unit.label, line.cells[0].count) for line in each.lines] == [
        ("Huyện Yên Mô", 1),
        ("Xã Yên Hòa", 1),
        ("Thôn Trinh Nữ", 1),
    ]
    assert below.total.cells[0].count == each.total.cells[0].count == 3


def test_table_cuts_lines_but_not_totals(people, campaign):
    for unit in (people.hoa, people.mac, people.farmers):
        _registered(campaign, people, unit)
    table = cross_table("registered", scope_of(campaign, people.district), ["field"], part=slice(1, 2))
    assert [line.unit.key for line in table.lines] == ["xa-yen-mac"]
    assert (table.units, table.total.cells[0].count, table.agrees) == (3, 3, True)


@pytest.mark.parametrize("seed", range(3))
def test_every_cell_links_to_as_many_records_as_it_counts(people, campaign, seed):
    dice = random.Random(seed)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=people.hoa)
    units = [people.district, people.hoa, people.mac, people.farmers, hamlet]
    for _ in range(12):
        _registered(
            campaign,
            people,
            dice.choice(units),
            field=dice.choice(["economy", "culture_society", "political_system"]),
            owner_kind=dice.choice(list(OwnerKind)),
            year_status=dice.choice(list(YearStatus)),
        )
    for rows in ("below", EACH_UNIT):
        table = cross_table(
            "registered", scope_of(campaign, people.district), ["field", "owner_kind", "year_status"], rows=rows
        )
        assert table.agrees
        for line in (*table.lines, table.total):
            for cell in line.cells:
                assert cell.count == (_behind(cell.link) if cell.link else 0)


def _behind(link):
    """Count the records that the address asks the list for."""
    asked = parse_qs(urlsplit(link).query)
    rows = Registration.objects.filter(campaign__slug=asked["campaign"][0], state__in=asked["state"])
    if "only" in asked:
        rows = rows.filter(unit__slug=asked["unit"][0])
    else:
        unit = Unit.objects.get(slug=asked["unit"][0])
        rows = rows.filter(unit__in=Unit.objects.under(unit, date(2017, 12, 31)))
    if "field" in asked:
        rows = rows.filter(field__slug=asked["field"][0])
    for name in ("owner_kind", "year_status"):
        if name in asked:
            rows = rows.filter(**{name: asked[name][0]})
    return rows.count()


def test_the_states_counted_as_registered_are_those_of_the_register(people, campaign):
    _registered(campaign, people, people.hoa)
    scope = scope_of(campaign, people.district)
    assert set(records_of("registered", scope).values_list("state", flat=True)) <= COUNTED


@pytest.mark.parametrize("records", [1, 3])
def test_a_table_costs_the_same_whatever_its_length(people, campaign, records, django_assert_num_queries):
    for unit in [people.hoa, people.mac, people.farmers][:records]:
        _registered(campaign, people, unit)
    scope = scope_of(campaign, people.district)
    with django_assert_num_queries(3):
        cross_table("registered", scope, ["field", "owner_kind"])


def test_parts_of_a_whole_are_counted_at_once(people, campaign, django_assert_num_queries):
    for state in ("draft", "submitted", "registered", "registered"):
        make.registration(campaign, people.hoa, people.commune_officer, state=state, office=people.district_office)
    scope = scope_of(campaign, people.district)
    keys = ("draft", "waiting", "returned", "registered", "registered_new", "registered_maintained")
    with django_assert_num_queries(1):
        parts = count_parts("entered", keys, scope)
    assert parts == {key: count(key, scope) for key in keys}
    assert list(parts.values()) == [1, 1, 0, 2, 2, 0]


def test_a_figure_that_is_no_part_is_not_drawn_from_the_whole(people, campaign):
    with pytest.raises(ValueError, match="no part"):
        breakdown("entered", scope_of(campaign, people.district), ["state"]).narrowed("cancelled")
