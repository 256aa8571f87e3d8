from dataclasses import replace

import pytest

from kheo.movement.registry.actions import cancel, register
from kheo.movement.registry.models import Particulars
from kheo.movement.registry.rules import (
    PARTICULARS,
    facts_of,
    says_already,
    why_not_keep,
    why_not_move,
    why_not_submit,
)
from kheo.movement.registry.states import State
from tests import make

TCVN3 = "M« h×nh D©n vËn khÐo"


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def refused(cast, campaign, **said):
    facts = make.facts(campaign, **said)
    return why_not_keep(facts, campaign=campaign, unit=cast.hoa)


@pytest.mark.parametrize("name", ["Tổ liên gia tự quản", "a" * 300])
def test_a_good_name_may_be_kept(cast, campaign, name):
    assert refused(cast, campaign, name=name) == []


def test_a_missing_or_endless_name_may_not(cast, campaign):
    facts = replace(make.facts(campaign), name="")
    assert len(why_not_keep(facts, campaign=campaign, unit=cast.hoa)) == 1
    assert len(refused(cast, campaign, name="a" * 301)) == 1


def test_a_name_in_an_old_typeface_is_refused_with_the_repaired_one(cast, campaign):
    [reason] = refused(cast, campaign, name=TCVN3)
    assert "Mô hình Dân vận khéo" in reason


def test_another_text_in_an_old_typeface_is_refused_by_its_field(cast, campaign):
    [reason] = refused(cast, campaign, particulars={"purpose": TCVN3})
    assert str(Particulars._meta.get_field("purpose").verbose_name) in reason
    assert "Mô hình Dân vận khéo" in reason


def test_texts_longer_than_their_column_are_refused(cast, campaign):
    said = {"partners": "a" * 301, "person_in_charge": "b" * 151, "purpose": "c" * 5000}
    assert len(refused(cast, campaign, particulars=said, place="d" * 201)) == 3


def test_a_field_of_another_campaign_is_refused(cast, campaign):
    other = make.campaign(cast.district, year=2018)
    facts = replace(make.facts(campaign), field=other.fields.get(slug="economy"))
    assert len(why_not_keep(facts, campaign=campaign, unit=cast.hoa)) == 1


@pytest.mark.parametrize("twin", ["Đường hoa Yên Hòa", "đường hoa yên hoà", "ĐƯỜNG  HOA YÊN HÒA "])
def test_the_same_name_in_the_unit_and_campaign_is_refused_however_written(cast, campaign, twin):
    first = make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa Yên Hòa")
    assert len(refused(cast, campaign, name=twin)) == 1
    facts = make.facts(campaign, name=twin)
    assert why_not_keep(facts, campaign=campaign, unit=cast.hoa, besides=first) == []
    assert why_not_keep(facts, campaign=campaign, unit=cast.mac) == []


def test_other_accents_are_another_name(cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa")
    assert refused(cast, campaign, name="Đường hòa") == []


def test_a_cancelled_registration_leaves_its_name_free(cast, campaign):
    first = make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa", state="submitted")
    assert len(refused(cast, campaign, name="Đường hoa")) == 1
    cancel(first, reason="Nhập nhầm", by=cast.district_office, at=make.NOW)
    assert refused(cast, campaign, name="Đường hoa") == []


def test_facts_read_back_are_the_facts_registered(cast, campaign):
    texts = {column: f"lời {column}" for column in PARTICULARS}
    facts = make.facts(campaign, name="Đường hoa", place="Thôn Đông", particulars=texts)
    made = register(facts, campaign=campaign, unit=cast.hoa, by=cast.commune_officer, at=make.NOW)
    assert facts_of(made) == facts
    assert says_already(made, facts)
    assert says_already(made, replace(facts, particulars={"purpose": "lời purpose"}))
    assert says_already(made, replace(facts, particulars=None))
    assert not says_already(made, replace(facts, particulars={"purpose": "lời khác"}))
    assert not says_already(made, replace(facts, place=""))


def test_what_is_missing_to_submit_is_named(cast, campaign):
    bare = make.registration(campaign, cast.hoa, cast.commune_officer, particulars={"purpose": "x", "method": " "})
    [reason] = why_not_submit(bare)
    labels = {name: str(Particulars._meta.get_field(name).verbose_name) for name in ("purpose", "method", "targets")}
    assert [label in reason for label in labels.values()] == [False, True, True]


def test_a_step_without_its_reason_or_from_the_wrong_state_is_refused(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    assert why_not_move(made, "registry.return_", "Thiếu") == []
    assert len(why_not_move(made, "registry.return_", "  ")) == 1
    made.state = State.DRAFT
    assert len(why_not_move(made, "registry.return_", "")) == 2


def test_a_registration_cannot_move_to_another_unit(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    facts = make.facts(campaign, name=made.exemplar.name)
    assert len(why_not_keep(facts, campaign=campaign, unit=cast.mac, besides=made)) == 1
