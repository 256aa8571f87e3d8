import shutil
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from kheo.foundation.files.models import StoredFile
from kheo.foundation.jobs.jobs import Worker
from kheo.foundation.jobs.models import Job
from kheo.machinery.papers.models import Letterhead, Template
from tests import make
from tests.papers.made import PLAN, added, changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def sent(cast, change=None):
    return {"file": changed(change), "unit": cast.district.pk, "valid_from": "1/3/2017", "note": "Thêm lô-gô"}


@pytest.mark.parametrize("how_many", [0, 2])
def test_the_list_costs_the_same_with_templates_of_the_own(cast, office, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        office.post(reverse("papers:document", args=[PLAN, "party"]), sent(cast, added(f"Mẫu {number}")))
    with django_assert_max_num_queries(10):
        page = office.get(reverse("papers:list")).content.decode()
    assert "Kế hoạch thi đua" in page
    assert ("của huyện" in page.lower()) is bool(how_many)


def test_a_template_is_brought_looked_at_and_left_again(cast, office):
    address = reverse("papers:document", args=[PLAN, "party"])
    assert office.post(address, sent(cast)).status_code == 302
    own = Template.objects.get()
    page = office.get(address).content.decode()
    assert "Thêm lô-gô" in page
    assert "01/03/2017" in page
    file = office.get(reverse("papers:version", args=[PLAN, "party", own.pk]))
    assert b"".join(file.streaming_content) == own.file.original.read_bytes()
    office.post(reverse("papers:use_again", args=[PLAN, "party"]))
    assert Template.objects.filter(file=None).count() == 1


def test_a_broken_template_tells_its_place_and_keeps_what_was_typed(cast, office):
    answer = office.post(reverse("papers:document", args=[PLAN, "party"]), sent(cast, added("{{ h.isuer }}")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đoạn" in page
    assert "h.isuer" in page
    assert "Thêm lô-gô" in page


def test_the_built_in_template_and_its_fields_are_handed_out(office):
    file = office.get(reverse("papers:download", args=[PLAN, "state"]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert "phases[].name" in office.get(reverse("papers:fields", args=[PLAN])).content.decode()
    assert office.get("/lam-viec/mau-van-ban/khong-co/state/").status_code == 404


def test_the_letterhead_is_said_from_a_day(cast, office):
    said = {"form": "state", "issuer": "Ủy ban nhân dân huyện Yên Mô", "symbol": "UBND", "place": "Yên Mô"}
    said |= {"authority": "body", "signs_for": "Ủy ban nhân dân", "signs_as": "Chủ tịch", "valid_from": "1/3/2017"}
    assert office.post(reverse("papers:letterhead"), said).status_code == 302
    assert Letterhead.objects.get().valid_from == date(2017, 3, 1)
    wrong = office.post(reverse("papers:letterhead"), said | {"form": "party", "authority": "proxy"})
    assert wrong.status_code == 422


@pytest.fixture
def without_libreoffice(monkeypatch):
    monkeypatch.setattr("kheo.machinery.papers.web.views.can_convert", lambda: False)


@pytest.mark.slow
@pytest.mark.usefixtures("without_libreoffice")
def test_a_template_is_previewed_and_nothing_is_kept(cast, office):
    address = reverse("papers:document", args=[PLAN, "party"])
    shown = office.post(address, sent(cast, added("Xem thử {{ campaign }}")) | {"preview": ""})
    text = Word(BytesIO(b"".join(shown.streaming_content))).paragraphs[-1].text
    assert text == "Xem thử Dân vận khéo năm 2026"
    assert shown["Content-Disposition"] == 'attachment; filename="xem-thu-ke-hoach-party.docx"'
    wrong = office.post(address, sent(cast, added("{{ h.isuer }}")) | {"preview": ""})
    assert (wrong.status_code, "h.isuer" in wrong.content.decode()) == (422, True)
    assert (Template.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_what_is_kept_and_what_comes_with_kheo_are_previewed_as_pdf(cast, office, settings):
    settings.JOBS = "inline"
    office.post(reverse("papers:document", args=[PLAN, "party"]), sent(cast))
    for name, pk in (("preview", []), ("preview_own", [Template.objects.get().pk])):
        shown = office.post(reverse(f"papers:{name}", args=[PLAN, "party", *pk]), follow=True)
        assert shown["Content-Type"] == "application/pdf"
        assert shown["Content-Disposition"] == 'inline; filename="xem-thu-ke-hoach-party.pdf"'
        assert b"".join(shown.streaming_content)[:5] == b"%PDF-"
    assert office.post(reverse("papers:preview_own", args=["huong-dan", "party", *pk])).status_code == 404


def test_a_pdf_that_is_made_at_once_is_handed_out_and_nothing_is_kept(office, monkeypatch):
    def at_once(word, folder):
        (folder / "in.pdf").write_bytes(b"%PDF-1.7")
        return folder / "in.pdf"

    monkeypatch.setattr("kheo.machinery.papers.web.views.can_convert", lambda: True)
    monkeypatch.setattr("kheo.machinery.papers.actions.pdf_at_once", at_once)
    shown = office.post(reverse("papers:preview", args=[PLAN, "party"]))
    assert shown["Content-Disposition"] == 'inline; filename="xem-thu-ke-hoach-party.pdf"'
    assert b"".join(shown.streaming_content) == b"%PDF-1.7"
    assert (Job.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_pdf_that_takes_longer_is_made_in_the_background_for_its_asker_alone(client, cast, office, monkeypatch):
    def made(path, folder):
        (folder / "in.pdf").write_bytes(b"%PDF-1.7")
        return folder / "in.pdf"

    monkeypatch.setattr("kheo.machinery.papers.web.views.can_convert", lambda: True)
    monkeypatch.setattr("kheo.machinery.papers.jobs.pdf_of", made)
    answer = office.post(reverse("papers:preview", args=[PLAN, "party"]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert "xem-thu-ke-hoach-party" in office.get(answer["Location"]).content.decode()
    assert Worker(lambda: False).once(timezone.now())
    job.refresh_from_db()
    assert job.result_url in office.get(answer["Location"]).content.decode()
    file = office.get(job.result_url)
    assert file["Content-Disposition"] == 'inline; filename="xem-thu-ke-hoach-party.pdf"'
    assert b"".join(file.streaming_content) == b"%PDF-1.7"
    client.force_login(cast.administrator)
    assert client.get(job.result_url).status_code == 404


def test_a_page_that_offers_a_pdf_has_one_started_ahead_if_the_settings_allow_it(office, settings, monkeypatch):
    asked = []
    monkeypatch.setattr("kheo.lib.conversion.spare.prepare", lambda: asked.append(1))
    address = reverse("papers:document", args=[PLAN, "party"])
    office.get(address)
    assert asked == []
    settings.PDF_AHEAD = True
    office.get(address)
    assert asked == [1]


@pytest.mark.slow
@pytest.mark.usefixtures("without_libreoffice")
@pytest.mark.parametrize("key", ["bao-cao-tong-ket", "bao-cao-so-ket", "phu-luc-so-lieu", PLAN])
@pytest.mark.parametrize("form", ["party", "state"])
def test_a_template_is_previewed_with_a_campaign_of_the_own(cast, office, key, form):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.district_office, state="registered", office=cast.district_office)
    address = reverse("papers:document", args=[key, form])
    assert "Dân vận khéo 2017" in office.get(address).content.decode()
    mark = "Xem thử {{ campaign.name }}" if key != PLAN else "Xem thử {{ campaign }}"
    mark = "Xem thử {{ stretch }}" if key == "phu-luc-so-lieu" else mark
    sent_so = {"file": changed(added(mark), key, form), "unit": cast.district.pk, "valid_from": "1/3/2017"}
    shown = office.post(address, sent_so | {"subject": campaign.slug, "preview": ""})
    text = Word(BytesIO(b"".join(shown.streaming_content))).paragraphs[-1].text
    assert text == ("Xem thử năm 2017" if key == "phu-luc-so-lieu" else "Xem thử Dân vận khéo 2017")
    built_in = office.post(reverse("papers:preview", args=[key, form]), {"subject": campaign.slug})
    assert b"".join(built_in.streaming_content)[:2] == b"PK"
    assert (Template.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.slow
def test_who_may_not_see_a_campaign_previews_nothing_with_it(cast, office):
    make.campaign(cast.district)
    address = reverse("papers:preview", args=["bao-cao-tong-ket", "party"])
    assert office.post(address, {"subject": "khong-co"}).status_code == 404
    wrong = office.post(
        reverse("papers:document", args=[PLAN, "party"]), sent(cast) | {"subject": "khong-co", "preview": ""}
    )
    assert wrong.status_code == 422
    assert (
        "Xem thử với" not in office.get(reverse("papers:document", args=["bien-ban-hop-xet", "party"])).content.decode()
    )
