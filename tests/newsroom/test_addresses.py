"""Old addresses at the desk."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Edition, OldAddress
from kheo.outlets.newsroom.rules import old_path
from tests.newsroom.test_web import desk  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW

DESK = "/lam-viec/cong-thong-tin/dia-chi-cu/"


def kept():
    return dict(OldAddress.objects.values_list("path", "article"))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/news/123", "/news/123"),
        ("  https://cu.example:8080/news/123/ ", "/news/123"),
        ("http://cu.example/detail.asp?id=7&x=1", "/detail.asp?id=7&x=1"),
        ("/tin/b%C3%A0i%205.html#cuoi", "/tin/bài 5.html"),
        ("news/123", ""),
        ("https://cu.example/", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("http://[cu", ""),
    ],
)
def test_an_old_address_is_kept_from_its_first_slash(typed, path):
    assert old_path(typed) == path


def test_lead_on_keeps_all_or_nothing_and_changes_what_is_known(cast):
    article, other = made.article(cast.district), made.article(cast.district)
    before = Edition.objects.get().number
    assert actions.lead_on([("/news/1", article.pk), ("/news/2", other.pk)], by=cast.editor, at=NOW) == 2
    assert kept() == {"/news/1": article.pk, "/news/2": other.pk}
    assert Edition.objects.get().number > before
    assert AuditEvent.objects.filter(act="newsroom.lead_on").count() == 2
    wrong = [("/news/3", article.pk), ("x", article.pk), ("/news/4", 10**30), ("/news/3/", other.pk), ("/", 0)]
    with pytest.raises(NotPublishable) as refused:
        actions.lead_on(wrong, by=cast.editor, at=NOW)
    assert [reason.partition(":")[0] for reason in refused.value.reasons] == [
        "Dòng 2", "Dòng 3", "Dòng 4", "Dòng 5", "Dòng 5"
    ]  # fmt: skip
    assert len(kept()) == 2
    actions.lead_on([("/news/1/", other.pk)], by=cast.editor, at=NOW)
    assert kept() == {"/news/1": other.pk, "/news/2": other.pk}
    actions.forget_address(OldAddress.objects.get(path="/news/1"), by=cast.editor, at=NOW)
    assert kept() == {"/news/2": other.pk}


def test_only_editors_of_the_unit_lead_on(cast):
    article = made.article(cast.district)
    for nobody in (cast.commune_officer, cast.leader, cast.stranger):
        with pytest.raises(NotPublishable):  # they see no article that they could name
            actions.lead_on([("/news/1", article.pk)], by=nobody, at=NOW)
    actions.lead_on([("/news/1", article.pk)], by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.forget_address(OldAddress.objects.get(), by=cast.stranger, at=NOW)


def sent(desk, text, name="dia-chi.csv"):  # noqa: F811
    return desk.post(f"{DESK}tu-tep/", {"file": SimpleUploadedFile(name, text.encode())})


def test_addresses_come_one_by_one_and_by_file(cast, desk):  # noqa: F811
    article = made.article(cast.district, title="Đường quê sáng đèn")
    answer = desk.post(DESK, {"path": "/news/1", "article": article.pk})
    assert answer.headers["Location"] == DESK
    page = desk.get(DESK).content.decode()
    assert "Đã lưu 1 địa chỉ cũ." in page
    assert reverse("portal:article", args=[article.pk, article.slug]) in page
    heading = f"Địa chỉ cũ;Số của bài\n/news/2;{article.pk}\n\n/news/3;{article.pk}\n"
    assert sent(desk, heading).status_code == 302
    assert sorted(kept()) == ["/news/1", "/news/2", "/news/3"]
    assert "/news/2" not in desk.get(f"{DESK}?words=news/3").content.decode()
    desk.post(reverse("newsroom:forget_address", args=[OldAddress.objects.get(path="/news/2").pk]))
    assert sorted(kept()) == ["/news/1", "/news/3"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("/news/1;abc\n/news/2;x\n", "“/news/2;x”: cột thứ hai phải là số của bài."),
        ("/news/1;999999\n/news/2;999999\n", "Dòng 2: Không có bài mang số này"),
        ("Địa chỉ;Số\n", "Tệp phải có ít nhất một dòng"),
    ],
)
def test_a_wrong_file_is_refused_with_its_lines(cast, desk, file, said):  # noqa: F811
    answer = sent(desk, file)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert kept() == {}


def test_a_file_that_is_no_list_is_refused(cast, desk):  # noqa: F811
    file = SimpleUploadedFile("anh.csv", made.picture().original.read_bytes())
    answer = desk.post(f"{DESK}tu-tep/", {"file": file})
    assert answer.status_code == 422
    assert "Không đọc được tệp" in answer.content.decode() or "cột thứ hai" in answer.content.decode()


def test_a_wrong_address_stays_in_its_box(cast, desk):  # noqa: F811
    answer = desk.post(DESK, {"path": "news/1", "article": "7"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Địa chỉ cũ phải bắt đầu bằng dấu “/”" in page
    assert 'value="news/1"' in page
