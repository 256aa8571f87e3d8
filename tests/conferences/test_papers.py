"""The papers of a conference in Word: what stands at their head, and several invitations in one file."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from kheo.lib.office.formats.checking import check_here
from kheo.machinery.papers.actions import set_letterhead
from kheo.machinery.papers.models import Letterhead
from kheo.movement.conferences import actions
from kheo.movement.conferences.states import PaperForm, SpeechState
from tests import make
from tests.conferences.world import DAY, HEAD, of, prepared, sent


@pytest.mark.parametrize("form", list(PaperForm))
def test_each_invitation_is_numbered_by_itself_and_keeps_to_its_form(cast, tmp_path, form):
    made, out = prepared(cast, [of(cast.hoa), of(cast.mac, name="Vũ Văn An")]), tmp_path / "invitations.docx"
    head = actions.Head(form, "Ban Chỉ đạo huyện", "Huyện ủy Yên Mô", "07", "Yên Mô", signer="Đỗ Văn An")
    by = {"by": cast.district_office, "at": make.NOW}
    actions.write_invitations(made, made.guests.all(), head, address=lambda guest: str(guest.pk), out=out, **by)
    sections = Document(out).sections
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in sections]
    assert starts == ["1", "1"]
    assert all(section.different_first_page_header_footer for section in sections)
    assert check_here(out, today=DAY).findings == ()


def test_a_paper_begins_with_the_letterhead_of_its_body(cast, client):
    made = prepared(cast, [of(cast.hoa)])
    said = {"form": "state", "issuer": "UBND huyện", "symbol": "UBND", "place": "Yên Mô", "superior": "UBND tỉnh"}
    said |= {"authority": "body", "signs_for": "UBND", "signs_as": "Chủ tịch", "signer": "Lê Văn Bình"}
    set_letterhead(Letterhead(unit=cast.district, valid_from=DAY, **said), by=cast.district_office, at=make.NOW)
    client.force_login(cast.district_office)
    form = client.get(reverse("conferences:invitations", args=[made.pk])).context["form"]
    begun = {name: form[name].value() for name in ("form", "superior", "signs_as", "signer")}
    assert begun == {name: said[name] for name in begun}


def planned(cast, **more):
    """Return a conference with two points, at the second of which a paper is spoken."""
    made, by = prepared(cast, **more), {"by": cast.district_office, "at": make.NOW}
    actions.add_item(made, content="Khai mạc", who="Trưởng ban", minutes=15, **by)
    second = actions.add_item(made, content="Tham luận", who="", minutes=30, **by)
    sent(made, cast.hoa, by=cast.district_office, to=SpeechState.FLOOR, item=second)
    return made


@pytest.mark.parametrize("form", list(PaperForm))
def test_the_programme_says_when_what_and_who_and_keeps_to_its_form(cast, tmp_path, form):
    made, out = planned(cast), tmp_path / "programme.docx"
    head = actions.Head(form, "Ban Chỉ đạo huyện", "Huyện ủy Yên Mô", "07", "Yên Mô", signer="Đỗ Văn An")
    actions.write_programme(made, head, out=out, by=cast.district_office, at=make.NOW)
    word = Document(out)
    table = next(each for each in word.tables if each.cell(0, 0).text == "Thời gian")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Thời gian", "Nội dung", "Người thực hiện"],
        ["07:30 – 07:45", "Khai mạc", "Trưởng ban"],
        ["07:45 – 08:15", f"Tham luận\n– Vận động hiến đất ({cast.hoa.name})", ""],
    ]
    said = [line.text for line in word.paragraphs]
    assert "CHƯƠNG TRÌNH" in said
    assert "- Thời gian: 07 giờ 30, thứ tư, ngày 17 tháng 01 năm 2018." in said
    assert "- Địa điểm: Hội trường." in said
    assert not any(line.startswith("- Chủ trì") for line in said)
    assert check_here(out, today=DAY).findings == ()


def test_a_programme_without_an_hour_says_how_long_each_point_takes(cast, tmp_path):
    made, out = planned(cast, begins_at=None), tmp_path / "programme.docx"
    actions.write_programme(made, actions.Head(PaperForm.PARTY, "Ban"), out=out, by=cast.district_office, at=make.NOW)
    table = next(each for each in Document(out).tables if each.cell(0, 0).text == "Thời gian")
    assert [row.cells[0].text for row in table.rows[1:]] == ["15 phút", "30 phút"]


def test_a_programme_needs_a_point_and_who_keeps_the_conference(cast, tmp_path):
    made, head = prepared(cast), actions.Head(PaperForm.PARTY, "Ban")
    with pytest.raises(actions.NotMet):
        actions.write_programme(made, head, out=tmp_path / "a.docx", by=cast.district_office, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.write_programme(made, head, out=tmp_path / "a.docx", by=cast.commune_officer, at=make.NOW)


def test_the_programme_is_downloaded_from_its_page_as_word_or_pdf(client, cast, monkeypatch):
    def at_once(path, folder):
        (folder / "in.pdf").write_bytes(b"%PDF-1.7")
        return folder / "in.pdf"

    monkeypatch.setattr("kheo.machinery.papers.actions.pdf_at_once", at_once)
    made = planned(cast)
    empty = prepared(cast, campaign=made.campaign, held_on=date(2018, 2, 17))
    client.force_login(cast.district_office)
    address = reverse("conferences:programme_paper", args=[made.pk])
    assert address in client.get(reverse("conferences:programme", args=[made.pk])).content.decode()
    word, as_pdf = client.post(address, HEAD), client.post(address, HEAD | {"pdf": ""})
    assert b"".join(word.streaming_content)[:2] == b"PK"
    assert word["Content-Disposition"].endswith('chuong-trinh-hoi-nghi-20180117.docx"')
    assert b"".join(as_pdf.streaming_content) == b"%PDF-1.7"
    assert as_pdf["Content-Disposition"].endswith('chuong-trinh-hoi-nghi-20180117.pdf"')
    other = reverse("conferences:programme_paper", args=[empty.pk])
    assert other not in client.get(reverse("conferences:programme", args=[empty.pk])).content.decode()
    refused = client.post(other, HEAD)
    assert (refused.status_code, len(refused.context["form"].non_field_errors())) == (422, 1)
