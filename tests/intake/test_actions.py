import io
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files import File

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.intake.actions import NotApplied, NotRead, apply, check, drop
from kheo.machinery.intake.models import DraftRow, Upload
from kheo.movement.registry import actions as registry
from kheo.movement.registry.models import Registration
from tests import make
from tests.intake import book
from tests.lib import hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def said(cast, campaign):
    return book.occasion(cast.commune_officer, cast.hoa)


@pytest.fixture
def empty(said, tmp_path):
    """The official form of the officer, not yet filled in."""
    return book.form(tmp_path, said)


def names():
    return sorted(Registration.objects.values_list("exemplar__name", flat=True))


def kept_files(settings):
    """Return every file below the folder of uploads."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_receive_says_what_each_row_would_do_and_enters_nothing(said, empty, settings):
    file = book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh", "Lĩnh vực": "An ninh"})
    upload = book.bring(file, said)
    assert book.verdicts(upload) == {5: "new", 6: "refused"}
    assert upload.counts == {"new": 1, "changed": 0, "same": 0, "conflict": 0, "refused": 1}
    assert [(row, cell) for row, cell, _text in book.reasons(upload)] == [(6, "D6")]
    assert (names(), Registration.objects.count()) == ([], 0)
    assert [event.act for event in AuditEvent.objects.filter(act__startswith="intake.")] == [
        "intake.receive",
        "intake.check",
    ]
    assert kept_files(settings) == [upload.file.original]


def test_the_form_sent_back_untouched_has_nothing_to_enter(said, empty):
    upload = book.bring(book.sent(empty), said)
    assert (sum(upload.counts.values()), upload.notices) == (0, ["Hàng ví dụ của mẫu, không nhập: hàng 4."])


def test_apply_enters_drafts_and_tells_the_record(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh"}), said)
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert names() == ["Camera an ninh", "Đường hoa"]
    assert {r.state for r in Registration.objects.all()} == {"draft"}
    assert {row.target_id for row in upload.rows.all()} == set(Registration.objects.values_list("pk", flat=True))
    assert AuditEvent.objects.filter(act="intake.apply", actor_id=cast.commune_officer.pk).count() == 1
    assert Upload.objects.get().state == "applied"


def test_apply_can_hand_the_records_in_at_once(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}), said)
    apply(upload, hand_in=True, by=cast.commune_officer, at=make.NOW)
    assert Registration.objects.get().state == "submitted"


def test_what_lacks_something_is_not_handed_in_and_the_rows_are_named(said, empty, cast):
    rows = [{book.NAME: "Đường hoa", "Mục đích": None}, {book.NAME: "Camera an ninh"}]
    upload = book.bring(book.fill(empty, *rows), said)
    assert [row.lacks for row in upload.rows.order_by("pk")] == [
        [{"cell": "J5", "column": "Mục đích", "text": "Cần có khi gửi đăng ký."}],
        [],
    ]
    with pytest.raises(NotApplied) as refusal:
        apply(upload, hand_in=True, by=cast.commune_officer, at=make.NOW)
    assert refusal.value.reasons[1] == "Trang tính “Đăng ký mô hình”, hàng 5: Cần có khi gửi đăng ký."
    assert names() == []
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert names() == ["Camera an ninh", "Đường hoa"]


def test_one_refused_row_holds_back_the_whole_file(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: None}), said)
    with pytest.raises(NotApplied):
        apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert (names(), Upload.objects.get().state) == ([], "checked")


def test_a_row_that_fails_while_applying_takes_all_others_back(said, empty, cast, monkeypatch):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh"}), said)
    clerk = book.sheet().clerk(said)
    take, taken = type(clerk).take, []

    def take_one(self, values, *, hand_in):
        if taken:
            raise Refused("Hỏng giữa chừng")
        taken.append(take(self, values, hand_in=hand_in))
        return taken[0]

    monkeypatch.setattr(type(clerk), "take", take_one)
    with pytest.raises(NotApplied) as refusal:
        apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert str(refusal.value) == "Trang tính “Đăng ký mô hình”, hàng 6: Hỏng giữa chừng"
    assert (len(taken), names(), Upload.objects.get().state) == (1, [], "checked")
    assert not AuditEvent.objects.filter(act__in=["registry.register", "intake.apply"]).exists()


def test_an_upload_is_applied_once(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}), said)
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    for again in (upload, Upload.objects.get()):
        with pytest.raises(NotApplied) as refusal:
            apply(again, hand_in=False, by=cast.commune_officer, at=make.NOW)
        assert str(refusal.value) == "Tệp này đã được nhập trước đó. Không có gì bị nhập hai lần."
    with pytest.raises(NotApplied):
        drop(upload, by=cast.commune_officer, at=make.NOW)
    assert names() == ["Đường hoa"]


def test_the_same_file_sent_again_changes_nothing(said, empty, cast):
    file = book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh"})
    apply(book.bring(file, said), hand_in=False, by=cast.commune_officer, at=make.NOW)
    versions = list(Registration.objects.values_list("pk", "version"))
    again = book.bring(file, said)
    assert again.counts == {"new": 0, "changed": 0, "same": 2, "conflict": 0, "refused": 0}
    apply(again, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert list(Registration.objects.values_list("pk", "version")) == versions


def test_the_same_file_sent_twice_before_applying_is_kept_once(said, empty, settings):
    file = book.fill(empty, {book.NAME: "Đường hoa"})
    first, second = book.bring(file, said), book.bring(file, said)
    assert first.pk == second.pk
    assert (Upload.objects.count(), DraftRow.objects.count(), StoredFile.objects.count()) == (1, 1, 1)
    assert len(kept_files(settings)) == 1


def test_an_amended_file_shows_what_changes_and_amends(said, empty, cast):
    file = book.fill(empty, {book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh"})
    apply(book.bring(file, said), hand_in=False, by=cast.commune_officer, at=make.NOW)
    file = book.fill(empty, {book.NAME: "Đường hoa", "Địa điểm thực hiện": "Thôn Đông", "Lĩnh vực": "van hoa xa hoi"})
    upload = book.bring(file, said)
    assert book.verdicts(upload) == {5: "changed", 6: "same"}
    row = upload.rows.get(number=5)
    assert row.before == {"field": "Kinh tế", "place": ""}
    assert (row.values["field"], row.values["place"]) == ("Văn hóa - xã hội", "Thôn Đông")
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    amended = Registration.objects.get(exemplar__name="Đường hoa")
    assert (amended.field.slug, amended.exemplar.place, amended.version) == ("culture_society", "Thôn Đông", 2)


def test_what_the_register_says_meanwhile_is_not_written_over(said, empty, cast, campaign):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}), said)
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa", field="economy")
    with pytest.raises(Stale):
        apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert (names(), Upload.objects.get().state) == (["Đường hoa"], "checked")
    check(upload, by=cast.commune_officer, at=make.NOW)
    assert book.verdicts(upload) == {5: "same"}


def test_a_change_of_a_changed_row_is_seen_too(said, empty, cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa", place="Thôn Tây")
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa", "Địa điểm thực hiện": "Thôn Đông"}), said)
    assert book.verdicts(upload) == {5: "changed"}
    facts = make.facts(campaign, name="Đường hoa", place="Thôn Nam")
    registry.amend(made, facts, version=made.version, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Stale):
        apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)


def test_drop_puts_a_check_aside_for_good(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}), said)
    drop(upload, by=cast.commune_officer, at=make.NOW)
    for act in (
        lambda: apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW),
        lambda: check(upload, by=cast.commune_officer, at=make.NOW),
    ):
        with pytest.raises(NotApplied):
            act()
    assert (names(), Upload.objects.get().state, upload.rows.count()) == ([], "dropped", 1)


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_nobody_else_brings_or_touches_the_workbooks_of_a_unit(said, empty, cast, who):
    file, person = book.fill(empty, {book.NAME: "Đường hoa"}), getattr(cast, who)
    with pytest.raises(PermissionDenied):
        book.bring(file, book.occasion(person, cast.hoa))
    upload = book.bring(file, said)
    for act in (
        lambda: apply(upload, hand_in=False, by=person, at=make.NOW),
        lambda: drop(upload, by=person, at=make.NOW),
        lambda: check(upload, by=person, at=make.NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Upload.objects.visible_to(person).exists()
    assert Upload.objects.visible_to(cast.district_office).get() == upload


def test_the_standing_office_brings_rows_of_many_units(cast, campaign, tmp_path):
    said = book.occasion(cast.district_office, cast.district)
    rows = [
        {book.NAME: "Đường hoa", "Đơn vị": "yen hoa"},
        {book.NAME: "Đường hoa", "Đơn vị": "Xã Yên Mạc"},
        {book.NAME: "Nuôi cá", "Đơn vị": "hoi nong dan huyen"},
    ]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    apply(upload, hand_in=False, by=cast.district_office, at=make.NOW)
    assert sorted(Registration.objects.values_list("unit__name", "exemplar__name")) == [
        ("Hội Nông dân huyện", "Nuôi cá"),
        ("Xã Yên Hòa", "Đường hoa"),
        ("Xã Yên Mạc", "Đường hoa"),
    ]


def test_an_officer_does_not_enter_for_another_unit(cast, campaign, said, tmp_path):
    office = book.occasion(cast.district_office, cast.district)
    rows = [{book.NAME: "Đường hoa", "Đơn vị": "Xã Yên Mạc"}, {book.NAME: "Nuôi cá", "Đơn vị": "Xã Yên Hòa"}]
    upload = book.bring(book.fill(book.form(tmp_path, office), *rows), said)
    assert book.verdicts(upload) == {5: "refused", 6: "new"}
    assert book.reasons(upload) == [
        (5, "B5", "“Xã Yên Mạc” không có trong danh mục. Có phải “Xã Yên Hòa”?"),
    ]


# What is no form ------------------------------------------------------------------------------------------------------


def text_file(folder):
    return (folder / "f").write_bytes(b"ten,linh vuc\n")


def encrypted(folder):
    head = hostile.OLE_HEAD + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    return (folder / "f").write_bytes(head)


def bomb(folder):
    hostile.write_xlsx(folder / "f", hostile.cell("A1", "0" * (30 << 20)))


def million_empty_rows(folder):
    hostile.write_xlsx(folder / "f", "".join(f'<row r="{n}"/>' for n in range(1, 70_000)))


def far_cell(folder):
    hostile.write_xlsx(folder / "f", f'<row r="900000">{hostile.cell("A900000")}</row>')


def doctype(folder):
    hostile.write_xlsx(folder / "f", "", before='<!DOCTYPE x [<!ENTITY a "b">]>')


def other_headings(folder):
    opened = openpyxl.Workbook()
    opened.active.append(["Họ tên", "Ngày sinh"])
    opened.save(folder / "f")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (text_file, "bảng có hàng tiêu đề"),
        (encrypted, "mật khẩu"),
        (bomb, "bung ra lớn bất thường"),
        (million_empty_rows, "hàng trống"),
        (far_cell, "ô A900000"),
        (doctype, "hỏng"),
        (other_headings, "bảng có hàng tiêu đề"),
    ],
)
def test_what_is_no_form_is_refused_in_words_logged_and_forgotten(said, tmp_path, settings, caplog, write, words):
    write(tmp_path)
    with pytest.raises(Refused) as refusal:
        book.bring(File(io.BytesIO((tmp_path / "f").read_bytes()), name="dang-ky.xlsx"), said)
    assert words in str(refusal.value)
    assert "dang-ky.xlsx" in caplog.text
    assert (Upload.objects.count(), StoredFile.objects.count(), kept_files(settings)) == (0, 0, [])


def test_a_file_lost_from_the_disk_is_not_judged(said, empty, cast):
    upload = book.bring(book.fill(empty, {book.NAME: "Đường hoa"}), said)
    upload.file.original.write_bytes(b"gone")
    with pytest.raises(NotRead):
        check(upload, by=cast.commune_officer, at=make.NOW)
    assert book.verdicts(upload) == {5: "new"}
