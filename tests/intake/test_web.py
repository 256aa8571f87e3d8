import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.intake.models import Upload
from kheo.movement.registry.models import Registration
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db
START = reverse("intake:start", args=["registrations"])


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
def said(cast, campaign):
    return book.occasion(cast.commune_officer, cast.hoa, campaign.slug, timezone.now())


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def upload(said, tmp_path):
    """A workbook of two new rows, checked."""
    rows = [{book.NAME: "Đường hoa"}, {book.NAME: "Camera an ninh"}]
    return book.bring(book.fill(book.form(tmp_path, said), *rows), said)


def page_of(upload):
    return reverse("intake:result", args=[upload.pk])


def words(page):
    return " ".join(page.content.decode().split())


def test_an_officer_downloads_fills_sends_looks_and_agrees(officer, campaign, cast):
    """The whole way through the screens, as a browser takes it."""
    page = officer.get(START)
    assert "Xã Yên Hòa" in words(page)
    form = officer.get(reverse("intake:form", args=["registrations"]), {"period": campaign.slug, "unit": cast.hoa.slug})
    assert form["Content-Disposition"].startswith('attachment; filename="dang-ky-mo-hinh-dan-van-kheo-')
    opened = openpyxl.load_workbook(io.BytesIO(form.content))
    file = SimpleUploadedFile("dang-ky.xlsx", book.fill(opened, {book.NAME: "Đường hoa"}).read())
    sent = officer.post(START, {"period": campaign.slug, "unit": cast.hoa.slug, "file": file})
    upload = Upload.objects.get()
    assert sent.url == page_of(upload)
    result = words(officer.get(sent.url))
    assert "Có 1 hàng có thể nhập. Hiện chưa nhập gì." in result
    done = officer.post(reverse("intake:apply", args=[upload.pk]), {"hand_in": "on"}, follow=True)
    assert "Tệp đã được nhập lúc" in words(done)
    assert Registration.objects.get().state == "submitted"


def test_a_double_click_enters_once_and_says_so(officer, upload):
    for _click in range(2):
        page = officer.post(reverse("intake:apply", args=[upload.pk]), follow=True)
    assert "Tệp này đã được nhập trước đó. Không có gì bị nhập hai lần." in words(page)
    assert Registration.objects.count() == 2


def test_a_file_that_is_no_form_is_refused_beside_the_field(officer, campaign, cast):
    file = SimpleUploadedFile("dang-ky.xlsx", b"khong phai")
    page = officer.post(START, {"period": campaign.slug, "unit": cast.hoa.slug, "file": file})
    assert page.status_code == 422
    assert "bảng có hàng tiêu đề" in words(page)
    assert not Upload.objects.exists()


def test_sending_nothing_is_said_too(officer, campaign, cast):
    assert officer.post(START, {"period": campaign.slug, "unit": cast.hoa.slug}).status_code == 422


def test_a_unit_of_others_cannot_be_chosen(officer, campaign, cast):
    where = {"period": campaign.slug, "unit": cast.mac.slug}
    assert officer.get(reverse("intake:form", args=["registrations"]), where).status_code == 404
    file = SimpleUploadedFile("dang-ky.xlsx", b"x")
    officer.post(START, where | {"file": file})
    assert not Upload.objects.exists()


def test_without_an_open_campaign_the_page_says_what_comes_next(officer, cast):
    make.campaign(cast.district, state="closed")
    assert "Chưa có đợt thi đua nào đang mở" in words(officer.get(START))


def test_refused_rows_come_first_with_their_cells(officer, said, tmp_path):
    rows = [{book.NAME: "Đường hoa"}, {book.NAME: "Nuôi cá", "Lĩnh vực": "Kinh tê nông nghiệp"}]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    page = words(officer.get(page_of(upload)))
    assert "Ô D6 (Lĩnh vực)" in page
    assert "Có phải “Kinh tế”?" in page
    assert "Đường hoa" not in page
    assert "Gửi tệp đã sửa" in page
    assert "Nhập 1 hàng" not in page
    assert "Đường hoa" in words(officer.get(page_of(upload), {"verdict": "all"}))
    assert "Không có hàng nào như vậy" in words(officer.get(page_of(upload), {"verdict": "changed"}))


def test_changes_are_shown_before_and_after(officer, said, upload, cast, tmp_path):
    officer.post(reverse("intake:apply", args=[upload.pk]))
    row = {book.NAME: "Đường hoa", "Địa điểm thực hiện": "Thôn Đông <b>"}
    changed = book.bring(book.fill(book.form(tmp_path, said), row), said)
    page = words(officer.get(page_of(changed)))
    assert "<strong>Địa điểm thực hiện</strong>: (trống) → <ins>Thôn Đông &lt;b&gt;</ins>" in page


def test_rows_that_cannot_be_handed_in_are_offered_as_drafts_only(officer, said, tmp_path):
    row = {book.NAME: "Đường hoa", "Mục đích": None}
    upload = book.bring(book.fill(book.form(tmp_path, said), row), said)
    page = words(officer.get(page_of(upload)))
    assert "1 hàng còn thiếu nội dung cần có khi gửi" in page
    assert 'name="hand_in"' not in page


def test_a_stale_check_is_told_and_checked_again(officer, upload, campaign, cast):
    make.registry.register(
        make.facts(campaign, name="Đường hoa"),
        campaign=campaign,
        unit=cast.hoa,
        by=cast.commune_officer,
        at=timezone.now(),
    )
    page = officer.post(reverse("intake:apply", args=[upload.pk]), follow=True)
    assert "Sổ đăng ký đã thay đổi" in words(page)
    page = officer.post(reverse("intake:check_again", args=[upload.pk]), follow=True)
    assert "Có 1 hàng có thể nhập." in words(page)


def test_a_dropped_check_stays_on_the_list(officer, upload):
    page = words(officer.post(reverse("intake:drop", args=[upload.pk]), follow=True))
    assert "Đã bỏ" in page
    assert "dang-ky.xlsx" in page
    page = words(officer.post(reverse("intake:drop", args=[upload.pk]), follow=True))
    assert "Lần kiểm tra này đã bỏ." in page


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_others_do_not_see_an_upload(client, cast, upload, who):
    client.force_login(getattr(cast, who))
    assert client.get(page_of(upload)).status_code == 404
    for name in ("apply", "drop", "check_again"):
        assert client.post(reverse(f"intake:{name}", args=[upload.pk])).status_code == 404
    page = client.get(reverse("intake:list"))
    assert page.status_code == (200 if who in {"other_officer", "administrator"} else 403)
    assert "dang-ky.xlsx" not in words(page)
    assert Upload.objects.get().state == "checked"


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_who_may_not_register_gets_no_form(client, cast, campaign, who):
    client.force_login(getattr(cast, who))
    assert client.get(START).status_code == 403
    assert client.get(reverse("intake:form", args=["registrations"])).status_code == 403


def test_nothing_is_shown_without_signing_in(client, upload):
    for url in (reverse("intake:list"), START, page_of(upload)):
        assert client.get(url).status_code == 302


def test_an_unknown_list_is_not_found(officer):
    assert officer.get(reverse("intake:start", args=["khong-co"])).status_code == 404


@pytest.mark.parametrize("name", ["apply", "drop", "check_again"])
def test_looking_changes_nothing(officer, upload, name):
    assert officer.get(reverse(f"intake:{name}", args=[upload.pk])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_costs_the_same_whatever_the_number_of_rows(
    officer, said, tmp_path, count, django_assert_num_queries
):
    rows = [{book.NAME: f"Đường hoa {number}"} for number in range(count)]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    with django_assert_num_queries(10):
        officer.get(page_of(upload))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_the_number_of_uploads(
    officer, said, tmp_path, count, django_assert_num_queries
):
    for number in range(count):
        book.bring(book.fill(book.form(tmp_path, said), {book.NAME: f"Đường hoa {number}"}), said)
    with django_assert_num_queries(8):
        officer.get(reverse("intake:list"))


def test_who_has_several_units_chooses_one(client, campaign, cast):
    appoint(
        cast.commune_officer, role=Role.OFFICER, unit=cast.mac, valid_from=make.date(2017, 1, 1), by=None, at=make.NOW
    )
    client.force_login(cast.commune_officer)
    page = words(client.get(START))
    assert "<option" in page
    assert f"{campaign.name} · Xã Yên Hòa" in page
    assert f"{campaign.name} · Xã Yên Mạc" in words(client.get(START, {"period": campaign.slug, "unit": cast.mac.slug}))


def test_an_unknown_unit_in_the_address_is_told_at_the_field(officer, campaign):
    page = officer.get(START, {"unit": "khong-co"})
    assert page.status_code == 200
    assert "Tải mẫu (.xlsx)" not in words(page)
    assert "field-error" in words(page)
