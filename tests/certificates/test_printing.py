"""The pages of printing, and the PDF that comes of it."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from django.urls import reverse

from kheo.foundation.jobs.models import Job
from kheo.lib import qr
from kheo.lib.typesetting.certificates import Field
from kheo.movement.certificates import queries
from kheo.movement.certificates.models import Run
from kheo.movement.certificates.queries import NotTypeset, calibration, composed, edition_of, paper_of, preview
from kheo.movement.certificates.rules import Spot, spaced
from kheo.movement.certificates.states import Stock
from kheo.movement.certificates.web import printing
from kheo.movement.recognition.models import Recognition
from tests.certificates import given

PDF = b"%PDF-1.7\n%%EOF\n"
LONG = (
    "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn gắn với xây dựng nông thôn mới kiểu mẫu của "
    "Chi bộ và Ban công tác Mặt trận xóm 3, phối hợp với Hội Cựu chiến binh, Hội Liên hiệp Phụ nữ, Đoàn Thanh niên, "
    "Hội Nông dân trên địa bàn xã giai đoạn 2015 - 2017 theo Nghị quyết Đại hội Đảng bộ"
)[:300]
NARROW = (Spot(Field.TITLE, Decimal(40), Decimal(100), Decimal(30)),)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


@pytest.fixture
def quick(monkeypatch):
    """Let no typst run where the words of the paper do not matter."""
    monkeypatch.setattr(queries, "compose", lambda papers, layout, **said: PDF)


def texts(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def place(decision):
    return reverse("certificates:print", args=[decision.pk])


def filled(design, certificates=(), **more):
    return {"design": design.pk, "form_key": str(uuid.uuid4()), "pick": [each.pk for each in certificates]} | more


@pytest.mark.slow
def test_each_certificate_has_its_page_with_its_own_words(design, issued):
    pages = texts(composed(issued, edition_of(design), base=given.BASE, on=given.SIGNED))
    assert len(pages) == 3
    for page, each in zip(pages, issued, strict=True):
        told = " ".join(page.split())
        for words in (each.title, each.holder, each.serial, "đạt danh hiệu “Dân vận khéo” năm 2017", "Đỗ Trọng Luận"):
            assert words in told
        assert "Yên Mô, ngày 10 tháng 3 năm 2017" in told
        assert "Theo Quyết định số 15-QĐ/BCĐ ngày 10/03/2017" in told


def test_the_code_leads_to_the_public_page_and_can_be_scanned(design, issued):
    paper = paper_of(issued[0], queries.facts_of(edition_of(design)), given.BASE)
    assert paper.qr == f"{given.BASE}{issued[0].token}/"
    assert paper.qr_words == f"Quét mã hoặc nhập {spaced(issued[0].code)}"
    assert qr.make(paper.qr).version <= 15


@pytest.mark.slow
def test_the_longest_name_fits_and_what_fits_nowhere_is_named(cast, design, campaign):
    decision = given.decided(cast, campaign, [(cast.hoa, "Ngắn"), (cast.hoa, LONG)])
    rows = given.issued(decision, cast.district_office)
    assert len(texts(composed(rows, edition_of(design), base=given.BASE, on=given.SIGNED))) == 2
    narrow = given.drawn(cast.district, mode=Stock.PREPRINTED, spots=NARROW)
    with pytest.raises(NotTypeset, match="0002/2017"):
        composed(rows, edition_of(narrow), base=given.BASE, on=given.SIGNED)


@pytest.mark.slow
def test_only_the_fields_with_a_place_are_printed_into_forms(cast, issued):
    spots = (Spot(Field.TITLE, Decimal(40), Decimal(100), Decimal(217)),)
    design = given.drawn(cast.district, mode=Stock.PREPRINTED, spots=spots)
    (page, *_rest) = texts(composed(issued, edition_of(design), base=given.BASE, on=given.SIGNED))
    assert page.strip() == issued[0].title


@pytest.mark.slow
def test_a_sign_that_no_font_has_is_named(cast, design, campaign):
    rows = given.issued(given.decided(cast, campaign, [(cast.hoa, "Mô hình 🌻")]), cast.district_office)
    with pytest.raises(NotTypeset, match="🌻"):
        composed(rows, edition_of(design), base=given.BASE, on=given.SIGNED)


@pytest.mark.slow
def test_the_preview_takes_the_longest_names_and_proves_nothing(cast, design, campaign):
    given.decided(cast, campaign, [(cast.hoa, "Ngắn"), (cast.hoa, "Mô hình có tên dài hơn hẳn những mô hình khác")])
    (page,) = texts(preview(edition_of(design), base=given.BASE, on=given.SIGNED))
    told = " ".join(page.split())
    assert "Mô hình có tên dài hơn hẳn những mô hình khác" in told
    assert "Hội Nông dân huyện" in told
    assert "0000/0000" in told


@pytest.mark.slow
def test_the_calibration_page_names_every_place(cast):
    spots = (replace(NARROW[0], width=Decimal(100)), Spot(Field.QR, Decimal(20), Decimal(150), Decimal(30)))
    design = given.drawn(cast.district, mode=Stock.PREPRINTED, spots=spots)
    (page,) = texts(calibration(edition_of(design), on=given.SIGNED))
    assert "Calibration page" in page or "Trang" in page
    assert design.name in page


# The pages


def test_all_that_were_not_printed_are_offered_and_printed_once(quick, office, decision, design, issued):
    page = office.get(place(decision))
    assert [each.serial for each in page.context["rows"]] == ["0001/2017", "0002/2017", "0003/2017"]
    sent = filled(design, issued)
    answer = office.post(place(decision), sent)
    run = Run.objects.get()
    assert answer["Location"] == reverse("certificates:run", args=[run.pk])
    assert office.post(place(decision), sent)["Location"] == answer["Location"]
    assert (Run.objects.count(), run.printings.count()) == (1, 3)
    assert list(office.get(place(decision)).context["rows"]) == []
    file = office.get(reverse("certificates:file", args=[run.pk]))
    assert (b"".join(file), file["Content-Type"]) == (PDF, "application/pdf")
    assert "0003/2017" in office.get(reverse("certificates:run", args=[run.pk])).content.decode()


def test_printing_again_asks_why_and_the_log_shows_it(quick, cast, office, decision, design, issued):
    given.kept(issued[:1], design, cast.district_office, pdf=PDF)
    page = office.get(f"{place(decision)}?pick={issued[0].pk}")
    assert 'name="reason"' in page.content.decode()
    wrong = office.post(place(decision), filled(design, issued[:1]))
    assert (wrong.status_code, Run.objects.count()) == (422, 1)
    office.post(place(decision), filled(design, issued[:1], reason="Giấy bị nhòe mực"))
    log = office.get(reverse("certificates:detail", args=[issued[0].pk])).content.decode()
    assert "Giấy bị nhòe mực" in log
    assert log.count("Phạm Văn Trực") >= 2


def test_a_revoked_one_is_refused_and_nothing_is_logged(quick, office, decision, design, issued):
    Recognition.objects.filter(called=issued[0].title).update(standing="revoked")
    answer = office.post(place(decision), filled(design, issued))
    assert (answer.status_code, Run.objects.count(), Job.objects.count()) == (422, 0, 0)
    assert "0001/2017" in str(answer.context["form"].non_field_errors())


@pytest.mark.slow
def test_what_does_not_fit_is_told_on_the_page_and_nothing_is_logged(cast, office, decision, issued):
    narrow = given.drawn(cast.district, mode=Stock.PREPRINTED, spots=(replace(NARROW[0], width=Decimal(8)),))
    answer = office.post(place(decision), filled(narrow, issued))
    assert (answer.status_code, Run.objects.count()) == (422, 0)
    assert issued[0].title in str(answer.context["form"].non_field_errors())


def test_many_are_printed_in_the_background(quick, monkeypatch, settings, office, decision, design, issued):
    monkeypatch.setattr(printing, "MANY", 2)
    settings.JOBS = "worker"
    answer = office.post(place(decision), filled(design, issued))
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert (job.kind, job.state, Run.objects.count()) == ("certificates.print_many", "waiting", 0)
    settings.JOBS = "inline"
    office.post(place(decision), filled(design, issued))
    assert Run.objects.get().printings.count() == 3


def test_there_must_be_a_design_and_something_to_print(office, decision, empty_decision, issued):
    assert office.get(place(decision)).context["has_design"] is False
    assert office.get(place(empty_decision)).context["rows"] == []


def test_the_address_in_the_code_is_the_public_one(quick, office, decision, design, issued, settings, monkeypatch):
    told = []
    monkeypatch.setattr(queries, "compose", lambda papers, layout, **said: told.extend(papers) or PDF)
    settings.PUBLIC_URL = "https://danvankheo.yenmo.example/"
    office.post(place(decision), filled(design, issued))
    assert {each.qr.partition("xac-thuc/")[0] for each in told} == {"https://danvankheo.yenmo.example/"}


def test_another_body_neither_prints_nor_reads_the_run(quick, client, cast, decision, design, issued):
    run = given.kept(issued, design, cast.district_office, pdf=PDF)
    for user, status in ((cast.commune_officer, 403), (cast.stranger, 404)):
        client.force_login(user)
        assert client.get(place(decision)).status_code == status
        for name in ("certificates:run", "certificates:file"):
            assert client.get(reverse(name, args=[run.pk])).status_code == status
