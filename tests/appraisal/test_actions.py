"""From the proposal to the closed scoring: who may do what, what counts, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.movement.appraisal.actions import (
    NotAppraised,
    assign,
    begin_own,
    close,
    close_many,
    declare,
    hand_in,
    lift,
    mark,
    open_round,
    point_to,
    put_aside,
    reopen,
    self_score,
    survey,
    withdraw,
)
from kheo.movement.appraisal.models import Appraisal, Conflict, Evidence, Mark, Sheet
from kheo.movement.appraisal.queries import criteria_for, tally_of
from kheo.movement.appraisal.rules import Closing, VisitFacts
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.actions import move as move_campaign
from kheo.movement.campaigns.models import Phase
from kheo.movement.campaigns.states import CampaignState, PhaseKind, Procedure
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.registry.actions import propose, send_back
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.appraisal import made

NOW = make.NOW


@pytest.fixture
def council(cast):
    return made.council(cast)


# Opening -----------------------------------------------------------------------------------------------------------


def test_opening_freezes_the_criteria_and_opening_again_changes_how_many_score(cast):
    council = made.council(cast, is_open=False)
    office = {"by": cast.district_office, "at": NOW}
    first = open_round(council.campaign, each=3, **office)
    assert CriteriaSet.objects.get().frozen_at == NOW
    again = open_round(council.campaign, each=5, **office)
    assert (again.pk, again.each, again.opened_at) == (first.pk, 5, first.opened_at)


def test_nothing_is_opened_on_paper_without_criteria_or_for_nobody(cast):
    campaign = make.campaign(cast.district, procedure=Procedure.RECORD)
    with pytest.raises(NotAppraised) as refusal:
        open_round(campaign, each=0, by=cast.district_office, at=NOW)
    assert len(refusal.value.reasons) == 3
    with pytest.raises(PermissionDenied):
        open_round(campaign, each=3, by=cast.commune_officer, at=NOW)


# The unit scores itself --------------------------------------------------------------------------------------------


def test_a_unit_scores_itself_and_its_model_goes_on(cast, council):
    it = made.self_scored(cast, council.campaign)
    sheet = Sheet.objects.get(registration=it, scorer=None)
    assert (made.fresh(it).state, sheet.state, sheet.total) == (State.SELF_SCORED, SheetState.DONE, Decimal(90))


def test_a_zero_is_points_and_an_empty_one_is_named(cast, council):
    it = made.proposed(cast, council.campaign)
    sheet = begin_own(it, by=cast.commune_officer, at=NOW)
    first, *others = criteria_for(it)
    given = {each.pk: Decimal(0) for each in others}
    mark(sheet, given, version=1, by=cast.commune_officer, at=NOW)
    assert sheet.total is None
    with pytest.raises(NotAppraised, match=first.name):
        self_score(sheet, comment="", version=sheet.version, by=cast.commune_officer, at=NOW)
    mark(sheet, {first.pk: Decimal(0)}, version=sheet.version, by=cast.commune_officer, at=NOW)
    self_score(sheet, comment="", version=sheet.version, by=cast.commune_officer, at=NOW)
    assert (sheet.total, made.fresh(it).state) == (0, State.SELF_SCORED)


def test_before_the_appraisal_is_open_or_after_the_last_day_nothing_is_handed_in(cast):
    closed = made.council(cast, is_open=False)
    it = made.proposed(cast, closed.campaign)
    with pytest.raises(NotAppraised, match="chưa mở thẩm định"):
        begin_own(it, by=cast.commune_officer, at=NOW)
    open_round(closed.campaign, each=1, by=cast.district_office, at=NOW)
    sheet = begin_own(it, by=cast.commune_officer, at=NOW)
    mark(sheet, made.full_marks(it), version=1, by=cast.commune_officer, at=NOW)
    day = NOW.date()
    Phase.objects.create(campaign=closed.campaign, kind=PhaseKind.SELF_SCORING, starts_on=day, ends_on=day)
    with pytest.raises(NotAppraised, match="hết hạn"):
        self_score(sheet, comment="", version=sheet.version, by=cast.commune_officer, at=NOW + timedelta(days=1))


def test_a_model_that_was_sent_back_keeps_its_points_and_opens_them_again(cast, council):
    it = made.self_scored(cast, council.campaign)
    send_back(it, reason="Thiếu minh chứng", by=cast.district_office, at=NOW)
    with pytest.raises(NotAppraised):
        begin_own(made.fresh(it), by=cast.commune_officer, at=NOW)
    again = made.fresh(it)
    propose(again, by=cast.commune_officer, at=NOW)
    sheet = begin_own(again, by=cast.commune_officer, at=NOW)
    assert (sheet.state, sheet.total) == (SheetState.ASSIGNED, Decimal(90))


def test_evidence_points_to_own_papers_only(cast, council, photo):
    it = made.proposed(cast, council.campaign)
    other = made.proposed(cast, council.campaign, name="Mô hình khác", unit=cast.mac, by=cast.other_officer)
    mine, theirs = photo(it, cast.commune_officer), photo(other, cast.other_officer)
    sheet = begin_own(it, by=cast.commune_officer, at=NOW)
    criterion = criteria_for(it)[0]
    point_to(sheet, {criterion.pk: [mine.pk, theirs.pk]}, by=cast.commune_officer, at=NOW)
    assert list(Evidence.objects.values_list("criterion", "attachment")) == [(criterion.pk, mine.pk)]
    point_to(sheet, {criterion.pk: []}, by=cast.commune_officer, at=NOW)
    assert not Evidence.objects.exists()


# Surveys -----------------------------------------------------------------------------------------------------------


def test_a_survey_takes_a_model_on_once(cast, council):
    it = made.self_scored(cast, council.campaign)
    first = survey(it, made.VISIT, by=cast.district_office, at=NOW)
    again = survey(made.fresh(it), made.VISIT, by=cast.district_office, at=NOW)
    assert (first.pk, made.fresh(it).state) == (again.pk, State.SURVEYED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"visited_on": date(2017, 4, 1)}, "chưa tới"),
        ({"visited_on": date(2016, 12, 31)}, "trước ngày bắt đầu"),
        ({"findings": " "}, "kết quả khảo sát"),
    ],
)
def test_a_survey_that_cannot_be_is_refused_with_its_reason(cast, council, change, said):
    it = made.self_scored(cast, council.campaign)
    with pytest.raises(NotAppraised, match=said):
        survey(it, VisitFacts(**vars(made.VISIT) | change), by=cast.district_office, at=NOW)
    assert made.fresh(it).state == State.SELF_SCORED


def test_nothing_is_surveyed_before_the_unit_has_scored_itself(cast, council):
    it = made.proposed(cast, council.campaign)
    with pytest.raises(NotAppraised):
        survey(it, made.VISIT, by=cast.district_office, at=NOW)


# Giving out --------------------------------------------------------------------------------------------------------


def test_models_are_spread_evenly_and_given_out_once(cast):
    council = made.council(cast, scorers=5, each=3)
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(10)]
    sheets = made.given(cast, council, models)
    loads = [sum(1 for sheet in sheets if sheet.scorer == person) for person in council.scorers]
    assert (len(sheets), loads) == (30, [6, 6, 6, 6, 6])
    assert len(made.given(cast, council, models)) == 30


def test_who_holds_a_post_at_the_unit_is_never_given_its_models(cast, council):
    appoint(council.scorers[0], role=Role.OFFICER, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=NOW)
    it = made.surveyed(cast, council.campaign)
    short = assign(council.campaign, [it], council.scorers, by=cast.district_office, at=NOW)
    assert [each.pk for each in short] == [it.pk]
    assert set(Sheet.objects.of_members().values_list("scorer", flat=True)) == {p.pk for p in council.scorers[1:]}


def test_models_whose_scoring_is_over_are_passed_by(cast, council):
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(2)]
    Registration.objects.filter(pk=models[0].pk).update(state="scored")
    models[0].refresh_from_db()
    assert {sheet.registration_id for sheet in made.given(cast, council, models)} == {models[1].pk}
    with pytest.raises(NotAppraised, match="đã chấm xong"):
        made.given(cast, council, models[:1])


def test_nothing_is_scored_or_visited_in_a_closed_campaign(cast, council):
    it = made.surveyed(cast, council.campaign)
    sheet = made.given(cast, council, [it])[0]
    move_campaign(council.campaign, to=CampaignState.CLOSED, by=cast.district_office, at=NOW)
    sheet.refresh_from_db()
    it.refresh_from_db()
    with pytest.raises(NotAppraised, match="đã khép lại"):
        made.scores(sheet)
    with pytest.raises(NotAppraised, match="đã khép lại"):
        survey(it, replace(made.VISIT, findings="Đến lần nữa"), by=cast.district_office, at=NOW)
    with pytest.raises(NotAppraised, match="đã khép lại"):
        assign(council.campaign, [it], council.scorers, by=cast.district_office, at=NOW)


def test_strangers_are_not_given_sheets(cast, council):
    it = made.surveyed(cast, council.campaign)
    with pytest.raises(NotAppraised, match="Người Lạ"):
        assign(council.campaign, [it], [cast.stranger], by=cast.district_office, at=NOW)
    with pytest.raises(PermissionDenied):
        assign(council.campaign, [it], council.scorers, by=cast.leader, at=NOW)


def test_who_stepped_aside_is_not_given_the_model_again_and_a_withdrawn_sheet_may_be(cast, council):
    it = made.surveyed(cast, council.campaign)
    aside, taken, _left = made.given(cast, council, [it])
    put_aside(aside, SheetState.RECUSED, reason="Em trai tôi làm", version=1, by=aside.scorer, at=NOW)
    withdraw(taken, reason="Đi công tác", by=cast.district_office, at=NOW)
    made.given(cast, council, [it])
    states = dict(Sheet.objects.of_members().values_list("pk", "state"))
    assert (states[aside.pk], states[taken.pk]) == (SheetState.RECUSED, SheetState.ASSIGNED)


# Scoring -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheets(cast, council):
    return made.given(cast, council, [made.surveyed(cast, council.campaign)])


def test_points_are_kept_one_by_one_and_said_again_they_change_nothing(cast, sheets):
    sheet = sheets[0]
    criterion = criteria_for(sheet.registration)[0]
    mark(sheet, {criterion.pk: Decimal("7.5")}, comments={criterion.pk: " Tốt "}, version=1, by=sheet.scorer, at=NOW)
    assert (sheet.version, sheet.total) == (2, None)
    before = AuditEvent.objects.count()
    mark(sheet, {criterion.pk: Decimal("7.50")}, version=1, by=sheet.scorer, at=NOW)
    assert (sheet.version, AuditEvent.objects.count()) == (2, before)
    kept = Mark.objects.get(sheet=sheet)
    assert (kept.points, kept.comment) == (Decimal("7.5"), "Tốt")


@pytest.mark.parametrize("points", ["-1", "0.1", "1000"])
def test_points_out_of_range_are_refused(cast, sheets, points):
    sheet = sheets[0]
    criterion = criteria_for(sheet.registration)[0]
    with pytest.raises(NotAppraised, match=criterion.name):
        mark(sheet, {criterion.pk: Decimal(points)}, version=1, by=sheet.scorer, at=NOW)
    assert not Mark.objects.filter(sheet=sheet).exists()


def test_two_pages_of_one_sheet_do_not_overwrite_each_other(cast, sheets):
    sheet = sheets[0]
    first, second = [each.pk for each in criteria_for(sheet.registration)][:2]
    other = Sheet.objects.get(pk=sheet.pk)
    mark(sheet, {first: Decimal(1)}, version=1, by=sheet.scorer, at=NOW)
    with pytest.raises(Stale):
        mark(other, {second: Decimal(2)}, version=1, by=sheet.scorer, at=NOW)
    assert list(Mark.objects.filter(sheet=sheet).values_list("criterion", "points")) == [(first, 1)]


def test_nobody_writes_on_the_sheet_of_another_and_without_a_post_not_on_the_own(cast, sheets):
    criterion = criteria_for(sheets[0].registration)[0]
    for person in (sheets[1].scorer, cast.district_office, cast.commune_officer):
        with pytest.raises(PermissionDenied):
            mark(sheets[0], {criterion.pk: Decimal(1)}, version=1, by=person, at=NOW)


def test_a_sheet_counts_once_it_is_in_and_may_be_changed_until_the_end(cast, sheets):
    it = sheets[0].registration
    made.scores(sheets[0])
    made.scores(sheets[1], is_in=False)
    tally = tally_of(it, Decimal(100))
    assert (tally.summary.number, tally.waiting) == (1, 2)
    reopen(sheets[0], version=sheets[0].version, by=sheets[0].scorer, at=NOW)
    assert tally_of(it, Decimal(100)).summary is None


def test_one_abstains_with_a_reason_and_may_think_again(cast, sheets):
    sheet = sheets[0]
    with pytest.raises(NotAppraised, match="lý do"):
        put_aside(sheet, SheetState.ABSTAINED, reason=" ", version=1, by=sheet.scorer, at=NOW)
    put_aside(sheet, SheetState.ABSTAINED, reason="Không đủ thông tin", version=1, by=sheet.scorer, at=NOW)
    assert sheet.state == SheetState.ABSTAINED
    reopen(sheet, version=sheet.version, by=sheet.scorer, at=NOW)
    assert sheet.state == SheetState.ASSIGNED


# Interests ---------------------------------------------------------------------------------------------------------


def test_a_declared_interest_takes_given_points_out_and_a_lifted_one_lets_give_out_again(cast, council, sheets):
    sheet = made.scores(sheets[0])
    person, it = sheet.scorer, sheet.registration
    conflict = declare(cast.hoa, reason="Anh trai là Chủ tịch xã", by=person, at=NOW)
    assert declare(cast.hoa, reason="Nói lại", by=person, at=NOW) == conflict
    assert tally_of(it, Decimal(100)).summary is None
    kept = Sheet.objects.get(pk=sheet.pk)
    assert (kept.state, "Anh trai là Chủ tịch xã" in kept.reason) == (SheetState.BARRED, True)
    made.given(cast, council, [it])
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.BARRED
    lift(conflict, reason="Nhầm xã", by=cast.district_office, at=NOW)
    made.given(cast, council, [it])
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.ASSIGNED
    assert not Conflict.objects.filter(ended_at=None).exists()


def test_who_took_a_post_at_the_unit_meanwhile_neither_hands_in_nor_counts(cast, council, sheets):
    late, counted, third = sheets
    made.scores(counted)
    made.scores(third)
    made.scores(late, is_in=False)
    appoint(late.scorer, role=Role.OFFICER, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=NOW)
    with pytest.raises(NotAppraised, match="Xã Yên Hòa"):
        hand_in(late, comment="", version=late.version, by=late.scorer, at=NOW)
    found = close(counted.registration, Closing(reason="Đủ hai phiếu"), by=cast.district_office, at=NOW)
    assert (found.scorers, Sheet.objects.get(pk=late.pk).state) == (2, SheetState.BARRED)


# Closing -----------------------------------------------------------------------------------------------------------


def _all_in(sheets, *parts):
    for sheet, part in zip(sheets, parts, strict=True):
        made.scores(sheet, Decimal(part))


def test_the_scoring_is_closed_with_the_mean_and_its_class(cast, sheets):
    _all_in(sheets, "0.9", "0.8", "0.7")
    found = close(sheets[0].registration, by=cast.district_office, at=NOW)
    assert (found.scorers, found.mean, found.final) == (3, found.mean, found.mean)
    assert (found.lowest < found.middle < found.highest, found.earns) == (True, True)
    assert made.fresh(found.registration).state == State.SCORED


def test_other_points_and_a_veto_need_their_reason(cast, sheets):
    _all_in(sheets, "0.9", "0.9", "0.9")
    it, veto = sheets[0].registration, CriteriaSet.objects.get().vetoes.first()
    for closing in (Closing(final=Decimal(80)), Closing(veto=veto.pk)):
        with pytest.raises(NotAppraised, match="lý do"):
            close(it, closing, by=cast.district_office, at=NOW)
    with pytest.raises(NotAppraised, match="từ 0 đến 100"):
        close(it, Closing(final=Decimal(101), reason="Nhầm"), by=cast.district_office, at=NOW)
    found = close(it, Closing(Decimal(92), veto.pk, "Vi phạm"), by=cast.district_office, at=NOW)
    assert (found.final, found.earns, found.veto) == (92, False, veto)


def test_sheets_that_are_out_fewer_scorers_and_a_missing_survey_stand_against_it(cast, council):
    it = made.self_scored(cast, council.campaign)
    sheets = made.given(cast, council, [it])
    made.scores(sheets[0])
    with pytest.raises(NotAppraised) as refusal:
        close(made.fresh(it), by=cast.district_office, at=NOW)
    assert len(refusal.value.reasons) == 3
    assert not Appraisal.objects.exists()


def test_several_are_closed_all_or_none(cast):
    council = made.council(cast, scorers=2, each=2)
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(2)]
    sheets = made.given(cast, council, models)
    for sheet in sheets[:3]:
        made.scores(sheet)
    with pytest.raises(NotAppraised, match="Mô hình"):
        close_many(map(made.fresh, models), by=cast.district_office, at=NOW)
    assert not Appraisal.objects.exists()
    made.scores(sheets[3])
    close_many(map(made.fresh, models), by=cast.district_office, at=NOW)
    assert Appraisal.objects.count() == 2


def test_a_model_is_closed_once(cast, sheets):
    _all_in(sheets, "0.9", "0.8", "0.7")
    it = made.fresh(sheets[0].registration)
    twin = made.fresh(it)
    close(it, by=cast.district_office, at=NOW)
    with pytest.raises(Stale):
        close(twin, by=cast.district_office, at=NOW)
    assert it.steps.filter(act="appraisal.score").count() == 1


def test_after_the_end_no_sheet_changes(cast, sheets):
    _all_in(sheets, "0.9", "0.8", "0.7")
    close(sheets[0].registration, by=cast.district_office, at=NOW)
    sheet = Sheet.objects.select_related("registration__campaign").get(pk=sheets[0].pk)
    with pytest.raises(NotAppraised, match="không sửa phiếu"):
        reopen(sheet, version=sheet.version, by=sheet.scorer, at=NOW)
    with pytest.raises(NotAppraised, match="không sửa phiếu"):
        withdraw(sheet, reason="Muộn", by=cast.district_office, at=NOW)


def test_a_sheet_of_a_model_that_was_sent_back_is_opened_before_it_is_handed_in_again(cast):
    """The page of the first time is still open, and its button is pressed again."""
    it = made.self_scored(cast, made.council(cast).campaign)
    send_back(it, reason="Thiếu minh chứng", by=cast.district_office, at=NOW)
    propose(it, by=cast.commune_officer, at=NOW)
    sheet = Sheet.objects.get(registration=it, scorer=None)
    with pytest.raises(NotAppraised):
        self_score(sheet, comment="", version=sheet.version, by=cast.commune_officer, at=NOW)
    assert Sheet.objects.get(pk=sheet.pk).version == sheet.version
    begun = begin_own(it, by=cast.commune_officer, at=NOW)
    self_score(begun, comment="", version=begun.version, by=cast.commune_officer, at=NOW)
    assert made.fresh(it).state == "self_scored"
