"""A press contest from its checks to its prizes, and everything that is refused on the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.registers.actions import NotKept, correct
from kheo.movement.press import actions
from kheo.movement.press.actions import NotJudged
from kheo.movement.press.models import Candidate, Entry, Overrule, Sheet
from kheo.movement.press.queries import all_entries, next_sheet, passed, sheets_of, verdicts_of, works_of
from kheo.movement.press.states import Check, Stage
from kheo.movement.scoring.states import SheetState
from tests import make
from tests.press import made

pytestmark = pytest.mark.django_db
NOW = make.NOW
SIGNED = date(2017, 3, 9)


@pytest.fixture
def contest(cast):
    return made.Contest(cast)


def failing(work):
    return {each.check for each in verdicts_of([work])[work.pk] if not each.passes}


# Checks


def test_a_check_is_overruled_with_a_reason_once_and_by_the_office_of_the_contest(cast, contest):
    work = made.entry(cast, contest.edition, contest.outlet, title="Không minh chứng", proof=0)
    assert failing(work) == {Check.PROOF}
    with pytest.raises(NotJudged):
        actions.overrule(work, Check.PROOF, reason="  ", **contest.office)
    with pytest.raises(NotJudged):
        actions.overrule(work, Check.OUTLET, reason="Không có gì để bỏ qua", **contest.office)
    with pytest.raises(PermissionDenied):
        actions.overrule(work, Check.PROOF, reason="Bản in đã nộp", by=cast.commune_officer, at=NOW)
    actions.overrule(work, Check.PROOF, reason="Bản in đã nộp trực tiếp", **contest.office)
    actions.overrule(work, Check.PROOF, reason="Bấm hai lần", **contest.office)
    assert Overrule.objects.get().reason == "Bản in đã nộp trực tiếp"
    assert failing(work) == set()


def test_a_work_that_was_prized_in_another_edition_is_found(cast, contest):
    contest.through_the_final()
    first = contest.works[0]
    actions.announce(contest.edition, {first.pk: "first"}, number="12-QĐ/BDV", signed_on=SIGNED, **contest.office)
    later = made.edition(cast, year=2018, contest="Cuộc thi khác")
    again = made.entry(cast, later, contest.outlet, title=first.title.upper(), author=first.author, proof=8)
    fresh = made.entry(cast, later, contest.outlet, title="Bài mới", author=first.author, proof=9)
    assert (failing(again), failing(fresh)) == ({Check.NEW}, set())


# Rounds


def test_only_what_passed_is_judged_and_each_work_goes_to_as_many_judges(cast, contest):
    made.entry(cast, contest.edition, contest.outlet, title="Muộn", sent_on=date(2017, 9, 30), proof=7)
    opened, short = contest.open(each=1)
    assert short == []
    assert set(opened.candidates.values_list("entry_id", flat=True)) == {work.pk for work in contest.works}
    assert sorted(opened.candidates.values_list("number", flat=True)) == [1, 2, 3]
    loads = [Sheet.objects.filter(scorer=judge).count() for judge in contest.judges]
    assert sorted(loads) == [1, 2]
    assert contest.edition.criteria_set.__class__.objects.get(pk=contest.edition.criteria_set_id).frozen_at


def test_what_is_against_a_round(cast, contest):
    with pytest.raises(NotJudged):
        contest.open(Stage.FINAL)
    with pytest.raises(NotJudged):
        contest.open(judges=[cast.commune_officer])
    with pytest.raises(NotJudged):
        contest.open(each=0)
    with pytest.raises(PermissionDenied):
        actions.open_round(
            contest.edition, Stage.PRELIMINARY, each=1, judges=contest.judges, by=cast.commune_officer, at=NOW
        )
    contest.open()
    with pytest.raises(NotJudged):
        contest.open()


def test_an_edition_without_works_opens_no_round(cast):
    with pytest.raises(NotJudged):
        made.Contest(cast, works=0).open()


def test_nobody_is_given_a_work_that_they_have_to_do_with(cast, contest):
    tied, free = contest.judges
    made.tie(contest.outlet, tied)
    own = made.outlet(cast, "Đài Yên Mô")
    mine = made.entry(cast, contest.edition, own, title="Của tôi", author=free.full_name.upper(), proof=7)
    _opened, short = contest.open(each=1)
    given = set(Sheet.objects.values_list("scorer_id", "candidate__entry_id"))
    assert given == {(free.pk, work.pk) for work in contest.works} | {(tied.pk, mine.pk)}
    assert short == []


def test_a_tie_that_is_entered_late_bars_the_sheet_before_the_round_is_closed(cast, contest):
    contest.open()
    contest.judge_all(dict.fromkeys(contest.works, Decimal(1)))
    low, work = contest.judges[0], contest.works[0]
    sheet = contest.sheet(low, work)
    actions.reopen(sheet, version=sheet.version, by=low, at=NOW)
    contest.judge(low, work, Decimal("0.5"))
    made.tie(contest.outlet, low)
    actions.close_round(contest.round(), keep=3, **contest.office)
    barred = Sheet.objects.filter(scorer=low)
    assert {each.state for each in barred} == {SheetState.BARRED}
    most = barred[0].most
    assert set(Candidate.objects.values_list("points", flat=True)) == {most}


# Judging


def test_a_judge_reads_no_author_and_no_outlet(contest):
    contest.open()
    (sheet, *_more) = sheets_of(contest.judges[0])
    unread = sheet.candidate.entry.get_deferred_fields()
    assert {"author", "outlet_id", "address"} <= unread


def test_empty_is_not_zero_and_strangers_write_nothing(cast, contest):
    contest.open()
    judge, other = contest.judges
    sheet = contest.sheet(judge, contest.works[0])
    with pytest.raises(NotJudged):
        actions.hand_in(sheet, comment="", version=sheet.version, by=judge, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.mark(sheet, {}, version=sheet.version, by=other, at=NOW)
    with pytest.raises(NotJudged):
        actions.mark(sheet, {0: Decimal(1)}, version=sheet.version, by=judge, at=NOW)
    done = contest.judge(judge, contest.works[0])
    assert done.state == SheetState.DONE
    with pytest.raises(Stale):
        actions.reopen(done, version=0, by=judge, at=NOW)


def test_who_steps_aside_is_replaced_and_the_next_work_is_the_least_judged(cast, contest):
    opened, _short = contest.open(each=1)
    sheet = Sheet.objects.first()
    judge = sheet.scorer
    own = sheets_of(judge).get(pk=sheet.pk)
    actions.put_aside(own, SheetState.RECUSED, reason="Người nhà", version=own.version, by=judge, at=NOW)
    assert actions.give_again(opened, contest.judges, **contest.office) == []
    again = Sheet.objects.filter(candidate=sheet.candidate, state=SheetState.ASSIGNED)
    assert again.get().scorer != judge
    assert next_sheet(judge, opened) != own


def test_a_round_is_closed_when_every_work_is_judged(contest):
    contest.open()
    with pytest.raises(NotJudged):
        actions.close_round(contest.round(), keep=2, **contest.office)
    contest.judge_all({work: Decimal(1) - Decimal(place) / 10 for place, work in enumerate(contest.works)})
    with pytest.raises(NotJudged):
        actions.close_round(contest.round(), **contest.office)
    actions.close_round(contest.round(), keep=2, **contest.office)
    kept = set(Candidate.objects.filter(goes_on=True).values_list("entry_id", flat=True))
    assert kept == {work.pk for work in contest.works[:2]}
    sheet = contest.sheet(contest.judges[0], contest.works[0])
    with pytest.raises(NotJudged):
        actions.reopen(sheet, version=sheet.version, by=contest.judges[0], at=NOW)


def test_the_office_takes_a_sheet_back_with_a_reason(cast, contest):
    contest.open()
    sheet = contest.sheet(contest.judges[0], contest.works[0])
    with pytest.raises(NotJudged):
        actions.withdraw(sheet, reason="", **contest.office)
    actions.withdraw(sheet, reason="Ốm dài ngày", **contest.office)
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.WITHDRAWN


# Results


def test_results_are_announced_by_a_decision_within_the_rules(cast, contest):
    contest.through_the_final()
    first, second, third = contest.works
    said = {"number": "12-QĐ/BDV", "signed_on": SIGNED, **contest.office}
    with pytest.raises(NotJudged):
        actions.announce(contest.edition, {first.pk: "first", second.pk: "first"}, **said)
    with pytest.raises(NotJudged):
        actions.announce(contest.edition, {third.pk: "first"}, **said)
    with pytest.raises(PermissionDenied):
        actions.announce(contest.edition, {first.pk: "first"}, **said | {"by": cast.commune_officer})
    actions.announce(contest.edition, {first.pk: "first", second.pk: ""}, **said)
    prizes = dict(all_entries().values_list("title", "prize"))
    assert prizes == {first.title: "first", second.title: "", third.title: ""}
    assert AuditEvent.objects.filter(act="press.announce").count() == 1
    with pytest.raises(NotJudged):
        actions.announce(contest.edition, {first.pk: "first"}, **said)


def test_once_it_is_judged_a_work_and_its_contest_stand(cast, contest):
    contest.open()
    work = contest.works[0]
    with pytest.raises(NotKept):
        correct(work, {"title": "Tên khác"}, version=work.version, **contest.office)
    with pytest.raises(NotKept):
        correct(contest.edition, {"first_prizes": 9}, version=contest.edition.version, **contest.office)
    model = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer).exemplar
    correct(work, {"exemplar": model}, version=work.version, **contest.office)
    assert Entry.objects.get(pk=work.pk).exemplar == model
    assert len(passed(works_of(contest.edition))) == 3
