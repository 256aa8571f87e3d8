import stat
import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib import seals
from kheo.lib.refusals import Stale
from kheo.lib.typesetting.certificates import Field
from kheo.movement.certificates.actions import (
    NotDesignable,
    NotIssuable,
    NotPrintable,
    draw,
    issue,
    keep_run,
    redraw,
    renew_key,
)
from kheo.movement.certificates.models import Certificate, Design, Edition, Key, Printing, Run
from kheo.movement.certificates.queries import edition_of, facts_of, private_key_file, sealed_facts
from kheo.movement.certificates.rules import Spot, code_of, state_of
from kheo.movement.certificates.states import CertificateState, Stock
from kheo.movement.recognition.models import Recognition
from kheo.organisation.changes import rules as changes
from kheo.organisation.changes.actions import apply
from tests import make
from tests.certificates import given

PDF = b"%PDF-1.7\n%%EOF\n"


# Issuing


def test_each_recognition_gets_its_number_code_and_seal(cast, decision):
    made = given.issued(decision, cast.district_office)
    assert [(each.serial, each.title, each.holder) for each in made] == [
        ("0001/2017", "Đường hoa nông thôn", "Xã Yên Hòa"),
        ("0002/2017", "Tổ tự quản", "Xã Yên Hòa"),
        ("0003/2017", "Camera an ninh", "Xã Yên Mạc"),
    ]
    key = Key.objects.get()
    for each in made:
        assert seals.verify(each.token, [key.public]).facts == sealed_facts(each)
        assert (each.code, len(each.code)) == (code_of(each.token), 12)
    assert sealed_facts(made[0]) == {
        "serial": "0001/2017",
        "number": "15-QĐ/BCĐ",
        "decided_on": "2017-03-10",
        "issued_on": "2017-03-10",
        "level": "district",
        "issuer": "Huyện Yên Mô",
        "holder": "Xã Yên Hòa",
        "title": "Đường hoa nông thôn",
    }
    event = AuditEvent.objects.get(act="certificates.issue")
    assert event.data == {"serials": ["0001/2017", "0002/2017", "0003/2017"], "replaced": []}


def test_the_same_click_twice_issues_nothing_twice(cast, decision):
    first = given.issued(decision, cast.district_office)
    again = issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    assert (again, given.live(decision), Certificate.objects.count()) == ([], first, 3)
    assert AuditEvent.objects.filter(act="certificates.issue").count() == 1


def test_some_are_issued_first_and_numbers_run_on_without_a_gap(cast, decision, campaign):
    rows = given.named(decision)
    issue(rows[2:], decision=decision, issued_on=given.SIGNED, by=None, at=make.NOW)
    issue(rows, decision=decision, issued_on=given.SIGNED, by=None, at=make.NOW)
    other = given.decided(cast, campaign, [(cast.hoa, "Chợ văn minh")], number="20-QĐ/BCĐ")
    given.issued(other, cast.district_office)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert given.live(decision)[0].title == "Camera an ninh"


def test_numbers_begin_anew_with_the_year_of_the_book(decision, cast):
    rows = given.named(decision)
    at = make.NOW + timedelta(days=300)
    issue(rows[:1], decision=decision, issued_on=given.SIGNED, by=None, at=make.NOW)
    day = given.SIGNED.replace(year=2018, month=1)
    (made,) = issue(rows[1:2], decision=decision, issued_on=day, by=None, at=at)
    assert made.serial == "0001/2018"


def test_units_bear_the_names_of_the_day_of_the_decision(cast, decision):
    plan = changes.rename(cast.hoa, "Xã Hòa Yên", on_day=given.SIGNED + timedelta(days=5), basis="NQ")
    apply(plan, by=None, at=given.LATER)
    assert given.issued(decision, cast.district_office)[0].holder == "Xã Yên Hòa"


@pytest.mark.parametrize("days", [-1, 61])
def test_a_day_before_the_decision_or_too_far_ahead_is_refused(cast, decision, days):
    with pytest.raises(NotIssuable):
        given.issued(decision, cast.district_office, issued_on=given.SIGNED + timedelta(days=days))
    assert Certificate.objects.count() == 0


def test_the_day_of_a_coming_ceremony_is_taken(cast, decision):
    day = given.SIGNED + timedelta(days=60)
    assert given.issued(decision, cast.district_office, issued_on=day)[0].issued_on == day


def test_a_revoked_recognition_is_given_none_and_then_nobody_is(cast, decision):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="revoked")
    with pytest.raises(NotIssuable, match="Tổ tự quản"):
        given.issued(decision, cast.district_office)
    assert Certificate.objects.count() == 0


def test_a_recognition_of_another_decision_is_refused(cast, decision, campaign, empty_decision):
    with pytest.raises(NotIssuable) as refusal:
        issue(given.named(decision), decision=empty_decision, issued_on=given.SIGNED, by=None, at=make.NOW)
    assert len(refusal.value.reasons) == 3


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_issues(cast, decision, who):
    with pytest.raises(PermissionDenied):
        given.issued(decision, getattr(cast, who))


def test_an_amended_one_is_issued_anew_and_the_old_one_is_replaced(cast, decision, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="amended", called="Tổ tự quản số 2")
    old, *_rest = [each for each in issued if each.title == "Tổ tự quản"]
    (new,) = issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    old.refresh_from_db()
    assert (new.title, new.serial, new.replaces, new.is_of_amended) == ("Tổ tự quản số 2", "0004/2017", old, True)
    assert (old.replaced_at, state_of(old)) == (given.LATER, CertificateState.REPLACED)
    assert state_of(new) == CertificateState.VALID
    assert issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER) == []


def test_what_was_amended_without_another_name_is_issued_anew_once(cast, decision, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="amended")
    assert len(issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)) == 1
    assert issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER) == []


def test_a_number_of_a_decision_too_long_to_seal_is_refused_by_name(cast, decision, monkeypatch):
    monkeypatch.setattr(seals, "LONGEST", 120)
    with pytest.raises(NotIssuable, match="Đường hoa nông thôn"):
        given.issued(decision, cast.district_office)
    assert Certificate.objects.count() == 0


# The key


def test_the_private_key_lies_beside_the_data_and_nowhere_else(cast, issued):
    file = private_key_file()
    private = file.read_text()
    assert (file.parent, stat.S_IMODE(file.stat().st_mode)) == (settings.DATA_DIR, 0o600)
    assert Key.objects.get().public == seals.public_of(private)
    told = "".join(f"{event.data}{event.object_id}" for event in AuditEvent.objects.all())
    assert private not in told
    assert sorted(path.name for path in settings.DATA_DIR.glob("certificates*")) == ["certificates.key"]


def test_a_key_is_renewed_and_the_old_one_stays_to_check_with(cast, decision, issued):
    first = Key.objects.get()
    second = renew_key(by=None, at=given.LATER)
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tổ tự quản số 2")
    (new,) = issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    first.refresh_from_db()
    assert (first.retired_at, second.retired_at, new.key) == (given.LATER, None, second)
    publics = list(Key.objects.values_list("public", flat=True))
    assert [seals.verify(each.token, publics).facts["title"] for each in (issued[0], new)] == [
        "Đường hoa nông thôn",
        "Tổ tự quản số 2",
    ]
    assert seals.public_of(private_key_file().read_text()) == second.public
    assert stat.S_IMODE(private_key_file().stat().st_mode) == 0o600


def test_a_retired_key_that_comes_back_with_an_old_folder_seals_nothing(cast, decision, issued):
    retired = private_key_file().read_text()
    second = renew_key(by=None, at=given.LATER)
    private_key_file().write_text(retired)
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tổ tự quản số 2")
    (new,) = issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    second.refresh_from_db()
    assert (new.key.retired_at, second.retired_at) == (None, given.LATER)
    assert private_key_file().read_text() != retired
    assert Key.objects.count() == 3


def test_a_key_that_was_lost_is_made_anew(cast, decision, issued):
    private_key_file().unlink()
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tổ tự quản số 2")
    (new,) = issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    assert Key.objects.count() == 2
    assert new.key != issued[0].key


# Designs


def test_a_design_is_drawn_and_changed_in_place_as_long_as_nothing_was_printed(cast, design):
    facts = replace(given.FACTS, post=" PHÓ   TRƯỞNG BAN ")
    edition = redraw(design, facts, version=1, by=cast.district_office, at=given.LATER)
    assert (edition.number, Edition.objects.count(), facts_of(edition).post) == (1, 1, "PHÓ TRƯỞNG BAN")


def test_what_was_printed_keeps_its_edition(cast, design, issued):
    run = given.kept(issued, design, cast.district_office, pdf=PDF)
    redraw(design, replace(given.FACTS, signer="Vũ Văn An"), version=1, by=None, at=given.LATER)
    run.refresh_from_db()
    assert (run.edition.number, facts_of(run.edition)) == (1, given.FACTS)
    assert (edition_of(design).number, edition_of(design).signer) == (2, "Vũ Văn An")


def test_a_change_that_changes_nothing_makes_no_edition(cast, design, issued):
    given.kept(issued, design, cast.district_office, pdf=PDF)
    redraw(design, given.FACTS, version=1, by=None, at=given.LATER)
    assert Edition.objects.count() == 1


def test_the_second_of_two_who_change_a_design_is_told(cast, design):
    redraw(design, replace(given.FACTS, post="A"), version=1, by=None, at=given.LATER)
    with pytest.raises(Stale):
        redraw(design, replace(given.FACTS, post="B"), version=1, by=None, at=given.LATER)
    assert edition_of(design).post == "A"


def test_places_are_kept_exactly(cast):
    spots = (Spot(Field.TITLE, Decimal("40.5"), Decimal(100), Decimal("200.1"), Decimal("17.5"), "left", bold=True),)
    facts = replace(given.FACTS, mode=Stock.PREPRINTED, spots=spots, dx=Decimal("-1.25"), dy=Decimal("0.50"))
    assert facts_of(edition_of(draw(facts, unit=cast.district, by=None, at=make.NOW))) == facts


def test_a_design_off_the_paper_is_refused(cast):
    spot = Spot(Field.TITLE, Decimal(200), Decimal(100), Decimal(150))
    with pytest.raises(NotDesignable):
        draw(replace(given.FACTS, spots=(spot,)), unit=cast.district, by=None, at=make.NOW)
    assert Design.objects.count() == 0


@pytest.mark.parametrize("who", ["commune_officer", "leader", "administrator"])
def test_only_the_standing_office_designs(cast, design, who):
    with pytest.raises(PermissionDenied):
        draw(given.FACTS, unit=cast.district, by=getattr(cast, who), at=make.NOW)
    with pytest.raises(PermissionDenied):
        redraw(design, given.FACTS, version=1, by=getattr(cast, who), at=make.NOW)


# Printing


def test_printing_keeps_the_file_and_logs_who_which_and_when(cast, design, issued):
    run = given.kept(issued[:2], design, cast.district_office, pdf=PDF)
    assert run.file.original.read_bytes() == PDF
    assert (run.by, run.at, run.reason) == (cast.district_office, make.NOW, "")
    assert list(run.printings.values_list("certificate", "page", "is_again")) == [
        (issued[0].pk, 1, False),
        (issued[1].pk, 2, False),
    ]
    assert AuditEvent.objects.get(act="certificates.print").data["serials"] == ["0001/2017", "0002/2017"]


def test_the_same_form_sent_twice_prints_once(cast, design, issued):
    key = uuid.uuid4()
    first = given.kept(issued, design, cast.district_office, key=key, pdf=PDF)
    assert given.kept(issued, design, cast.district_office, key=key, pdf=PDF) == first
    assert (Run.objects.count(), Printing.objects.count()) == (1, 3)


def test_printing_again_needs_a_reason_and_keeps_it(cast, design, issued):
    given.kept(issued[:1], design, cast.district_office, pdf=PDF)
    with pytest.raises(NotPrintable, match="0001/2017"):
        given.kept(issued, design, cast.district_office, reason=" ", pdf=PDF)
    run = given.kept(issued, design, cast.district_office, reason="Giấy bị nhòe", pdf=PDF)
    assert list(run.printings.values_list("is_again", flat=True)) == [True, False, False]
    assert run.reason == "Giấy bị nhòe"


@pytest.mark.parametrize(
    "change",
    [{"standing": "revoked"}, {"standing": "amended"}, {"called": "Tên mới"}],
    ids=["revoked", "amended", "renamed"],
)
def test_what_does_not_stand_is_not_printed(cast, design, issued, change):
    Recognition.objects.filter(called="Tổ tự quản").update(**change)
    with pytest.raises(NotPrintable, match="0002/2017") as refusal:
        given.kept(issued, design, cast.district_office, pdf=PDF)
    assert len(refusal.value.reasons) == 1
    assert (Run.objects.count(), Printing.objects.count()) == (0, 0)


def test_a_replaced_one_is_not_printed(cast, design, decision, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tên mới")
    issue(given.named(decision), decision=decision, issued_on=given.SIGNED, by=None, at=given.LATER)
    with pytest.raises(NotPrintable, match="0002/2017"):
        given.kept(issued, design, cast.district_office, pdf=PDF)


def test_only_the_standing_office_prints(cast, design, issued):
    with pytest.raises(PermissionDenied):
        given.kept(issued, design, cast.leader, pdf=PDF)


def test_a_run_is_of_one_decision(cast, design, campaign, issued):
    other = given.issued(given.decided(cast, campaign, [(cast.hoa, "Chợ")], number="20"), cast.district_office)
    with pytest.raises(NotPrintable):
        keep_run(
            PDF, [*issued, *other], edition=edition_of(design), reason="", form_key=uuid.uuid4(),
            by=cast.district_office, at=make.NOW,
        )  # fmt: skip
    assert Run.objects.count() == 0
