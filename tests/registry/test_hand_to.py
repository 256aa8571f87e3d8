"""A model of a divided unit, given to another of its heirs afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.lib.refusals import Refused
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.actions import hand_to
from kheo.movement.registry.models import Custody, Exemplar, Registration
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply, undo
from kheo.organisation.changes.kit import Opening
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY


@pytest.fixture
def divided(cast):
    """Hòa was divided into Bắc and Nam in 2025, and all it held given to Bắc."""
    campaigns = [make.campaign(cast.district, state="open")]
    campaigns.append(make.campaign(cast.district, year=2025, registration_opens_on=date(2017, 1, 1)))
    for campaign in campaigns:
        made = make.registration(campaign, cast.hoa, cast.district_office, name="Thắp sáng đường quê")
    type(campaigns[0]).objects.filter(pk=campaigns[0].pk).update(state="closed")
    heirs = [
        Opening(key=key, name=name, kind=UnitKind.COMMUNE, parent=cast.district.pk)
        for key, name in (("bac", "Xã Bắc"), ("nam", "Xã Nam"))
    ]
    plan = rules.split(cast.hoa, heirs, "bac", on_day=DAY, basis=BASIS)
    choices = {f"registry.exemplar:{made.exemplar_id}": "bac"}
    apply(replace(plan, choices=choices), by=None, at=AT)
    cast.bac, cast.nam = Unit.objects.get(name="Xã Bắc"), Unit.objects.get(name="Xã Nam")
    cast.exemplar = Exemplar.objects.get()
    return cast


def test_it_is_as_if_the_other_heir_had_been_chosen_on_the_day(divided):
    hand_to(divided.exemplar, divided.nam, reason="Thôn Trung về Nam", by=divided.district_office, at=AT)
    held = Custody.objects.values_list("unit__name", "valid_from", "valid_to")
    assert list(held) == [("Xã Yên Hòa", None, DAY), ("Xã Nam", DAY, None)]
    counted = Registration.objects.order_by("campaign__year").values_list("unit__name", "holder__name")
    assert list(counted) == [("Xã Yên Hòa", "Xã Nam"), ("Xã Nam", "Xã Nam")]
    assert Exemplar.objects.get().unit == divided.nam
    for registration in Registration.objects.select_related("campaign__unit"):
        table = cross_table("entered", scope_of(registration.campaign, divided.district, DAY), [], rows=EACH_UNIT)
        assert [(line.unit.label, line.count) for line in table.lines] == [("Xã Nam", 1)]
    with pytest.raises(Refused):
        undo(UnitChange.objects.get(), reason="Thử", by=_chief(divided), at=AT)


def _chief(cast):
    user = make.user("quan_tri_tinh")
    Post.objects.create(user=user, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    return user


def test_it_goes_to_an_heir_of_that_division_alone_and_with_a_reason(divided):
    for heir, reason in ((divided.mac, "Vì"), (divided.nam, " ")):
        with pytest.raises(Refused):
            hand_to(divided.exemplar, heir, reason=reason, by=divided.district_office, at=AT)
    with pytest.raises(PermissionDenied):
        hand_to(divided.exemplar, divided.nam, reason="Vì", by=divided.commune_officer, at=AT)
    hand_to(divided.exemplar, divided.bac, reason="", by=divided.district_office, at=AT)
    assert Exemplar.objects.get().unit == divided.bac


def test_the_page_of_the_model_offers_it(divided, client):
    client.force_login(divided.district_office)
    pk = Registration.objects.latest("pk").pk
    path = reverse("registry:hand_to", args=[pk])
    assert path in client.get(reverse("registry:detail", args=[pk])).content.decode()
    assert client.post(path, {"heir": "xa-nam", "reason": ""}).status_code == 422
    client.post(path, {"heir": "xa-nam", "reason": "Thôn Trung về Nam"})
    assert Exemplar.objects.get().unit == divided.nam


def test_what_never_moved_has_no_heir_to_choose(cast, client):
    campaign = make.campaign(cast.district)
    made = make.registration(campaign, cast.hoa, cast.district_office)
    client.force_login(cast.district_office)
    assert client.get(reverse("registry:hand_to", args=[made.pk])).status_code == 404
