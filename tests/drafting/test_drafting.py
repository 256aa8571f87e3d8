from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from docx import Document as Word

from kheo.lib.vitext import sort_key
from kheo.machinery.numbering.models import Number
from kheo.machinery.papers.actions import bring
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.models import Written
from kheo.machinery.papers.states import Form
from kheo.movement.drafting.actions import Head, NotDrawnUp, draw_up
from kheo.movement.drafting.papers import KEYS
from kheo.movement.drafting.queries import documents_elsewhere
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.meetings import world
from tests.numbering.test_actions import kept
from tests.papers.made import PLAN, added, changed

pytestmark = pytest.mark.django_db
HEAD = {
    "superior": "Huyện ủy Yên Mô",
    "issuer": "Ban Chỉ đạo “Dân vận khéo”",
    "symbol": "BCĐ",
    "place": "Yên Mô",
    "authority": "body",
    "signs_for": "Ban Chỉ đạo",
    "signs_as": "Trưởng ban",
    "signer": "Lê Văn Bình",
    "to": "Các cơ quan, đơn vị",
    "day": date(2017, 1, 12),
    "bases": ["Căn cứ Kế hoạch số 70-KH/BDVTW"],
    "recipients": ["Các cơ quan, đơn vị"],
}


def said(path):
    """Return all that a document says."""
    word = Word(path)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def drawn(cast, campaign, key, folder, **more):
    out = folder / "van-ban.docx"
    head = Head(**({"form": "party"} | HEAD | more))
    made = draw_up(campaign, DOCUMENTS[key], head, out=out, by=cast.district_office, at=make.NOW)
    return made, said(out)


def test_the_plan_says_what_the_campaign_says(cast, tmp_path):
    campaign = make.campaign(cast.district)
    _made, text = drawn(cast, campaign, PLAN, tmp_path)
    for words in ("KẾ HOẠCH", "ít nhất 02 mô hình", "31/3/2017", "T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN", "……-KH/BCĐ"):
        assert words in text


def test_the_call_in_state_form_has_no_sign_of_its_kind(cast, tmp_path):
    campaign = make.campaign(cast.district)
    _made, text = drawn(cast, campaign, "cong-van-dang-ky", tmp_path, form="state")
    assert "Số: ……/BCĐ" in text
    assert "Kính gửi: Các cơ quan, đơn vị" in text
    assert "TM. BAN CHỈ ĐẠO" in text


def test_what_is_missing_is_told_before_a_document_is_made(cast, tmp_path):
    campaign = make.campaign(cast.district)
    for key in ("huong-dan", "danh-sach-dang-ky", "danh-sach-tham-dinh", "to-trinh-cong-nhan"):
        with pytest.raises(NotDrawnUp):
            drawn(cast, campaign, key, tmp_path)
    assert Written.objects.count() == 0


def test_lists_say_what_the_register_says(cast, tmp_path):
    campaign = world.campaign(cast)
    world.scored(cast, campaign, name="Đường hoa thôn 5", points="92.5")
    _made, text = drawn(cast, campaign, "danh-sach-dang-ky", tmp_path)
    assert "Danh sách có 01 mô hình" in text
    assert "Đường hoa thôn 5" in text
    _made, text = drawn(cast, campaign, "danh-sach-tham-dinh", tmp_path)
    assert "92,5" in text
    assert "đủ điều kiện xét công nhận: 01" in text


def test_a_number_is_taken_from_the_book_once(cast, tmp_path):
    campaign, book, key = make.campaign(cast.district), kept(cast.district), uuid4()
    for _click in range(2):
        _made, text = drawn(cast, campaign, PLAN, tmp_path, book=book, form_key=key, day=date(2017, 3, 10))
    assert Number.objects.get().text in text


def test_an_own_template_makes_the_document_and_that_is_kept(cast, tmp_path):
    campaign = make.campaign(cast.district)
    built_in, _text = drawn(cast, campaign, PLAN, tmp_path)
    who = {"unit": cast.district, "valid_from": date(2016, 1, 1), "by": cast.district_office, "at": make.NOW}
    own = bring(DOCUMENTS[PLAN], Form.PARTY, changed(added("Mẫu riêng của {{ h.issuer }}")), **who)
    made, text = drawn(cast, campaign, PLAN, tmp_path)
    assert (built_in.template, made.template, made.sha256) == (None, own, own.file.sha256)
    assert "Mẫu riêng của Ban Chỉ đạo" in text


def test_only_the_standing_office_draws_up(cast, tmp_path):
    campaign = make.campaign(cast.district)
    head = Head(form="party", **HEAD)
    with pytest.raises(PermissionDenied):
        draw_up(campaign, DOCUMENTS[PLAN], head, out=tmp_path / "a.docx", by=cast.commune_officer, at=make.NOW)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


@pytest.mark.parametrize("key", KEYS)
def test_the_page_costs_ten_queries_whatever_the_document(cast, office, key, django_assert_max_num_queries):
    """The body that this copy serves is remembered for a minute; a copy in use has one."""
    body = {"portal_name": "Trang", "superior_name": "", "issuer_name": "Ban Chỉ đạo", "place_name": "Yên Mô"}
    install(Installation(unit=cast.district, **body), by=None, at=make.NOW)
    address = reverse("drafting:draw_up", args=[make.campaign(cast.district).slug, key])
    office.get(address)
    with django_assert_max_num_queries(10):
        office.get(address)


def test_a_document_is_downloaded_from_its_page(cast, office):
    campaign = make.campaign(cast.district)
    assert "Kế hoạch thi đua" in office.get(reverse("drafting:start")).content.decode()
    address = reverse("drafting:draw_up", args=[campaign.slug, PLAN])
    form = office.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    file = office.post(address, given | {"signer": "Lê Văn Bình", "word": ""})
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert file["Content-Disposition"] == f'attachment; filename="ke-hoach-{campaign.slug}.docx"'
    wrong = office.post(address, given | {"authority": "proxy"})
    assert (wrong.status_code, "authority" in wrong.context["form"].errors) == (422, True)


def test_what_is_needed_is_shown_and_stops_the_download(cast, office):
    campaign = make.campaign(cast.district)
    address = reverse("drafting:draw_up", args=[campaign.slug, "to-trinh-cong-nhan"])
    page = office.get(address)
    assert "Chưa có cuộc họp" in page.content.decode()
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    assert office.post(address, given).status_code == 422


def test_pdf_where_libreoffice_is_missing(cast, office, monkeypatch):
    monkeypatch.setattr("kheo.movement.drafting.web.views.can_convert", lambda: False)
    campaign = make.campaign(cast.district)
    page = office.get(reverse("drafting:draw_up", args=[campaign.slug, PLAN])).content.decode()
    assert 'name="pdf"' not in page
    assert "LibreOffice" in page


def test_what_is_made_on_other_pages_is_found_there_by_kind(cast, office, client):
    """Without a campaign too: an officer finds every document from one place."""
    elsewhere = office.get(reverse("drafting:start")).context["elsewhere"]
    listed = [document.key for _kind, documents in elsewhere for document in documents]
    assert sorted(listed + list(KEYS)) == sorted(DOCUMENTS)
    kinds = [kind for kind, _documents in elsewhere]
    assert kinds == sorted(set(kinds), key=sort_key)
    assert all(document.kind_name == kind for kind, documents in elsewhere for document in documents)
    for page in {document.desk.page for _kind, documents in elsewhere for document in documents}:
        assert f'href="{reverse(page)}"' in office.get(reverse("drafting:start")).content.decode()
        assert office.get(reverse(page)).status_code == 200


def test_only_what_somebody_may_make_is_listed(cast):
    pages = {role: desks(getattr(cast, role)) for role in ("commune_officer", "leader", "stranger")}
    assert pages["stranger"] == set()
    assert "conferences:list" not in pages["commune_officer"] | pages["leader"]
    assert {"commendation:list", "reporting:list", "reports:term"} <= pages["commune_officer"]
    assert {"meetings:list", "reports:year_end"} <= pages["leader"]
    assert "meetings:list" not in pages["commune_officer"]


def desks(user):
    return {document.desk.page for _kind, documents in documents_elsewhere(user) for document in documents}


def test_the_first_page_costs_ten_queries_at_most(cast, office, django_assert_max_num_queries):
    body = {"portal_name": "Trang", "superior_name": "", "issuer_name": "Ban Chỉ đạo", "place_name": "Yên Mô"}
    install(Installation(unit=cast.district, **body), by=None, at=make.NOW)
    make.campaign(cast.district)
    office.get(reverse("drafting:start"))
    with django_assert_max_num_queries(10):
        office.get(reverse("drafting:start"))
