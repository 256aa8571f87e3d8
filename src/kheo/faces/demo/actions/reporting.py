"""Periodic reports of the demo district: the year 2017, nearly all accepted, and the present half-year, under way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.foundation.files.actions import keep
from kheo.lib.dates import local_day, start_of_day
from kheo.lib.file_kinds import Kind
from kheo.movement.campaigns.models import Campaign
from kheo.movement.reporting.actions import (
    accept,
    enclose,
    extend,
    open_period,
    return_,
    send,
    write_form,
    write_report,
)
from kheo.movement.reporting.actions.asking import FormFacts, PeriodFacts
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries.examples import example
from kheo.movement.reporting.rules.findings import Written
from kheo.movement.reporting.states import Span
from kheo.organisation.units.states import UnitKind

BODIES = (UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.MASS_ORG)
WORDS = {
    "tinh_hinh": "Ban hành kế hoạch, giao chỉ tiêu cho từng chi bộ, đoàn thể; tuyên truyền trên loa thôn, xóm.",
    "ket_qua": "Các mô hình đã đăng ký được duy trì; nhân dân tham gia làm đường, trồng hoa, giữ gìn vệ sinh thôn xóm.",
    "han_che": "Một số mô hình còn chậm báo cáo kết quả.",
    "kien_nghi": "Đề nghị mở lớp bồi dưỡng kỹ năng vận động nhân dân cho cán bộ thôn, xóm.",
}


def report(district: District, last: Campaign, now: Campaign) -> None:
    """Open the two periods and let units report."""
    ended = PeriodFacts("Năm 2017", date(2017, 1, 1), date(2017, 12, 31))
    year = _open(district, "nam", last, ended)
    rows = _below(year)
    _send(rows[:-1], start_of_day(date(2017, 11, 9)) + timedelta(hours=9))
    accept(rows[:-2], by=district.office, at=start_of_day(date(2017, 11, 14)))
    half = _open(district, "sau-thang", now, _half_year(local_day(district.at)))
    rows, at = _below(half), district.at - timedelta(days=2)
    waiting = [row for row in rows if row.unit.slug not in {"xa-yen-hoa", "hoi-nong-dan-huyen"}]
    _enclose(district, waiting[0], at)
    _send(waiting[:12], at)
    accept(waiting[:7], by=district.office, at=at)
    returned = Report.objects.get(period=half, unit=district.units["hoi-nong-dan-huyen"])
    _send([returned], at)
    remarks = {"ket_qua": "Đề nghị nêu rõ số hội viên tham gia.", "ngay_cong": "Số ngày công chưa khớp với lời văn."}
    return_(returned, remarks=remarks, by=district.office, at=at)
    later, why = waiting[-1].last_day + timedelta(days=5), "Cán bộ phụ trách mới nhận bàn giao"
    extend(waiting[-1], last_day=later, reason=why, by=district.office, at=at)


def _enclose(district: District, row: Report, at: datetime) -> None:
    """Let a file go with a report."""
    sent = SimpleUploadedFile("bien-ban-kiem-tra.pdf", (kit.PAPERS / "bien-ban-kiem-tra.pdf").read_bytes())
    enclose(row, keep(sent, kinds={Kind.PDF}, by=district.office, at=at), by=district.office, at=at)


def report_half(district: District, campaign: Campaign) -> None:
    """Let units report of the first half of 2017: two of them late, the last one not at all."""
    facts = PeriodFacts("6 tháng đầu năm 2017", date(2017, 1, 1), date(2017, 6, 30), last_day=date(2017, 6, 20))
    half = _open(district, "sau-thang", campaign, facts, {"name": "Báo cáo sơ kết 6 tháng đầu năm 2017"})
    rows = _below(half)
    _send(rows[:-3], start_of_day(date(2017, 6, 15)) + timedelta(hours=9))
    _send(rows[-3:-1], start_of_day(date(2017, 6, 26)) + timedelta(hours=9))
    accept(rows[:-3], by=district.office, at=start_of_day(date(2017, 6, 28)))


def _open(
    district: District, name: str, campaign: Campaign, facts: PeriodFacts, more: dict[str, str] | None = None
) -> Period:
    """Keep an example as a form of the district and open a period by it."""
    said, body = example(name) | (more or {}), district.units["huyen-yen-mo"]
    form = FormFacts(**{**said, "span": Span(said["span"]), "kinds": BODIES})
    kept = write_form(form, unit=body, by=None, at=district.at)
    return open_period(facts, form=kept, campaign=campaign, unit=body, by=None, at=district.at)


def _half_year(today: date) -> PeriodFacts:
    """Return the half-year that a day lies in, its reports due ten days after the demo is loaded."""
    is_first = today.month <= 6
    name = f"6 tháng {'đầu' if is_first else 'cuối'} năm {today.year}"
    starts_on, ends_on = (
        date(today.year, 1 if is_first else 7, 1),
        (date(today.year, 6, 30) if is_first else date(today.year, 12, 31)),
    )
    return PeriodFacts(name, starts_on, ends_on, last_day=today + timedelta(days=10))


def _below(period: Period) -> list[Report]:
    rows = Report.objects.filter(period=period).exclude(above=None).select_related("unit")
    return list(rows.order_by("unit__sort_key", "pk"))


def _send(rows: Sequence[Report], at: datetime) -> None:
    """Let units write and send; every fifth corrects a number."""
    for place, row in enumerate(rows):
        cells = {
            "tien": str(20 + place * 7),
            "ngay_cong": str(40 + place * 9),
            "dat": str(place * 35),
            "hai_long": "95",
        }
        said = Written(sections=WORDS, cells=cells)
        if place % 5 == 4:
            said = replace(said, cells={**cells, **CORRECTED}, reasons=dict.fromkeys(CORRECTED, "Sổ chưa cập nhật"))
        kept = write_report(row, said, version=row.version, by=None, at=at)
        send(kept, version=kept.version, by=None, at=at)


CORRECTED = {"tong": "9", "moi": "9", "duy_tri": "0", "nhan_rong": "0", "tap_the": "9", "ca_nhan": "0", "ho": "0"}
