"""Closing a period, closing it anew, and what is against it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import short_date
from kheo.lib.refusals import Stale
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.campaigns.actions import move
from kheo.movement.closings.actions import NotClosed, close, close_anew
from kheo.movement.closings.kit import PAPERS, declare
from kheo.movement.closings.models import ClosedFigure, ClosedPaper, ClosedRecord, Closing
from kheo.movement.closings.queries import kept
from kheo.movement.closings.queries.drawing import drawn
from kheo.movement.closings.queries.kept import faults, in_words, snapshot_of
from kheo.movement.closings.queries.moving import reasons_of
from kheo.movement.closings.rules import difference, packed, seal
from kheo.movement.closings.states import Period, Table
from kheo.movement.registry.actions import cancel
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import ExemplarKind, State
from tests import make
from tests.closings.made import CLOSED_AT, LATER, closed, counted, end, filled, stir

NOTE = "Hủy các bản nhập hai lần"


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_the_records_that_are_kept(cast, seed):
    closing = closed(cast, seed)
    records = counted(closing.campaign)
    figures = {figure.key: figure for figure in closing.figures.all()}
    assert figures.keys() == records.keys()
    for key, figure in figures.items():
        kept_records = set(ClosedRecord.objects.counted_by(figure).values_list("record", flat=True))
        assert kept_records == records[key]
        assert figure.number == len(records[key])
        assert figure.counts == str(CATALOGUE[key].counts)
        for part in figure.parts.values():
            assert sum(number for _key, _label, number in part["cells"]) == figure.number
    assert faults(closing) == []


def test_the_parts_of_a_figure_are_its_records_by_each_dimension(cast):
    closing = closed(cast)
    for figure in closing.figures.all():
        rows = ClosedRecord.objects.counted_by(figure)
        for name, part in figure.parts.items():
            for key, _label, number in part["cells"]:
                assert rows.filter(**{name: key}).count() == number, (figure.key, name, key)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_closed_stays_and_what_moved_is_told_exactly(cast, seed):
    closing = closed(cast, seed)
    campaign, before, then = closing.campaign, counted(closing.campaign), snapshot_of(closing)
    assert not difference(then, drawn(campaign))
    stir(cast, campaign, seed)
    after = counted(campaign)
    differs = difference(snapshot_of(closing), drawn(campaign))
    assert snapshot_of(closing) == then
    assert faults(closing) == []
    told = {shift.key: (shift.before, shift.after, shift.came, shift.left) for shift in differs.shifts}
    assert told == {
        key: (len(before[key]), len(after[key]), len(after[key] - before[key]), len(before[key] - after[key]))
        for key in before
        if before[key] != after[key]
    }
    for key in before:
        table = Table.UNIT if CATALOGUE[key].unit == "pk" else Table.REGISTRATION
        moved = [each for each in differs.moved if each.row.table == table]
        assert {each.row.record for each in moved if key in each.came} == after[key] - before[key]
        assert {each.row.record for each in moved if key in each.left} == before[key] - after[key]


def test_two_versions_differ_by_what_moved_between_them(cast):
    closing = closed(cast)
    stir(cast, closing.campaign, 1)
    now = difference(snapshot_of(closing), drawn(closing.campaign))
    anew = close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)
    assert difference(snapshot_of(closing), snapshot_of(anew)) == now
    assert (anew.version, anew.replaces, anew.note, anew.unit) == (2, closing, NOTE, cast.district)
    assert faults(closing) == faults(anew) == []
    assert closing.hash != anew.hash


def test_closing_leaves_an_audit_row_and_is_done_once(cast):
    closing = closed(cast)
    again = close(closing.campaign, period=Period.YEAR, by=cast.district_office, at=LATER)
    assert again == closing
    assert [event.data["hash"] for event in AuditEvent.objects.filter(act="closings.close")] == [closing.hash]
    assert (closing.closed_by, closing.day) == ("Phạm Văn Trực", CLOSED_AT.date())
    assert in_words(closing) == f"Số liệu chốt ngày {short_date(closing.day)}, lần 1, mã {closing.hash[:12]}"


def test_year_is_not_closed_while_the_campaign_is_open(cast):
    campaign = make.campaign(cast.district)
    with pytest.raises(NotClosed, match="Đề nghị kết thúc đợt thi đua"):
        close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT)
    assert not Closing.objects.exists()


def test_half_year_is_closed_while_the_campaign_is_open_and_not_before(cast):
    planned = make.campaign(cast.district, year=2018, state="planned")
    with pytest.raises(NotClosed, match="chưa mở"):
        close(planned, period=Period.HALF_YEAR, by=cast.district_office, at=CLOSED_AT)
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.district_office, state="registered", office=cast.district_office)
    half = close(campaign, period=Period.HALF_YEAR, by=cast.district_office, at=make.NOW)
    assert half.figures.get(key="registered").number == 1
    assert [paper.key for paper in half.papers.all()] == ["half_year"]
    end(campaign)
    year = close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT)
    assert (half.version, year.version) == (1, 1)
    assert [paper.key for paper in year.papers.all()] == ["year_end"]
    with pytest.raises(NotClosed, match="đã kết thúc"):
        close_anew(half, note=NOTE, by=cast.district_office, at=LATER)


def test_only_the_office_of_the_campaigns_body_closes(cast):
    campaign = filled(cast)
    for somebody in (cast.commune_officer, cast.leader, cast.editor, cast.administrator, cast.stranger):
        with pytest.raises(PermissionDenied):
            close(campaign, period=Period.YEAR, by=somebody, at=CLOSED_AT)
    closing = close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT)
    with pytest.raises(PermissionDenied):
        close_anew(closing, note=NOTE, by=cast.commune_officer, at=LATER)
    seen = {user: Closing.objects.visible_to(user).count() for user in (cast.leader, cast.commune_officer)}
    assert seen == {cast.leader: 1, cast.commune_officer: 0}


def test_closing_is_refused_where_a_figure_is_not_its_records(cast, monkeypatch):
    campaign = filled(cast)
    wrong = {key: len(records) for key, records in counted(campaign).items()}
    wrong["registered"] += 1
    monkeypatch.setattr("kheo.movement.closings.actions.counted_now", lambda _campaign: wrong)
    with pytest.raises(NotClosed, match=f"Đã đăng ký.*{wrong['registered']}"):
        close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT)
    assert not ClosedRecord.objects.exists()


def test_closing_anew_asks_for_a_note_and_for_something_that_moved(cast):
    closing = closed(cast)
    with pytest.raises(NotClosed, match="không có gì thay đổi"):
        close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)
    stir(cast, closing.campaign, 1)
    with pytest.raises(NotClosed, match="Đề nghị ghi nội dung"):
        close_anew(closing, note="  ", by=cast.district_office, at=LATER)
    assert Closing.objects.count() == 1


def test_a_name_put_right_is_enough_to_close_anew(cast):
    closing = closed(cast)
    registration = Registration.objects.filter(campaign=closing.campaign, state=State.RECOGNISED).first()
    Exemplar.objects.filter(pk=registration.exemplar_id).update(name="Đường hoa Yên Hòa")
    differs = difference(snapshot_of(closing), drawn(closing.campaign))
    assert [(each.columns, each.row.name) for each in differs.moved] == [(("name",), "Đường hoa Yên Hòa")]
    assert differs.shifts == []
    assert close_anew(closing, note=NOTE, by=cast.district_office, at=LATER).version == 2


def test_the_same_correction_sent_twice_makes_one_version_and_another_is_stale(cast):
    closing = closed(cast)
    stir(cast, closing.campaign, 1)
    anew = close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)
    assert close_anew(closing, note=f" {NOTE} ", by=cast.district_office, at=LATER) == anew
    with pytest.raises(Stale):
        close_anew(closing, note="Khác", by=cast.district_office, at=LATER)
    assert Closing.objects.count() == 2


def test_closing_anew_needs_the_campaign_to_be_over(cast):
    closing = closed(cast)
    move(closing.campaign, to="open", by=None, at=LATER)
    with pytest.raises(NotClosed, match="đang mở"):
        close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)


# The seal ----------------------------------------------------------------------------------------------------------


def _tampered(closing):
    """Yield what somebody with the database in hand might change, and what is then told."""
    figure = closing.figures.get(key="registered")
    record = ClosedRecord.objects.counted_by(figure).first()
    yield lambda: ClosedFigure.objects.filter(pk=figure.pk).update(number=figure.number + 1), "nhưng lưu"
    yield lambda: ClosedFigure.objects.filter(pk=figure.pk).update(counts="Khác"), "Mã băm"
    yield lambda: ClosedRecord.objects.filter(pk=record.pk).update(state="ended"), "Mã băm"
    yield lambda: ClosedRecord.objects.filter(pk=record.pk).update(name="Khác"), "Mã băm"
    yield lambda: ClosedRecord.objects.filter(pk=record.pk).delete(), "nhưng lưu"
    yield lambda: Closing.objects.filter(pk=closing.pk).update(note="Khác"), "Mã băm"
    yield lambda: Closing.objects.filter(pk=closing.pk).update(closed_at=LATER + timedelta(days=1)), "Mã băm"
    yield (
        lambda: ClosedPaper.objects.filter(closing=closing).update(content=packed({"report": "Khác"})),
        "Nội dung văn bản",
    )


@pytest.mark.parametrize("which", range(8))
def test_what_is_changed_behind_the_programs_back_is_told(cast, which):
    closing = closed(cast)
    change, words = list(_tampered(closing))[which]
    change()
    told = faults(Closing.objects.get(pk=closing.pk))
    assert any(words in each for each in told)
    assert any("Mã băm" in each for each in told)


def test_a_version_is_bound_to_the_one_that_it_replaces(cast):
    closing = closed(cast)
    stir(cast, closing.campaign, 1)
    anew = close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)
    Closing.objects.filter(pk=closing.pk).update(hash="0" * 64)
    assert len(faults(Closing.objects.get(pk=anew.pk))) == 1


def test_the_seal_does_not_hang_on_names_that_change_later(cast):
    closing = closed(cast)
    cast.district_office.full_name = "Tên khác"
    cast.district_office.save()
    closing.campaign.name = "Tên khác"
    closing.campaign.save()
    assert kept.faults(Closing.objects.get(pk=closing.pk)) == []


def test_a_paper_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        declare(PAPERS["year_end"])


def test_why_a_record_moved_comes_from_its_own_history(cast):
    campaign = make.campaign(cast.district)
    office = cast.district_office
    first, second = (
        make.registration(campaign, cast.hoa, office, state="registered", office=office) for _number in range(2)
    )
    end(campaign)
    closing = close(campaign, period=Period.YEAR, by=office, at=CLOSED_AT)
    move(campaign, to="open", by=None, at=LATER)
    cancel(first, reason="Nhập hai lần", by=office, at=LATER)
    third = make.registration(campaign, cast.hoa, office, state="registered", office=office)
    end(campaign, LATER)
    moved = [each for each in difference(snapshot_of(closing), drawn(campaign)).moved if each.row.table != Table.UNIT]
    whys = reasons_of(moved, closing.closed_at, LATER + timedelta(days=1))
    assert {each.row.record for each in moved} == {first.pk, third.pk}
    assert second.pk not in whys
    assert [(why.act, why.by, why.reason) for why in whys[first.pk]] == [
        ("Hủy bản đăng ký", "Phạm Văn Trực", "Nhập hai lần")
    ]


# Formats -----------------------------------------------------------------------------------------------------------


def _as_of_old(closing):
    """Make a closing as the first format had it: without the columns and the figures that came later."""
    later = closing.figures.filter(key__in=["units_never", "villages_never"])
    assert later.count() == 2
    names = ("exemplar_kind", "unit_level", "unit_kind", "cluster")
    ClosedRecord.objects.filter(closing=closing).update(**dict.fromkeys(names, ""))
    closing.format = 1
    kept_now = snapshot_of(closing)
    closing.hash = seal(kept.head_of(closing), kept_now.figures, kept_now.rows, {
        paper.key: paper.hash for paper in closing.papers.all()
    }, format=1)  # fmt: skip
    closing.save()
    return closing


def test_a_closing_of_the_first_format_is_still_what_was_sealed_and_differs_in_nothing(cast):
    closing = _as_of_old(closed(cast))
    assert faults(closing) == []
    assert "format" not in kept.head_of(closing)
    assert not difference(snapshot_of(closing), drawn(closing.campaign))


def test_a_figure_that_one_side_does_not_know_moves_no_record(cast):
    closing = closed(cast)
    now = drawn(closing.campaign)
    before = replace(now, figures=[each for each in now.figures if each.key != now.figures[-1].key])
    differs = difference(before, now)
    assert [(each.key, each.before, each.came) for each in differs.shifts] == [(now.figures[-1].key, None, 0)]
    assert differs.moved == []


def test_each_record_says_its_kind_and_the_lines_of_its_unit(cast):
    make.cluster(cast.district, "Cụm 1", [cast.hoa])
    closing = closed(cast)
    rows = ClosedRecord.objects.filter(closing=closing, unit=cast.hoa.slug)
    assert {(row.unit_level, row.unit_kind) for row in rows} == {(cast.hoa.level, cast.hoa.kind)}
    said = {row.exemplar_kind for row in rows if row.table == Table.REGISTRATION}
    assert said <= set(ExemplarKind.values)
    assert "" not in said
    part = closing.figures.get(key="registered").parts["cluster"]
    assert {label for _key, label, _number in part["cells"]} <= {"Cụm 1", "Chưa xếp cụm"}
    assert {row.cluster for row in rows} != {""}
