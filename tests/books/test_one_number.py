"""One figure, one number: whoever asks, wherever it stands, over a register at random.

Every figure of the catalogue is held against every place that shows it, and against the list that its link opens.
`KHEO_REGISTERS=40 pytest tests/books` looks at forty registers instead of one. What the faces and the outlets show is
held in `test_one_number_shown.py`.
"""

import json
import random
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.groupings import GROUPINGS
from kheo.machinery.books.queries.records import count, records_of
from kheo.machinery.books.queries.tables import EACH_UNIT, UNITS_BELOW, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.queries.drawing import counted_now, drawn
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries.annex import annex
from kheo.outlets.reports.queries.catalogue import FUNNEL, funnel_of
from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.statistics import SINGLE
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.web.forms import LINES
from tests.books.registers import numbers, records_behind, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STATISTICS, FUNNEL_PAGE = "/lam-viec/so-lieu/", "/lam-viec/so-lieu/qua-trinh/"


def test_screens_and_their_lists(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    for unit in units:
        asked = f"campaign={campaign.slug}&unit={unit.slug}"
        right = told(campaign, unit)
        # Each page is looked at for the whole campaign; for a unit below it, a third of them.
        few = right if unit == campaign.unit else random.Random(campaign.pk).sample(sorted(right), len(right) // 3)
        for key in few:
            number = right[key]
            assert count(key, scope_of(campaign, unit)) == number, key
            page = numbers(client, f"/lam-viec/so-lieu/chi-tieu/{key}/?{asked}")
            assert page["number"] == number, key
            assert records_behind(client, page["link"]) == number, key
            if "field" in CATALOGUE[key].dimensions:
                table = numbers(client, f"{STATISTICS}?figure={key}&{asked}")["sheet"].table
                assert (table.total.count, table.agrees) == (number, True), key


def test_every_table_by_every_dimension_makes_its_total(client, register):
    campaign, units = register
    for unit in units:
        scope, right = scope_of(campaign, unit), told(campaign, unit)
        for key, figure in CATALOGUE.items():
            for name in figure.dimensions:
                parts = breakdown(key, scope, [name])
                assert (sum(parts.along().values()), parts.total) == (right[key], right[key]), (key, name)
                for rows in (UNITS_BELOW, EACH_UNIT, *GROUPINGS):
                    table = cross_table(key, scope, [name], rows=rows)
                    assert table.agrees, (key, name, rows)
                    assert sum(line.count for line in table.lines) == right[key], (key, name, rows)


def first(key):
    """Return the first dimension of a figure."""
    return next(iter(CATALOGUE[key].dimensions))


def test_cells_of_tables_open_their_records(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    dice = random.Random(campaign.pk)
    cells = []
    for unit in units:
        scope = scope_of(campaign, unit)
        tables = [cross_table(key, scope, [first(key)]) for key in CATALOGUE if CATALOGUE[key].dimensions]
        tables += [cross_table("registered", scope, ["exemplar_kind"], rows=rows) for rows in GROUPINGS]
        tables += [funnel_of(scope, by) for by, _label in LINES]
        cells += [cell for table in tables for line in (table.total, *table.lines) for cell in line.cells if cell.link]
    for cell in dice.sample(cells, min(len(cells), 60)):
        assert records_behind(client, cell.link) == cell.count, cell.link


def test_the_way_through_the_year(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    for unit in units:
        right = told(campaign, unit)
        for by, _label in LINES:
            page = numbers(client, f"{FUNNEL_PAGE}?campaign={campaign.slug}&unit={unit.slug}&by={by}")
            funnel = page["funnel"]
            assert {step.entry.figure.key: step.number for step in page["steps"]} == {key: right[key] for key in FUNNEL}
            assert funnel.agrees, [check for check in funnel.checks if not check.agrees]
        assert right["with_outcome"] + right["without_outcome"] == right["registered"]
        for key in FUNNEL[1:]:
            assert right[key] <= right[CATALOGUE[key].within]


def test_each_figure_is_a_part_of_what_it_says(register):
    campaign, _units = register
    scope = scope_of(campaign, campaign.unit)
    for key, figure in CATALOGUE.items():
        if figure.within:
            inner, outer = ({*records_of(one, scope).values_list("pk", flat=True)} for one in (key, figure.within))
            assert inner <= outer, key


def _year_before(campaign, unit):
    """Return what the year before had, under the keys by which an annex names it."""
    earlier = type(campaign).objects.get(movement=campaign.movement, unit=campaign.unit, year=campaign.year - 1)
    right = told(earlier, unit)
    numbers = {f"{key}@{earlier.year}": right[key] for key in ("registered", "recognised")}
    return numbers if right["registered"] else {}


def test_reports_and_workbooks(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    for unit in units:
        right = told(campaign, unit)
        report = year_end(campaign, unit, drawn_on=local_day(timezone.now()))
        said = facts_of(report)["s"]
        assert said["single"] == {key: right[key] for key in SINGLE}
        assert said["total"] == right["registered"]
        assert {f"registered_{key}": number for key, number in said["by_year_status"].items()} == {
            key: right[key] for key in right if key.startswith("registered_")
        }
        assert len(report.statistics.shortfall.below) == right["units_below_quota"]
        sheets = annex(report)
        lengths = {2: right["registered"], 3: right["units_below_quota"], 4: right["recognised"]}
        assert {place: len(list(sheets[place].rows)) for place in lengths} == lengths
        sources = [list(row) for row in annex_with_sources(report)[-1].rows]
        of_the_year = {key: number for key, number in right.items() if CATALOGUE[key].is_kept}
        beside = {source.key: right[source.key] for each in report.passages for source in each.sources}
        assert {row[1]: row[-1] for row in sources} == of_the_year | beside | _year_before(campaign, unit)
        asked = f"campaign={campaign.slug}&unit={unit.slug}"
        book = client.get(f"/lam-viec/so-lieu/chi-tieu/excel/?{asked}")
        rows = load_workbook(BytesIO(b"".join(book.streaming_content))).active.iter_rows(values_only=True)
        assert {row[1]: row[-1] for row in rows if row[1] in CATALOGUE} == right


def test_the_command_line(register):
    campaign, units = register
    for unit in units:
        right, out = told(campaign, unit), StringIO()
        call_command("stats", campaign=campaign.slug, unit=unit.slug, json=True, stdout=out)
        said = json.loads(out.getvalue())
        assert {key: said[key] for key in SINGLE} == {key: right[key] for key in SINGLE}
        assert said["total"] == right["registered"]
        assert said["units_registering"] == right["units_registering"]
        assert len(said["below_quota"]) == right["units_below_quota"]
        assert said["sums_agree"] is True
        for parts in ("by_field", "by_owner_kind", "by_year_status"):
            assert sum(said[parts].values()) == right["registered"], parts
            assert said[parts] == breakdown("registered", scope_of(campaign, unit), [parts[3:]]).along(), parts
        for key, name in (("registered", "total"), ("recognised", "recognised")):
            assert sum(line[name] for line in said["by_unit"]) == right[key]


def test_closed_figures(register):
    campaign, _units = register
    right, snapshot = told(campaign, campaign.unit), drawn(campaign)
    right = {key: number for key, number in right.items() if CATALOGUE[key].is_kept}
    assert counted_now(campaign) == right
    assert {figure.key: figure.number for figure in snapshot.figures} == right
    kept = {
        figure.key: sum(row.counted >> place & 1 for row in snapshot.rows)
        for place, figure in enumerate(snapshot.figures)
    }
    assert kept == right
    for figure in snapshot.figures:
        for part in figure.parts.values():
            assert sum(number for _key, _label, number in part["cells"]) == figure.number, figure.key


def test_units_are_those_of_the_table_of_units(register):
    campaign, units = register
    for unit in units:
        table = cross_table("registered", scope_of(campaign, unit), [], rows=EACH_UNIT)
        assert table.units == told(campaign, unit)["units_registering"]
        assert {line.unit.key for line in table.lines if line.unit} <= {*Unit.objects.values_list("slug", flat=True)}
