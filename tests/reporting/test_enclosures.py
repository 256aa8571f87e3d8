"""Files that go with a report, and stay with what was sent."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.movement.reporting import actions
from kheo.movement.reporting.actions import enclosing
from kheo.movement.reporting.models import Enclosure
from tests.lib.old_texts import pdf_bytes
from tests.reporting.made import SENT_AT, of, opened, sent, write


def pdf(name="phu-luc.pdf", more=b""):
    return SimpleUploadedFile(name, pdf_bytes() + more)


def post(client, step, *args, **said):
    return client.post(reverse(f"reporting:{step}", args=args), said, follow=True)


def test_files_stay_with_each_version_that_was_sent(client, cast):
    period = opened(cast)
    report = of(period, cast.hoa)
    client.force_login(cast.commune_officer)
    shown = post(client, "enclose", report.pk, files=[pdf(), pdf("khac.pdf", b"%1")]).content.decode()
    assert "phu-luc.pdf" in shown
    post(client, "enclose", report.pk, files=[pdf("cung-noi-dung.pdf")])
    first, second = report.enclosures.all()
    sent(period, cast.hoa)
    edition = report.editions.get()
    assert [each["name"] for each in edition.enclosed] == ["phu-luc.pdf", "khac.pdf"]
    actions.return_(report, remarks={"": "Bổ sung"}, by=cast.district_office, at=SENT_AT)
    post(client, "leave_out", report.pk, first.pk)
    report.refresh_from_db()
    actions.send(write(report, cells={"ngay": "6"}), version=report.version + 1, by=None, at=SENT_AT)
    assert [each["name"] for each in report.editions.first().enclosed] == ["khac.pdf"]
    for user, status in ((cast.district_office, 200), (cast.other_officer, 404)):
        client.force_login(user)
        for file in (first.file_id, second.file_id):
            answer = client.get(reverse("reporting:enclosure", args=[report.pk, file]))
            assert answer.status_code == status
            assert b"".join(answer)  # read to its end, so that its file is closed
    client.force_login(cast.district_office)
    shown = client.get(reverse("reporting:detail", args=[report.pk])).content.decode()
    assert shown.count("phu-luc.pdf") == 1
    assert shown.count("khac.pdf") == 2
    other = of(period, cast.mac)
    assert client.get(reverse("reporting:enclosure", args=[other.pk, second.file_id])).status_code == 404


def test_a_sent_report_takes_no_files_and_nothing_is_no_file(client, cast):
    period = opened(cast)
    report = of(period, cast.hoa)
    client.force_login(cast.commune_officer)
    assert "chọn ít nhất một tệp" in post(client, "enclose", report.pk).content.decode()
    wrong = SimpleUploadedFile("virus.exe", b"MZ\x00\x01")
    assert "virus.exe" in post(client, "enclose", report.pk, files=[pdf(), wrong]).content.decode()
    assert Enclosure.objects.count() == 0
    sent(period, cast.hoa)
    assert "không sửa được" in post(client, "enclose", report.pk, files=[pdf()]).content.decode()
    assert Enclosure.objects.count() == 0


def test_there_are_at_most_so_many(client, cast, monkeypatch):
    monkeypatch.setattr(enclosing, "MOST", 1)
    report = of(opened(cast), cast.hoa)
    client.force_login(cast.commune_officer)
    post(client, "enclose", report.pk, files=[pdf()])
    assert "tối đa 1 tệp" in post(client, "enclose", report.pk, files=[pdf("b.pdf", b"%2")]).content.decode()
    assert Enclosure.objects.count() == 1
