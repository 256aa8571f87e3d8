"""A decision is issued: everything that it says takes effect, or nothing; others amend and revoke it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.notices.models import Notice
from kheo.machinery.numbering.models import Number
from kheo.movement.recognition import actions
from kheo.movement.recognition.actions import NotDrafted, NotIssued, change_recognition, draft, drop_change, promulgate
from kheo.movement.recognition.models import Decision, Recognition, Refusal
from kheo.movement.recognition.queries import decision_of, outcomes_of, pending, standing
from kheo.movement.recognition.states import Kind
from kheo.movement.registry.models import Registration
from kheo.outlets.portal.queries.gallery import recognised
from kheo.outlets.reports.queries.statistics import statistics
from tests import make
from tests.recognition.meeting import at_meeting, campaign, drafted, facts, issued, meeting, numbered, seen
from tests.recognition.test_drafting import a_book
from tests.sites.made import main_site


@pytest.fixture
def year(cast):
    return campaign(cast)


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def three(cast, year):
    """One that passed, one that failed, one that passed and is left for later; and the draft."""
    passed, failed, left = (at_meeting(cast, year) for _ in range(3))
    meeting(year, [(passed, "passed"), (failed, ("failed", "Chưa lan tỏa")), (left, "passed")])
    made = drafted(cast, year)
    actions.leave_out(made, left, reason="Chờ xác minh", by=cast.district_office, at=make.NOW)
    return passed, failed, left, made


def states(*registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


def test_all_outcomes_take_effect_together(cast, three):
    passed, failed, left, made = three
    decision = issued(cast, made)
    assert states(passed, failed, left) == ["recognised", "not_recognised", "at_meeting"]
    recognition = Recognition.objects.get()
    assert (recognition.registration, recognition.decision, recognition.level) == (passed, decision, "district")
    assert (recognition.called, recognition.standing) == (passed.exemplar.name, "valid")
    assert Refusal.objects.values_list("registration", "reason").get() == (failed.pk, "Chưa lan tỏa")
    assert passed.steps.last().reason == "15-QĐ/BCĐ, 10/03/2017"
    assert failed.steps.last().reason == "Chưa lan tỏa (15-QĐ/BCĐ, 10/03/2017)"
    assert [item.registration for item in pending(decision.campaign, "district")] == [left]
    assert (decision_of(passed), decision_of(failed), decision_of(left)) == (decision, decision, None)


def test_a_second_click_changes_nothing(cast, three, office):
    made, mark = three[-1], seen(three[-1])
    promulgate(made, seen=mark, **office)
    assert promulgate(made, seen=mark, **office).state == "issued"
    assert (Recognition.objects.count(), Refusal.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(act="recognition.promulgate").count() == 1


def test_units_are_told_what_was_decided_of_their_models(cast, three):
    issued(cast, three[-1])
    told = Notice.objects.filter(user=cast.commune_officer).values_list("kind", flat=True)
    assert sorted(kind for kind in told if kind.startswith("recognition.")) == [
        "recognition.award",
        "recognition.refuse",
    ]


def test_nothing_is_issued_when_the_list_changed_after_it_was_shown(cast, year, three, office):
    made, mark = three[-1], seen(three[-1])
    late = at_meeting(cast, year)
    meeting(year, [(late, "passed")])
    with pytest.raises(Stale):
        promulgate(made, seen=mark, **office)
    assert (Decision.objects.get().state, Recognition.objects.count()) == ("draft", 0)


def test_everything_or_nothing(cast, three, office, monkeypatch):
    passed, failed, _left, made = three
    mark = seen(made)

    def fails(*_args, **_said):
        raise Refused("Không được")

    monkeypatch.setattr(Refusal.objects, "bulk_create", fails)
    with pytest.raises(Refused):
        promulgate(made, seen=mark, **office)
    assert states(passed, failed) == ["at_meeting"] * 2
    assert (Decision.objects.get().state, Recognition.objects.count()) == ("draft", 0)


def test_what_is_missing_is_told_and_nothing_is_issued(cast, year, office):
    meeting(year, [(at_meeting(cast, year), "passed")])
    made = drafted(cast, year, number="")
    with pytest.raises(NotIssued):
        issued(cast, made)
    assert Decision.objects.get().state == "draft"


def test_the_reserved_number_is_issued_with_it(cast, year, office):
    meeting(year, [(at_meeting(cast, year), "passed")])
    made = drafted(cast, year, number="")
    actions.reserve_number(made, a_book(cast.district), **office)
    issued(cast, made)
    number = Number.objects.get()
    assert (number.state, number.signed_on, Decision.objects.get().number) == ("issued", made.signed_on, "01/QĐ-BCĐ")


def test_a_number_stands_on_one_decision_of_a_year(cast, year, office):
    first, second = at_meeting(cast, year), at_meeting(cast, year)
    meeting(year, [(first, "passed"), (second, "passed")])
    made = drafted(cast, year)
    actions.leave_out(made, second, reason="Chờ", **office)
    issued(cast, made)
    with pytest.raises(NotIssued):
        issued(cast, drafted(cast, year, signed_on=date(2017, 3, 9)))
    issued(cast, drafted(cast, year, number="16-QĐ/BCĐ"))
    assert states(first, second) == ["recognised"] * 2


def test_an_issued_decision_stands(cast, year, three, office):
    made = issued(cast, three[-1])
    for act in (
        lambda: actions.redraft(made, facts(cast, year), version=made.version, **office),
        lambda: actions.give_number(made, "16", **office),
        lambda: actions.leave_out(made, three[2], reason="Chờ", **office),
        lambda: actions.take_in(made, three[2], **office),
        lambda: actions.discard(made, reason="Thôi", **office),
    ):
        with pytest.raises(NotDrafted):
            act()
    assert Decision.objects.get().number == "15-QĐ/BCĐ"


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_issues(cast, three, who):
    made = three[-1]
    with pytest.raises(PermissionDenied):
        promulgate(made, seen=seen(made), by=getattr(cast, who), at=make.NOW)
    assert not Recognition.objects.exists()


# Amending and revoking


def concerning(cast, earlier, kind, number):
    made = draft(facts(cast), kind=kind, concerns=earlier, by=cast.district_office, at=make.NOW)
    return numbered(cast, made, number)


def test_an_amendment_keeps_the_earlier_wording(cast, three, office):
    earlier = issued(cast, three[-1])
    recognition = Recognition.objects.get()
    made = concerning(cast, earlier, Kind.AMEND, "16-QĐ/BCĐ")
    said = {"called": "Đường hoa  Yên Hòa", "level": "province", "reason": "Sai tên"}
    change_recognition(made, recognition, **said, **office)
    issued(cast, made)
    recognition.refresh_from_db()
    assert (recognition.called, recognition.level, recognition.standing) == (
        "Đường hoa Yên Hòa",
        "province",
        "amended",
    )
    stand = standing(recognition)
    (change,) = stand.changes
    assert (stand.standing, change.was_level, change.was_standing) == ("amended", "district", "valid")
    assert change.was_called == three[0].exemplar.name
    assert states(three[0]) == ["recognised"]
    assert Notice.objects.filter(kind="recognition.amend", user=cast.commune_officer).count() == 1


def test_a_draft_of_an_amendment_changes_nothing_yet(cast, three, office):
    made = concerning(cast, issued(cast, three[-1]), Kind.AMEND, "16-QĐ/BCĐ")
    recognition = Recognition.objects.get()
    change_recognition(made, recognition, called="Đường hoa", level="district", reason="Sai tên", **office)
    assert standing(recognition).changes == []
    drop_change(made, recognition, **office)
    with pytest.raises(NotIssued):
        issued(cast, made)


@pytest.mark.parametrize("said", [{}, {"called": " "}, {"called": "Đường hoa", "reason": " "}])
def test_an_amendment_changes_something_for_a_reason(cast, three, office, said):
    made, recognition = concerning(cast, issued(cast, three[-1]), Kind.AMEND, "16"), Recognition.objects.get()
    same = {"called": recognition.called, "level": recognition.level, "reason": "Sai tên"}
    with pytest.raises(NotDrafted):
        change_recognition(made, recognition, **same | said, **office)


def test_a_revocation_takes_the_title_and_the_portal_shows_it_no_more(cast, three, office):
    earlier = issued(cast, three[-1])
    recognition = Recognition.objects.get()
    assert list(recognised(main_site())) == [recognition]
    made = concerning(cast, earlier, Kind.REVOKE, "17-QĐ/BCĐ")
    change_recognition(made, recognition, called="x", level="province", reason="Không trung thực", **office)
    issued(cast, made)
    recognition.refresh_from_db()
    assert (recognition.standing, recognition.called, recognition.level) == (
        "revoked",
        three[0].exemplar.name,
        "district",
    )
    assert states(three[0]) == ["revoked"]
    assert three[0].steps.last().reason == "Không trung thực (17-QĐ/BCĐ, 10/03/2017)"
    assert not recognised(main_site()).exists()
    assert Notice.objects.filter(kind="recognition.revoke", user=cast.commune_officer).count() == 1
    figures = statistics(three[0].campaign, cast.district)
    assert figures.sums_agree
    assert (figures.single["recognised"], figures.single["revoked"]) == (0, 1)


def test_what_is_revoked_is_not_changed_again(cast, three, office):
    earlier = issued(cast, three[-1])
    recognition = Recognition.objects.get()
    both = [concerning(cast, earlier, Kind.REVOKE, number) for number in ("17", "18")]
    for made in both:
        change_recognition(made, recognition, called="", level="", reason="Không trung thực", **office)
    issued(cast, both[0])
    with pytest.raises(NotIssued):
        issued(cast, both[1])


def test_a_decision_that_was_signed_elsewhere_can_be_revoked_too(cast, office):
    paper = make.campaign(cast.district)
    at_hand = make.registration(paper, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    entered = Decision(unit=cast.district, number="05", signed_on=make.NOW.date(), signed_by="Trưởng ban")
    earlier = actions.decide([at_hand], decision=entered, **office)
    made = concerning(cast, earlier, Kind.REVOKE, "17")
    change_recognition(made, Recognition.objects.get(), called="", level="", reason="Không trung thực", **office)
    issued(cast, made)
    assert states(at_hand) == ["revoked"]


def test_only_an_issued_decision_of_recognition_is_amended(cast, three):
    with pytest.raises(NotDrafted):
        concerning(cast, three[-1], Kind.AMEND, "16")
    revoking = concerning(cast, issued(cast, three[-1]), Kind.REVOKE, "16")
    with pytest.raises(NotDrafted):
        concerning(cast, revoking, Kind.AMEND, "17")


def test_a_later_decision_is_not_dated_before_the_one_it_concerns(cast, three, office):
    made = concerning(cast, issued(cast, three[-1]), Kind.REVOKE, "17")
    change_recognition(made, Recognition.objects.get(), called="", level="", reason="Không trung thực", **office)
    actions.redraft(made, facts(cast, signed_on=date(2017, 3, 9)), version=made.version + 0, **office)
    with pytest.raises(NotIssued):
        issued(cast, made)
    assert outcomes_of(made) == []
