from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document as Word

import kheo
from kheo.foundation.files.models import StoredFile
from kheo.foundation.jobs.actions import NotStartable
from kheo.foundation.jobs.jobs import Worker
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.rules import MOST_OF_ONE_PERSON
from kheo.lib.office import word_out
from kheo.lib.office.word_trial import try_out
from kheo.lib.sandbox import Limits
from kheo.lib.unsafe import Problem, Unsafe
from kheo.machinery.papers.actions import (
    NotUsable,
    NotWell,
    as_pdf,
    ask_for_pdf,
    bring,
    set_letterhead,
    use_again,
    write,
)
from kheo.machinery.papers.kit import DOCUMENTS, Field, asked_by, example_of, plain
from kheo.machinery.papers.models import Handout, Letterhead, Template
from kheo.machinery.papers.queries import letterhead_of, path_of, template_for
from kheo.machinery.papers.rules import authority_of, lines_of, number_to_fill_in
from kheo.machinery.papers.states import Authority, Form
from tests.make import NOW
from tests.papers.made import PLAN, added, changed

pytestmark = pytest.mark.django_db
DAY = date(2017, 3, 1)


def brought(cast, change=None, *, day=DAY, unit=None):
    who = {"unit": unit or cast.district, "valid_from": day, "by": cast.district_office, "at": NOW}
    return bring(DOCUMENTS[PLAN], Form.PARTY, changed(change), **who)


def held(cast, unit, day=DAY):
    return template_for(DOCUMENTS[PLAN], "party", unit, day)


@pytest.mark.parametrize("form", ["party", "state"])
def test_every_template_that_comes_with_kheo_has_no_fault(form):
    for document in DOCUMENTS.values():
        assert try_out(document.template(form), document.example, document.needs) == [], document.key


def test_fields_make_the_example_that_they_tell_of():
    fields = [Field("h.issuer", "", "Huyện ủy"), Field("bases[]", "", "Căn cứ"), Field("rows[].parts[].name", "", "A")]
    parts = [{"name": "A"}, {"name": "A"}]
    rows = [{"parts": parts}, {"parts": parts}]
    assert example_of(fields) == {"h": {"issuer": "Huyện ủy"}, "bases": ["Căn cứ", "Căn cứ"], "rows": rows}


def test_an_own_template_holds_from_its_day_for_the_unit_and_all_below(cast):
    assert held(cast, cast.district) is None
    own = brought(cast)
    assert held(cast, cast.district) == own
    assert held(cast, cast.hoa) == own
    assert held(cast, cast.district, date(2017, 2, 28)) is None
    assert path_of(DOCUMENTS[PLAN], "party", own) == own.file.original
    assert template_for(DOCUMENTS[PLAN], "state", cast.district, DAY) is None


def test_a_later_template_takes_over_and_an_earlier_one_is_used_again(cast):
    first = brought(cast)
    second = brought(cast, added("Kính báo."), day=date(2017, 4, 1))
    assert held(cast, cast.district, date(2017, 5, 1)) == second
    who = {"unit": cast.district, "by": cast.district_office, "at": NOW}
    again = use_again(DOCUMENTS[PLAN], Form.PARTY, first, valid_from=date(2017, 6, 1), **who)
    assert use_again(DOCUMENTS[PLAN], Form.PARTY, first, valid_from=date(2017, 6, 1), **who) == again
    assert held(cast, cast.district, date(2017, 6, 1)).file == first.file
    use_again(DOCUMENTS[PLAN], Form.PARTY, None, valid_from=date(2017, 7, 1), **who)
    assert held(cast, cast.district, date(2017, 7, 1)) is None


def test_the_same_file_twice_is_one_template(cast):
    who = {"unit": cast.district, "valid_from": DAY, "by": cast.district_office, "at": NOW}
    upload = changed()
    assert bring(DOCUMENTS[PLAN], Form.PARTY, upload, **who) == bring(DOCUMENTS[PLAN], Form.PARTY, upload, **who)
    assert (Template.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_broken_template_is_refused_with_every_place_and_nothing_is_kept(cast):
    def broken(word):
        word.add_paragraph("{{ h.isuer }}")
        word.tables[0].cell(0, 0).paragraphs[0].text = "{%p if h.superior"

    with pytest.raises(NotUsable) as refused:
        brought(cast, broken)
    told = " ".join(refused.value.reasons)
    assert "Bảng 1, hàng 1, cột 1" in told
    assert "“h.isuer”" in told
    assert "“h.issuer”" in told
    assert (Template.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_template_without_the_signer_is_refused(cast):
    def unsigned(word):
        for paragraph in word.tables[-1].cell(0, 1).paragraphs:
            if "h.signer" in paragraph.text:
                paragraph.text = ""

    with pytest.raises(NotUsable) as refused:
        brought(cast, unsigned)
    assert refused.value.reasons == ("Văn bản cần có {{ h.signer }} nhưng không thấy ở đâu trong mẫu.",)


@pytest.mark.slow
def test_a_template_that_never_ends_is_stopped(cast):
    loops = "".join(f"{{% for a{n} in range(99999) %}}" for n in range(4)) + "{% endfor %}" * 4
    with pytest.raises(NotUsable):
        brought(cast, added(loops))


def test_only_who_keeps_templates_may_bring_one(cast):
    who = {"unit": cast.district, "valid_from": DAY, "by": cast.commune_officer, "at": NOW}
    with pytest.raises(PermissionDenied):
        bring(DOCUMENTS[PLAN], Form.PARTY, changed(), **who)


def letterhead(cast, **said):
    usual = {"form": "state", "issuer": "Ủy ban nhân dân huyện", "symbol": "UBND", "place": "Yên Mô"}
    usual |= {"authority": "deputy", "signs_for": "Chủ tịch", "signs_as": "Phó Chủ tịch", "valid_from": DAY}
    made = Letterhead(unit=cast.district, **(usual | said))
    return set_letterhead(made, by=cast.district_office, at=NOW)


def test_a_letterhead_holds_from_its_day(cast):
    made = letterhead(cast)
    assert letterhead(cast) == made
    assert letterhead_of(cast.district, DAY) == made
    before = letterhead_of(cast.district, date(2017, 2, 1))
    assert (before.pk, before.form, before.signs_for) == (None, "party", "Ban Chỉ đạo")


def test_the_party_signs_nothing_by_proxy_and_who_signs_for_nobody_says_so(cast):
    with pytest.raises(NotWell) as refused:
        letterhead(cast, form="party", authority="proxy", signs_for="")
    assert len(refused.value.reasons) == 2


def test_what_stands_around_a_text():
    assert authority_of("state", Authority.DEPUTY, "Chủ tịch") == "KT. CHỦ TỊCH"
    assert authority_of("party", Authority.BODY, "Ban Chỉ đạo") == "T/M BAN CHỈ ĐẠO"
    assert authority_of("party", Authority.OWN, "") == ""
    assert number_to_fill_in("state", "KH", "BCĐ") == "……/KH-BCĐ"
    assert number_to_fill_in("party", "KH", "BCĐ") == "……-KH/BCĐ"
    assert number_to_fill_in("state", "CV", "UBND") == "……/UBND"
    assert lines_of(" - Như trên;\n\n- Huyện ủy.\n") == ["Như trên", "Huyện ủy"]


def test_a_template_is_given_plain_values_and_of_a_thing_only_what_is_asked_for():
    unit = SimpleNamespace(name="Xã Yên Hòa", secret="s", parent=SimpleNamespace(name="Huyện"))
    asked = asked_by([Field("rows[].name", "", ""), Field("rows[].parent.name", "", ""), Field("form", "", "")])
    row = {"name": "Xã Yên Hòa", "parent": {"name": "Huyện"}}
    assert plain({"rows": (unit,), "form": Form.PARTY, "more": {"a": 1}}, asked) == {
        "rows": [row],
        "form": "party",
        "more": {"a": 1},
    }
    assert type(plain(Form.PARTY, {})) is str
    with pytest.raises(TypeError, match="Nothing tells"):
        plain([unit], {})


def written(cast, key, context, folder, *, day=DAY, form="party", **more):
    out, at = folder / "out.docx", datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    made = write(DOCUMENTS[key], form, context, unit=cast.district, out=out, by=cast.district_office, at=at, **more)
    return made, [paragraph.text for paragraph in Word(out).paragraphs]


@pytest.mark.slow
def test_a_template_of_the_own_reaches_nothing_of_the_program(cast, tmp_path):
    """It is filled in a child process with an empty environment, with what its fields tell of and nothing else."""
    told = "{% for each in bases %}{{ each }} {% endfor %}{{ campaign }}"
    own = brought(cast, added(told))
    context = DOCUMENTS[PLAN].example | {"campaign": "Đợt một", "bases": ["Căn cứ A"]}
    made, texts = written(cast, PLAN, context, tmp_path)
    assert (made.template, texts[-1]) == (own, "Căn cứ A Đợt một")
    with pytest.raises(NotUsable):
        written(cast, PLAN, context | {"bases": 5}, tmp_path)


@pytest.mark.slow
def test_a_template_that_needs_more_than_a_document_may_is_stopped_when_it_is_filled(cast, tmp_path, monkeypatch):
    """The trial only knows an example; with the facts the same loop may be a thousand times as long."""
    monkeypatch.setattr(word_out, "_LIMITS", Limits(cpu_seconds=2, wall_seconds=10))
    nested = "{% for a in bases %}{% for b in bases %}{% for c in bases %}x{% endfor %}{% endfor %}{% endfor %}"
    brought(cast, added(nested))
    context = DOCUMENTS[PLAN].example | {"bases": ["Căn cứ"] * 500}
    with pytest.raises(NotUsable) as refused:
        written(cast, PLAN, context, tmp_path)
    assert "quá nhiều thời gian" in refused.value.reasons[0]


def test_what_is_written_as_of_a_moment_asks_for_the_template_known_then(cast):
    moment = datetime(2017, 3, 5, 12, tzinfo=UTC)
    who = {"unit": cast.district, "valid_from": DAY, "by": cast.district_office}
    document = DOCUMENTS[PLAN]
    first = bring(document, Form.PARTY, changed(), at=moment, **who)
    later = bring(document, Form.PARTY, changed(added("Sau.")), at=moment + timedelta(days=9), **who)
    assert template_for(document, "party", cast.district, DAY) == later
    assert template_for(document, "party", cast.district, DAY, known_by=moment) == first


def test_every_word_document_is_in_the_catalogue():
    """A template without a declaration could not be replaced by an office's own."""
    known = {document.template(form) for document in DOCUMENTS.values() for form in Form.values}
    assert set(Path(kheo.__file__).parent.glob("*/*/templates_docx/*.docx")) == known


def word_file(folder, name="ke-hoach.docx", words=""):
    word = Word(DOCUMENTS[PLAN].template("party"))
    word.add_paragraph(words)
    word.save(folder / name)
    return folder / name


def test_a_pdf_that_stands_ready_is_returned_beside_the_document_under_its_name(cast, tmp_path, monkeypatch):
    def at_once(path, folder):
        return folder / "in.pdf"

    (tmp_path / "in.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr("kheo.machinery.papers.actions.pdf_at_once", at_once)
    made = as_pdf(word_file(tmp_path), by=cast.district_office, at=NOW)
    assert (made, made.read_bytes()) == (tmp_path / "ke-hoach.pdf", b"%PDF-1.7")
    assert not Job.objects.exists()


def work_off(monkeypatch, made):
    monkeypatch.setattr("kheo.machinery.papers.jobs.pdf_of", made)
    assert Worker(lambda: False).once(NOW)
    return Job.objects.get()


def test_a_pdf_made_in_the_background_takes_the_place_of_the_word_file(
    cast, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    def made(path, folder):
        (folder / "in.pdf").write_bytes(b"%PDF-1.7")
        return folder / "in.pdf"

    job = as_pdf(word_file(tmp_path), by=cast.district_office, at=NOW)
    word = Handout.objects.get().file
    assert (job.state, word.name, word.original.exists()) == ("waiting", "ke-hoach.docx", True)
    with django_capture_on_commit_callbacks(execute=True):
        job = work_off(monkeypatch, made)
    handout = Handout.objects.get()
    assert (job.state, job.result_url) == ("done", f"/lam-viec/mau-van-ban/tep/{handout.pk}/")
    assert (handout.file.name, handout.file.original.read_bytes()) == ("ke-hoach.pdf", b"%PDF-1.7")
    assert not word.original.exists()
    assert StoredFile.objects.get() == handout.file


def test_where_no_pdf_can_be_made_the_word_file_is_found_instead(cast, tmp_path, monkeypatch):
    def refuse(path, folder):
        raise Unsafe(Problem.DAMAGED)

    as_pdf(word_file(tmp_path), by=cast.district_office, at=NOW)
    job = work_off(monkeypatch, refuse)
    assert (job.state, "LibreOffice" in job.result_words) == ("done", True)
    assert Handout.objects.get().file.name == "ke-hoach.docx"


def test_the_same_document_asked_for_twice_is_made_once(cast, tmp_path):
    word = word_file(tmp_path)
    first, second = (ask_for_pdf(word, by=cast.district_office, at=NOW) for _twice in range(2))
    assert first == second
    assert ask_for_pdf(word, by=cast.commune_officer, at=NOW) != first
    assert (Handout.objects.count(), StoredFile.objects.count()) == (2, 2)


def test_who_has_too_much_in_the_queue_is_told_and_nothing_is_kept(cast, tmp_path):
    for number in range(MOST_OF_ONE_PERSON):
        ask_for_pdf(word_file(tmp_path, words=str(number)), by=cast.district_office, at=NOW)
    with pytest.raises(NotStartable):
        ask_for_pdf(word_file(tmp_path, words="more"), by=cast.district_office, at=NOW)
    assert (Handout.objects.count(), StoredFile.objects.count()) == (MOST_OF_ONE_PERSON, MOST_OF_ONE_PERSON)
