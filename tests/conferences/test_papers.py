"""The papers of a conference in Word: what stands at their head, and several invitations in one file."""

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from kheo.lib.office.formats.checking import check_here
from kheo.machinery.papers.actions import set_letterhead
from kheo.machinery.papers.models import Letterhead
from kheo.movement.conferences import actions
from kheo.movement.conferences.states import PaperForm
from tests import make
from tests.conferences.world import DAY, of, prepared


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
