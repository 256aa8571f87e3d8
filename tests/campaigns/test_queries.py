from itertools import product

import pytest

from kheo.movement.campaigns.models import Campaign, Target
from kheo.movement.campaigns.queries import current_campaign, latest_finished, minimum_for, units_asked
from tests import make


def test_the_current_campaign_is_the_newest_open_one_or_else_the_newest(cast):
    assert current_campaign(cast.district_office) is None
    old = make.campaign(cast.district, year=2016, state="closed")
    assert current_campaign(cast.district_office) == old
    running = make.campaign(cast.district, year=2017)
    make.campaign(cast.district, year=2018, state="planned")
    assert current_campaign(cast.district_office) == running


def test_the_latest_finished_campaign_is_the_newest_closed_one(cast):
    assert latest_finished() is None
    old = make.campaign(cast.district, year=2016, state="closed")
    make.campaign(cast.district, year=2017)
    assert latest_finished() == old


def test_campaigns_are_visible_at_above_and_below_the_post_and_not_beside(cast):
    district = make.campaign(cast.district, year=2017)
    commune = make.campaign(cast.mac, year=2018)
    seen = {
        who: set(Campaign.objects.visible_to(getattr(cast, who)))
        for who in ("commune_officer", "other_officer", "district_office", "stranger")
    }
    assert seen == {
        "commune_officer": {district},
        "other_officer": {district, commune},
        "district_office": {district, commune},
        "stranger": set(),
    }


@pytest.mark.parametrize(("kind", "minimum"), [("commune", 2), ("school", 1), ("police", 0)])
def test_a_target_for_the_kind_goes_before_the_one_for_all(kind, minimum):
    targets = [
        Target(unit_kind="", minimum=2),
        Target(unit_kind="school", minimum=1),
        Target(unit_kind="police", minimum=0),
    ]
    assert minimum_for(kind, targets) == minimum


def test_without_a_target_nothing_is_asked():
    assert minimum_for("commune", []) == 0


@pytest.mark.parametrize(("for_all", "for_communes", "for_hamlets"), [*product((None, 0, 2), repeat=3)])
def test_what_the_database_asks_of_units_is_what_the_rule_says(cast, for_all, for_communes, for_hamlets):
    campaign = make.campaign(cast.district)
    campaign.targets.all().delete()
    minimums = {"": for_all, "commune": for_communes, "hamlet": for_hamlets}
    for kind, minimum in minimums.items():
        if minimum is not None:
            Target.objects.create(campaign=campaign, unit_kind=kind, minimum=minimum)
    hamlet, targets = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa), list(campaign.targets.all())
    asked = {unit.unit_id: unit.minimum for unit in units_asked(campaign, cast.district)}
    assert asked.get(cast.hoa.pk, 0) == minimum_for("commune", targets)
    # What stands deeper is asked by a target for its kind alone.
    assert asked.get(hamlet.pk, 0) == (for_hamlets or 0)
