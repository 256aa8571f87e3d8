from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.intake.kit import Occasion
from kheo.movement.likeness.actions import NotDecidable, decide, sweep, take_back
from kheo.movement.likeness.models import Fingerprint, Key, Pair, Ruling
from kheo.movement.likeness.queries import alikes_of, compared, remarks_on
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry import actions as registry
from kheo.movement.registry.kit import Said
from kheo.movement.registry.models import Custody, Exemplar, Registration
from kheo.movement.registry.sheets import RegistrationClerk
from tests import make

TEXT = (
    "Vận động mỗi hộ góp tiền mua bóng đèn, kéo dây dọc trục đường thôn, "
    "cử người trông coi và trả tiền điện hằng tháng cho cả xóm"
)
SAID = {"purpose": TEXT, "method": "", "person_in_charge": "Trưởng thôn"}


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def enter(cast, campaign, name, unit=None, text=TEXT, **more):
    unit = unit or cast.hoa
    by = {cast.hoa: cast.commune_officer, cast.mac: cast.other_officer}[unit]
    facts = make.facts(campaign, name=name, particulars=SAID | {"purpose": text}, **more)
    return registry.register(facts, campaign=campaign, unit=unit, by=by, at=make.NOW)


def rule(pair, verdict, by, reason=""):
    return decide(Pair.objects.get(pk=pair.pk), verdict, reason=reason, by=by, at=make.NOW)


@pytest.fixture
def two_years(cast, campaign):
    """One model of a commune under two names, in two years."""
    earlier = make.campaign(
        cast.district,
        year=2016,
        starts_on=make.NOW.date() - timedelta(days=30),
        ends_on=make.NOW.date() + timedelta(days=30),
        registration_opens_on=make.NOW.date() - timedelta(days=9),
        registration_closes_on=make.NOW.date() + timedelta(days=9),
    )
    old = enter(cast, earlier, "Thắp sáng đường quê")
    new = enter(cast, campaign, "Ánh điện đường làng")
    return old, new


def test_what_looks_alike_is_found_when_it_is_entered_whatever_unit_and_spelling(cast, campaign):
    one = enter(cast, campaign, "Mô hình “Thắp sáng đường quê”")
    other = enter(cast, campaign, "Thap sang duong que", unit=cast.mac, text=TEXT.replace("mỗi hộ", "các hộ"))
    enter(cast, campaign, "Nuôi ong dưới tán rừng", unit=cast.mac, text="Tập huấn kỹ thuật, cho vay vốn mua giống")
    pair = Pair.objects.get()
    assert (pair.first, pair.second, pair.verdict) == (one.exemplar, other.exemplar, "")
    assert pair.score >= 90


def test_an_undecided_pair_goes_when_what_was_said_changes(cast, campaign):
    enter(cast, campaign, "Thắp sáng đường quê")
    other = enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    assert Pair.objects.count() == 1
    facts = make.facts(campaign, name="Nuôi ong dưới tán rừng", particulars=SAID | {"purpose": "Cho vay vốn mua giống"})
    registry.amend(other, facts, version=other.version, by=cast.other_officer, at=make.NOW)
    assert not Pair.objects.exists()


def test_a_deleted_draft_leaves_nothing_behind(cast, campaign):
    draft = enter(cast, campaign, "Thắp sáng đường quê")
    registry.delete_draft(draft, by=cast.commune_officer, at=make.NOW)
    assert (Fingerprint.objects.count(), Key.objects.count()) == (0, 0)


def test_a_full_pass_finds_the_same_and_asks_nothing_twice(cast, campaign):
    enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    before = list(Pair.objects.values_list("first", "second", "score"))
    for table in (Pair, Key, Fingerprint):
        table.objects.all().delete()
    told = []
    assert sweep(lambda done, total: told.append((done, total))) == 1
    assert list(Pair.objects.values_list("first", "second", "score")) == before
    assert told
    rule(Pair.objects.get(), Verdict.DISTINCT, cast.district_office, "Hai xóm khác nhau")
    assert sweep() == 0
    assert Pair.objects.get().verdict == "distinct"


@pytest.mark.parametrize("who", ["commune_officer", "other_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_above_both_decides(cast, campaign, who):
    enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    with pytest.raises(PermissionDenied):
        rule(Pair.objects.get(), Verdict.COPIED, getattr(cast, who))
    rule(Pair.objects.get(), Verdict.COPIED, cast.district_office)
    with pytest.raises(PermissionDenied):
        take_back(Pair.objects.get(), by=getattr(cast, who), at=make.NOW)


def test_two_officers_at_once_the_second_is_told(cast, campaign):
    enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    mine, yours = Pair.objects.get(), Pair.objects.get()
    decide(mine, Verdict.COPIED, reason="", by=cast.district_office, at=make.NOW)
    with pytest.raises(Stale):
        decide(yours, Verdict.DISTINCT, reason="", by=cast.district_office, at=make.NOW)
    assert Ruling.objects.get().verdict == "copied"


def test_a_verdict_is_kept_as_a_label_and_can_be_taken_back(cast, campaign):
    enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    rule(Pair.objects.get(), Verdict.COPIED, cast.district_office, "Học theo xã bạn")
    take_back(Pair.objects.get(), by=cast.district_office, at=make.NOW)
    rule(Pair.objects.get(), Verdict.DISTINCT, cast.district_office)
    labels = Ruling.objects.order_by("pk").values_list("verdict", "reason", "taken_back_by")
    assert list(labels) == [("copied", "Học theo xã bạn", cast.district_office.pk), ("distinct", "", None)]
    acts = AuditEvent.objects.filter(act__startswith="likeness.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["likeness.decide", "likeness.take_back", "likeness.decide"]
    with pytest.raises(NotDecidable):
        rule(Pair.objects.get(), Verdict.WAITING, cast.district_office)


def test_the_same_model_of_two_years_becomes_one_with_both_histories(cast, campaign, two_years):
    old, new = two_years
    rule(Pair.objects.get(), Verdict.SAME, cast.district_office)
    gone = Exemplar.objects.get(pk=new.exemplar_id)
    assert gone.merged_into_id == old.exemplar_id
    assert set(Registration.objects.filter(exemplar=old.exemplar).values_list("pk", flat=True)) == {old.pk, new.pk}
    assert Custody.objects.filter(exemplar=gone).count() == 1
    assert compared(Pair.objects.get()).sides[1].registrations == []


def test_the_name_of_a_merged_model_stands_for_the_other(cast, campaign, two_years):
    old, new = two_years
    rule(Pair.objects.get(), Verdict.SAME, cast.district_office)
    with pytest.raises(registry.NotRegistrable):  # the alias is registered in this campaign already
        enter(cast, campaign, "Ánh điện đường làng")
    later = make.campaign(cast.district, year=2018, registration_opens_on=make.NOW.date(), starts_on=make.NOW.date())
    again = enter(cast, later, "ánh điện đường làng")
    assert (again.exemplar_id, again.exemplar.name) == (old.exemplar_id, "Thắp sáng đường quê")


def test_a_merger_is_undone_exactly_and_what_came_later_stays(cast, campaign, two_years):
    before = list(Registration.objects.order_by("pk").values("pk", "exemplar", "unit", "holder", "state", "version"))
    named = list(Exemplar.objects.order_by("pk").values())
    rule(Pair.objects.get(), Verdict.SAME, cast.district_office)
    take_back(Pair.objects.get(), by=cast.district_office, at=make.NOW)
    after = list(Registration.objects.order_by("pk").values("pk", "exemplar", "unit", "holder", "state", "version"))
    assert (after, list(Exemplar.objects.order_by("pk").values())) == (before, named)
    assert Pair.objects.get().verdict == ""
    assert Fingerprint.objects.count() == 2


def test_two_of_one_campaign_or_of_two_units_are_not_merged(cast, campaign):
    enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Ánh điện đường làng")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    for pair in Pair.objects.all():
        with pytest.raises(NotDecidable):
            rule(pair, Verdict.SAME, cast.district_office)
        assert Pair.objects.get(pk=pair.pk).verdict == ""
    assert not Exemplar.objects.exclude(merged_into=None).exists()


def test_a_unit_sees_its_own_look_alikes_and_only_counts_those_of_others(cast, campaign):
    mine = enter(cast, campaign, "Thắp sáng đường quê")
    enter(cast, campaign, "Ánh điện đường làng")
    enter(cast, campaign, "Đường quê thắp sáng", unit=cast.mac)
    found = alikes_of(mine.exemplar_id, cast.commune_officer)
    assert ([alike.name for alike in found.seen], found.unseen) == (["Ánh điện đường làng"], 1)
    office = alikes_of(mine.exemplar_id, cast.district_office)
    assert ({alike.name for alike in office.seen}, office.unseen) == ({"Ánh điện đường làng", "Đường quê thắp sáng"}, 0)
    assert not Pair.objects.visible_to(cast.commune_officer)
    assert Pair.objects.visible_to(cast.leader).count() == Pair.objects.count() == 3


def test_what_is_about_to_be_entered_is_remarked_on_without_telling_of_units_that_are_not_seen(cast):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.mac, cast.other_officer, name="Thắp sáng đường quê", place="Thôn Hạ")
    said = [
        Said(cast.hoa.pk, "Mô hình thắp sáng đường quê", place="thôn Hạ"),
        Said(cast.hoa.pk, "Nuôi ong lấy mật", place="thôn Hạ"),
    ]
    office, nothing = remarks_on(said, cast.district_office)
    assert "“Thắp sáng đường quê”" in office
    assert nothing == ""
    hidden, _nothing = remarks_on(said, cast.commune_officer)
    assert hidden
    assert "Thắp sáng" not in hidden
    same = [Said(cast.mac.pk, "thắp sáng đường quê", place="thôn Hạ")]
    assert remarks_on(same, cast.district_office) == [""]


def test_a_workbook_is_remarked_on_row_by_row(cast):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.mac, cast.other_officer, name="Thắp sáng đường quê", place="Thôn Hạ")
    occasion = Occasion(cast.district_office, cast.district, campaign.slug, make.NOW)
    clerk = RegistrationClerk(occasion)
    row = {"unit": cast.hoa, "name": "Thắp sáng đường quê", "place": "Thôn Hạ", "field": campaign.fields.first()}
    clerk.look_up([row])
    (remark,) = clerk.check(row).remarks
    assert "“Thắp sáng đường quê”" in remark.text


def test_a_workbook_may_call_a_merged_model_by_its_other_name(cast):
    first_day = {"registration_opens_on": make.NOW.date(), "starts_on": make.NOW.date()}
    last, now = make.campaign(cast.district), make.campaign(cast.district, year=2018, **first_day)
    names = ("Đường hoa", "Đoạn đường nở hoa")
    old, new = (
        make.registration(campaign, cast.hoa, cast.commune_officer, name=name)
        for campaign, name in zip((last, now), names, strict=True)
    )
    registry.merge(new.exemplar, old.exemplar, by=cast.district_office, at=make.NOW)
    clerk = RegistrationClerk(Occasion(cast.commune_officer, cast.hoa, now.slug, make.NOW))
    rows = [{"unit": cast.hoa, "name": name, "field": now.fields.first()} for name in names]
    clerk.look_up(rows)
    assert {clerk.check(row).verdict for row in rows} <= {"same", "changed"}
