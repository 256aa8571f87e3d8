"""The page that checks a document, and the command."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import StoredFile
from kheo.lib.office.formats.findings import What
from kheo.lib.office.formats.profiles import Block
from kheo.machinery.formats.rules import BLOCKS, WORDS
from tests.formats.good import broken, good
from tests.formats.test_broken import sized

URL = "/lam-viec/the-thuc/"


def sent(path, **said):
    return {"file": SimpleUploadedFile("quyết định.docx", path.read_bytes()), "profile": "auto"} | said


def read(answer):
    return " ".join(answer.content.decode().split())


def test_every_finding_has_its_words():
    assert set(WORDS) == set(What)
    assert set(BLOCKS) == set(Block)
    for found, wanted in WORDS.values():
        assert str(found) % {"found": "1"}
        assert str(wanted) % {"wanted": "1"}


@pytest.mark.django_db
def test_a_good_document_is_said_to_be_good_and_nothing_is_kept(client, cast, tmp_path):
    client.force_login(cast.commune_officer)
    assert reverse("formats:check") == URL
    assert client.get(URL).status_code == 200
    files, acts = StoredFile.objects.count(), AuditEvent.objects.count()
    page = read(client.post(URL, sent(good("state", tmp_path / "q.docx"))))
    assert "Không thấy sai thể thức" in page
    assert "Nghị định số 30/2020/NĐ-CP" in page
    assert (StoredFile.objects.count(), AuditEvent.objects.count()) == (files, acts)


@pytest.mark.django_db
def test_what_is_wrong_is_said_by_part_with_its_place_and_clause(client, cast, tmp_path):
    broken("state", tmp_path / "q.docx", sized("Lê Văn Bình", 12))
    client.force_login(cast.commune_officer)
    page = read(client.post(URL, sent(tmp_path / "q.docx")))
    for said in (
        "1 chỗ sai",
        "Họ tên người ký</h2>",
        "cỡ chữ 12 pt",
        "13–14 pt",
        "Phụ lục I, Mục II, khoản 7",
        "“Lê Văn Bình” (bảng 2, hàng 1, cột 2)",
    ):
        assert said in page, said
    by_party = read(client.post(URL, sent(tmp_path / "q.docx", profile="party-2026")))
    assert "Hướng dẫn số 05-HD/VPTW" in by_party


@pytest.mark.django_db
def test_what_cannot_be_read_is_refused_with_what_to_do(client, cast, tmp_path):
    client.force_login(cast.commune_officer)
    answer = client.post(URL, {"file": SimpleUploadedFile("a.docx", b"khong phai Word"), "profile": "auto"})
    assert answer.status_code == 422
    assert escape("“a.docx”") in read(answer)
    assert "Word (.docx)" in read(answer)
    assert client.post(URL, {"profile": "auto"}).status_code == 422
    good("state", tmp_path / "q.docx")
    assert client.post(URL, sent(tmp_path / "q.docx", profile="else")).status_code == 422


def test_the_command_says_the_same_and_its_exit_code_tells(capsys, tmp_path):
    path = good("party", tmp_path / "q.docx")
    call_command("check-document", path)
    assert "Không thấy sai thể thức" in capsys.readouterr().out
    broken("party", path, sized("Lê Văn Bình", 12))
    with pytest.raises(SystemExit) as ended:
        call_command("check-document", path, profile="party-2018", json=True)
    said = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert (said["profile"], said["wrong"], said["better"]) == ("party-2018", 1, 0)
    assert said["findings"][0]["places"] == ["“Lê Văn Bình” (bảng 2, hàng 1, cột 2)"]
