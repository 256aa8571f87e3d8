"""`kheo import`, as it is typed."""

import importlib
import io
import json

import openpyxl
import pytest
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.movement.registry.models import Registration
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db
Command = importlib.import_module("kheo.faces.console.management.commands.import").Command


@pytest.fixture
def campaign(cast):
    """A campaign whose registration is open today."""
    today = local_day(timezone.now())
    return make.campaign(
        cast.district,
        year=today.year,
        registration_opens_on=make.date(today.year, 1, 1),
        registration_closes_on=make.date(today.year, 12, 31),
    )


@pytest.fixture
def run(campaign):
    """Type the command and return the exit code and what was written on each stream."""

    def running(*typed):
        out, err = io.StringIO(), io.StringIO()
        command = Command(stdout=out, stderr=err, no_color=True)
        try:
            command.run_from_argv(["kheo", "import", "registrations", *map(str, typed), "--campaign", campaign.slug])
        except SystemExit as end:
            return end.code, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return running


@pytest.fixture
def file(cast, campaign, tmp_path):
    """Write rows into the form of the district and return the path of the file."""

    def filled(*rows):
        said = book.occasion(cast.district_office, cast.district, campaign.slug, timezone.now())
        path = tmp_path / "dang-ky.xlsx"
        path.write_bytes(book.fill(book.form(tmp_path, said), *rows).read())
        return path

    return filled


FLOWERS = {book.NAME: "Đường hoa", "Đơn vị": "Yên Hòa"}


def test_without_apply_nothing_is_entered(run, file):
    code, out, err = run(file(FLOWERS))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Mới: 1; Thay đổi: 0; Không đổi: 0; Chờ chọn: 0; Bị từ chối: 0",
        "Hàng ví dụ của mẫu, không nhập: hàng 4.",
        "Chưa nhập gì: đây mới là bước kiểm tra. Chạy lại với --apply để nhập.",
    ]
    assert not Registration.objects.exists()


def test_apply_enters_and_the_same_file_again_changes_nothing(run, file):
    path = file(FLOWERS)
    code, out, _err = run(path, "--apply", "--json")
    said = json.loads(out)
    assert (code, said["applied"], said["rows"], said["refused"]) == (0, True, 1, [])
    assert said["counts"] == {"new": 1, "changed": 0, "same": 0, "conflict": 0, "refused": 0}
    assert Registration.objects.get().state == "draft"
    code, out, _err = run(path, "--apply", "--json")
    assert (code, json.loads(out)["counts"]) == (0, {"new": 0, "changed": 0, "same": 1, "conflict": 0, "refused": 0})
    assert Registration.objects.count() == 1


def test_submit_hands_in(run, file):
    assert run(file(FLOWERS), "--apply", "--submit")[0] == 0
    assert Registration.objects.get().state == "submitted"


def test_refused_rows_are_named_and_the_exit_code_says_so(run, file):
    path = file(FLOWERS, FLOWERS | {book.NAME: "Nuôi cá", "Lĩnh vực": "Thể thao"})
    code, out, err = run(path, "--apply")
    assert (code, err) == (1, "")
    assert "Trang tính “Đăng ký mô hình”, hàng 6: E6 “Thể thao” không có trong danh mục." in out
    assert "Chưa nhập gì. Hãy sửa tệp rồi chạy lại lệnh." in out
    code, out, _err = run(path, "--json")
    (refused,) = json.loads(out)["refused"]
    assert (code, refused["sheet"], refused["row"], refused["cell"]) == (1, "Đăng ký mô hình", 6, "E6")
    assert not Registration.objects.exists()


def test_what_is_no_workbook_is_refused_on_the_error_stream(run, tmp_path):
    (tmp_path / "thu.xlsx").write_text("khong phai")
    code, out, err = run(tmp_path / "thu.xlsx")
    assert (code, out) == (1, "")
    assert "“thu.xlsx”" in err
    assert run(tmp_path / "khong-co.xlsx")[0] == 1


def test_the_template_is_written_for_a_unit(run, tmp_path, cast):
    path = tmp_path / "mau.xlsx"
    assert run("--template", path, "--unit", cast.hoa.slug) == (0, f"Đã ghi: {path}\n", "")
    assert openpyxl.load_workbook(path).worksheets[0]["A2"].value.endswith("Xã Yên Hòa")
    code, _out, err = run("--template", tmp_path / "khong-co" / "mau.xlsx")
    assert (code, "kiểm tra thư mục" in err) == (1, True)


def test_an_officer_brings_for_the_own_unit_only(run, file, cast):
    path = file(FLOWERS)
    assert run(path, "--as", "can_bo_hoa")[0] == 0
    code, out, _err = run(path, "--as", "can_bo_mac")
    assert (code, "B5" in out) == (1, True)
    assert run(path, "--as", "khong_co")[0] == 3
    assert run(path, "--unit", "khong-co")[0] == 3


def test_who_brings_it_must_be_said_when_it_is_not_certain(run, file, cast):
    appoint(
        cast.stranger,
        role=Role.STANDING_OFFICE,
        unit=cast.district,
        valid_from=make.date(2017, 1, 1),
        by=None,
        at=make.NOW,
    )
    code, _out, err = run(file(FLOWERS))
    assert (code, "--as" in err) == (1, True)


def test_the_unit_must_be_said_by_who_has_several(run, file, cast):
    appoint(
        cast.commune_officer, role=Role.OFFICER, unit=cast.mac, valid_from=make.date(2017, 1, 1), by=None, at=make.NOW
    )
    code, _out, err = run(file(FLOWERS), "--as", "can_bo_hoa")
    assert (code, "--unit" in err) == (1, True)
