"""Units that merge in the middle of a period lose no report, no task and no right, and nothing is counted twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.machinery.notices.models import Notice
from kheo.movement.reporting import actions
from kheo.movement.reporting.actions.asking import PeriodFacts
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import behind, board_of, values_now, with_all
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply, undo
from kheo.organisation.changes.kit import Opening
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.reporting.made import SENT_AT, accepted, of, opened, sent, write

MAY = date(2017, 5, 1)
SECOND = PeriodFacts("6 tháng cuối năm 2017", date(2017, 7, 1), date(2017, 12, 31))


def numbers(report):
    report = with_all(Report.objects.all()).get(pk=report.pk)
    return values_now(report, behind(report))


def person(username, role, unit):
    user = make.user(username)
    appoint(user, role=role, unit=unit, valid_from=MAY, by=None, at=make.NOW)
    return user


@pytest.fixture
def merged(cast):
    """A period in whose middle Hòa and Mạc became Yên Mô; Hòa's report was accepted before that."""
    cast.period = opened(cast)
    accepted(cast.period, cast.hoa, cast.district_office, days="5")
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    plan = rules.merge([cast.hoa, cast.mac], new, on_day=MAY, basis="Nghị quyết")
    cast.change = apply(plan, by=None, at=SENT_AT)
    cast.heir = Unit.objects.get(name="Xã Yên Mô")
    cast.heirs_officer = person("can_bo_yen_mo", Role.OFFICER, cast.heir)
    return cast


def test_no_report_is_lost_and_none_is_asked_for_twice(merged):
    owed = {(report.unit, report.state) for report in merged.period.reports.all()}
    assert owed == {(merged.district, "draft"), (merged.hoa, "accepted"), (merged.mac, "draft")}
    assert set(Report.objects.visible_to(merged.heirs_officer)) == {
        of(merged.period, merged.hoa),
        of(merged.period, merged.mac),
    }


def test_the_register_still_fills_what_each_owed_and_the_sum_counts_each_once(merged):
    assert numbers(of(merged.period, merged.mac))["tong"] == Decimal(1)
    assert numbers(of(merged.period, merged.hoa))["tong"] == Decimal(2)
    report = write(
        of(merged.period, merged.mac), merged.heirs_officer, sections={"ket_qua": "Tốt"}, cells={"ngay": "4"}
    )
    report = actions.send(report, version=report.version, by=merged.heirs_officer, at=SENT_AT)
    actions.accept([report], by=merged.district_office, at=SENT_AT)
    top = numbers(of(merged.period, merged.district))
    assert (top["tong"], top["ngay"]) == (Decimal(3), Decimal(9))


def test_the_board_says_who_reports_now_and_that_person_is_reminded(client, merged):
    board = board_of(merged.period, merged.district_office, date(2017, 6, 20))
    assert {row.report.unit: row.bearer for row in board.rows} == {
        merged.district: None,
        merged.hoa: merged.heir,
        merged.mac: merged.heir,
    }
    assert not any(row.differs for row in board.rows if row.report.unit == merged.hoa)
    client.force_login(merged.district_office)
    shown = client.get(reverse("reporting:period", args=[merged.period.pk])).content.decode()
    assert shown.count("nay do Xã Yên Mô báo cáo") == 2
    units = {merged.mac.pk}
    assert actions.remind_units(merged.period, units, by=merged.district_office, at=SENT_AT) == 3
    # The officers of both communes are the heir's now.
    told = set(Notice.objects.values_list("user", flat=True))
    assert told == {merged.heirs_officer.pk, merged.commune_officer.pk, merged.other_officer.pk}


def test_the_heir_alone_is_asked_in_the_next_period_and_begins_from_what_both_said(merged):
    sent(merged.period, merged.mac, days="4")
    period = opened(merged, SECOND, merged.period.form)
    assert {report.unit for report in period.reports.all()} == {merged.district, merged.heir}
    report = with_all(Report.objects.all()).get(period=period, unit=merged.heir)
    known = behind(report)
    assert (known.before["ngay"], known.before["tong"]) == (Decimal(9), Decimal(3))
    report = actions.copy_last(report, version=report.version, by=merged.heirs_officer, at=SENT_AT)
    assert report.sections == {
        "ket_qua": "Xã Yên Hòa: Kết quả của Xã Yên Hòa\n\nXã Yên Mạc: Kết quả của Xã Yên Mạc",
    }


def test_a_district_that_ends_leaves_its_decisions_to_its_heir(cast):
    period = opened(cast)
    report = sent(period, cast.hoa)
    plan = rules.merge([cast.district], cast.province, on_day=MAY, basis="Nghị quyết")
    apply(plan, by=None, at=SENT_AT)
    office = person("truc_tinh", Role.STANDING_OFFICE, cast.province)
    assert actions.accept([report], by=office, at=SENT_AT) == 1
    board = board_of(period, office, date(2017, 6, 20))
    assert {row.report.unit for row in board.rows} >= {cast.district, cast.hoa, cast.mac}


def test_a_merger_that_is_undone_leaves_the_reports_as_they_were(merged):
    before = list(Report.objects.order_by("pk").values())
    chief = make.user("quan_tri_tinh")
    Post.objects.create(user=chief, role="administrator", unit=merged.province, valid_from=MAY)
    Post.objects.filter(user=merged.heirs_officer).delete()
    undo(merged.change, reason="Nhầm", by=chief, at=make.NOW)
    assert list(Report.objects.order_by("pk").values()) == before
    board = board_of(merged.period, merged.district_office, date(2017, 6, 20))
    assert {row.bearer for row in board.rows} == {None}
