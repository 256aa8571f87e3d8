"""The catalogue, dossiers, rows and results: done, refused, twice, by whom."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.notices.models import Notice
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.commendation import actions
from kheo.movement.commendation.actions import NotAwarded, NotKept, NotMovable, NotProposable
from kheo.movement.commendation.actions.dossiers import DossierFacts
from kheo.movement.commendation.models import BaseSalary, Commendation, Dossier, Grant, Nominee, RewardForm
from kheo.movement.commendation.queries.catalogue import example, forms_open_to, salary_on
from kheo.movement.commendation.queries.dossiers import rewards_on, rows_of
from kheo.movement.commendation.queries.histories import Proposal
from kheo.movement.commendation.queries.register import register_for, sums_by_form
from kheo.movement.commendation.rules.dossiers import ROW_LIMIT, Result
from kheo.movement.commendation.states import EDITABLE, MOVES, TURN, State
from kheo.movement.recognition.models import Recognition
from tests import make
from tests.commendation import made
from tests.commendation.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def form(cast):
    made.salary(cast)
    return made.form(cast)


def reasons_of(dossier):
    return [row.reasons for row in rows_of(dossier, NOW.date())]


def acts():
    return [act for act in AuditEvent.objects.values_list("act", flat=True) if act.startswith("commendation.")]


# The table of moves --------------------------------------------------------------------------------------------------


def test_every_state_has_who_acts_next_and_can_be_reached():
    assert set(TURN) == set(State)
    assert {move.to for move in MOVES.values()} | {State.DRAFT} == set(State)
    assert MOVES["commendation.submit"].sources == EDITABLE


# The catalogue -------------------------------------------------------------------------------------------------------


def test_the_example_is_entered_once_and_nothing_of_it_is_confirmed(cast):
    rows = len(example().forms) + len(example().salaries)
    assert actions.enter_example(cast.district, by=cast.district_office, at=NOW) == rows
    assert actions.enter_example(cast.district, by=cast.district_office, at=NOW) == 0
    assert RewardForm.objects.exclude(confirmed_at=None).count() == 0
    assert BaseSalary.objects.filter(confirmed_at=None).count() == 3


def test_what_the_office_has_corrected_is_left_by_the_example(cast):
    actions.set_salary(cast.district, date(2024, 7, 1), Decimal(2_000_000), "Sửa", by=None, at=NOW)
    actions.enter_example(cast.district, by=cast.district_office, at=NOW)
    assert salary_on(cast.district, date(2024, 7, 1)).amount == 2_000_000
    assert salary_on(cast.district, date(2024, 6, 30)).amount == 1_800_000
    assert salary_on(cast.district, date(2019, 6, 30)) is None


def test_a_changed_form_is_to_be_confirmed_again(cast, form):
    actions.change_form(form, made.facts(note="Mới"), version=1, by=cast.district_office, at=NOW)
    assert (form.confirmed_at, form.version, form.note) == (None, 2, "Mới")
    with pytest.raises(Stale):
        actions.change_form(form, made.facts(), version=1, by=cast.district_office, at=NOW)
    with pytest.raises(Stale):
        actions.confirm_form(form, version=1, by=cast.district_office, at=NOW)
    for _twice in range(2):
        actions.confirm_form(form, version=2, by=cast.district_office, at=NOW)
    assert acts().count("commendation.confirm_form") == 2  # of both versions, once each


def test_a_form_cannot_begin_while_its_twin_holds(cast, form):
    with pytest.raises(NotKept, match="end it before"):
        made.form(cast, valid_from=date(2018, 1, 1))


def test_what_was_given_keeps_its_money_and_the_form_its_kind(cast, campaign, form):
    made.decided(cast, form, campaign, made.model(cast, campaign))
    with pytest.raises(NotKept, match="kind, level and giver stand"):
        actions.change_form(form, made.facts(kind="praise"), version=1, by=cast.district_office, at=NOW)
    actions.change_form(form, made.facts(collective=Decimal(9)), version=1, by=cast.district_office, at=NOW)
    assert Commendation.objects.get().amount == 390_000


def test_a_base_salary_said_again_stays_confirmed_and_corrected_does_not(cast):
    salary = made.salary(cast)
    actions.set_salary(cast.district, salary.valid_from, salary.amount, salary.basis, by=None, at=NOW)
    assert BaseSalary.objects.get().confirmed_at == NOW
    actions.set_salary(cast.district, salary.valid_from, Decimal(1), salary.basis, by=None, at=NOW)
    assert BaseSalary.objects.get().confirmed_at is None
    with pytest.raises(Stale):
        actions.confirm_salary(salary, amount=made.SALARY, by=cast.district_office, at=NOW)
    with pytest.raises(NotKept):
        actions.set_salary(cast.district, salary.valid_from, Decimal(0), "x", by=None, at=NOW)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "administrator", "stranger"])
def test_only_the_standing_office_writes_the_catalogue(cast, form, who):
    by = getattr(cast, who)
    for act in (
        lambda: actions.write_form(made.facts(name="Khác"), unit=cast.district, by=by, at=NOW),
        lambda: actions.change_form(form, made.facts(), version=1, by=by, at=NOW),
        lambda: actions.confirm_form(form, version=1, by=by, at=NOW),
        lambda: actions.enter_example(cast.district, by=by, at=NOW),
        lambda: actions.set_salary(cast.district, date(2020, 1, 1), Decimal(1), "x", by=by, at=NOW),
        lambda: actions.confirm_salary(BaseSalary.objects.get(), amount=made.SALARY, by=by, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_unit_proposes_for_forms_of_bodies_above_it(cast, campaign, form):
    assert list(forms_open_to([cast.hoa.pk], NOW.date())) == [form]
    own = actions.write_form(made.facts(name="Của xã"), unit=cast.mac, by=None, at=NOW)
    with pytest.raises(NotMovable, match="not above Xã Yên Hòa"):
        made.dossier(cast, own, campaign)


# The dossier ---------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_begins_one_dossier(cast, campaign, form):
    said = {"unit": cast.hoa, "campaign": campaign, "form_key": uuid4(), "by": cast.commune_officer, "at": NOW}
    first = actions.open_dossier(DossierFacts(form), **said)
    assert actions.open_dossier(DossierFacts(form), **said) == first
    assert acts().count("commendation.open_dossier") == 1


def test_a_dossier_goes_its_way_and_says_who_did_what(cast, campaign, form):
    dossier = made.decided(cast, form, campaign, made.model(cast, campaign))
    steps = [(step.act, step.by) for step in dossier.steps.all()]
    assert steps == [
        ("commendation.submit", cast.commune_officer),
        ("commendation.send", cast.district_office),
        ("commendation.decide", cast.district_office),
    ]
    assert dossier.council == "Hội đồng TĐKT xã Yên Hòa"
    assert {"commendation.submit", "commendation.send", "commendation.decide", "commendation.award"} <= set(acts())
    assert {notice.user for notice in Notice.objects.filter(kind="commendation.decide")} == {cast.commune_officer}


def test_an_empty_dossier_says_all_that_it_lacks(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign, number="", dated=None)
    with pytest.raises(NotMovable) as refused:
        actions.submit(dossier, by=cast.commune_officer, at=NOW)
    assert len(refused.value.reasons) == 2


def test_all_reasons_of_all_rows_are_told_before_it_is_submitted(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign, dated=date(2016, 1, 1))
    for holder in ("Nguyễn Văn An", "Trần Thị Bình"):
        said = Proposal(cast.hoa.pk, "household", holder=holder, achievement="Hiến đất")
        actions.write_row(dossier, said, by=cast.commune_officer, at=NOW)
    with pytest.raises(NotMovable) as refused:
        actions.submit(dossier, by=cast.commune_officer, at=NOW)
    told = refused.value.reasons
    assert "from 01/01/2017" in told[0]  # the form was not there yet
    assert [sum(name in reason for reason in told) for name in ("An:", "Bình:")] == [3, 3]


def test_what_was_submitted_is_changed_only_after_it_is_returned(cast, campaign, form):
    model = made.model(cast, campaign)
    dossier = made.submitted(cast, form, campaign, model)
    row = dossier.nominees.get()
    row.dossier = dossier
    tries = (
        lambda: actions.amend(dossier, DossierFacts(form), by=cast.commune_officer, at=NOW),
        lambda: actions.add_models(dossier, [model.pk], by=cast.commune_officer, at=NOW),
        lambda: actions.write_row(dossier, made.proposal(row), by=cast.commune_officer, at=NOW),
        lambda: actions.change_row(row, made.proposal(row), by=cast.commune_officer, at=NOW),
        lambda: actions.drop_row(row, by=cast.commune_officer, at=NOW),
        lambda: actions.submit(dossier, by=cast.commune_officer, at=NOW),
        lambda: actions.delete_draft(dossier, by=cast.commune_officer, at=NOW),
    )
    for act in tries:
        with pytest.raises(NotMovable):
            act()
    with pytest.raises(NotMovable, match="reason"):
        actions.return_(dossier, reason=" ", by=cast.district_office, at=NOW)
    actions.return_(dossier, reason="Thiếu biên bản", by=cast.district_office, at=NOW)
    actions.drop_row(row, by=cast.commune_officer, at=NOW)
    assert dossier.nominees.count() == 0
    assert Notice.objects.get(kind="commendation.return_").text == "Thiếu biên bản"


def test_the_second_of_two_who_change_a_dossier_is_told(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    theirs = Dossier.objects.get(pk=dossier.pk)
    actions.amend(dossier, DossierFacts(form, number="13"), by=cast.commune_officer, at=NOW)
    with pytest.raises(Stale):
        actions.amend(theirs, DossierFacts(form, number="14"), by=cast.commune_officer, at=NOW)
    assert Dossier.objects.get().number == "13"


def test_a_draft_is_deleted_with_its_rows_and_stays_in_the_record(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, made.model(cast, campaign), by=cast.commune_officer)
    actions.delete_draft(dossier, by=cast.commune_officer, at=NOW)
    assert (Dossier.objects.count(), Nominee.objects.count()) == (0, 0)
    assert AuditEvent.objects.get(act="commendation.delete_draft").data["rows"][0][0] == "Xã Yên Hòa"


def test_each_side_does_its_own(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, made.model(cast, campaign), by=cast.commune_officer)
    for by in (cast.other_officer, cast.leader, cast.stranger, cast.editor, cast.administrator):
        with pytest.raises(PermissionDenied):
            actions.submit(dossier, by=by, at=NOW)
        with pytest.raises(PermissionDenied):
            actions.amend(dossier, DossierFacts(form), by=by, at=NOW)
        with pytest.raises(PermissionDenied):
            made.dossier(cast, form, campaign, by=by)
    actions.submit(dossier, by=cast.commune_officer, at=NOW)
    for by in (cast.commune_officer, cast.leader):
        for act in (
            lambda by=by: actions.return_(dossier, reason="x", by=by, at=NOW),
            lambda by=by: actions.send(dossier, council="x", by=by, at=NOW),
            lambda by=by: actions.decide(dossier, [], grant=None, by=by, at=NOW),
            lambda by=by: actions.reopen(dossier, reason="x", by=by, at=NOW),
        ):
            with pytest.raises(PermissionDenied):
                act()
    with pytest.raises(NotMovable, match="council"):
        actions.send(dossier, council=" ", by=cast.district_office, at=NOW)


def test_a_standing_office_of_the_commune_does_not_receive_its_own_dossier(cast, campaign, form):
    from kheo.organisation.access.actions import appoint  # noqa: PLC0415
    from kheo.organisation.access.states import Role  # noqa: PLC0415

    office = make.user("thuong_truc_xa")
    appoint(office, role=Role.STANDING_OFFICE, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=NOW)
    dossier = made.submitted(cast, form, campaign, made.model(cast, campaign), by=office)
    with pytest.raises(PermissionDenied):
        actions.send(dossier, council="Hội đồng xã", by=office, at=NOW)


# The rows ------------------------------------------------------------------------------------------------------------


def test_a_model_is_added_as_its_owner_with_its_points(cast, campaign, form):
    collective = made.model(cast, campaign, name="Đường hoa")
    person = made.model(cast, campaign, name="Bà Nguyễn Thị Lan", kind="exemplar", owner_kind="individual")
    criteria = make.criteria(cast.district)
    points = dict.fromkeys(("mean", "middle", "lowest", "highest", "final"), Decimal("91.50"))
    said = {"most": 100, "scorers": 3, "grade": "Tốt", "earns": True}
    closed = {"closed_at": NOW, "closed_by": cast.district_office}
    Appraisal.objects.create(registration=person, criteria_set=criteria, **said, **points, **closed)
    dossier = made.dossier(cast, form, campaign)
    actions.add_models(dossier, [collective.pk, person.pk], by=cast.commune_officer, at=NOW)
    rows = [(row.holder, row.owner_kind, row.achievement, row.points) for row in dossier.nominees.all()]
    assert rows == [
        ("Xã Yên Hòa", "collective", "Đường hoa", None),
        ("Bà Nguyễn Thị Lan", "individual", "Bà Nguyễn Thị Lan", Decimal("91.50")),
    ]


def test_models_are_added_all_or_none(cast, campaign, form):
    fine = made.model(cast, campaign)
    given = made.model(cast, campaign, name="Đã khen")
    made.decided(cast, form, campaign, given)
    dossier = made.dossier(cast, form, campaign)
    with pytest.raises(NotProposable, match="Đã khen: For this achievement it was given already"):
        actions.add_models(dossier, [fine.pk, given.pk], by=cast.commune_officer, at=NOW)
    assert dossier.nominees.count() == 0
    actions.add_models(dossier, [fine.pk], by=cast.commune_officer, at=NOW)
    with pytest.raises(NotProposable, match="proposed already"):
        actions.add_models(dossier, [fine.pk], by=cast.commune_officer, at=NOW)
    assert dossier.nominees.count() == 1


@pytest.mark.parametrize("what", ["of another unit", "not recognised", "of another year", "nothing"])
def test_only_models_recognised_in_the_campaign_and_of_the_unit_are_added(cast, campaign, form, what):
    other = make.campaign(cast.district, year=2016)
    model = {
        "of another unit": lambda: made.model(cast, campaign, unit=cast.mac),
        "not recognised": lambda: made.model(cast, campaign, titled=""),
        "of another year": lambda: _closed_year(cast, other),
        "nothing": lambda: None,
    }[what]()
    dossier = made.dossier(cast, form, campaign)
    with pytest.raises(NotProposable, match="recognised in this campaign"):
        actions.add_models(dossier, [model.pk] if model else [], by=cast.commune_officer, at=NOW)


def _closed_year(cast, campaign):
    from kheo.movement.campaigns.models import Campaign  # noqa: PLC0415

    days = {"registration_opens_on": date(2017, 1, 1), "registration_closes_on": date(2018, 1, 1)}
    Campaign.objects.filter(pk=campaign.pk).update(**days)
    campaign.refresh_from_db()
    return made.model(cast, campaign)


def test_a_model_whose_recognition_was_revoked_is_not_offered_and_not_submitted(cast, campaign, form):
    model = made.model(cast, campaign)
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, model, by=cast.commune_officer)
    assert reasons_of(dossier) == [[]]
    Recognition.objects.filter(registration=model).update(standing="revoked")
    with pytest.raises(NotMovable, match="was revoked"):
        actions.submit(dossier, by=cast.commune_officer, at=NOW)
    with pytest.raises(NotProposable, match="recognised in this campaign"):
        actions.add_models(dossier, [model.pk], by=cast.commune_officer, at=NOW)


def test_two_years_running_are_found_by_the_model_through_its_years(cast, campaign):
    made.salary(cast)
    form = made.form(cast, years_needed=2, years_of=2)
    before = make.campaign(cast.district, year=2016)
    model = made.model(cast, campaign, name="Đường hoa")
    dossier = made.dossier(cast, form, campaign)
    with pytest.raises(NotProposable, match="2 years of 2016–2017; recognised: 2017"):
        actions.add_models(dossier, [model.pk], by=cast.commune_officer, at=NOW)
    from kheo.movement.registry.models import Registration  # noqa: PLC0415

    old = Registration.objects.get(pk=model.pk)
    old.pk, old.campaign, old.form_key, old.field = None, before, None, before.fields.get(slug="economy")
    old.save()
    made.title(old)
    actions.add_models(dossier, [model.pk], by=cast.commune_officer, at=NOW)
    row = dossier.nominees.get()
    row.dossier = dossier
    actions.change_row(row, made.proposal(row, registrations=[model, old]), by=cast.commune_officer, at=NOW)
    assert {basis.registration_id for basis in row.bases.all()} == {model.pk, old.pk}
    with pytest.raises(NotProposable, match="at least one year"):
        actions.change_row(row, made.proposal(row, registrations=[]), by=cast.commune_officer, at=NOW)
    stranger = made.model(cast, campaign, name="Khác")
    with pytest.raises(NotProposable, match="its own models only"):
        actions.change_row(row, made.proposal(row, registrations=[stranger]), by=cast.commune_officer, at=NOW)


def test_a_holder_is_known_by_the_name_in_words_too(cast, campaign):
    made.salary(cast)
    form = made.form(cast, needs_title=False)
    said = Proposal(cast.hoa.pk, "individual", holder="Nguyễn Thị Hòa", achievement="Hiến 120 m² đất", summary="Tốt")
    first, second = made.dossier(cast, form, campaign), made.dossier(cast, form, campaign)
    actions.write_row(first, said, by=cast.commune_officer, at=NOW)
    actions.submit(first, by=cast.commune_officer, at=NOW)
    again = Proposal(cast.hoa.pk, "individual", holder="Nguyễn Thị Hoà", achievement="hiến 120 m² đất", summary="Tốt")
    actions.write_row(second, again, by=cast.commune_officer, at=NOW)
    (told,) = reasons_of(second)
    assert "proposed already" in told[0]
    other = Proposal(cast.hoa.pk, "individual", holder="Nguyễn Thị Hòa", achievement="Xóa nhà tạm", summary="Tốt")
    row = second.nominees.get()
    row.dossier = second
    actions.change_row(row, other, by=cast.commune_officer, at=NOW)
    assert reasons_of(second) == [[]]


def test_a_row_is_of_the_proposing_unit_or_one_below_it(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    said = Proposal(cast.mac.pk, "individual", holder="An", achievement="Hiến đất")
    with pytest.raises(NotProposable, match="does not belong"):
        actions.write_row(dossier, said, by=cast.commune_officer, at=NOW)


def test_a_dossier_has_no_more_rows_than_can_be_decided_at_once(cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    rows = (Nominee(dossier=dossier, unit=cast.hoa, owner_kind="individual") for _row in range(ROW_LIMIT))
    Nominee.objects.bulk_create(rows)
    said = Proposal(cast.hoa.pk, "individual", holder="An", achievement="Hiến đất")
    with pytest.raises(NotProposable, match="at most 200"):
        actions.write_row(dossier, said, by=cast.commune_officer, at=NOW)
    with pytest.raises(NotProposable, match="at most 200"):
        actions.add_models(dossier, [made.model(cast, campaign).pk], by=cast.commune_officer, at=NOW)


# The results ---------------------------------------------------------------------------------------------------------


def test_money_is_reckoned_by_the_salary_of_the_day_of_signing(cast, campaign, form):
    made.salary(cast, day=date(2018, 2, 1), amount=Decimal(1_390_000))
    models = [made.model(cast, campaign, name=name) for name in ("Một", "Hai")]
    before = made.decided(cast, form, campaign, models[0], signed_on=date(2018, 1, 31))
    after = made.decided(cast, form, campaign, models[1], signed_on=date(2018, 2, 1))
    assert [grant.base_salary for grant in (before.grant, after.grant)] == [1_300_000, 1_390_000]
    assert [each.amount for each in Commendation.objects.order_by("pk")] == [390_000, 417_000]


def test_results_of_all_rows_are_kept_with_the_decision(cast, campaign, form):
    models = [made.model(cast, campaign, name=name) for name in ("Một", "Hai")]
    dossier = made.sent(cast, form, campaign, *models)
    grant = actions.decide(dossier, made.results(dossier, 1), grant=made.grant(), by=cast.district_office, at=NOW)
    given = grant.commendations.get()
    assert (given.nominee.achievement, given.book_number, given.kind) == ("Một", "01", "certificate")
    assert [row.refused for row in dossier.nominees.all()] == ["", "Chưa đủ thành tích"]
    assert rewards_on(models[0]) == [given]
    assert rewards_on(models[1]) == []


def test_a_double_click_on_the_results_gives_nothing_twice(cast, campaign, form):
    dossier = made.sent(cast, form, campaign, made.model(cast, campaign))
    twin = Dossier.objects.get(pk=dossier.pk)
    said, told = made.results(dossier), {"grant": made.grant(), "by": cast.district_office, "at": NOW}
    actions.decide(dossier, said, **told)
    with pytest.raises((Stale, NotMovable)):
        actions.decide(twin, said, **told)
    with pytest.raises(NotMovable):
        actions.decide(dossier, said, **told)
    assert (Grant.objects.count(), Commendation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        ({"number": " "}, "its number"),
        ({"giver": "province_chair"}, "is given by"),
        ({"signed_on": date(2018, 3, 11)}, "still to come"),
        ({"signed_on": date(2018, 1, 19)}, "before the submission"),
        ({"signed_on": date(2017, 6, 30)}, "No base salary"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_is_entered(cast, campaign, form, grant, told):
    dossier = made.sent(cast, form, campaign, made.model(cast, campaign))
    with pytest.raises(NotAwarded, match=told):
        actions.decide(dossier, made.results(dossier), grant=made.grant(**grant), by=cast.district_office, at=NOW)
    assert Dossier.objects.get().state == State.SENT
    assert Commendation.objects.count() == 0


def test_a_form_that_ended_meanwhile_is_not_given_by_a_later_decision(cast, campaign):
    made.salary(cast)
    form = made.form(cast, valid_to=date(2018, 2, 1))
    dossier = made.sent(cast, form, campaign, made.model(cast, campaign))
    with pytest.raises(NotAwarded, match="until 31/01/2018, no more on 01/02/2018"):
        actions.decide(dossier, made.results(dossier), grant=made.grant(), by=cast.district_office, at=NOW)
    last_day = made.grant(signed_on=date(2018, 1, 31))
    assert actions.decide(dossier, made.results(dossier), grant=last_day, by=cast.district_office, at=NOW)


def test_no_money_is_reckoned_by_what_is_not_confirmed(cast, campaign):
    form = made.form(cast, confirmed=False)
    actions.set_salary(cast.district, date(2017, 7, 1), made.SALARY, "Nghị định thử", by=None, at=NOW)
    dossier = made.sent(cast, form, campaign, made.model(cast, campaign))
    with pytest.raises(NotAwarded) as refused:
        actions.decide(dossier, made.results(dossier), grant=made.grant(), by=cast.district_office, at=NOW)
    assert ["not confirmed" in reason for reason in refused.value.reasons] == [True, True]


def test_praise_without_money_needs_no_salary(cast, campaign):
    form = made.form(cast, kind="praise", giver="steering", collective=Decimal(0), individual=None)
    dossier = made.decided(cast, form, campaign, made.model(cast, campaign))
    given = Commendation.objects.get()
    assert (given.amount, given.multiple, dossier.grant.base_salary) == (0, 0, None)
    assert not form.is_legal


def test_results_must_fit_the_rows_and_say_why_not(cast, campaign, form):
    dossier = made.sent(cast, form, campaign, *(made.model(cast, campaign) for _two in range(2)))
    all_of_them = made.results(dossier)
    for wrong, told in ((all_of_them[:1], "have changed"), ([all_of_them[0], _unsaid(all_of_them[1])], "say why")):
        with pytest.raises(NotAwarded, match=told):
            actions.decide(dossier, wrong, grant=made.grant(), by=cast.district_office, at=NOW)
    with pytest.raises(NotAwarded, match="Enter the decision"):
        actions.decide(dossier, all_of_them, grant=None, by=cast.district_office, at=NOW)


def _unsaid(result):
    return Result(result.nominee, False, "  ")


def test_where_nothing_was_awarded_there_is_no_decision(cast, campaign, form):
    model = made.model(cast, campaign)
    dossier = made.sent(cast, form, campaign, model)
    said = made.results(dossier, 0)
    assert actions.decide(dossier, said, grant=None, by=cast.district_office, at=NOW) is None
    assert (Dossier.objects.get().state, Grant.objects.count()) == (State.DECIDED, 0)
    # It may be proposed again.
    assert made.submitted(cast, form, campaign, model).state == State.SUBMITTED


def test_a_recognition_revoked_while_the_council_sat_stops_the_award(cast, campaign, form):
    model = made.model(cast, campaign)
    dossier = made.sent(cast, form, campaign, model)
    Recognition.objects.update(standing="revoked")
    with pytest.raises(NotAwarded, match="was revoked"):
        actions.decide(dossier, made.results(dossier), grant=made.grant(), by=cast.district_office, at=NOW)


def test_results_typed_wrongly_are_taken_back_and_entered_again(cast, campaign, form):
    dossier = made.decided(cast, form, campaign, made.model(cast, campaign))
    with pytest.raises(NotMovable, match="reason"):
        actions.reopen(dossier, reason="", by=cast.district_office, at=NOW)
    actions.reopen(dossier, reason="Gõ nhầm số", by=cast.district_office, at=NOW)
    assert (dossier.state, Commendation.objects.count(), Grant.objects.count()) == (State.SENT, 0, 0)
    assert AuditEvent.objects.get(act="commendation.take_back").data["rewards"] == [["Xã Yên Hòa", "Giấy khen", 390000]]
    dossier = Dossier.objects.get()
    actions.decide(dossier, made.results(dossier), grant=made.grant(number="26"), by=cast.district_office, at=NOW)
    assert Grant.objects.get().number == "26"


def test_a_revoked_reward_stays_is_counted_no_more_and_frees_the_achievement(cast, campaign, form):
    model = made.model(cast, campaign)
    dossier = made.decided(cast, form, campaign, model)
    given = Commendation.objects.get()
    said = {"revoked_on": date(2018, 3, 1), "number": "30/QĐ-UBND", "why": "Kê khai gian dối"}
    for wrong in ({"number": " "}, {"why": ""}, {"revoked_on": date(2018, 1, 31)}, {"revoked_on": date(2018, 3, 11)}):
        with pytest.raises(NotAwarded):
            actions.revoke(given, **said | wrong, by=cast.district_office, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.revoke(given, **said, by=cast.commune_officer, at=NOW)
    actions.revoke(given, **said, by=cast.district_office, at=NOW)
    with pytest.raises(NotAwarded, match="already"):
        actions.revoke(given, **said, by=cast.district_office, at=NOW)
    with pytest.raises(NotAwarded, match="results stand"):
        actions.reopen(dossier, reason="Nhầm", by=cast.district_office, at=NOW)
    (row,) = sums_by_form(register_for(cast.district_office))
    assert (row.number, row.standing, row.amount) == (1, 0, 0)
    assert made.submitted(cast, form, campaign, model).state == State.SUBMITTED


def test_the_register_sums_by_form_and_shows_each_unit_its_own(cast, campaign, form):
    praise = made.form(cast, kind="praise", name="Biểu dương", giver="steering", collective=Decimal(0))
    one = made.model(cast, campaign)
    other = made.model(cast, campaign, unit=cast.mac)
    made.decided(cast, form, campaign, one)
    made.decided(cast, praise, campaign, one)
    made.decided(cast, form, campaign, other, unit=cast.mac, by=cast.other_officer)
    sums = sums_by_form(register_for(cast.leader))
    assert [(each.name, each.number, each.amount) for each in sums] == [("Giấy khen", 2, 780_000), ("Biểu dương", 1, 0)]
    assert register_for(cast.commune_officer).count() == 2
    assert register_for(cast.other_officer).count() == 1
    assert register_for(cast.stranger).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_known_of_rows_is_asked_in_a_fixed_number_of_questions(
    cast, campaign, form, number, django_assert_num_queries
):
    models = [made.model(cast, campaign) for _each in range(number)]
    praise = made.form(cast, kind="praise", name="Biểu dương", giver="steering")
    made.decided(cast, praise, campaign, *models)
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, *models, by=cast.commune_officer)
    dossier = Dossier.objects.select_related("form", "campaign").get(pk=dossier.pk)
    with django_assert_num_queries(8):
        rows = rows_of(dossier, NOW.date())
    assert [len(row.candidate.received) for row in rows] == [number] * number  # all of one commune
