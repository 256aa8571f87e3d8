from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.movement.criteria.actions import NotKept, apply, change, copy, freeze, write
from kheo.movement.criteria.models import CriteriaSet, Use
from kheo.movement.criteria.queries import example, facts_of, uses_of
from tests import make

DOCUMENT = {"issuer": "Ban Chỉ đạo huyện", "number": "05-HD/BCĐ", "issued_on": date(2017, 2, 1)}


def test_the_shipped_scale_adds_up_and_says_that_it_is_an_example(cast):
    made = write(example(), unit=cast.district, by=cast.district_office, at=make.NOW)
    assert (facts_of(made), made.is_example) == (example(), True)
    assert (example().total, [grade.earns for grade in example().grades]) == (100, [True, True, False, False])


def test_a_set_with_its_document_is_no_example(cast):
    assert make.criteria(cast.district, **DOCUMENT).is_example is False


def test_texts_are_kept_in_one_spelling(cast):
    first = replace(example().criteria[0], name="  Giải  quyết ", group=" I. Nhóm ")
    made = make.criteria(cast.district, criteria=(first,), grades=(replace(example().grades[0], minimum=Decimal(0)),))
    assert [(row.group, row.name) for row in facts_of(made).criteria] == [("I. Nhóm", "Giải quyết")]


def test_a_set_changes_until_something_is_appraised_by_it(cast):
    made = make.criteria(cast.district)
    fewer = replace(example(), vetoes=(), **DOCUMENT)
    change(made, fewer, version=1, by=cast.district_office, at=make.NOW)
    assert facts_of(CriteriaSet.objects.get()) == fewer
    with pytest.raises(Stale):
        change(made, example(), version=1, by=cast.district_office, at=make.NOW)
    freeze(made, by=None, at=make.NOW)
    freeze(made, by=None, at=make.NOW)
    with pytest.raises(NotKept):
        change(made, example(), version=2, by=cast.district_office, at=make.NOW)
    assert facts_of(CriteriaSet.objects.get()) == fewer
    assert AuditEvent.objects.filter(act="criteria.freeze").count() == 1


def test_a_copy_is_an_example_until_its_document_is_named(cast):
    made = make.criteria(cast.district, **DOCUMENT)
    freeze(made, by=None, at=make.NOW)
    other = copy(made, by=cast.district_office, at=make.NOW)
    assert (other.is_example, other.based_on, other.frozen_at) == (True, made, None)
    assert replace(facts_of(other), **DOCUMENT) == facts_of(made)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "administrator"])
def test_the_standing_office_alone_writes_and_applies(cast, who):
    made, campaign, user = make.criteria(cast.district), make.campaign(cast.district), getattr(cast, who)
    for act in (
        lambda: write(example(), unit=cast.district, by=user, at=make.NOW),
        lambda: change(made, example(), version=1, by=user, at=make.NOW),
        lambda: apply(campaign, [(made, None, "")], by=user, at=make.NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_campaign_appraises_by_what_is_applied_until_it_has_begun(cast):
    campaign, made, other = make.campaign(cast.district), make.criteria(cast.district), make.criteria(cast.district)
    field = campaign.fields.first()
    apply(campaign, [(other, None, "")], by=cast.district_office, at=make.NOW)
    apply(campaign, [(made, None, ""), (other, field, "individual")], by=cast.district_office, at=make.NOW)
    assert [(use.criteria_set, use.field, use.owner_kind) for use in uses_of(campaign)] == [
        (made, None, ""),
        (other, field, "individual"),
    ]
    with pytest.raises(NotKept):
        apply(campaign, [(made, None, ""), (other, None, "")], by=cast.district_office, at=make.NOW)
    freeze(other, by=None, at=make.NOW)
    with pytest.raises(NotKept):
        apply(campaign, [], by=cast.district_office, at=make.NOW)
    assert Use.objects.count() == 2
