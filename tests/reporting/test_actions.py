"""What is asked for, written, sent, decided and added up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.machinery.notices.kit import REMINDERS
from kheo.machinery.notices.models import Notice
from kheo.movement.reporting import actions
from kheo.movement.reporting.actions.asking import NotAsked, PeriodFacts
from kheo.movement.reporting.actions.deciding import NotDecided
from kheo.movement.reporting.actions.steps import NotNow
from kheo.movement.reporting.actions.writing import NotSent
from kheo.movement.reporting.models import Edition, Period, Report, ReportForm
from kheo.movement.reporting.queries.reports import behind, board_of, values_now
from kheo.movement.reporting.rules.findings import Written
from kheo.movement.reporting.states import Differs, ReportState
from tests import make
from tests.reporting import made
from tests.reporting.made import FIRST, SENT_AT, accepted, of, office_of, opened, sent, write


def numbers(report):
    report = Report.objects.select_related("period__form", "period__campaign__unit", "unit").get(pk=report.pk)
    return values_now(report, behind(report))


def test_a_period_asks_each_unit_of_the_kinds_once_and_by_its_day(cast):
    hamlet = make.unit("Thôn Trung", "hamlet", parent=cast.hoa)
    period = opened(cast)
    owed = {r.unit: (r.above and r.above.unit, r.receiver, r.last_day) for r in period.reports.all()}
    assert owed == {
        cast.district: (None, None, date(2017, 6, 10)),
        cast.hoa: (cast.district, cast.district, date(2017, 6, 7)),
        cast.mac: (cast.district, cast.district, date(2017, 6, 7)),
        hamlet: (cast.hoa, cast.hoa, date(2017, 6, 4)),
    }
    assert opened(cast, kept=period.form) == period
    assert Period.objects.count() == 1


def test_where_the_body_itself_owes_nothing_it_still_receives(cast):
    period = opened(cast, kinds=("commune",))
    assert {(r.unit, r.above, r.receiver) for r in period.reports.all()} == {
        (cast.hoa, None, cast.district),
        (cast.mac, None, cast.district),
    }


def test_what_is_against_a_period_is_told_at_once(cast):
    opened(cast)
    kept = made.form(cast, kinds=("school",))
    wrong = PeriodFacts(FIRST.name, FIRST.ends_on, FIRST.starts_on)
    with pytest.raises(NotAsked) as refused:
        opened(cast, wrong, kept)
    assert len(refused.value.reasons) == 3


def test_a_form_by_which_was_asked_stays_and_its_change_is_the_next_version(cast):
    kept = made.form(cast)
    renamed = actions.write_form(
        replace(made.FACTS, name="Mẫu khác"), unit=cast.district, replaces=kept, by=cast.district_office, at=make.NOW
    )
    assert renamed == kept
    opened(cast, kept=renamed)
    change = {"unit": cast.district, "replaces": renamed, "by": cast.district_office, "at": make.NOW}
    new = actions.write_form(replace(made.FACTS, text="phần a | Mới"), **change)
    assert (new.number, new.replaces) == (2, renamed)
    assert list(ReportForm.objects.current()) == [new]
    with pytest.raises(NotAsked):
        actions.write_form(made.FACTS, **change)
    with pytest.raises(NotAsked):
        actions.write_form(replace(made.FACTS, text="sai"), **change)
    with pytest.raises(PermissionDenied):
        actions.write_form(made.FACTS, unit=cast.district, by=cast.commune_officer, at=make.NOW)


def test_numbers_come_from_the_register_until_corrected_with_a_reason(cast):
    report = of(opened(cast), cast.hoa)
    assert numbers(report) == {"tong": Decimal(2), "moi": Decimal(2), "ngay": None, "ty_le": None}
    report = write(report, sections={"ket_qua": "Tốt"}, cells={"tong": "3", "moi": "2", "ngay": "1"})
    assert report.cells == {"tong": "3", "ngay": "1"}
    with pytest.raises(NotSent) as refused:
        actions.send(report, version=report.version, by=None, at=SENT_AT)
    (reason,) = refused.value.reasons
    assert "“Tổng số”" in reason
    report = write(report, reasons={"tong": "Sổ còn thiếu một mô hình"})
    report = actions.send(report, version=report.version, by=None, at=SENT_AT)
    edition = report.editions.get()
    assert edition.content["cells"] == {"tong": "3", "moi": "2", "ngay": "1"}
    assert edition.content["sources"] == {"tong": "2", "moi": "2"}
    assert edition.content["reasons"] == {"tong": "Sổ còn thiếu một mô hình"}


def test_everything_that_stops_a_report_is_told_at_once(cast):
    report = of(opened(cast), cast.hoa)
    report = write(report, sections={"ket_qua": "từ " * 21}, cells={"moi": "9", "ngay": "0"})
    with pytest.raises(NotSent) as refused:
        actions.send(report, version=report.version, by=None, at=SENT_AT)
    reasons = refused.value.reasons
    assert len(reasons) == 4
    assert "Số mới không quá tổng số." in reasons
    assert any("21" in reason and "20" in reason for reason in reasons)
    assert any(reason.endswith("Chưa có ngày công nào.") for reason in reasons)
    report = write(report, sections={"ket_qua": "Gọn"}, cells={"moi": "2"}, excuses={"1": "Làm bằng máy"})
    assert actions.send(report, version=report.version, by=None, at=SENT_AT).state == ReportState.SENT


def test_a_report_sent_twice_is_sent_once_and_a_stale_one_not_at_all(cast):
    period = opened(cast)
    report = write(of(period, cast.hoa), sections={"ket_qua": "Tốt"}, cells={"ngay": "1"})
    version = report.version
    for _time in range(2):
        actions.send(report, version=version, by=cast.commune_officer, at=SENT_AT)
    assert Edition.objects.count() == 1
    with pytest.raises(Stale):
        actions.write_report(report, Written(), version=version, by=cast.commune_officer, at=SENT_AT)
    with pytest.raises(PermissionDenied):
        actions.write_report(report, Written(), version=version + 1, by=cast.other_officer, at=SENT_AT)
    with pytest.raises(NotNow):
        actions.write_report(report, Written(), version=version + 1, by=cast.commune_officer, at=SENT_AT)


def test_a_report_is_taken_back_sent_back_accepted_and_corrected(cast):
    period, officer, office = opened(cast), cast.commune_officer, cast.district_office
    report = sent(period, cast.hoa, officer)
    report = actions.take_back(report, by=officer, at=SENT_AT)
    assert (report.state, report.first_sent_at) == (ReportState.DRAFT, None)
    assert actions.take_back(report, by=officer, at=SENT_AT).version == report.version
    report = actions.send(report, version=report.version, by=officer, at=SENT_AT)
    with pytest.raises(NotDecided):
        actions.return_(report, remarks={"": " "}, by=office, at=SENT_AT)
    with pytest.raises(PermissionDenied):
        actions.return_(report, remarks={"tong": "?"}, by=officer, at=SENT_AT)
    report = actions.return_(report, remarks={"": "", "tong": "Thiếu"}, by=office, at=SENT_AT)
    assert (report.state, report.remarks) == (ReportState.RETURNED, {"tong": "Thiếu"})
    assert Notice.objects.filter(user=officer, kind="reporting.return").count() == 1
    report = write(report, officer, cells={"tong": "3"}, reasons={"tong": "Bổ sung"})
    report = actions.send(report, version=report.version, by=officer, at=SENT_AT)
    assert report.remarks == {}
    assert actions.accept([report], by=office, at=SENT_AT) == 1
    assert actions.accept([report], by=office, at=SENT_AT) == 0
    with pytest.raises(NotNow):
        actions.take_back(report, by=officer, at=SENT_AT)
    with pytest.raises(NotSent):
        actions.amend(report, reason=" ", by=officer, at=SENT_AT)
    report = actions.amend(report, reason="Đếm lại", by=officer, at=SENT_AT)
    assert (report.state, report.amending) == (ReportState.DRAFT, "Đếm lại")
    top = of(period, cast.district)
    assert numbers(top)["tong"] == 3
    report = write(report, officer, cells={"tong": "4"})
    report = actions.send(report, version=report.version, by=officer, at=SENT_AT)
    assert numbers(top)["tong"] == 3
    actions.accept([report], by=office, at=SENT_AT)
    assert numbers(top)["tong"] == 4
    assert [e.reason for e in report.editions.order_by("number")] == ["", "", "", "Đếm lại"]
    acts = list(AuditEvent.objects.filter(act="reporting.accept").values_list("actor_id", flat=True))
    assert acts == [office.pk] * 2


def test_nobody_accepts_what_they_sent_and_many_are_accepted_or_none(cast):
    period, office = opened(cast), cast.district_office
    own, other = sent(period, cast.hoa, office), sent(period, cast.mac)
    with pytest.raises(NotDecided) as refused:
        actions.accept([own, other], by=office, at=SENT_AT)
    assert [reason.split(":")[0] for reason in refused.value.reasons] == ["Xã Yên Hòa"]
    other.refresh_from_db()
    assert other.state == ReportState.SENT


def test_three_levels_add_up_step_by_step(cast):
    hamlets = [make.unit(name, "hamlet", parent=cast.hoa) for name in ("Thôn Trung", "Thôn Đông", "Thôn Nam")]
    period, commune, leader = opened(cast), office_of(cast.hoa), cast.leader
    for hamlet, days in zip(hamlets, ("2", "3.5"), strict=False):
        accepted(period, hamlet, commune, days=days, ty_le="90")
    report = of(period, cast.hoa)
    # The hamlets hold no models of their own: their sum goes before the register, which the board points out.
    assert numbers(report) == {"tong": Decimal(0), "moi": Decimal(0), "ngay": Decimal("5.5"), "ty_le": None}
    known = behind(Report.objects.get(pk=report.pk))
    assert [each.unit for each in known.missing] == [hamlets[2]]
    report = actions.gather(report, version=report.version, by=cast.commune_officer, at=SENT_AT)
    assert report.sections == {
        "ket_qua": "Thôn Đông: Kết quả của Thôn Đông\n\nThôn Trung: Kết quả của Thôn Trung",
    }
    actions.send(report, version=report.version, by=cast.commune_officer, at=SENT_AT)
    taken = Report.objects.filter(taken_into=report).values_list("unit", flat=True)
    assert set(taken) == {hamlets[0].pk, hamlets[1].pk}
    report.refresh_from_db()
    actions.accept([report], by=cast.district_office, at=SENT_AT)
    accepted(period, cast.mac, cast.district_office, days="4")
    top = of(period, cast.district)
    assert numbers(top)["ngay"] == Decimal("9.5")
    assert numbers(top)["ty_le"] is None
    top = write(top, sections={"ket_qua": "Toàn huyện"})
    top = actions.send(top, version=top.version, by=cast.district_office, at=SENT_AT)
    with pytest.raises(PermissionDenied):
        actions.accept([top], by=cast.district_office, at=SENT_AT)
    assert actions.accept([top], by=leader, at=SENT_AT) == 1


def test_the_board_tells_who_is_late_and_what_disagrees(cast):
    last = opened(cast, PeriodFacts("6 tháng cuối năm 2016", date(2016, 7, 1), date(2016, 12, 31)))
    sent(last, cast.hoa, days="100")
    period = opened(cast, kept=last.form)
    assert period.before == last
    report = write(of(period, cast.hoa), cells={"tong": "5"}, reasons={"tong": "Có thêm"})
    accepted(period, cast.hoa, cast.district_office, days="10")
    sent(period, cast.mac, at=SENT_AT + timedelta(days=90))
    office, today = cast.district_office, date(2017, 6, 20)
    board = board_of(period, office, today)
    rows = {row.report.unit: row for row in board.rows}
    assert (board.total, board.reported, board.in_time) == (3, 2, 1)
    assert rows[cast.district].late == 10
    assert rows[cast.mac].late == (local_day(SENT_AT) + timedelta(days=90) - date(2017, 6, 7)).days
    assert rows[cast.district].missing == 1
    told = {(d.kind, d.cell.name, d.said, d.other) for d in rows[cast.hoa].differs}
    assert told == {
        (Differs.REGISTER, "tong", Decimal(5), Decimal(2)),
        (Differs.BEFORE, "tong", Decimal(5), Decimal(2)),
        (Differs.BEFORE, "ngay", Decimal(10), Decimal(100)),
    }
    assert report.unit == cast.hoa
    assert [row.report.unit for row in board_of(period, cast.commune_officer, today).rows] == [cast.hoa]


def test_who_has_not_reported_is_reminded_once_a_day(cast):
    period, office = opened(cast), cast.district_office
    units = {cast.hoa.pk, cast.mac.pk}
    sent(period, cast.mac)
    assert actions.remind_units(period, units, by=office, at=SENT_AT) == 1
    assert actions.remind_units(period, units, by=office, at=SENT_AT) == 0
    assert actions.remind_units(period, units, by=office, at=SENT_AT + timedelta(days=1)) == 1
    assert set(Notice.objects.values_list("user", flat=True)) == {cast.commune_officer.pk}
    with pytest.raises(PermissionDenied):
        actions.remind_units(period, units, by=cast.commune_officer, at=SENT_AT)
    due = {(each.unit_id, each.due_on) for each in REMINDERS["reporting.owed"].due(date(2017, 6, 1))}
    assert due == {(cast.hoa.pk, date(2017, 6, 7)), (cast.district.pk, date(2017, 6, 10))}


def test_more_time_needs_a_reason_and_a_later_day(cast):
    report, office = of(opened(cast), cast.hoa), cast.district_office
    with pytest.raises(NotAsked) as refused:
        actions.extend(report, last_day=date(2017, 6, 1), reason="", by=office, at=SENT_AT)
    assert len(refused.value.reasons) == 2
    actions.extend(report, last_day=date(2017, 6, 20), reason="Lũ lụt", by=office, at=SENT_AT)
    report.refresh_from_db()
    assert (report.last_day, report.extended) == (date(2017, 6, 20), "Lũ lụt")
    with pytest.raises(PermissionDenied):
        actions.extend(report, last_day=date(2017, 6, 25), reason="Nữa", by=cast.commune_officer, at=SENT_AT)


def test_the_words_of_the_last_period_fill_what_is_empty(cast):
    last = opened(cast)
    report = of(last, cast.hoa)
    with pytest.raises(NotSent):
        actions.copy_last(report, version=1, by=cast.commune_officer, at=SENT_AT)
    write(report, sections={"kien_nghi": "Thêm kinh phí"})
    sent(last, cast.hoa)
    period = opened(cast, PeriodFacts("6 tháng cuối năm 2017", date(2017, 7, 1), date(2017, 12, 31)), last.form)
    report = write(of(period, cast.hoa), sections={"ket_qua": "Của kỳ này"})
    report = actions.copy_last(report, version=report.version, by=cast.commune_officer, at=SENT_AT)
    assert report.sections == {"ket_qua": "Của kỳ này", "kien_nghi": "Thêm kinh phí"}
    assert report.cells == {}


def test_a_district_rolls_up_one_level_further_into_the_province(cast):
    """A period of the province: communes to the district, the district's own report to the province."""
    campaign = made._campaign(cast)
    facts = replace(made.FACTS, kinds=("province", "district", "commune"))
    form = actions.write_form(facts, unit=cast.province, by=None, at=make.NOW)
    about = {"form": form, "campaign": campaign, "unit": cast.province}
    period = actions.open_period(FIRST, **about, by=None, at=make.NOW)
    province = office_of(cast.province)
    for unit, days in ((cast.hoa, "2"), (cast.mac, "3,5".replace(",", "."))):
        accepted(period, unit, cast.district_office, days=days)
    district = of(period, cast.district)
    assert (district.above.unit, district.receiver) == (cast.province, cast.province)
    assert numbers(district)["ngay"] == Decimal("5.5")
    district = write(district, cast.district_office, sections={"ket_qua": "Toàn huyện"})
    district = actions.send(district, version=district.version, by=cast.district_office, at=SENT_AT)
    with pytest.raises(PermissionDenied):
        actions.accept([district], by=cast.district_office, at=SENT_AT)
    district = actions.return_(district, remarks={"ket_qua": "Nêu rõ"}, by=province, at=SENT_AT)
    district = write(district, cast.district_office, sections={"ket_qua": "Toàn huyện, nêu rõ"})
    district = actions.send(district, version=district.version, by=cast.district_office, at=SENT_AT)
    actions.accept([district], by=province, at=SENT_AT)
    top = of(period, cast.province)
    assert (numbers(top)["tong"], numbers(top)["ngay"]) == (Decimal(3), Decimal("5.5"))
    known = behind(Report.objects.get(pk=top.pk))
    assert [(part.report.unit, part.edition.number) for part in known.parts] == [(cast.district, 2)]
    board = board_of(period, province, date(2017, 6, 5))
    assert (board.total, board.reported) == (4, 3)
