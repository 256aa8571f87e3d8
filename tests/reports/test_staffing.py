"""The decision on a committee as a Word document."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.queries import facts_for, subjects_for
from kheo.movement.committees.actions import restaff
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.reports.actions import write_staffing
from kheo.outlets.reports.queries.staffing import Issuing, staffing_paper, usual_issuing
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.make import sitting, staffing
from tests.reports.test_actions import text_of

pytestmark = pytest.mark.slow
PARTY = Issuing(DocumentForm.PARTY, "Huyện ủy Yên Mô", "Tỉnh ủy Ninh Bình", "Bí thư", "Vũ Văn A", ["Căn cứ Điều lệ"])
STATE = Issuing(DocumentForm.STATE, "Ủy ban nhân dân huyện Yên Mô", "", "Chủ tịch", "Lê Văn B", ["Căn cứ Luật"])


@pytest.fixture
def restaffed(cast):
    people = [sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An"), sitting("Lê Thị Thu")]
    committee = make.committee(cast.district, people, name="Ban Chỉ đạo “Dân vận khéo” huyện")
    facts = staffing(
        "30-QĐ/HU",
        date(2016, 6, 1),
        valid_from=date(2016, 6, 15),
        standing_office=cast.farmers,
        term_starts_on=date(2016, 1, 1),
        term_ends_on=date(2020, 12, 31),
    )
    people = [people[0], sitting("Vũ Văn An", "secretary"), sitting("Ngô <b>& C</b>")]
    return restaff(committee, members=people, facts=facts, after=committee.staffings.get(), by=None, at=make.NOW)


def written(found, issuing, tmp_path, by=None):
    write_staffing(staffing_paper(found, issuing), out=tmp_path / "q.docx", by=by, at=make.NOW)
    return text_of(tmp_path / "q.docx")


def test_party_decision_names_who_leaves_and_lists_who_sits(cast, restaffed, tmp_path):
    with translation.override("en"):
        lines = written(restaffed, PARTY, tmp_path).split("\n")
    for said in (
        "TỈNH ỦY NINH BÌNH",
        "HUYỆN ỦY YÊN MÔ",
        "Số 30-QĐ/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "về việc kiện toàn Ban Chỉ đạo “Dân vận khéo” huyện",
        "- Căn cứ Điều lệ,",
        "BAN THƯỜNG VỤ HUYỆN ỦY YÊN MÔ QUYẾT ĐỊNH",
        "- Đồng chí Lê Thị Thu, Ủy viên Ban Chấp hành, Ủy viên.",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "Vũ Văn A",
        "Ngô <b>& C</b>",
        "Thư ký",
    ):
        assert said in lines
    text = "\n".join(lines)
    assert "Hội Nông dân huyện là Cơ quan Thường trực của Ban Chỉ đạo." in text
    assert "Nhiệm kỳ của Ban Chỉ đạo: từ ngày 01/01/2016 đến hết ngày 31/12/2020." in text
    assert "có hiệu lực từ ngày 15/6/2016; những nội dung của Quyết định số 12-QĐ/HU ngày 04/01/2016" in text
    assert not any(mark in text for mark in ("{{", "{%", "đồng chí sau thôi tham gia Ban Chỉ đạo:\n- Đồng chí Vũ"))


def test_state_decision_sets_up(cast, restaffed, tmp_path):
    lines = written(restaffed.committee.staffings.first(), STATE, tmp_path).split("\n")
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12-QĐ/HU",
        "Về việc thành lập Ban Chỉ đạo “Dân vận khéo” huyện",
        "Căn cứ Luật.",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ",
        "QUYẾT ĐỊNH:",
        "CHỦ TỊCH",
    ):
        assert said in lines
    assert not any("thôi tham gia" in line or line.startswith("T/M") for line in lines)


def test_what_is_usual_is_offered(cast, restaffed):
    usual = usual_issuing(restaffed)
    assert (usual["issuer"], usual["signs_as"]) == ("Ủy ban nhân dân huyện Yên Mô", "Bí thư Huyện ủy")
    assert usual["bases"].split("\n") == [
        "Căn cứ chức năng, nhiệm vụ, quyền hạn của Ủy ban nhân dân huyện Yên Mô",
        "Căn cứ Quyết định số 12-QĐ/HU ngày 04/01/2016 về Ban Chỉ đạo",
        "Xét đề nghị của Hội Nông dân huyện",
    ]
    names = {"portal_name": "P", "superior_name": "Huyện ủy Yên Mô", "issuer_name": "I", "place_name": "Yên Mô"}
    install(Installation(unit=cast.district, **names), by=None, at=make.NOW)
    assert usual_issuing(restaffed)["issuer"] == "Huyện ủy Yên Mô"
    assert staffing_paper(restaffed, STATE).letterhead.place == "Yên Mô"


def test_only_those_who_may_write_it_and_it_is_recorded(cast, restaffed, tmp_path):
    with pytest.raises(PermissionDenied):
        written(restaffed, PARTY, tmp_path, by=cast.commune_officer)
    written(restaffed, PARTY, tmp_path, by=cast.leader)
    event = AuditEvent.objects.get(act="reports.staffing")
    assert (event.actor_id, event.object_id, event.data) == (
        cast.leader.pk,
        str(restaffed.pk),
        {"number": "30-QĐ/HU"},
    )


def test_the_page_hands_out_the_document(client, cast, restaffed):
    client.force_login(cast.district_office)
    place = reverse("reports:staffing", args=[restaffed.pk])
    assert "30-QĐ/HU" in client.get(place).content.decode()
    answer = client.post(
        place, {"form": "state", "issuer": "Ủy ban nhân dân huyện", "bases": "Căn cứ A;\n\n Căn cứ B."}
    )
    assert b"".join(answer)[:2] == b"PK"
    assert 'filename="quyet-dinh-30-qd-hu.docx"' in answer["Content-Disposition"]
    assert client.post(place, {"form": "state"}).status_code == 422
    client.force_login(cast.stranger)
    assert client.get(place).status_code == 404


@pytest.mark.parametrize("form", ["party", "state"])
def test_a_template_is_previewed_with_a_committee_of_the_own(cast, client, restaffed, form):
    key = "quyet-dinh-ban-chi-dao"
    before = restaffed.committee.staffings.exclude(pk=restaffed.pk).get()
    document, office = DOCUMENTS[key], cast.district_office
    assert [pk for pk, _name in subjects_for(document, office)] == [str(restaffed.pk), str(before.pk)]
    assert subjects_for(document, cast.commune_officer) == []
    facts = facts_for(document, form, str(restaffed.pk), office, make.NOW)
    assert (facts["h"]["number"], facts["follows"]["number"]) == ("30-QĐ/HU", before.number)
    assert [each["name"] for each in facts["members"]] == ["Đỗ Trọng Luận", "Ngô <b>& C</b>", "Vũ Văn An"]
    assert [each["name"] for each in facts["left"]] == ["Lê Thị Thu"]
    client.force_login(office)
    page = client.get(reverse("papers:document", args=[key, form])).content.decode()
    assert "Ban Chỉ đạo “Dân vận khéo” huyện (30-QĐ/HU)" in page
