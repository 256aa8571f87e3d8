"""The same records by the units of their campaign's day and by those of another."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kheo.foundation.journal.actions import Pen
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.maps import Moved, reconciled
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.units.actions import close
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY

NOW = date(2025, 7, 2)


@pytest.fixture
def merged(cast):
    """Three models at two communes and one at a body of the district; in 2025 the communes merge under the province."""
    campaign = make.campaign(cast.district)
    office = {"by": cast.district_office, "office": cast.district_office}
    for unit in (cast.hoa, cast.hoa, cast.mac, cast.farmers):
        make.registration(campaign, unit, state="registered", **office)
    type(campaign).objects.update(state="closed")
    campaign.refresh_from_db()
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    cast.heir = Unit.objects.get(name="Xã Yên Mô")
    return cast, campaign


def lines(table):
    return [(line.unit.label, line.count) for line in table.lines]


def test_the_total_is_the_same_and_the_lines_are_those_of_the_day(merged):
    cast, campaign = merged
    then, now = (scope_of(campaign, cast.district, day) for day in (None, NOW))
    assert lines(cross_table("registered", then, ["field"])) == [
        ("Xã Yên Hòa", 2),
        ("Xã Yên Mạc", 1),
        ("Hội Nông dân huyện", 1),
    ]
    for rows in ("below", EACH_UNIT):
        table = cross_table("registered", now, ["field"], rows=rows)
        assert lines(table) == [("Xã Yên Mô", 3), ("Hội Nông dân huyện", 1)]
        assert (table.total.count, table.agrees) == (4, True)
    by_unit = breakdown("registered", now, ["unit"]).along()
    assert {key: number for key, number in by_unit.items() if number} == {"xa-yen-mo": 3, "hoi-nong-dan-huyen": 1}


def test_what_moved_is_told_by_unit(merged):
    cast, campaign = merged
    assert reconciled("registered", scope_of(campaign, cast.district, NOW)) == [
        Moved("Xã Yên Hòa", "Xã Yên Mô", 2),
        Moved("Xã Yên Mạc", "Xã Yên Mô", 1),
    ]
    assert reconciled("registered", scope_of(campaign, cast.district)) == []
    assert reconciled("registered", scope_of(campaign, cast.district, date(2020, 1, 1))) == []


def test_an_heir_counts_what_it_holds_and_a_closed_unit_what_it_reported(merged):
    cast, campaign = merged
    assert count("registered", scope_of(campaign, cast.heir, NOW)) == 3
    assert count("registered", scope_of(campaign, cast.heir)) == 0
    assert count("registered", scope_of(campaign, cast.hoa)) == 2
    assert count("registered", scope_of(campaign, cast.hoa, NOW)) == 2
    assert count("registered", scope_of(campaign, cast.province, NOW)) == 4


@pytest.mark.parametrize("ends", [date(2017, 12, 31), date(2025, 12, 31)])
@pytest.mark.parametrize("day", [None, NOW])
def test_what_a_unit_without_a_known_heir_held_keeps_a_line_of_its_own(cast, ends, day):
    campaign = make.campaign(cast.district, ends_on=ends)
    for unit in (cast.hoa, cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office)
    close(cast.hoa, None, on_day=DAY, pen=Pen(None))
    for rows in ("below", EACH_UNIT):
        table = cross_table("entered", scope_of(campaign, cast.district, day), ["field"], rows=rows)
        gone = "" if (day or ends) < DAY else " (không còn hoạt động)"
        assert sorted(lines(table)) == [(f"Xã Yên Hòa{gone}", 2), ("Xã Yên Mạc", 1)]
        assert (table.total.count, table.agrees) == (3, True)
    by_unit = breakdown("entered", scope_of(campaign, cast.district, day), ["unit"]).along()
    assert {key: number for key, number in by_unit.items() if number} == {"xa-yen-hoa": 2, "xa-yen-mac": 1}


def test_a_campaign_is_counted_by_the_last_day_of_its_steering_unit(cast):
    """Communes merge and their district ends on one day: its campaign of that year stays as it stood on the eve."""
    campaign = make.campaign(cast.district, year=2025, registration_opens_on=date(2017, 1, 1))
    for unit in (cast.hoa, cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office)
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    apply(rules.dissolve(cast.district, cast.province, on_day=DAY, basis=BASIS), by=None, at=AT)
    campaign = type(campaign).objects.get()
    assert campaign.map_day == date(2025, 6, 30)
    told = {}
    for day in (None, NOW):
        table = cross_table("entered", scope_of(campaign, campaign.unit, day), ["field"])
        assert (table.total.count, table.agrees) == (3, True)
        told[day] = lines(table)
    assert told == {None: [("Xã Yên Hòa", 2), ("Xã Yên Mạc", 1)], NOW: [("Xã Yên Mô", 3)]}
    assert set(Registration.objects.values_list("holder__name", flat=True)) == {"Xã Yên Mô"}


def test_a_unit_moved_away_stays_in_the_total_of_its_campaign(cast):
    campaign = make.campaign(cast.district, year=2025, registration_opens_on=date(2017, 1, 1))
    for unit in (cast.hoa, cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office)
    apply(rules.move(cast.hoa, cast.province, on_day=DAY, basis=BASIS), by=None, at=AT)
    for rows in ("below", EACH_UNIT):
        table = cross_table("entered", scope_of(campaign, cast.district), ["field"], rows=rows)
        assert sorted(lines(table)) == [("Xã Yên Hòa", 2), ("Xã Yên Mạc", 1)]
        assert (table.total.count, table.agrees) == (3, True)


def test_the_lines_of_a_dissolved_district_are_its_heirs(merged):
    cast, campaign = merged
    apply(rules.dissolve(cast.district, cast.province, on_day=DAY, basis=BASIS), by=None, at=AT)
    table = cross_table("registered", scope_of(campaign, cast.district, NOW), [])
    assert lines(table) == [("Xã Yên Mô", 3), ("Hội Nông dân huyện", 1)]


def test_every_cell_of_the_other_map_lists_its_very_records(merged):
    cast, campaign = merged
    table = cross_table("registered", scope_of(campaign, cast.province, NOW), ["field"])
    for line in table.lines:
        for cell in line.cells:
            if cell.count:
                assert "map=02%2F07%2F2025" in cell.link
    held = Registration.objects.all().held_at(cast.heir, NOW, alone=False)
    assert held.count() == 3
    assert Registration.objects.all().held_at(cast.heir, NOW, alone=True).count() == 3
    assert Registration.objects.all().held_at(cast.district, NOW, alone=False).count() == 1


def test_the_statistics_page_says_which_map_it_counts_by(merged, client):
    cast, campaign = merged
    client.force_login(cast.district_office)
    page = client.get(reverse("reports:statistics"), {"campaign": campaign.slug, "map": "02/07/2025"})
    text = page.content.decode()
    assert "02/07/2025" in text
    assert "Xã Yên Mô" in text
    assert "Xã Yên Hòa" in text  # in the table of what moved
    then = client.get(reverse("reports:statistics"), {"campaign": campaign.slug}).content.decode()
    assert "Xã Yên Mô" not in then
    wrong = client.get(reverse("reports:statistics"), {"campaign": campaign.slug, "map": "hôm nay"})
    assert wrong.status_code == 200
    assert "field-wrong" in wrong.content.decode()


def test_the_list_behind_a_cell_shows_as_many_records_as_the_cell(merged, client):
    cast, campaign = merged
    chief = make.user("chief")
    make_post(chief, cast.province)
    client.force_login(chief)
    for unit in (cast.province, cast.district, cast.heir, cast.hoa):
        table = cross_table("registered", scope_of(campaign, unit, NOW), ["field"])
        assert table.total.count
        for line in [table.total, *table.lines]:
            for cell in line.cells:
                if cell.count:
                    assert client.get(cell.link).context["page"].total == cell.count, cell.link


def make_post(user, unit):
    Post.objects.create(user=user, role="standing_office", unit=unit, valid_from=date(2017, 1, 1))


def test_a_district_still_opens_what_its_campaign_counts_when_its_units_are_gone(cast, client):
    """Every figure of the year opens into its records, for the office that ran it, after it was dissolved too."""
    campaign = make.campaign(cast.district)
    for unit in (cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office)
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    apply(rules.dissolve(cast.district, cast.province, on_day=DAY, basis=BASIS), by=None, at=AT)
    client.force_login(cast.district_office)
    (line,) = cross_table("entered", scope_of(campaign, cast.district, NOW), ["field"]).lines
    assert line.unit.label == "Xã Yên Mô"
    assert len(client.get(line.cells[0].link).context["page"].rows) == line.count == 2
    page = client.get(reverse("changes:units"), {"on": "31/12/2017", "under": "huyen-yen-mo"}).content.decode()
    assert "Xã Yên Hòa" in page
    heir = Unit.objects.get(name="Xã Yên Mô")
    assert client.get(reverse("changes:unit", args=[heir.slug])).status_code == 200


def test_a_list_names_units_as_on_its_day(cast, client):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.district_office)
    type(campaign).objects.update(state="closed")
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    apply(rules.rename(cast.hoa, "Xã Hòa", on_day=date(2020, 1, 1), basis=BASIS), by=None, at=AT)
    apply(rules.merge([Unit.objects.get(pk=cast.hoa.pk)], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    client.force_login(cast.district_office)
    for asked, name in (({}, "Xã Yên Hòa"), ({"map": "01/02/2020"}, "Xã Hòa"), ({"map": "02/07/2025"}, "Xã Yên Mô")):
        page = client.get(reverse("registry:list"), {"campaign": campaign.slug} | asked)
        assert [row.unit_then for row in page.context["page"].rows] == [name]
        book = client.get(reverse("registry:export"), {"campaign": campaign.slug} | asked)
        rows = load_workbook(BytesIO(b"".join(book.streaming_content))).active.iter_rows(values_only=True)
        assert any(name in row for row in rows)


def test_what_moved_is_told_by_the_names_of_each_day(cast):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.district_office)
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    apply(rules.rename(cast.hoa, "Xã Hòa", on_day=date(2020, 1, 1), basis=BASIS), by=None, at=AT)
    apply(rules.merge([Unit.objects.get(pk=cast.hoa.pk)], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    assert reconciled("entered", scope_of(campaign, cast.district, NOW)) == [Moved("Xã Yên Hòa", "Xã Yên Mô", 1)]
