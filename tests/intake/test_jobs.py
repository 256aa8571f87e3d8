"""Large workbooks go their way in the background; what comes of it is the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.jobs.models import Job
from kheo.lib.refusals import Refused
from kheo.machinery.intake import actions
from kheo.machinery.intake.models import Upload
from kheo.machinery.intake.rules import limits
from kheo.machinery.intake.web import views
from kheo.movement.registry.models import Registration
from tests import make
from tests.intake import book

START = reverse("intake:start", args=["registrations"])
HEAD = "STT;Tên mô hình;Lĩnh vực;Loại hình;Chủ thể;Tình trạng"
ROW = "Kinh tế;Mô hình;Tập thể;Đăng ký mới"


@pytest.fixture
def large(monkeypatch, settings):
    """Let every file and list count as large, and background work be done at once."""
    monkeypatch.setattr(views, "LARGE_FILE", 1)
    monkeypatch.setattr(views, "LARGE_LIST", 0)
    settings.JOBS = "inline"


@pytest.fixture
def campaign(cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.NOW)
    return make.campaign(cast.district)


def send(browser, cast, campaign, *lines):
    file = SimpleUploadedFile("lon.csv", "\n".join(lines).encode())
    return browser.post(START, {"period": campaign.slug, "unit": cast.hoa.slug, "file": file})


def test_a_large_file_is_read_and_entered_in_the_background(large, client, cast, campaign):
    client.force_login(cast.commune_officer)
    rows = [f"{n};Đường hoa số {n};{ROW}" for n in range(3)]
    page = send(client, cast, campaign, HEAD, *rows)
    job, upload = Job.objects.get(), Upload.objects.get()
    assert page.url == reverse("jobs:job", args=[job.pk])
    assert (job.state, job.result_url) == ("done", reverse("intake:result", args=[upload.pk]))
    assert (upload.state, upload.counts["new"]) == ("checked", 3)
    client.post(reverse("intake:apply", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, Registration.objects.count()) == ("applied", 3)
    named = {row.target_id for row in upload.rows.all()}
    assert named == set(Registration.objects.values_list("pk", flat=True))


def test_its_columns_are_asked_first(large, client, cast, campaign):
    client.force_login(cast.commune_officer)
    send(client, cast, campaign, "STT;Tên mô hình;Lĩnh vực", "1;Đường hoa;Kinh tế")
    upload = Upload.objects.get()
    assert upload.state == "unmatched"
    assert Job.objects.get().result_url == reverse("intake:match", args=[upload.pk])
    said = {"c0-2": "name", "c0-3": "field"}
    said |= {"all-kind": "Mô hình", "all-owner_kind": "Tập thể", "all-year_status": "Duy trì"}
    page = client.post(reverse("intake:match", args=[upload.pk]), said)
    assert page.url == reverse("jobs:job", args=[Job.objects.latest("pk").pk])
    upload.refresh_from_db()
    assert (upload.state, upload.counts["new"]) == ("checked", 1)


def test_a_large_file_that_cannot_be_read_is_said_by_its_work(large, client, cast, campaign):
    client.force_login(cast.commune_officer)
    send(client, cast, campaign, "không phải bảng")
    job, upload = Job.objects.get(), Upload.objects.get()
    assert job.state == "failed"
    assert "bảng có hàng tiêu đề" in job.error
    page = client.get(reverse("intake:result", args=[upload.pk]))
    assert "đang được đọc" in page.content.decode()
    client.post(reverse("intake:drop", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.state == "dropped"


def test_a_file_that_waits_is_read_again(large, client, cast, campaign, monkeypatch):
    said = book.occasion(cast.commune_officer, cast.hoa)
    file = SimpleUploadedFile("lon.csv", f"{HEAD}\n1;Đường hoa;{ROW}".encode())
    upload = actions.put_by(file, sheet=book.sheet(), occasion=said)
    assert upload.state == "reading"
    client.force_login(cast.commune_officer)
    client.post(reverse("intake:check_again", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.state == "checked"


@pytest.mark.parametrize(
    ("limit", "words"), [("MOST_OPEN", "chưa nhập cũng chưa bỏ"), ("MOST_A_DAY", "Hôm nay đơn vị")]
)
def test_one_person_or_unit_does_not_send_without_end(cast, campaign, tmp_path, monkeypatch, limit, words):
    monkeypatch.setattr(limits, limit, 1)
    said = book.occasion(cast.commune_officer, cast.hoa)
    book.bring(book.fill(book.form(tmp_path, said), {book.NAME: "Đường hoa"}), said)
    with pytest.raises(Refused) as refusal:
        book.bring(book.fill(book.form(tmp_path, said), {book.NAME: "Nuôi ong"}), said)
    assert words in str(refusal.value)
    assert Upload.objects.count() == 1
