"""One figure, one number: whoever asks, wherever it stands, over a register at random.

Every figure of the catalogue is held against every place that shows it, and against the list that its link opens.
`KHEO_REGISTERS=40 pytest tests/books/test_one_number.py` looks at forty registers instead of one.
"""

import json
import os
import random
from datetime import date, timedelta
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
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.queries.drawing import counted_now, drawn
from kheo.movement.commendation.models import Basis, Commendation, Dossier, Grant, Nominee, RewardForm
from kheo.movement.commendation.states import State as DossierState
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.models import Particulars, Registration, Step
from kheo.movement.registry.states import TITLED, ExemplarKind, OwnerKind, State, YearStatus
from kheo.movement.reporting.models import Period, Report, ReportForm
from kheo.movement.reporting.states import ReportState
from kheo.movement.selfmanaged.states import GroupKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Unit
from kheo.outlets.opendata.queries import COLUMNS, COUNTED
from kheo.outlets.reports.queries.annex import annex
from kheo.outlets.reports.queries.catalogue import FUNNEL, funnel_of
from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.statistics import SINGLE
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.web.forms import LINES
from tests import make
from tests.selfmanaged import made as groups

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REGISTERS = int(os.environ.get("KHEO_REGISTERS", "1"))
REPORTS = "/lam-viec/bao-cao-dinh-ky/"
GROUP_LIST = "/lam-viec/so/to-tu-quan/"
LIST, STATISTICS, FUNNEL_PAGE = "/lam-viec/dang-ky/", "/lam-viec/so-lieu/", "/lam-viec/so-lieu/qua-trinh/"
# Every state more than once, and the title oftener, so that rewards and what came after have something to stand on.
STATES = [*State, *TITLED, State.RECOGNISED, State.REGISTERED]


@pytest.fixture(params=range(REGISTERS))
def register(request, cast):
    """Return a campaign with a random register, and the units that may be asked about."""
    dice = random.Random(request.param)
    said = {"portal_name": "Huyện Yên Mô", "issuer_name": "Ban Chỉ đạo", "place_name": "Yên Mô"}
    install(Installation(unit=cast.district, **said), by=None, at=make.NOW)
    hamlets = [make.unit(f"Thôn {name}", "hamlet", parent=cast.hoa) for name in ("Trinh Nữ", "Liên Trì")]
    units = [cast.district, cast.hoa, cast.mac, cast.farmers, *hamlets]
    # Another year of the same units: nothing of it may be counted.
    early = {"registration_closes_on": date(2016, 3, 31), "ends_on": date(2016, 6, 30)}
    late = {"registration_closes_on": date(2017, 3, 31), "ends_on": date(2017, 6, 30)}
    other, campaign = make.campaign(cast.district, year=2016, **late), make.campaign(cast.district)
    make.cluster(cast.district, "Cụm 1", [cast.hoa])
    fill(other, units, cast, dice, 6)
    fill(campaign, units, cast, dice, 30)
    reward(campaign, cast, dice)
    go_back(campaign, [other, make.campaign(cast.district, year=2015, **early)], cast, dice)
    report(campaign, units, cast, dice)
    found_groups(units, dice)
    move(campaign, to="closed", by=None, at=make.NOW)
    return campaign, [cast.district, cast.hoa]


def fill(campaign, units, cast, dice, how_many):
    """Enter registrations in every state there is, with and without results, titles that stand, and such as do not."""
    fields = [field.slug for field in campaign.fields.all()]
    said = {"signed_on": campaign.ends_on, "signed_by": "Trưởng ban", "title": ""}
    decision = Decision.objects.create(unit=cast.district, number=f"05-QĐ/{campaign.year}", **said)
    for _ in range(how_many):
        kind = {"owner_kind": dice.choice(list(OwnerKind)), "year_status": dice.choice(list(YearStatus))}
        kind["kind"] = dice.choice(list(ExemplarKind))
        made = make.registration(campaign, dice.choice(units), cast.district_office, field=dice.choice(fields), **kind)
        state = dice.choice(STATES)
        sent = dice.choice([None, make.NOW, make.NOW + timedelta(days=400)])
        Registration.objects.filter(pk=made.pk).update(state=state, submitted_at=sent)
        outcome = dice.choice(["", "Đã hiến 45 m² đất"])
        Particulars.objects.filter(pk=made.pk).update(outcome=outcome)
        for passed in dice.sample([State.MAINTAINED, State.REPLICATED], dice.randint(0, 2)):
            Step.objects.create(registration=made, act="x", source=State.RECOGNISED, to=passed, at=make.NOW)
        if state in TITLED | {State.REVOKED}:
            standing = "revoked" if state == State.REVOKED else "valid"
            given = {"level": "district", "recognised_at": make.NOW, "called": made.exemplar.name}
            Recognition.objects.create(registration=made, decision=decision, standing=standing, **given)


def reward(campaign, cast, dice):
    """Propose registrations for rewards, some of them twice; some are given, some of these revoked."""
    form = RewardForm.objects.create(
        unit=cast.district, kind="certificate", name="Giấy khen", level="commune", giver="commune_chair", basis="Luật",
        valid_from=campaign.starts_on,
    )  # fmt: skip
    made = list(Registration.objects.filter(campaign=campaign))
    for state in [*DossierState, DossierState.DECIDED]:
        stamps = {"created_at": make.NOW, "updated_at": make.NOW}
        dossier = Dossier.objects.create(unit=cast.hoa, campaign=campaign, form=form, state=state, **stamps)
        signed = {"signed_on": campaign.ends_on, "signed_by": "Chủ tịch", "giver": "commune_chair", "body": "UBND xã"}
        grant = Grant.objects.create(dossier=dossier, number="7", **signed) if state == DossierState.DECIDED else None
        for place in range(4):
            row = Nominee.objects.create(dossier=dossier, unit=cast.hoa, owner_kind="collective", order=place)
            for each in dice.sample(made, 2):
                Basis.objects.create(nominee=row, registration=each)
            if grant and dice.random() < 0.7:
                revoked = dice.random() < 0.3
                standing = {"standing": "revoked", "revoked_on": campaign.ends_on} if revoked else {}
                kept = {"kind": "certificate", "level": "commune", "name": "Giấy khen", "multiple": 0, "amount": 0}
                Commendation.objects.create(nominee=row, grant=grant, signed_on=campaign.ends_on, **kept, **standing)


def go_back(campaign, years, cast, dice):
    """Let some models of the campaign be of the years before too, recognised, and rewarded for it."""
    for registration in dice.sample(list(Registration.objects.filter(campaign=campaign)), 12):
        for year in years:
            Registration.objects.create(
                campaign=year, exemplar=registration.exemplar, registered_by=cast.hoa, unit=registration.unit,
                holder=registration.unit, field=year.fields.get(slug=registration.field.slug), state=State.RECOGNISED,
                owner_kind=registration.owner_kind, created_at=make.NOW, updated_at=make.NOW,
            )  # fmt: skip
    for year in years:
        reward(year, cast, dice)


def report(campaign, units, cast, dice):
    """Ask for two reports of every unit; some are late, sent back, accepted, taken back, or not sent at all."""
    form = ReportForm.objects.create(unit=cast.district, name="Báo cáo", span="quarter", text="phần a | Kết quả")
    for number in (1, 2):
        days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on, "last_day": campaign.ends_on}
        about = {"form": form, "campaign": campaign, "unit": cast.district}
        period = Period.objects.create(name=f"Quý {number}", **about, **days)
        for unit in units:
            state = dice.choice(list(ReportState))
            due = dice.choice([campaign.ends_on, local_day(timezone.now()) + timedelta(days=9)])
            sent_at = make.NOW + timedelta(days=dice.choice([0, 900])) if state != ReportState.DRAFT else None
            owed = {"last_day": due, "state": state, "first_sent_at": sent_at}
            Report.objects.create(period=period, unit=unit, receiver=cast.district, **owed)


def found_groups(units, dice):
    """Found groups, some of which ended before the campaign did, came of a model, or told what they did in its year."""
    models = list(Registration.objects.select_related("exemplar")[:5])
    for number in range(12):
        said = {"unit": dice.choice(units), "name": f"Tổ tự quản số {number}", "members": 9}
        said |= {"kind": dice.choice(list(GroupKind)), "ended_on": dice.choice([None, None, date(2017, 5, 1)])}
        said["exemplar"] = dice.choice([None, *(each.exemplar for each in models)])
        group = groups.group(**said)
        if dice.random() < 0.5:
            groups.year(group)


def told(campaign, unit):
    """Return each figure of a campaign in a unit, counted from its own definition: what every place must say."""
    scope = scope_of(campaign, unit)
    return {key: len({*records_of(key, scope).values_list("pk", flat=True)}) for key in CATALOGUE}


def numbers(client, address):
    """Return the number that a page tells of a figure, by the place in its context, and whether it is written."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.context


def test_screens_and_their_lists(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    for unit in units:
        asked = f"campaign={campaign.slug}&unit={unit.slug}"
        right = told(campaign, unit)
        # Each page is looked at for the whole campaign; for a unit below it, a third of them.
        few = right if unit == campaign.unit else random.Random(REGISTERS).sample(sorted(right), len(right) // 3)
        for key in few:
            number = right[key]
            assert count(key, scope_of(campaign, unit)) == number, key
            page = numbers(client, f"/lam-viec/so-lieu/chi-tieu/{key}/?{asked}")
            assert page["number"] == number, key
            assert records_behind(client, page["link"]) == number, key
            if "field" in CATALOGUE[key].dimensions:
                table = numbers(client, f"{STATISTICS}?figure={key}&{asked}")["sheet"].table
                assert (table.total.count, table.agrees) == (number, True), key


def records_behind(client, link):
    """Return how many records the page that a figure links to lists."""
    if not link:
        return 0
    page = numbers(client, link)
    if link.startswith((LIST, REPORTS, GROUP_LIST)):
        return page["page"].total
    if "listed" in page:
        return page["listed"]
    return len(page["shortfall"].below) if "shortfall" in page else page["sheet"].table.units


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
        assert {row[1]: row[-1] for row in sources} == of_the_year | _year_before(campaign, unit)
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


def test_the_portal_and_its_open_data(client, register):
    campaign, _units = register
    right = told(campaign, campaign.unit)
    page = client.get(f"/so-lieu/{campaign.slug}/").content.decode()
    for key in COLUMNS:
        assert f'#{key}"' in page
    rows = json.loads(b"".join(client.get(f"/du-lieu-mo/so-lieu-{campaign.slug}.json").streaming_content))["rows"]
    assert {key: sum(row[COLUMNS[key]] for row in rows) for key in COUNTED} == {key: right[key] for key in COUNTED}
    through = json.loads(b"".join(client.get("/du-lieu-mo/so-lieu-cac-nam.json").streaming_content))["rows"]
    mine = next(row for row in through if row["nam"] == campaign.year)
    assert {key: mine[COLUMNS[key]] for key in COLUMNS} == {key: right[key] for key in COLUMNS}


def test_units_are_those_of_the_table_of_units(register):
    campaign, units = register
    for unit in units:
        table = cross_table("registered", scope_of(campaign, unit), [], rows=EACH_UNIT)
        assert table.units == told(campaign, unit)["units_registering"]
        assert {line.unit.key for line in table.lines if line.unit} <= {*Unit.objects.values_list("slug", flat=True)}
