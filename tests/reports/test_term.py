"""The report of a term: figures of each year and figures over the years, which nobody can take for each other."""

import random
import re
from datetime import date

import pytest
from docx import Document

from kheo.foundation.jobs.models import Job
from kheo.lib.office.word_words import official
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.queries import facts_for, subjects_for
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import COUNTED, OwnerKind, YearStatus
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.reports.actions import write_term
from kheo.outlets.reports.queries.term import campaigns_alike, term_of
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.reports.test_actions import text_of

pytestmark = pytest.mark.slow
DAY = date(2021, 1, 10)
ADDRESS = "/lam-viec/bao-cao/giai-doan/"
AT_ANY_TIME = {"starts_on": date(2016, 1, 1), "registration_opens_on": date(2016, 1, 1)}
AT_ANY_TIME |= {"registration_closes_on": date(2030, 1, 1), "ends_on": date(2030, 1, 1)}
TERM = (2016, 2017, 2018, 2019, 2020)


def five_years(cast, years=TERM, seed=5):
    """Let units register new models each year and keep up some of those before; half are recognised."""
    dice, kept = random.Random(seed), []
    for year in years:
        campaign = make.campaign(cast.district, year=year, **AT_ANY_TIME)
        begun = [(unit, None) for unit in dice.choices([cast.hoa, cast.mac, cast.farmers], k=4)]
        for unit, exemplar in kept + begun:
            status = YearStatus.MAINTAINED if exemplar else YearStatus.NEW
            more = {"field": dice.choice(list(campaign.fields.all())).slug, "owner_kind": dice.choice(list(OwnerKind))}
            office = {"state": "registered", "office": cast.district_office, "year_status": status}
            made = make.registration(campaign, unit, cast.district_office, **office, **more)
            state = dice.choice(["registered", "recognised"])
            Registration.objects.filter(pk=made.pk).update(state=state, exemplar=exemplar or made.exemplar)
        now = Registration.objects.filter(campaign=campaign).select_related("exemplar", "unit")
        kept = [(row.unit, row.exemplar) for row in now if dice.random() < 0.6]
        Campaign.objects.filter(pk=campaign.pk).update(starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    return campaigns_alike(list(Campaign.objects.select_related("movement", "unit")), campaign)


def term(cast, alike, unit=None, first=2016, last=2020, **more):
    return term_of(alike, unit or cast.district, first, last, drawn_on=DAY, **more)


def written(found, tmp_path, form=DocumentForm.PARTY):
    out = tmp_path / "term.docx"
    write_term(found, form=form, out=out, by=None, at=make.NOW)
    return out


@pytest.mark.parametrize("unit", ["district", "hoa"])
@pytest.mark.parametrize("first", [2016, 2018])
def test_each_figure_is_what_a_plain_count_finds(cast, unit, first):
    alike = five_years(cast)
    place = getattr(cast, unit)
    found = term(cast, alike, place, first=first)
    units = [place.pk] if unit == "hoa" else [cast.district.pk, cast.hoa.pk, cast.mac.pk, cast.farmers.pk]
    rows = Registration.objects.filter(unit__in=units, state__in=COUNTED).values_list(
        "campaign__year", "exemplar", "state", "field__slug"
    )
    mine = [row for row in rows if row[0] >= first]
    assert found.figures.over.turns == len(mine)
    assert found.figures.over.exemplars == len({exemplar for _year, exemplar, *_more in mine})
    assert found.figures.over.recognitions == sum(state == "recognised" for *_, state, _field in mine)
    assert found.figures.over.recognised == len({row[1] for row in mine if row[2] == "recognised"})
    assert found.figures.over.kept == len({row[1] for row in mine if row[0] == 2020})
    for year in found.figures.years:
        assert year.figures["registered"] == sum(row[0] == year.year for row in rows)
        assert year.figures["ever_registered"] == len({row[1] for row in rows if row[0] <= year.year})
    for place_of_year, year in enumerate(range(first, 2021)):
        told = sum(field.by_year[place_of_year] for field in found.fields)
        assert told == sum(row[0] == year for row in mine)
    assert sum(field.exemplars for field in found.fields) == found.figures.over.exemplars


def said_in(part):
    return "".join(run.text or "" for run in part.iter() if run.tag.endswith("}t"))


def tables_of(path):
    """Return each table of a document with its caption, as rows of texts."""
    found, last = {}, ""
    for part in Document(path).element.body:
        if part.tag.endswith("}p"):
            last = said_in(part) or last
        elif last.startswith("Bảng"):
            rows = [row for row in part.iter() if row.tag.endswith("}tr")]
            found[last] = [[said_in(cell) for cell in row.iter() if cell.tag.endswith("}tc")] for row in rows]
    return found


@pytest.mark.parametrize("form", list(DocumentForm))
def test_years_and_what_is_over_the_years_stand_in_tables_of_their_own(cast, tmp_path, form):
    found = term(cast, five_years(cast))
    path = written(found, tmp_path, form)
    own, ever, fields = tables_of(path).values()
    assert [row[0] for row in own[1:]] == [row[0] for row in ever[1:]] == list(map(str, TERM))  # no line adds years up
    assert own[0][1:] == ["Đăng ký trong năm", "Xây dựng mới", "Duy trì", "Nhân rộng", "Được công nhận trong năm"]
    assert ever[0][1:] == ["Đã từng đăng ký", "Đã từng được công nhận"]
    assert [int(row[1]) for row in own[1:]] == [year.figures["registered"] for year in found.figures.years]
    assert [int(row[1]) for row in ever[1:]] == [year.figures["ever_registered"] for year in found.figures.years]
    assert int(fields[-1][-1]) == found.figures.over.exemplars
    text = text_of(path)
    assert f"có {official(found.figures.over.exemplars)} mô hình, điển hình khác nhau được đăng ký" in text
    assert f"với {official(found.figures.over.turns)} lượt đăng ký" in text
    # A sum of the years stands nowhere but where it is said to be registrations, not models.
    turns = official(found.figures.over.turns)
    assert found.figures.over.turns != found.figures.over.exemplars
    assert re.findall(rf"(?<!\d){turns} \w+", text) == [f"{turns} lượt"]
    assert "{{" not in text
    assert "{%" not in text


def test_a_year_that_the_register_does_not_know_is_said_and_not_counted(cast, tmp_path):
    found = term(cast, five_years(cast, years=(2016, 2017, 2019)))
    assert found.figures.missing == [2018, 2020]
    path = written(found, tmp_path)
    assert "Sổ đăng ký chưa có đợt thi đua của các năm 2018, 2020" in text_of(path)
    own, _ever, fields = tables_of(path).values()
    assert [row[0] for row in own[1:]] == ["2016", "2017", "2019"]
    assert {row[3] for row in fields[1:]} == {"–"}


def test_what_went_before_the_term_is_in_what_is_cumulative_only(cast, tmp_path):
    alike = five_years(cast)
    found = term(cast, alike, first=2019)
    before = records_of("ever_registered", scope_of(alike[-1], cast.district)).count() - found.figures.over.exemplars
    assert before > 0
    assert "số lũy kế gồm cả những mô hình, điển hình của các năm trước giai đoạn" in text_of(written(found, tmp_path))


def test_the_page_shows_each_figure_with_its_records_and_hands_out_the_report(client, cast):
    alike = five_years(cast)
    client.force_login(cast.district_office)
    page = client.get(ADDRESS)
    assert page.context["term"].over == term(cast, alike).figures.over
    for year in page.context["term"].years:
        for key, link in year.links.items():
            shown = client.get(link).context["page"]
            assert shown.total == year.figures[key], (year.year, key)
    given = {"campaign": alike[-1].slug, "unit": cast.district.slug, "first": 2016, "last": 2020, "form": "party"}
    answer = client.post(ADDRESS, given)
    assert answer.headers["Content-Disposition"].endswith('bao-cao-giai-doan-2016-2020-huyen-yen-mo.docx"')
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_a_term_of_one_year_is_named_by_its_year(client, cast, tmp_path):
    alike = five_years(cast)
    text = text_of(written(term(cast, alike, first=2017, last=2017), tmp_path))
    assert "năm 2017 như sau" in text
    assert "Trong năm 2017 có" in text
    assert "2017–2017" not in text
    assert "giai đoạn 2016–2020 như sau" in text_of(written(term(cast, alike), tmp_path))
    client.force_login(cast.district_office)
    page = client.get(ADDRESS, {"first": 2017, "last": 2017}).content.decode()
    assert "Năm 2017 có <strong>" in page


def test_the_report_is_handed_out_as_pdf(client, cast, monkeypatch):
    """The Word file that was written is what the PDF is made of; where none stands ready, a job makes it."""
    alike, seen = five_years(cast), []

    def at_once(path, folder):
        seen.append(path.name)
        (folder / "in.pdf").write_bytes(b"%PDF-1.7")
        return folder / "in.pdf"

    monkeypatch.setattr("kheo.machinery.papers.actions.pdf_at_once", at_once)
    monkeypatch.setattr("kheo.outlets.reports.web.term.can_convert", lambda: True)
    client.force_login(cast.district_office)
    assert 'name="pdf"' in client.get(ADDRESS).content.decode()
    given = {"campaign": alike[-1].slug, "unit": cast.district.slug, "first": 2016, "last": 2020, "form": "party"}
    answer = client.post(ADDRESS, given | {"pdf": "1"})
    assert seen == ["bao-cao-giai-doan-2016-2020-huyen-yen-mo.docx"]
    assert answer.headers["Content-Disposition"].endswith('bao-cao-giai-doan-2016-2020-huyen-yen-mo.pdf"')
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    monkeypatch.setattr("kheo.machinery.papers.actions.pdf_at_once", lambda path, folder: None)
    later = client.post(ADDRESS, given | {"pdf": "1"})
    assert (later.status_code, Job.objects.get().kind) == (302, "papers.make_pdf")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": 2020, "last": 2016}, "Năm cuối ở trước năm đầu"),
        ({"first": 2018, "last": 2018}, "không có đợt thi đua"),
    ],
)
def test_years_that_make_no_term_are_asked_for_again(client, cast, asked, said):
    five_years(cast, years=(2016, 2020))
    client.force_login(cast.district_office)
    page = client.get(ADDRESS, asked)
    assert said in page.content.decode()
    assert "term" not in page.context
    assert client.post(ADDRESS, asked | {"form": "party"}).status_code == 422


def test_the_page_costs_the_same_for_more_models(client, cast, django_assert_num_queries):
    five_years(cast)
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    client.force_login(cast.district_office)
    client.get(ADDRESS)
    with django_assert_num_queries(9):
        client.get(ADDRESS)


@pytest.mark.parametrize("form", ["party", "state"])
def test_a_template_is_previewed_with_a_term_of_the_own(cast, form):
    alike, document = five_years(cast), DOCUMENTS["bao-cao-giai-doan"]
    offered = subjects_for(document, cast.district_office)
    assert [name.partition(":")[0] for _slug, name in offered] == [
        "2016–2020",
        "2016–2019",
        "2016–2018",
        "2016–2017",
        "2016",
    ]
    assert subjects_for(document, cast.stranger) == []
    facts = facts_for(document, form, alike[-2].slug, cast.district_office, make.NOW)
    assert (facts["first"], facts["last"], facts["party"]) == (2016, 2019, form == "party")
    expected = term(cast, alike, last=2019).figures
    assert facts["over"]["exemplars"] == expected.over.exemplars
    assert [year["registered"] for year in facts["years"]] == [year.figures["registered"] for year in expected.told]


def test_a_term_that_has_not_begun_is_not_offered(cast):
    make.campaign(cast.district, state="planned")
    assert subjects_for(DOCUMENTS["bao-cao-giai-doan"], cast.district_office) == []
