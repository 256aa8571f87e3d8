from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import StoredFile
from kheo.foundation.jobs.actions import start
from kheo.lib.dates import LOCAL
from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.refusals import Refused, Stale
from kheo.lib.sandbox import Limits
from kheo.movement.readings import actions
from kheo.movement.readings.jobs import understand as understand_job
from kheo.movement.readings.models import Reading, ReportedFigure
from kheo.movement.readings.queries import years_of
from kheo.movement.readings.rules import offers
from kheo.movement.readings.states import Agreement, ReadingState, Span
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import Facts
from kheo.organisation.changes import rules as changes
from kheo.organisation.changes.actions import apply
from tests import make

AT = datetime(2018, 1, 20, 9, 0, tzinfo=LOCAL)
REPORT = (
    "Năm 2017, xã Yên Hòa đã đăng ký xây dựng 5 mô hình “Dân vận khéo”: kinh tế 2 mô hình, văn hóa - xã hội 1 mô hình, "
    "quốc phòng - an ninh 1 mô hình, xây dựng hệ thống chính trị 1 mô hình. Tiêu biểu là mô hình “Đường hoa phụ nữ”."
)


def sent(text=REPORT, name="bao-cao.txt"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def brought(cast, text=REPORT, *, by=None, unit=None, name="bao-cao.txt"):
    who = by or cast.commune_officer
    reading = actions.bring(sent(text, name), unit=unit or cast.hoa, by=who, at=AT)
    actions.understand(reading, by=who, at=AT)
    return reading


def confirmed(cast, reading, keys=None, *, year=2017):
    keys = keys if keys is not None else {one.key for one in offers(reading.source.findings) if one.is_usual}
    when = {"year": year, "span": Span.YEAR, "stated_on": date(2018, 1, 5)}
    return actions.confirm(reading, keys, **when, by=cast.commune_officer, at=AT)


def test_a_report_is_kept_and_understood(cast):
    reading = brought(cast)
    assert (reading.state, reading.year, reading.total, reading.sum_check) == ("read", 2017, 5, "equal")
    assert reading.source.text == REPORT
    assert not ReportedFigure.objects.exists()
    assert list(AuditEvent.objects.values_list("act", flat=True).order_by("pk"))[-2:] == [
        "readings.bring",
        "readings.understand",
    ]


def test_a_report_in_an_old_typeface_is_understood_and_kept_as_it_was(cast):
    data = to_tcvn3(REPORT).encode("cp1252", errors="replace")
    reading = brought(cast, data)
    assert reading.total == 5
    assert reading.file.original.read_bytes() == data
    assert dict(reading.source.notices)["repaired"] > 0


def test_the_same_report_again_is_the_same(cast):
    first, again = brought(cast), brought(cast)
    assert first.pk == again.pk
    assert (Reading.objects.count(), StoredFile.objects.count()) == (1, 1)
    other = brought(cast, by=cast.district_office, unit=cast.district)
    assert other.pk != first.pk


def test_what_cannot_be_read_says_why(cast):
    reading = brought(cast, b"%PDF-1.4 nothing of a PDF follows", name="hong.pdf")
    assert reading.state == ReadingState.UNREADABLE
    assert "hong.pdf" in reading.trouble


def test_what_takes_for_ever_is_ended_and_said(cast, monkeypatch):
    monkeypatch.setattr(actions, "_LIMITS", Limits(memory=512 << 20, cpu_seconds=1, wall_seconds=10))
    reading = brought(cast, "9 " * 100_000)
    assert (reading.state, "bao-cao.txt" in reading.trouble) == (ReadingState.UNREADABLE, True)


def test_only_who_works_for_the_unit_brings_and_confirms(cast):
    for who in (cast.leader, cast.stranger, cast.editor):
        with pytest.raises(PermissionDenied):
            actions.bring(sent(), unit=cast.hoa, by=who, at=AT)
    reading = brought(cast)
    with pytest.raises(PermissionDenied):
        actions.confirm(reading, set(), year=2017, span=Span.YEAR, stated_on=AT.date(), by=cast.leader, at=AT)
    assert list(Reading.objects.visible_to(cast.stranger)) == []
    assert list(Reading.objects.visible_to(cast.district_office)) == [reading]


def test_confirmed_numbers_are_figures_of_the_unit_with_their_words(cast):
    reading = brought(cast)
    confirmed(cast, reading)
    total = ReportedFigure.objects.get(part="")
    assert (total.unit, total.year, total.matter, total.value) == (cast.hoa, 2017, "registered", 5)
    assert reading.source.text[total.start : total.end] == total.words
    assert ReportedFigure.objects.count() == 5
    reading.refresh_from_db()
    assert reading.state == ReadingState.CONFIRMED


def test_confirming_twice_keeps_once(cast):
    reading = brought(cast)
    assert (len(confirmed(cast, reading)), len(confirmed(cast, reading))) == (5, 0)
    assert ReportedFigure.objects.count() == 5
    row = ReportedFigure.objects.get(part="")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nothing_chosen_is_refused_and_a_report_put_aside_is_stale(cast):
    reading = brought(cast)
    with pytest.raises(Refused):
        confirmed(cast, reading, set())
    actions.put_aside(Reading.objects.get(pk=reading.pk), by=cast.commune_officer, at=AT)
    with pytest.raises(Stale):
        confirmed(cast, reading)


def test_a_report_of_which_something_is_in_use_stays(cast):
    reading = brought(cast)
    confirmed(cast, reading)
    with pytest.raises(Refused):
        actions.put_aside(reading, by=cast.commune_officer, at=AT)


def test_a_figure_is_withdrawn_with_a_reason_once_and_can_be_confirmed_anew(cast):
    reading = brought(cast)
    confirmed(cast, reading)
    figure = ReportedFigure.objects.get(part="")
    with pytest.raises(Refused):
        actions.withdraw(figure, reason=" ", by=cast.commune_officer, at=AT)
    actions.withdraw(figure, reason="Nhầm năm", by=cast.commune_officer, at=AT)
    with pytest.raises(Stale):
        actions.withdraw(figure, reason="Nhầm năm", by=cast.commune_officer, at=AT)
    assert len(confirmed(cast, reading)) == 1
    assert ReportedFigure.objects.filter(part="").count() == 2


def test_plain_reports_are_confirmed_together_or_none(cast):
    plain, unclear = brought(cast), brought(cast, "Xã Yên Hòa có nhiều mô hình dân vận khéo.", name="khac.txt")
    with pytest.raises(Refused, match=r"khac\.txt"):
        actions.confirm_usual([plain, unclear], by=cast.commune_officer, at=AT)
    assert not ReportedFigure.objects.exists()
    assert actions.confirm_usual([plain], by=cast.commune_officer, at=AT) == 5


def test_named_models_become_drafts_all_or_none(cast):
    campaign = make.campaign(cast.district, year=2018)
    reading = brought(cast)
    field = campaign.fields.get(slug="economy")
    made = [Facts(name="Đường hoa phụ nữ", field=field), Facts(name="Tổ hòa giải", field=field)]
    during = AT + timedelta(days=20)
    actions.draft(reading, made, campaign=campaign, by=cast.commune_officer, at=during)
    assert {each.exemplar.name for each in reading.registrations.all()} == {"Đường hoa phụ nữ", "Tổ hòa giải"}
    more = [Facts(name="Mô hình mới", field=field), Facts(name="Tổ hòa giải", field=field)]
    with pytest.raises(Refused, match="Tổ hòa giải"):
        actions.draft(reading, more, campaign=campaign, by=cast.commune_officer, at=during)
    assert Registration.objects.count() == 2
    with pytest.raises(Refused):
        actions.draft(reading, [], campaign=campaign, by=cast.commune_officer, at=during)


def test_the_years_of_a_unit_tell_register_and_documents_apart(cast):
    campaign = make.campaign(cast.district)
    made = {"state": "registered", "office": cast.district_office}
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa", **made)
    confirmed(cast, brought(cast))
    old = brought(cast, REPORT.replace("2017", "2015"), name="cu.txt")
    confirmed(cast, old, year=2015)
    shown = years_of(cast.hoa, cast.commune_officer, date(2018, 2, 1))
    assert [(year.year, year.registered) for year in shown.years] == [(2017, 1), (2015, None)]
    now = {one.figure.part: one for one in shown.years[0].documents[0].told}
    assert (now[""].counted, now[""].agreement) == (1, Agreement.DIFFERS)
    assert now["culture_society"].agreement == Agreement.DIFFERS
    assert {one.agreement for one in shown.years[1].documents[0].told} == {Agreement.NOTHING}


def test_a_figure_that_was_withdrawn_is_not_shown(cast):
    confirmed(cast, brought(cast))
    for figure in ReportedFigure.objects.all():
        actions.withdraw(figure, reason="Nhầm", by=cast.commune_officer, at=AT)
    assert years_of(cast.hoa, cast.commune_officer, date(2018, 2, 1)) is None


def test_a_merger_loses_no_figure(cast):
    confirmed(cast, brought(cast))
    heir = cast.mac
    said = {"on_day": date(2019, 7, 1), "basis": "Nghị quyết thử"}
    apply(changes.merge([cast.hoa], heir, **said), by=None, at=datetime(2019, 7, 1, 9, 0, tzinfo=LOCAL))
    shown = years_of(heir, cast.district_office, date(2019, 8, 1))
    assert shown.is_among_several
    assert shown.years[-1].documents[0].unit == cast.hoa


def test_many_reports_are_read_in_the_background_each_by_itself(cast, settings):
    settings.JOBS = "inline"
    good = actions.bring(sent(), unit=cast.hoa, by=cast.commune_officer, at=AT)
    bad = actions.bring(sent(b"%PDF-1.4 x", "hong.pdf"), unit=cast.hoa, by=cast.commune_officer, at=AT)
    job = start(understand_job, by=cast.commune_officer, at=AT, on=good, readings=[good.pk, bad.pk])
    assert list(Reading.objects.order_by("pk").values_list("state", flat=True)) == ["read", "unreadable"]
    job.refresh_from_db()
    assert "hong.pdf" in job.result_words
