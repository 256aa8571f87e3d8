"""Forms, periods and reports for tests, made through the real actions."""

from dataclasses import replace
from datetime import date, timedelta

from kheo.foundation.accounts.models import User
from kheo.movement.reporting import actions
from kheo.movement.reporting.actions.asking import FormFacts, PeriodFacts
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries.reports import written_in
from kheo.movement.reporting.rules.findings import Written
from kheo.movement.reporting.states import Span
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make

TEXT = """
phần ket_qua | Kết quả thực hiện | bắt buộc | 20 từ
phần kien_nghi | Kiến nghị
bảng so_lieu | Số liệu
cột so | Số lượng
dòng tong | Tổng số | sổ registered
dòng moi | Mới | sổ registered_new
dòng ngay | Ngày công
dòng ty_le | Tỷ lệ hài lòng | không cộng | tùy
kiểm lỗi | moi <= tong | Số mới không quá tổng số.
kiểm nhắc | ngay > 0 | Chưa có ngày công nào.
"""
FACTS = FormFacts("Báo cáo 6 tháng", Span.HALF_YEAR, ("district", "commune", "hamlet"), TEXT, day=10, month=6, sooner=3)
FIRST = PeriodFacts("6 tháng đầu năm 2017", date(2017, 1, 1), date(2017, 6, 30))
SENT_AT = make.NOW + timedelta(days=60)


def form(cast, **said):
    return actions.write_form(replace(FACTS, **said), unit=cast.district, by=None, at=make.NOW)


def opened(cast, facts=FIRST, kept=None, **said) -> Period:
    """Return an open period of the district, with two registered models of the commune Hòa and one of Mạc."""
    campaign = make.Campaign.objects.first() or _campaign(cast)
    kept = kept or form(cast, **said)
    return actions.open_period(facts, form=kept, campaign=campaign, unit=cast.district, by=None, at=make.NOW)


def _campaign(cast):
    campaign = make.campaign(cast.district)
    for unit in (cast.hoa, cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office, state="registered", office=cast.district_office)
    return campaign


def of(period, unit) -> Report:
    return Report.objects.get(period=period, unit=unit)


def write(report, by: User | None = None, **said) -> Report:
    """Return a report in which something was written beside what stood there."""
    report.refresh_from_db()
    now = written_in(report)
    new = {name: {**getattr(now, name), **value} for name, value in said.items()}
    return actions.write_report(report, Written(**{**vars(now), **new}), version=report.version, by=by, at=make.NOW)


def sent(period, unit, by=None, days="5", at=SENT_AT, **cells) -> Report:
    """Return the report of a unit, written and sent."""
    report = of(period, unit)
    words = {"ket_qua": f"Kết quả của {unit.name}"}
    report = write(report, by, sections=words, cells={"ngay": days, **cells})
    return actions.send(report, version=report.version, by=by, at=at)


def accepted(period, unit, by, **said) -> Report:
    report = sent(period, unit, **said)
    actions.accept([report], by=by, at=SENT_AT)
    report.refresh_from_db()
    return report


def office_of(unit) -> User:
    """Return somebody of the standing office of a unit."""
    user = make.user(f"truc_{unit.slug}", "Bùi Văn Trực")
    appoint(user, role=Role.STANDING_OFFICE, unit=unit, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    return user
