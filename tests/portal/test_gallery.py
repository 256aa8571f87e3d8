"""The gallery of models, the documents, and who steers."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.machinery.directives.actions import enter
from kheo.machinery.directives.models import Directive
from kheo.movement.certificates.actions import issue as certify
from kheo.movement.certificates.models import Certificate
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import DecisionState, Kind
from kheo.movement.registry.actions import attach
from kheo.movement.registry.models import Measure
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.portal.queries import gallery
from kheo.outlets.portal.web.pages import kept
from tests import make
from tests.portal import made
from tests.portal.made import NOW, recognised
from tests.portal.test_web import reader, text  # noqa: F401 -- a fixture


def page_of(model):
    return reverse("portal:model", args=[model.pk, model.exemplar.slug])


def hang(cast, model, caption, colour, is_public=True):
    return attach(
        model, made.picture(colour=colour), caption=caption, is_public=is_public, by=cast.commune_officer, at=make.NOW
    )


def shown(page):
    return {name for name in ("Một", "Hai", "Đường hoa") if f">{name}</a></h2>" in page.content.decode()}


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("kind=exemplar", {"Hai"}),
        ("kind=model", {"Một", "Đường hoa"}),
        ("level=district", {"Một", "Hai", "Đường hoa"}),
        ("level=province", set()),
        ("words=hoa+duong", {"Đường hoa"}),
        ("words=DƯỜNG", {"Đường hoa"}),
        ("words=x%25", set()),
        ("kind=khong-co", {"Một", "Hai", "Đường hoa"}),
    ],
)
def test_models_are_narrowed_by_kind_level_and_words(cast, reader, query, seen):  # noqa: F811
    campaign = make.campaign(cast.district)
    for name, kind in (("Một", "model"), ("Hai", "exemplar"), ("Đường hoa", "model")):
        recognised(cast, name, campaign=campaign, kind=kind)
    assert shown(reader.get(f"/mo-hinh/?{query}")) == seen


def test_of_too_many_units_the_name_is_written(cast, reader, monkeypatch):  # noqa: F811
    campaign = make.campaign(cast.district)
    recognised(cast, "Một", campaign=campaign)
    recognised(cast, "Hai", campaign=campaign, unit=cast.mac, officer=cast.other_officer)
    assert 'name="unit"' in reader.get("/mo-hinh/").content.decode()
    monkeypatch.setattr(gallery, "MOST_OFFERED", 1)
    kept.clear()
    page = reader.get("/mo-hinh/").content.decode()
    assert 'name="unit"' not in page
    assert "Tên đơn vị" in page
    assert shown(reader.get("/mo-hinh/?unit_name=YEN+hoa")) == {"Một"}
    for elsewhere in ("nowhere", "en+hoa", "hoa+yen"):
        assert shown(reader.get(f"/mo-hinh/?unit_name={elsewhere}")) == set()
    assert shown(reader.get("/mo-hinh/?unit_name=xa++yen")) == {"Một", "Hai"}
    # A link from elsewhere still narrows by the very unit, and says so.
    chosen = reader.get(f"/mo-hinh/?unit={cast.mac.slug}")
    assert shown(chosen) == {"Hai"}
    assert 'class="chip"' in chosen.content.decode()


def test_a_card_shows_the_first_picture_that_may_be_shown(cast, reader):  # noqa: F811
    model = recognised(cast)
    hang(cast, model, "Riêng", "blue", is_public=False)
    first = hang(cast, model, "Lúc lên đèn", "green")
    hang(cast, model, "Sau đó", "red")
    assert re.findall(r'<img src="/anh/([^/]+)/', cards(reader)) == [str(first.file_id)]
    recognised(cast, "Không ảnh", campaign=model.campaign)
    assert cards(reader).count("card-blank") == 1


def cards(reader):  # noqa: F811
    return re.search(r'<ul class="cards">.*?</ul>', reader.get("/mo-hinh/").content.decode(), re.DOTALL)[0]


def test_before_and_after_stand_side_by_side_only_if_both_are_named_so(cast, reader):  # noqa: F811
    model = recognised(cast)
    for caption, colour in (("Trước cổng làng", "red"), ("Sau khi làm đường", "green"), ("Sau: buổi tối", "black")):
        hang(cast, model, caption, colour)
    assert "before-after" not in reader.get(page_of(model)).content.decode()
    hang(cast, model, "Trước khi làm đường", "blue")
    kept.clear()
    page = reader.get(page_of(model)).content.decode()
    pair = re.search(r'<div class="before-after">.*?</div>', page, re.DOTALL)[0]
    assert re.findall(r"<figcaption>(.*?)</figcaption>", pair) == ["Trước khi làm đường", "Sau khi làm đường"]
    assert page.count("Sau khi làm đường</figcaption>") == 1


def test_a_model_tells_its_figures_its_certificate_and_whom_to_ask(cast, reader):  # noqa: F811
    home = Installation(
        unit=cast.district, portal_name="Huyện Yên Mô", issuer_name="B", place_name="Yên Mô", phone="0229 0000 000"
    )
    install(home, by=None, at=NOW)
    said = {
        "purpose": "P",
        "method": "M",
        "targets": "T",
        "resources": "Dân góp 86 triệu đồng",
        "partners": "Hội Phụ nữ xã",
        "person_in_charge": "Lê Văn Kín",
    }
    model = recognised(cast, particulars=said)
    Measure.objects.create(registration=model, name="Số hộ", counted_in="hộ", promised=Decimal("1200"), baseline=80)
    Measure.objects.create(
        registration=model, name="Đường hoa", counted_in="km", promised=Decimal("2.5"), achieved=Decimal("2.75")
    )
    page = text(reader.get(page_of(model)))
    assert "Số hộ (hộ) 80 1.200 –" in page
    assert "Đường hoa (km) – 2,5 2,75" in page
    assert "Kiểm tra giấy chứng nhận của mô hình" not in page
    assert "0229 0000 000" in page
    assert "Dân góp 86 triệu đồng" in page
    assert "Lê Văn Kín" not in page
    recognition = Recognition.objects.get(registration=model)
    certify([recognition], decision=recognition.decision, by=cast.district_office, issued_on=NOW.date(), at=NOW)
    code = Certificate.objects.get().code
    kept.clear()
    assert f'href="/xac-thuc/{code}/"' in reader.get(page_of(model)).content.decode()


# Documents and organisation ----------------------------------------------------------------------------------------


def document(slug, number, kind="plan", issuer="Huyện ủy", signed_on=None, title="Về phong trào"):
    directive = Directive(slug=slug, number=number, kind=kind, issuer=issuer, signed_on=signed_on, title=title)
    return enter(directive, by=None, at=NOW)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", ["b", "a", "c"]),
        ("kind=plan", ["a", "c"]),
        ("issuer=Tỉnh+ủy", ["b"]),
        ("year=2017", ["a"]),
        ("words=25-nq", ["b"]),
        ("words=phong+trào", ["b", "a", "c"]),
        ("year=1999", ["b", "a", "c"]),
    ],
)
def test_documents_are_narrowed_and_the_undated_come_last(cast, reader, query, seen):  # noqa: F811
    document("a", "07-KH/HU", signed_on=NOW.date() - timedelta(days=300))
    document("b", "25-NQ/TU", kind="resolution", issuer="Tỉnh ủy", signed_on=NOW.date())
    document("c", "08-KH/HU")
    page = reader.get(f"/van-ban/?{query}").content.decode()
    assert re.findall(r'<li id="([abc])">', page) == seen


def test_a_decision_names_what_it_changes_and_what_changed_it(cast, reader):  # noqa: F811
    said = {"unit": cast.district, "signed_by": "Trưởng ban", "signed_on": NOW.date(), "title": "Công nhận"}
    first = Decision.objects.create(number="05-QĐ/BCĐ", state=DecisionState.ISSUED, **said)
    later = Decision.objects.create(
        number="09-QĐ/BCĐ", state=DecisionState.ISSUED, kind=Kind.AMEND, concerns=first, **said
    )
    Decision.objects.create(number="", kind=Kind.AMEND, concerns=first, **said | {"title": "Còn dự thảo"})
    page = reader.get("/van-ban/quyet-dinh/")
    assert re.findall(r'<li id="qd-(\d+)">', page.content.decode()) == [str(later.pk), str(first.pk)]
    assert "Được sửa đổi bởi: Quyết định số 09-QĐ/BCĐ" in text(page)
    assert page.content.decode().count(f'"/van-ban/quyet-dinh/{first.pk}/"') == 2
    assert "Còn dự thảo" not in text(page)
    narrowed = reader.get("/van-ban/quyet-dinh/?words=09").content.decode()
    assert re.findall(r'<li id="qd-(\d+)">', narrowed) == [str(later.pk)]


def test_the_committee_of_the_portal_is_shown_with_who_sits_on_it(cast, reader):  # noqa: F811
    assert "Chưa cập nhật Ban Chỉ đạo" in text(reader.get("/to-chuc/"))
    home = Installation(unit=cast.district, portal_name="Huyện Yên Mô", issuer_name="B", place_name="Yên Mô")
    install(home, by=None, at=NOW)
    committee = make.committee(cast.district)
    kept.clear()
    page = text(reader.get("/to-chuc/"))
    assert committee.name in page
    for member in committee.memberships.all():
        assert f"{member.name} {member.title} {member.get_seat_display()}" in page
