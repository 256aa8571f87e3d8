from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused, Stale
from kheo.movement.campaigns.actions import move as move_campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry import actions
from kheo.movement.registry.actions import NotMovable, NotRegistrable
from kheo.movement.registry.models import Attachment, Exemplar, Registration
from kheo.movement.registry.queries import moves_open_to, picks_for
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import State
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make

LATER = make.NOW + timedelta(hours=2)


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def draft(cast, campaign):
    return make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa")


@pytest.fixture
def told():
    """What rooms downstream were told."""
    heard = []

    def hear(sender, registration, gone=False, **more):
        heard.append((registration.pk, gone))

    registration_changed.connect(hear)
    yield heard
    registration_changed.disconnect(hear)


def paper(content="1"):
    upload = SimpleUploadedFile("đơn.pdf", f"%PDF-1.4 {content} %%EOF".encode())
    return keep(upload, kinds=PAPER_KINDS, by=None, at=make.NOW)


def last_act():
    return AuditEvent.objects.latest("pk").act


# register ---------------------------------------------------------------------------------------------------------


def test_register_enters_a_draft_and_tells(cast, campaign, told):
    facts = make.facts(campaign, name=" Đường   hoa ", place="Thôn Đông")
    made = actions.register(facts, campaign=campaign, unit=cast.hoa, by=cast.commune_officer, at=make.NOW)
    assert (made.state, made.version, made.created_at) == (State.DRAFT, 1, make.NOW)
    assert (made.exemplar.name, made.exemplar.slug, made.exemplar.place) == ("Đường hoa", "duong-hoa", "Thôn Đông")
    assert made.particulars.purpose == "Giúp dân"
    assert last_act() == "registry.register"
    assert told == [(made.pk, False)]


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_register_for_a_unit_that_is_not_ones_own_is_refused(cast, campaign, who):
    with pytest.raises(PermissionDenied):
        actions.register(make.facts(campaign), campaign=campaign, unit=cast.hoa, by=getattr(cast, who), at=make.NOW)
    assert not Exemplar.objects.exists()


def test_register_refuses_with_every_reason_and_writes_nothing(cast, campaign, told):
    facts = replace(make.facts(campaign), name="")
    late = datetime(2017, 4, 1, 0, 0, tzinfo=LOCAL)
    with pytest.raises(NotRegistrable) as refusal:
        actions.register(facts, campaign=campaign, unit=cast.hoa, by=cast.commune_officer, at=late)
    assert len(refusal.value.reasons) == 2
    assert not Exemplar.objects.exists()
    assert told == []


def test_the_last_day_of_registration_is_a_whole_local_day(cast, campaign):
    last_minute = datetime(2017, 3, 31, 23, 59, 59, tzinfo=LOCAL)
    given = {"campaign": campaign, "unit": cast.hoa, "by": cast.commune_officer}
    made = actions.register(make.facts(campaign), **given, at=last_minute)
    actions.submit(made, by=cast.commune_officer, at=last_minute)
    with pytest.raises(NotRegistrable):
        actions.register(make.facts(campaign), **given, at=last_minute + timedelta(seconds=1))


def test_a_draft_submitted_after_the_last_day_is_refused_and_kept(cast, draft):
    with pytest.raises(NotMovable):
        actions.submit(draft, by=cast.commune_officer, at=datetime(2017, 4, 1, tzinfo=LOCAL))
    assert Registration.objects.get(pk=draft.pk).state == State.DRAFT


def test_the_same_form_sent_twice_makes_one_registration(cast, campaign):
    key, facts = uuid4(), make.facts(campaign)
    given = {"campaign": campaign, "unit": cast.hoa, "by": cast.commune_officer, "at": make.NOW, "form_key": key}
    first = actions.register(facts, **given)
    assert actions.register(facts, **given) == first
    assert Registration.objects.count() == 1


def test_a_key_that_another_unit_used_is_refused_and_shows_nothing(cast, campaign):
    key = uuid4()
    given = {"campaign": campaign, "at": make.NOW, "form_key": key}
    actions.register(make.facts(campaign), unit=cast.hoa, by=cast.commune_officer, **given)
    with pytest.raises(Stale):
        actions.register(make.facts(campaign), unit=cast.mac, by=cast.other_officer, **given)
    assert Registration.objects.count() == 1


def test_an_exemplar_of_last_year_is_continued(cast, campaign):
    before = make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa Hòa")
    next_year = make.campaign(cast.district, year=2018)
    facts = make.facts(next_year, name="Đường hoa Hoà")
    at = make.NOW.replace(year=2018)
    made = actions.register(facts, campaign=next_year, unit=cast.hoa, by=cast.commune_officer, at=at)
    assert made.exemplar == before.exemplar
    assert set(made.exemplar.registrations.all()) == {before, made}


# amend ------------------------------------------------------------------------------------------------------------


def amended(draft, by, version=None, **said):
    facts = make.facts(draft.campaign, name=said.pop("name", draft.exemplar.name), **said)
    return actions.amend(draft, facts, version=version or draft.version, by=by, at=LATER)


def test_amend_changes_what_is_said_and_the_version(cast, draft, told):
    amended(draft, cast.commune_officer, name="Đường cờ", field="defence_security", particulars={"purpose": "Khác"})
    kept = Registration.objects.get(pk=draft.pk)
    assert (kept.exemplar.name, kept.field.slug, kept.version, kept.updated_at) == (
        "Đường cờ",
        "defence_security",
        2,
        LATER,
    )
    assert (kept.particulars.purpose, kept.particulars.method) == ("Khác", "Vận động từng nhà")
    assert Exemplar.objects.count() == 1
    assert (last_act(), told) == ("registry.amend", [(draft.pk, False)])


def test_amend_with_what_it_says_already_changes_nothing(cast, draft, told):
    before = AuditEvent.objects.count()
    amended(draft, cast.commune_officer, version=99)
    draft.refresh_from_db()
    assert (draft.version, AuditEvent.objects.count(), told) == (1, before, [])


def test_two_amend_at_once_the_second_is_told_and_the_first_stands(cast, draft):
    theirs = Registration.objects.get(pk=draft.pk)
    amended(draft, cast.commune_officer, place="Thôn Đông")
    with pytest.raises(Stale):
        amended(theirs, cast.district_office, version=1, place="Thôn Tây")
    assert Registration.objects.get(pk=draft.pk).exemplar.place == "Thôn Đông"


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_amend_by_another_is_refused(cast, draft, who):
    with pytest.raises(PermissionDenied):
        amended(draft, getattr(cast, who), place="Thôn Đông")


def test_amend_of_what_was_submitted_is_refused_until_it_is_returned(cast, draft):
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(NotRegistrable):
        amended(draft, cast.commune_officer, place="Thôn Đông")
    actions.return_(draft, reason="Ghi rõ thôn", by=cast.district_office, at=make.NOW)
    amended(draft, cast.commune_officer, place="Thôn Đông")
    assert Registration.objects.get(pk=draft.pk).exemplar.place == "Thôn Đông"


def test_amend_refuses_with_reasons(cast, campaign, draft):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Tổ tự quản")
    with pytest.raises(NotRegistrable):
        amended(draft, cast.commune_officer, name="Tổ tự quản")
    draft.refresh_from_db()
    assert (draft.exemplar.name, draft.version) == ("Đường hoa", 1)


def test_amend_to_the_name_of_an_older_exemplar_continues_that_one(cast, campaign, draft):
    next_year = make.campaign(cast.district, year=2018)
    at = make.NOW.replace(year=2018)
    given = {"campaign": next_year, "unit": cast.hoa, "by": cast.commune_officer, "at": at}
    other = actions.register(make.facts(next_year, name="Gõ nhầm"), **given)
    facts = make.facts(next_year, name="Đường hoa")
    actions.amend(other, facts, version=1, by=cast.commune_officer, at=at)
    assert Registration.objects.get(pk=other.pk).exemplar == draft.exemplar
    assert list(Exemplar.objects.all()) == [draft.exemplar]


def test_amend_does_not_rename_an_exemplar_under_other_years(cast, campaign, draft):
    next_year = make.campaign(cast.district, year=2018)
    at = make.NOW.replace(year=2018)
    given = {"campaign": next_year, "unit": cast.hoa, "by": cast.commune_officer, "at": at}
    continued = actions.register(make.facts(next_year, name="Đường hoa"), **given)
    actions.amend(continued, make.facts(next_year, name="Đường cờ"), version=1, by=cast.commune_officer, at=at)
    assert Registration.objects.get(pk=draft.pk).exemplar.name == "Đường hoa"
    assert Registration.objects.get(pk=continued.pk).exemplar.name == "Đường cờ"


# submit, return, accept, cancel -----------------------------------------------------------------------------------


def test_each_step_is_done_by_its_role_and_written_down(cast, draft, told):
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    actions.return_(draft, reason="Thiếu  chỉ tiêu", by=cast.district_office, at=LATER)
    actions.submit(draft, by=cast.commune_officer, at=LATER)
    actions.accept(draft, by=cast.district_office, at=LATER)
    actions.cancel(draft, reason="Trùng", by=cast.district_office, at=LATER)
    steps = draft.steps.values_list("act", "source", "to", "by__full_name", "at", "reason")
    officer, office = "Lê Thị Hòa", "Phạm Văn Trực"
    assert list(steps) == [
        ("registry.submit", "draft", "submitted", officer, make.NOW, ""),
        ("registry.return_", "submitted", "returned", office, LATER, "Thiếu chỉ tiêu"),
        ("registry.submit", "returned", "submitted", officer, LATER, ""),
        ("registry.accept", "submitted", "registered", office, LATER, ""),
        ("registry.cancel", "registered", "cancelled", office, LATER, "Trùng"),
    ]
    draft.refresh_from_db()
    assert (draft.version, draft.submitted_at, draft.accepted_at) == (6, LATER, LATER)
    assert told == [(draft.pk, False)] * 5


STEPS = {
    "submit": ("draft", ["other_officer", "leader", "editor", "administrator", "stranger"]),
    "return_": ("submitted", ["commune_officer", "other_officer", "leader", "editor", "administrator", "stranger"]),
    "accept": ("submitted", ["commune_officer", "other_officer", "leader", "editor", "administrator", "stranger"]),
    "cancel": ("registered", ["commune_officer", "other_officer", "leader", "editor", "administrator", "stranger"]),
}


@pytest.mark.parametrize(("step", "who"), [(step, who) for step, (_, whos) in STEPS.items() for who in whos])
def test_a_step_by_another_role_or_unit_is_refused(cast, campaign, step, who):
    at_hand = make.registration(
        campaign, cast.hoa, cast.commune_officer, state=STEPS[step][0], office=cast.district_office
    )
    reason = {"reason": "Lý do"} if step in {"return_", "cancel"} else {}
    with pytest.raises(PermissionDenied):
        getattr(actions, step)(at_hand, **reason, by=getattr(cast, who), at=make.NOW)
    assert Registration.objects.get(pk=at_hand.pk).state == STEPS[step][0]


def test_who_may_not_submit_is_not_told_what_is_missing(cast, campaign):
    bare = make.registration(campaign, cast.hoa, cast.commune_officer, particulars={})
    with pytest.raises(PermissionDenied):
        actions.submit(bare, by=cast.other_officer, at=make.NOW)
    with pytest.raises(NotMovable):
        actions.submit(bare, by=cast.commune_officer, at=make.NOW)


def test_two_officers_submit_the_same_draft_at_once_the_second_is_told(cast, draft):
    theirs = Registration.objects.get(pk=draft.pk)
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Stale):
        actions.submit(theirs, by=cast.district_office, at=make.NOW)
    assert draft.steps.count() == 1


def test_accepting_what_was_changed_after_it_was_read_is_stale(cast, draft):
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    read = Registration.objects.get(pk=draft.pk)
    actions.return_(draft, reason="Thiếu", by=cast.district_office, at=make.NOW)
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Stale):
        actions.accept(read, by=cast.district_office, at=make.NOW)


def test_an_office_decides_on_its_own_models_only_where_it_runs_the_campaign(cast, draft):
    own = make.user("thuong_truc_hoa", "Bùi Thị Xã")
    appoint(own, role=Role.STANDING_OFFICE, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    actions.submit(draft, by=own, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.accept(draft, by=own, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.cancel(draft, reason="Nhập nhầm", by=own, at=make.NOW)
    assert moves_open_to(own, draft) == []
    assert "registry.accept" in moves_open_to(cast.district_office, draft)
    (pick,) = picks_for("registry.accept", [str(draft.pk)], own)
    assert pick.reasons
    days = {"starts_on": date(2017, 1, 1), "registration_opens_on": date(2017, 1, 15)}
    here = make.registration(make.campaign(cast.hoa, year=2018, **days), cast.hoa, own, state="submitted")
    assert picks_for("registry.accept", [str(here.pk)], own)[0].reasons == []
    actions.accept(here, by=own, at=make.NOW)
    assert here.state == State.REGISTERED


def test_return_and_cancel_need_a_reason(cast, draft):
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    for step in (actions.return_, actions.cancel):
        with pytest.raises(NotMovable):
            step(draft, reason=" \n ", by=cast.district_office, at=make.NOW)


def test_a_returned_one_may_be_handed_in_after_the_last_day_but_not_when_the_campaign_is_closed(cast, campaign):
    after = datetime(2017, 6, 1, tzinfo=LOCAL)
    given = {"state": "returned", "office": cast.district_office}
    first = make.registration(campaign, cast.hoa, cast.commune_officer, **given)
    second = make.registration(campaign, cast.hoa, cast.commune_officer, **given)
    actions.submit(first, by=cast.commune_officer, at=after)
    assert first.state == State.SUBMITTED
    move_campaign(campaign, to=CampaignState.CLOSED, by=None, at=after)
    second = Registration.objects.get(pk=second.pk)
    with pytest.raises(NotMovable):
        actions.submit(second, by=cast.commune_officer, at=after)


def test_accept_all_takes_all_or_none(cast, campaign):
    handed = [make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted") for _ in range(3)]
    read = list(Registration.objects.order_by("pk"))
    actions.return_(handed[2], reason="Thiếu", by=cast.district_office, at=make.NOW)
    with pytest.raises(Refused):
        actions.accept_all(read, by=cast.district_office, at=make.NOW)
    assert set(Registration.objects.values_list("state", flat=True)) == {State.SUBMITTED, State.RETURNED}
    actions.accept_all(Registration.objects.filter(state="submitted"), by=cast.district_office, at=make.NOW)
    assert Registration.objects.counted().count() == 2


def test_the_program_itself_may_take_a_step(cast, draft):
    actions.move(draft, "registry.submit", by=None, at=make.NOW)
    assert draft.steps.values_list("by", "to").get() == (None, State.SUBMITTED)


# delete, attach ---------------------------------------------------------------------------------------------------


def test_delete_draft_leaves_all_it_said_in_the_audit_record(cast, draft, told):
    actions.attach(draft, paper(), caption="Đơn", is_public=False, by=cast.commune_officer, at=make.NOW)
    pk = draft.pk
    actions.delete_draft(draft, by=cast.commune_officer, at=make.NOW)
    assert not Registration.objects.exists()
    assert not Exemplar.objects.exists()
    event = AuditEvent.objects.latest("pk")
    assert (event.act, event.object_id, event.data["name"], event.data["field"]) == (
        "registry.delete_draft",
        str(pk),
        "Đường hoa",
        "economy",
    )
    assert (event.data["particulars"]["purpose"], event.data["files"]) == ("Giúp dân", ["đơn.pdf"])
    assert told[-1] == (pk, True)


def test_delete_draft_keeps_an_exemplar_that_other_years_know(cast, campaign, draft):
    next_year = make.campaign(cast.district, year=2018)
    at = make.NOW.replace(year=2018)
    facts = make.facts(next_year, name="Đường hoa")
    again = actions.register(facts, campaign=next_year, unit=cast.hoa, by=cast.commune_officer, at=at)
    actions.delete_draft(again, by=cast.commune_officer, at=at)
    assert list(Registration.objects.all()) == [draft]


def test_delete_draft_of_what_was_submitted_meanwhile_is_refused(cast, draft):
    theirs = Registration.objects.get(pk=draft.pk)
    actions.submit(draft, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Stale):
        actions.delete_draft(theirs, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(NotMovable):
        actions.delete_draft(draft, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(draft, by=cast.other_officer, at=make.NOW)
    assert Registration.objects.count() == 1


def test_attach_hangs_the_same_bytes_once(cast, draft):
    given = {"caption": " Đơn  đăng ký ", "is_public": True, "by": cast.commune_officer, "at": make.NOW}
    first = actions.attach(draft, paper(), **given)
    assert actions.attach(draft, paper(), **given) == first
    other = actions.attach(draft, paper("2"), **given)
    assert list(draft.attachments.all()) == [first, other]
    assert (first.caption, first.is_public, last_act()) == ("Đơn đăng ký", True, "registry.attach")


def test_attach_is_open_while_the_model_runs_but_not_to_others_nor_when_cancelled(cast, campaign):
    running = make.registration(
        campaign, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office
    )
    given = {"caption": "", "is_public": False, "at": make.NOW}
    made = actions.attach(running, paper(), by=cast.commune_officer, **given)
    for who in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            actions.attach(running, paper("2"), by=who, **given)
    with pytest.raises(NotMovable):
        actions.detach(made, by=cast.commune_officer, at=make.NOW)
    actions.cancel(running, reason="Nhầm", by=cast.district_office, at=make.NOW)
    with pytest.raises(NotMovable):
        actions.attach(running, paper("3"), by=cast.commune_officer, **given)


def test_a_caption_longer_than_its_column_is_refused(cast, draft):
    given = {"is_public": False, "by": cast.commune_officer, "at": make.NOW}
    with pytest.raises(NotMovable):
        actions.attach(draft, paper(), caption="a" * 301, **given)
    kept = actions.attach(draft, paper(), caption="a" * 300, **given)
    with pytest.raises(NotMovable):
        actions.label(kept, caption="a" * 301, **given)


def test_label_and_detach(cast, draft):
    made = actions.attach(draft, paper(), caption="", is_public=False, by=cast.commune_officer, at=make.NOW)
    for who in (cast.other_officer, cast.stranger):
        with pytest.raises(PermissionDenied):
            actions.label(made, caption="x", is_public=True, by=who, at=make.NOW)
        with pytest.raises(PermissionDenied):
            actions.detach(made, by=who, at=make.NOW)
    actions.label(made, caption="Ruộng  mẫu", is_public=True, by=cast.commune_officer, at=make.NOW)
    assert Attachment.objects.values_list("caption", "is_public").get() == ("Ruộng mẫu", True)
    before = AuditEvent.objects.count()
    actions.label(made, caption="Ruộng mẫu", is_public=True, by=cast.commune_officer, at=make.NOW)
    assert AuditEvent.objects.count() == before
    actions.detach(made, by=cast.commune_officer, at=make.NOW)
    assert (Attachment.objects.count(), last_act()) == (0, "registry.detach")
