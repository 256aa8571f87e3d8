from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.machinery.notices.models import Notice
from kheo.machinery.numbering.actions import set_up_book
from kheo.machinery.numbering.models import Book, Number
from kheo.machinery.numbering.rules import year_of
from kheo.machinery.registers.actions import NotKept, NotWithdrawn, correct, withdraw
from kheo.movement.training.actions import (
    NotCertified,
    NotInvited,
    NotMarked,
    certify,
    invite,
    mark,
    write_list,
)
from kheo.movement.training.models import Session, Trainee
from kheo.movement.training.queries import people_on
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.training import made

pytestmark = pytest.mark.django_db
BEFORE = datetime(2017, 5, 1, 9, tzinfo=LOCAL)
AFTER = datetime(2017, 5, 20, 9, tzinfo=LOCAL)


def posts(*users):
    return people_on(date(2017, 5, 1)).filter(user__in=users).select_related("user", "unit").order_by("pk")


def test_people_in_posts_are_called_once_and_told(cast):
    of = made.training_class(cast.district)
    told = {"by": cast.district_office, "at": BEFORE}
    assert invite(of, posts(cast.commune_officer, cast.other_officer), **told) == 2
    row = Trainee.objects.get(person=cast.commune_officer)
    assert (row.name, row.home, row.post, row.unit) == ("Lê Thị Hòa", cast.hoa, "Cán bộ đơn vị", cast.district)
    notice = Notice.objects.get(user=cast.commune_officer)
    assert (of.title in notice.title, "12/05/2017" in notice.text) == (True, True)
    assert invite(of, posts(cast.commune_officer, cast.leader), **told) == 1
    with pytest.raises(NotInvited):
        invite(of, posts(cast.leader), **told)
    assert Trainee.objects.count() == 3


def test_a_class_that_is_over_calls_nobody(cast):
    of = made.training_class(cast.district)
    with pytest.raises(NotInvited):
        invite(of, posts(cast.leader), by=cast.district_office, at=AFTER)


def test_people_of_other_units_are_not_called_by_an_officer(cast):
    of = made.training_class(cast.hoa)
    told = {"by": cast.commune_officer, "at": BEFORE}
    with pytest.raises(PermissionDenied):
        invite(of, posts(cast.other_officer), **told)
    with pytest.raises(PermissionDenied):
        invite(made.training_class(cast.district), posts(cast.commune_officer), **told)
    assert invite(of, posts(cast.commune_officer), **told) == 1


def test_who_was_typed_is_known_again_by_name_and_unit(cast):
    of = made.training_class(cast.district)
    typed = made.trainee(of, cast.hoa, name="LÊ THỊ HOÀ")
    assert made.again(typed).person == cast.commune_officer
    assert made.again(made.trainee(of, cast.mac, name="Lê Thị Hòa")).person is None
    correct(typed, {"name": "Lê Thị Hoa"}, version=typed.version, by=cast.district_office, at=AFTER)
    assert made.again(typed).person is None
    told = AuditEvent.objects.filter(act="training.tie").order_by("pk").last()
    assert told.actor_id == cast.district_office.pk


def test_of_two_with_one_name_nobody_is_guessed_and_who_was_called_stays(cast):
    twin = make.user("hoa_2", "Lê Thị Hòa")
    appoint(twin, role=Role.LEADER, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    of = made.with_sessions(cast.district)
    assert invite(of, posts(twin), by=cast.district_office, at=BEFORE) == 1
    row = Trainee.objects.get()
    assert row.person == twin
    assert made.again(made.trainee(made.training_class(cast.hoa), cast.hoa, name="Lê Thị Hòa")).person is None
    mark(of, {row.pk: ({1}, set())}, by=cast.district_office, at=AFTER)
    assert made.again(row).person == twin


def test_ticks_change_only_what_was_ticked(cast):
    of = made.with_sessions(cast.district)
    first, second = made.trainee(of, cast.hoa, present="1"), made.trainee(of, cast.mac)
    told = {"by": cast.district_office, "at": AFTER}
    assert mark(of, {first.pk: ({2, 3}, {1}), second.pk: (set(), set())}, **told) == 1
    assert mark(of, {first.pk: ({1}, set()), second.pk: ({3}, set())}, **told) == 2
    assert [(made.again(each).present, made.again(each).attended) for each in (first, second)] == [
        ("1, 2, 3", 3),
        ("3", 1),
    ]


def test_ticks_are_refused_before_the_session_without_one_and_by_others(cast):
    of = made.with_sessions(cast.district)
    row = made.trainee(of, cast.hoa)
    with pytest.raises(NotMarked):
        mark(of, {row.pk: ({1}, set())}, by=cast.district_office, at=BEFORE)
    with pytest.raises(NotMarked):
        mark(of, {row.pk: ({9}, set())}, by=cast.district_office, at=AFTER)
    with pytest.raises(PermissionDenied):
        mark(of, {row.pk: ({1}, set())}, by=cast.commune_officer, at=AFTER)
    assert made.again(row).present == ""


def test_a_session_with_ticks_keeps_its_number(cast):
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, present="2")
    second, third = Session.objects.get(number=2), Session.objects.get(number=3)
    told = {"by": cast.district_office, "at": AFTER}
    with pytest.raises(NotKept):
        correct(second, {"number": 7}, version=second.version, **told)
    with pytest.raises(NotWithdrawn):
        withdraw(second, reason="Nhầm", version=second.version, **told)
    correct(second, {"topic": "Chuyên đề khác"}, version=second.version, **told)
    withdraw(third, reason="Nhầm", version=third.version, **told)
    with pytest.raises(NotKept) as refused:
        made.trainee(of, cast.mac, present="1, 3")
    assert [fault.field for fault in refused.value.faults] == ["present"]


def test_days_of_a_class_keep_its_sessions(cast):
    of = made.with_sessions(cast.district)
    with pytest.raises(NotKept):
        correct(of, {"ends_on": made.FIRST}, version=of.version, by=cast.district_office, at=AFTER)


def test_certificates_follow_the_first_number_where_no_book_is_kept(cast):
    of = made.with_sessions(cast.district)
    rows = [made.trainee(of, cast.hoa, name=name, present="1") for name in ("An", "Bình")]
    absent = made.trainee(of, cast.hoa, name="Cúc")
    given = {"on": made.LAST, "book": None, "by": cast.district_office, "at": AFTER}
    with pytest.raises(NotCertified):
        certify(of, [rows[0].pk, absent.pk], first="09/GCN", **given)
    with pytest.raises(NotCertified):
        certify(of, [rows[0].pk], first="", **given)
    assert certify(of, [each.pk for each in rows], first="09/GCN", **given) == 2
    assert [(made.again(each).certificate, made.again(each).certified_on) for each in rows] == [
        ("09/GCN", made.LAST),
        ("10/GCN", made.LAST),
    ]
    with pytest.raises(NotCertified):
        certify(of, [rows[0].pk], first="11/GCN", **given)
    other = made.trainee(of, cast.mac, name="Dung", present="1")
    with pytest.raises(NotKept):
        certify(of, [other.pk], first="10/GCN", **given)


def test_certificates_take_numbers_of_the_book_and_then_stay(cast):
    of = made.with_sessions(cast.district)
    row = made.trainee(of, cast.hoa, present="1")
    term = year_of(made.LAST)
    book = Book(unit=cast.district, doc_type="GCN", symbol="BDV", profile="state")
    kept = set_up_book(book, term, by=None, at=AFTER)
    given = {"on": made.LAST, "first": "", "by": cast.district_office, "at": AFTER}
    assert certify(of, [row.pk], book=kept, **given) == 1
    number = Number.objects.get()
    row = made.again(row)
    assert (row.certificate, row.numbered, number.state) == ("01/GCN-BDV", number, "issued")
    with pytest.raises(NotKept):
        correct(row, {"certificate": "", "certified_on": None}, version=row.version, by=cast.district_office, at=AFTER)
    with pytest.raises(NotWithdrawn):
        withdraw(row, reason="Nhầm", version=row.version, by=cast.district_office, at=AFTER)
    other = made.trainee(made.with_sessions(cast.hoa), cast.hoa, present="1")
    with pytest.raises(NotCertified):
        certify(other.training_class, [other.pk], book=kept, **given)


def test_an_officer_gives_no_certificates(cast):
    of = made.with_sessions(cast.hoa)
    row = made.trainee(of, cast.hoa, present="1")
    given = {"on": made.LAST, "book": None, "first": "01/GCN", "at": AFTER}
    with pytest.raises(PermissionDenied):
        certify(of, [row.pk], by=cast.commune_officer, **given)


def test_the_list_is_a_word_document(cast, tmp_path):
    of, out = made.with_sessions(cast.district), tmp_path / "list.docx"
    with pytest.raises(NotCertified):
        write_list(of, out=out, by=cast.district_office, at=AFTER)
    made.trainee(of, cast.hoa, present="1, 2", certificate="01/GCN", certified_on=made.LAST)
    write_list(of, out=out, by=cast.district_office, at=AFTER)
    words = _words(out)
    for each in ("Nguyễn Văn Khối", "Trưởng khối dân vận, Xã Yên Hòa", "01/GCN, 13/05/2017", "03 buổi, 01 học viên"):
        assert each in words, each


def _words(path):
    word = Document(str(path))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in word.paragraphs), *cells])
