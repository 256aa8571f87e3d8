"""Every document that Khéo makes, in both forms, written by the real actions: {"minutes_party": path, …}."""

from datetime import date, timedelta

from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Procedure
from kheo.movement.commendation.actions.documents import Document, write_document
from kheo.movement.commendation.queries.documents import Letter
from kheo.movement.commendation.states import Layout
from kheo.movement.committees.actions import restaff
from kheo.movement.conferences import actions as conferences
from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import DutyFacts
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.criteria.actions import apply
from kheo.movement.drafting.actions import Head as Head_
from kheo.movement.drafting.actions import draw_up
from kheo.movement.drafting.papers import KEYS
from kheo.movement.meetings import actions as meetings
from kheo.movement.meetings.actions.closing import Head, write_list, write_minutes
from kheo.movement.meetings.queries import agenda_of, seats_of
from kheo.movement.meetings.states import PaperForm, Result
from kheo.movement.reporting.actions.printing import Head as PrintHead
from kheo.movement.reporting.actions.printing import print_report
from kheo.movement.reporting.states import PaperForm as ReportPaper
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.reports.actions import write_half_year, write_paper_annex, write_staffing, write_term, write_year_end
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.staffing import Issuing, staffing_paper
from kheo.outlets.reports.queries.term import term_of
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.commendation import made
from tests.conferences import world as gathering
from tests.make import sitting, staffing
from tests.meetings import world
from tests.reporting.made import opened, sent
from tests.reports.test_statistics import fill

FORMS = ("party", "state")
ISSUERS = {"party": ("Huyện ủy Yên Mô", "Tỉnh ủy Ninh Bình"), "state": ("Ủy ban nhân dân huyện Yên Mô", "")}


def all_documents(cast, folder):
    """Write all of them into a folder, and return where they are."""
    install(
        Installation(
            unit=cast.district,
            portal_name="Trang Dân vận khéo",
            superior_name="Huyện ủy Yên Mô",
            issuer_name="Ban Chỉ đạo phong trào thi đua “Dân vận khéo”",
            place_name="Yên Mô",
        ),
        by=None,
        at=make.NOW,
    )
    paths = {}
    meeting = _closed_meeting(cast)
    dossier = _dossier(cast, meeting.campaign)
    decided = _staffed(cast)
    campaign = meeting.campaign
    _told(cast, campaign)
    apply(campaign, [(make.criteria(cast.district), None, "")], by=cast.district_office, at=make.NOW)
    reported = sent(opened(cast), cast.hoa)
    for form in FORMS:
        paths |= _of_meeting(cast, meeting, form, folder)
        paths |= _of_dossier(cast, dossier, form, folder)
        paths |= _of_conference(cast, campaign, form, folder)
        paths |= _of_unit(cast, reported, form, folder)
        paths |= _of_office(cast, campaign, decided, form, folder)
        paths |= _of_campaign(cast, campaign, form, folder)
    return paths


def _of_unit(cast, report, form, folder):
    """The periodic report of a commune."""
    issuer, superior = ISSUERS[form]
    head = PrintHead(
        issuer,
        superior,
        issuer,
        "Chủ tịch",
        "Đỗ Trọng Luận",
        "Yên Mô",
        symbol="BCĐ",
        number="12",
        day=date(2018, 1, 15),
    )
    out = folder / f"report_{form}.docx"
    print_report(report, head, ReportPaper(form), out=out, by=cast.commune_officer, at=make.NOW)
    return {f"report_{form}": out}


def _closed_meeting(cast):
    held = world.meeting(cast, models=[{}, {"points": "60", "earns": False}, {}], present=4)
    first, second, third = agenda_of(held)
    meetings.recuse(first, seats_of(held)[1], reason="Quê nhà", by=cast.district_office, at=make.NOW)
    world.vote(cast, held, "yyy", "nnya", items=[first, second])
    held.refresh_from_db()
    office = {"by": cast.district_office, "at": make.NOW}
    meetings.settle(third, Result.PUT_OFF, reason="Chờ hồ sơ", version=held.version, **office)
    held.refresh_from_db()
    meetings.close(held, version=held.version, **office)
    return held


def _dossier(cast, campaign):
    made.salary(cast)
    dossier = made.dossier(cast, made.form(cast), campaign)
    made.add(dossier, made.model(cast, campaign, name="Đường hoa"), by=cast.commune_officer)
    return dossier


def _staffed(cast):
    people = [sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An"), sitting("Lê Thị Thu")]
    committee = make.committee(cast.hoa, people, name="Ban Chỉ đạo “Dân vận khéo” xã")
    facts = staffing("30-QĐ/HU", date(2016, 6, 1), valid_from=date(2016, 6, 15))
    return restaff(committee, members=people[:2], facts=facts, after=committee.staffings.get(), by=None, at=make.NOW)


def _told(cast, campaign):
    """Enter what a year-end report tells of; its models are recognised on paper, as the quickest way."""
    Campaign.objects.filter(pk=campaign.pk).update(procedure=Procedure.RECORD)
    campaign.refresh_from_db()
    fill(cast, campaign, seed=2, how_many=12)
    task = TaskFacts(unit=cast.mac, title="Hoàn thành các tiêu chí", due_on=date(2018, 12, 31))
    conference = Conference(
        campaign=campaign,
        unit=cast.district,
        kind=ConferenceKind.YEAR_END,
        title="Hội nghị tổng kết",
        held_on=date(2018, 1, 17),
    )
    conclusions = [ConclusionFacts("Yên Mạc về đích nông thôn mới.", task)]
    hold(conference, guests=[], conclusions=conclusions, by=None, at=make.NOW)


def _of_meeting(cast, meeting, form, folder):
    head = Head(PaperForm(form), "Ban Chỉ đạo huyện", "Huyện ủy Yên Mô", "05", "Yên Mô")
    found = {}
    for name, write in (("minutes", write_minutes), ("list", write_list)):
        found[f"{name}_{form}"] = folder / f"{name}_{form}.docx"
        write(meeting, head, out=found[f"{name}_{form}"], by=cast.district_office, at=make.NOW)
    return found


def _of_conference(cast, campaign, form, folder):
    head = conferences.Head(PaperForm(form), "Ban Chỉ đạo huyện", "Huyện ủy Yên Mô", "07", "Yên Mô", signer="Đỗ Văn An")
    kind, office = ConferenceKind.HALF_YEAR, cast.district_office
    day = gathering.DAY if form == "party" else gathering.DAY + timedelta(days=1)
    made = gathering.prepared(cast, [gathering.of(cast.hoa)], campaign=campaign, kind=kind, held_on=day)
    found = {f"{name}_{form}": folder / f"{name}_{form}.docx" for name in ("invitation", "programme", "notice")}
    by, address = {"by": office, "at": gathering.MORNING + timedelta(days=2)}, lambda guest: f"https://x.vn/{guest.pk}"
    out = found[f"invitation_{form}"]
    conferences.write_invitations(made, made.guests.all(), head, address=address, out=out, **by)
    conferences.add_item(made, content="Báo cáo kết quả phong trào", who="Thường trực Ban Chỉ đạo", minutes=20, **by)
    conferences.write_programme(made, head, out=found[f"programme_{form}"], **by)
    conferences.open_(made, **by)
    conferences.write_conclusion(made, text="Tiếp tục thực hiện Chỉ thị.", **by)
    duties = [
        DutyFacts(cast.mac, "hoàn thành hồ sơ mô hình", date(2018, 12, 31)),
        DutyFacts(cast.hoa, "báo cáo số liệu các mô hình"),
    ]
    conferences.write_conclusion(made, text="Nhân rộng mô hình.", duties=duties, **by)
    conferences.write_notice(made, head, out=found[f"notice_{form}"], **by)
    found[f"honours_{form}"] = folder / f"honours_{form}.docx"
    gathering.honoured(made, cast, word="Đường cờ" if form == "party" else "Ngõ sạch")
    conferences.write_honours(made, head, out=found[f"honours_{form}"], **by)
    return found


def _of_dossier(cast, dossier, form, folder):
    dossier.number = "12-TTr/ĐU" if form == "party" else "12/TTr-UBND"
    issuer = "Đảng ủy xã Yên Hòa" if form == "party" else "Ủy ban nhân dân xã Yên Hòa"
    signs = "Bí thư" if form == "party" else "Chủ tịch"
    letter = Letter(Layout(form), issuer, "", "Yên Hòa", "Chủ tịch UBND huyện Yên Mô", signs, "Lê Văn B")
    found, row = {}, dossier.nominees.first()
    for document in Document:
        found[f"{document}_{form}"] = folder / f"{document}_{form}.docx"
        more = {"row": row} if document == Document.ACHIEVEMENT else {}
        out, by = found[f"{document}_{form}"], cast.commune_officer
        write_document(dossier, document, letter, out=out, by=by, at=made.NOW, **more)
    return found


def _of_office(cast, campaign, decided, form, folder):
    found = {
        f"{name}_{form}": folder / f"{name}_{form}.docx"
        for name in ("year_end", "half_year", "annex", "term", "staffing")
    }
    report = year_end(campaign, cast.district, drawn_on=date(2018, 1, 31), number="12", signed_on=date(2018, 2, 5))
    out = found[f"year_end_{form}"]
    write_year_end(report, form=DocumentForm(form), out=out, has_annex=True, by=None, at=make.NOW)
    write_paper_annex(report, form=DocumentForm(form), out=found[f"annex_{form}"], by=None, at=make.NOW)
    letter = {"drawn_on": date(2018, 1, 31), "number": "13", "signed_on": date(2018, 2, 5)}
    half, out = half_year(campaign, cast.district, **letter), found[f"half_year_{form}"]
    write_half_year(half, form=DocumentForm(form), out=out, has_annex=True, by=None, at=make.NOW)
    years = term_of([campaign], cast.district, campaign.year, campaign.year, **letter)
    write_term(years, form=DocumentForm(form), out=found[f"term_{form}"], by=None, at=make.NOW)
    decided.number = "30-QĐ/HU" if form == "party" else "30/QĐ-UBND"
    issuer, superior = ISSUERS[form]
    bases = [f"Căn cứ chức năng, nhiệm vụ của {issuer}", "Xét đề nghị của Hội Nông dân huyện"]
    signs = "Bí thư" if form == "party" else "Chủ tịch"
    issuing = Issuing(DocumentForm(form), issuer, superior, signs, "Vũ Văn A", bases)
    write_staffing(staffing_paper(decided, issuing), out=found[f"staffing_{form}"], by=None, at=make.NOW)
    return found


def _of_campaign(cast, campaign, form, folder):
    found = {}
    for key in KEYS:
        kind = DOCUMENTS[key].kind
        signs = f"12-{kind}/BCĐ" if form == "party" else f"12/{kind}-BCĐ"
        head = Head_(
            form=form,
            superior="Huyện ủy Yên Mô",
            issuer="Ban Chỉ đạo “Dân vận khéo”",
            symbol="BCĐ",
            place="Yên Mô",
            authority="deputy",
            signs_for="Trưởng ban",
            signs_as="Phó Trưởng ban",
            signer="Lê Văn B",
            to="Ban Thường vụ Huyện ủy",
            number=signs if kind != "CV" or form == "party" else "12/BCĐ",
            day=date(2017, 1, 12),
            bases=["Căn cứ Kế hoạch số 70-KH/BDVTW", "Xét đề nghị của Hội Nông dân huyện"],
            recipients=DOCUMENTS[key].recipients,
        )
        found[f"{key}_{form}"] = folder / f"{key}_{form}.docx"
        draw_up(campaign, DOCUMENTS[key], head, out=found[f"{key}_{form}"], by=cast.district_office, at=make.NOW)
    return found
