"""The figures of screens, documents and the command line: one number each, whoever asks."""

import json
import random
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.actions import decline, issue, recognise
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.actions import cancel
from kheo.movement.registry.states import OwnerKind, YearStatus
from kheo.outlets.reports.actions import write_annex
from kheo.outlets.reports.queries.statistics import PARTS, statistics
from kheo.outlets.reports.queries.year_end import year_end
from tests import make

pytestmark = pytest.mark.slow
LATE = make.NOW + timedelta(days=300)


def fill(cast, campaign, seed, how_many=20):
    """Enter random registrations in every state there is, at units on three levels."""
    dice = random.Random(seed)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    decision = issue(
        Decision(
            unit=cast.district, number="05-QĐ/BCĐ", signed_on=date(2017, 12, 22), signed_by="Trưởng ban", title=""
        ),
        by=None,
        at=LATE,
    )
    fates = ("draft", "submitted", "returned", "registered", "recognised", "declined", "cancelled")
    for _ in range(how_many):
        fate = dice.choice(fates)
        state = fate if fate in fates[:4] else "registered"
        made = make.registration(
            campaign,
            dice.choice([cast.district, cast.hoa, cast.mac, cast.farmers, hamlet]),
            cast.district_office,
            state=state,
            office=cast.district_office,
            field=dice.choice([field.slug for field in campaign.fields.all()]),
            owner_kind=dice.choice(list(OwnerKind)),
            year_status=dice.choice(list(YearStatus)),
        )
        if fate == "recognised":
            recognise([made], decision=decision, level=Level.DISTRICT, by=None, at=LATE)
        elif fate == "declined":
            decline(made, reason="Chưa có kết quả", by=cast.district_office, at=make.NOW)
        elif fate == "cancelled":
            cancel(made, reason="Nhập nhầm", by=cast.district_office, at=make.NOW)


@pytest.mark.parametrize("seed", range(3))
def test_every_way_to_ask_gives_the_same_figures(cast, seed, tmp_path):
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed)
    for unit in (cast.district, cast.hoa, cast.mac):
        scope = scope_of(campaign, unit)
        figures = statistics(campaign, unit)
        table = cross_table("registered", scope, ["field", "owner_kind"], rows=EACH_UNIT)
        told = StringIO()
        call_command("stats", campaign=campaign.slug, unit=unit.slug, json=True, stdout=told)
        answer = json.loads(told.getvalue())
        report = year_end(campaign, unit, drawn_on=date(2018, 1, 10))
        write_annex(report, out=tmp_path / "annex.xlsx", by=None, at=make.NOW)
        annex = load_workbook(tmp_path / "annex.xlsx")

        assert figures.sums_agree
        assert table.agrees
        assert answer["sums_agree"] is True
        assert (
            figures.total
            == table.total.cells[0].count
            == answer["total"]
            == sum(line["total"] for line in answer["by_unit"])
            == sum(section.line.total for section in report.sections)
            == annex["Biểu 1"].cell(annex["Biểu 1"].max_row, 3).value
            == annex["Biểu 2"].cell(annex["Biểu 2"].max_row, 2).value
        )
        for key in (*PARTS, "cancelled"):
            assert answer[key] == figures.single[key] == count(key, scope)
        for field, number in answer["by_field"].items():
            by_field = {c.chosen["field"]: n.count for c, n in _cells(table) if set(c.chosen) == {"field"}}
            assert number == by_field[field]
        for status, number in answer["by_year_status"].items():
            assert number == count(f"registered_{status}", scope)
        assert answer["units_registering"] == count("units_registering", scope)
        assert len(answer["below_quota"]) == count("units_below_quota", scope)


def _cells(table):
    return zip(table.columns, table.total.cells, strict=True)


def test_quota_counts_what_stands_below_and_lists_units_with_none(cast):
    campaign = make.campaign(cast.district, minimum=2)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    office = cast.district_office
    for unit in (cast.hoa, hamlet, cast.mac):
        make.registration(campaign, unit, office, state="registered", office=office)
    shortfall = statistics(campaign, cast.district).shortfall
    assert shortfall.asked == 3
    assert [(quota.unit.slug, quota.registered, quota.missing) for quota in shortfall.below] == [
        ("xa-yen-mac", 1, 1),
        ("hoi-nong-dan-huyen", 0, 2),
    ]
    assert (shortfall.missing, shortfall.with_none) == (3, 1)


def test_statistics_of_nothing_are_whole(cast):
    figures = statistics(make.campaign(cast.district), cast.district)
    assert (figures.total, figures.units, figures.sums_agree) == (0, [], True)
    assert figures.by_field == {"economy": 0, "culture_society": 0, "defence_security": 0, "political_system": 0}


def test_every_figure_says_what_it_counts():
    for figure in CATALOGUE.values():
        assert str(figure.label)
        assert str(figure.counts).endswith(".")
