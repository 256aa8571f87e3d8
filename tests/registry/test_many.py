"""What is entered by the thousand is the same as what is entered one by one."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms.models import model_to_dict

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.search.models import Entry
from kheo.movement.registry.actions import OneNotRegistrable, many, register, register_all
from kheo.movement.registry.models import Custody, Exemplar, Particulars, Registration
from tests import make


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def said(row: Model, *but: str) -> dict:
    """Return what a row says, without its number and those of its neighbours."""
    return model_to_dict(row, exclude=["id", "exemplar", "registration", *but])


def test_the_rows_are_those_of_the_form(cast, campaign):
    office = cast.district_office
    facts = make.facts(campaign, name="  Đường   hoa ", place="Thôn Đông", started_on=campaign.starts_on)
    alone = register(facts, campaign=campaign, unit=cast.hoa, by=office, at=make.NOW)
    numbers = register_all([(facts, cast.mac)], campaign=campaign, by=office, at=make.NOW)
    together = Registration.objects.get(pk=numbers[0])
    units = ("unit", "holder", "registered_by")
    assert said(together, *units) == said(alone, *units)
    assert (together.created_at, together.version) == (alone.created_at, alone.version)
    one, other = alone.exemplar, together.exemplar
    assert said(one, "unit") == said(other, "unit")
    assert (one.name_key, one.slug) == (other.name_key, other.slug)
    assert said(together.particulars) == said(alone.particulars)
    assert said(Custody.objects.get(exemplar=other), "unit") == said(Custody.objects.get(exemplar=one), "unit")
    for model in (Exemplar, Registration, Particulars):
        assert [row.history_type for row in model.history.all()] == ["+", "+"]
    events = AuditEvent.objects.filter(act="registry.register").order_by("pk")
    assert [event.data["name"] for event in events] == ["Đường hoa", "Đường hoa"]
    assert [event.object_id for event in events] == [str(alone.pk), str(together.pk)]


def enter(cast, campaign, facts):
    return register(facts, campaign=campaign, unit=cast.hoa, by=cast.district_office, at=make.NOW)


def test_they_are_found_a_little_later(cast, campaign, settings):
    settings.JOBS = "inline"
    entries = [(make.facts(campaign, name=f"Đường hoa {n}"), cast.hoa) for n in range(3)]
    numbers = register_all(entries, campaign=campaign, by=cast.district_office, at=make.NOW)
    found = Entry.objects.filter(kind="registration").order_by("object_id")
    assert [entry.object_id for entry in found] == numbers
    assert found[0].title == "Đường hoa 0"


def test_numbers_come_in_the_order_given_and_progress_is_told(cast, campaign, monkeypatch):
    monkeypatch.setattr(many, "CHUNK", 2)
    told = []
    names = ["Đường hoa", "Nuôi ong", "Tiếng kẻng", "Ngõ sáng", "Bếp ấm"]
    entries = [(make.facts(campaign, name=name), cast.hoa) for name in names]
    numbers = register_all(entries, campaign=campaign, by=cast.district_office, at=make.NOW, tell=told.append)
    assert [Registration.objects.get(pk=pk).exemplar.name for pk in numbers] == names
    assert told == [2, 4, 5]


def test_an_exemplar_of_another_year_is_continued(cast, campaign):
    last_year = make.campaign(cast.district, year=2016, registration_closes_on=make.NOW.date())
    old = register(
        make.facts(last_year, name="Đường hoa"), campaign=last_year, unit=cast.hoa, by=cast.district_office, at=make.NOW
    )
    entries = [(make.facts(campaign, name=name), cast.hoa) for name in ("Nuôi ong", "ĐƯỜNG HOA")]
    first, second = register_all(entries, campaign=campaign, by=cast.district_office, at=make.NOW)
    assert Registration.objects.get(pk=second).exemplar == old.exemplar
    assert Registration.objects.get(pk=first).exemplar.name == "Nuôi ong"
    assert Exemplar.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "tên"),
        ({"name": "x" * 301}, "300"),
        ({"place": "x" * 201}, "200"),
        ({"name": "M« h×nh"}, "TCVN3"),
    ],
)
def test_one_that_cannot_be_kept_is_named_and_nothing_is(cast, campaign, change, words):
    good = make.facts(campaign)
    entries = [(good, cast.hoa), (replace(good, **({"name": "Khác"} | change)), cast.hoa)]
    with pytest.raises(OneNotRegistrable) as refusal:
        register_all(entries, campaign=campaign, by=cast.district_office, at=make.NOW)
    assert refusal.value.place == 1
    assert words in str(refusal.value).lower() or words in str(refusal.value)
    assert not Registration.objects.exists()


def test_the_same_twice_is_refused_at_its_second_place(cast, campaign):
    entries = [(make.facts(campaign, name=name), cast.hoa) for name in ("Đường hoa", "đường  hoa")]
    with pytest.raises(OneNotRegistrable) as refusal:
        register_all(entries, campaign=campaign, by=cast.district_office, at=make.NOW)
    assert refusal.value.place == 1


def test_rights_and_days_are_asked(cast, campaign):
    entries = [(make.facts(campaign), cast.hoa), (make.facts(campaign), cast.mac)]
    with pytest.raises(PermissionDenied):
        register_all(entries, campaign=campaign, by=cast.commune_officer, at=make.NOW)
    closed = make.campaign(cast.district, year=2016, state="closed")
    with pytest.raises(Refused):
        register_all([(make.facts(closed), cast.hoa)], campaign=closed, by=cast.district_office, at=make.NOW)


def test_somebody_a_moment_earlier(cast, campaign, monkeypatch):
    register(
        make.facts(campaign, name="Đường hoa"), campaign=campaign, unit=cast.hoa, by=cast.district_office, at=make.NOW
    )
    monkeypatch.setattr(many, "exemplars_named", lambda keys: [])
    with pytest.raises(Stale):
        register_all(
            [(make.facts(campaign, name="Đường hoa"), cast.hoa)],
            campaign=campaign,
            by=cast.district_office,
            at=make.NOW,
        )
