"""Whatever is done to units, in whatever order: the tree stays whole, nothing is lost, and all of it can be undone."""

import os
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.groupings import GROUPINGS
from kheo.machinery.books.queries.maps import reconciled
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.books.queries.tables import EACH_UNIT, UNITS_BELOW, cross_table
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Custody, Exemplar
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply, undo
from kheo.organisation.changes.kit import FOLLOWERS, Opening
from kheo.organisation.units.models import Lineage, Unit, UnitVersion
from kheo.organisation.units.queries import faults
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import everything

pytestmark = pytest.mark.slow
START = date(2018, 1, 1)
STEP = st.tuples(
    st.sampled_from(["found", "rename", "move", "merge", "absorb", "split", "shrink", "dissolve"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 40),
)


def plan_of(kind, one, two, day, number):
    """Return the plan of a step upon two standing units."""
    new = Opening(name=f"Xã Mới {number}", kind=UnitKind.COMMUNE, parent=two.pk)
    twin = Opening(key="twin", name=f"Xã Mới {number}b", kind=UnitKind.COMMUNE, parent=two.pk)
    said = {"on_day": day, "basis": "Nghị quyết thử"}
    return {
        "found": lambda: rules.found(new, **said),
        "rename": lambda: rules.rename(one, f"Xã Tên {number}", **said),
        "move": lambda: rules.move(one, two, **said),
        "merge": lambda: rules.merge([one], new, **said),
        "absorb": lambda: rules.merge([one], two, **said),
        "split": lambda: rules.split(one, [new, twin], "new", **said),
        "shrink": lambda: rules.split(one, [new], one.pk, goes_on=True, **said),
        "dissolve": lambda: rules.dissolve(one, two, **said),
    }[kind]()


def with_choices(plan):
    """Answer every question of the plan by its first heir."""
    questions = [question for follower in FOLLOWERS for question in follower.questions(plan)]
    return replace(plan, choices={question.key: question.heirs[-1] for question in questions})


def held_on(day):
    """Return who held each exemplar on a day."""
    rows = Custody.objects.order_by("exemplar", "pk")
    return [
        (row.exemplar_id, row.unit_id)
        for row in rows
        if (row.valid_from or date.min) <= day < (row.valid_to or date.max)
    ]


def held_by(registration, day):
    """Return who held a registration's exemplar on a day."""
    return dict(held_on(day))[registration.exemplar_id]


def hold_totals(days):
    """Whatever the map and wherever it ends: the steering unit has one total, the lines make it, what moved is
    accounted for."""
    for campaign, day in product(Campaign.objects.select_related("unit"), [None, *days]):
        scope = scope_of(campaign, campaign.unit, day)
        for rows in (UNITS_BELOW, EACH_UNIT, *GROUPINGS):
            table = cross_table("entered", scope, ["field"], rows=rows)
            assert (table.total.count, table.agrees) == (6, True)
        assert sum(breakdown("entered", scope, ["unit"]).along().values()) == 6
        moved = sum(row.number for row in reconciled("entered", scope))
        stayed = sum(1 for unit in records_of("entered", scope) if held_by(unit, scope.on) == unit.unit_id)
        assert (moved + stayed, moved) == (6, moved if scope.is_rebased else 0)


def hold_whole(days):
    """Hold what must be true after any change."""
    assert faults() == []
    exemplars = list(Exemplar.objects.order_by("pk").values_list("pk", flat=True))
    for day in days:
        held = held_on(day)
        assert [exemplar for exemplar, _unit in held] == exemplars
    assert dict(held_on(date(2100, 1, 1))) == dict(Exemplar.objects.values_list("pk", "unit_id"))
    hold_totals(days)
    reached = set(Lineage.objects.reaching(date(2100, 1, 1)).filter(depth=0).values_list("unit_id", flat=True))
    assert reached == set(Unit.objects.values_list("pk", flat=True))
    standing = UnitVersion.objects.filter(valid_to=None).values_list("unit_id", flat=True)
    assert set(standing) == set(Unit.objects.filter(closed_on=None).values_list("pk", flat=True))


@pytest.fixture
def commune_year(cast):
    """The cast with models at three units, two of which sit in clusters this year and in years to come."""
    chief = make.user("quan_tri_tinh")
    Post.objects.create(user=chief, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    for year in (2017, 2018):
        make.cluster(cast.district, "Cụm 1", [cast.hoa], head=cast.hoa, year=year)
        make.cluster(cast.district, "Cụm 2", [cast.mac], head=cast.mac, year=year)
    going_on = {"ends_on": date(2018, 2, 20), "registration_opens_on": date(2017, 1, 1)}
    for campaign in (make.campaign(cast.district), make.campaign(cast.district, year=2018, **going_on)):
        for unit in (cast.hoa, cast.mac, cast.farmers):
            make.registration(campaign, unit, cast.district_office, name="Thắp sáng đường quê")
            make.registration(campaign, unit, cast.district_office)
    return cast


@settings(
    max_examples=int(os.environ.get("KHEO_TRIES", "8")),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=1, max_size=7))
def test_any_sequence_of_changes_keeps_the_tree_whole_and_is_undone_exactly(commune_year, steps):
    with transaction.atomic():
        day, done = START, []
        for number, (kind, first, second, wait) in enumerate(steps):
            day += timedelta(days=wait)
            done += _try(kind, first, second, day, number)
            hold_whole([date(2017, 12, 31), day - timedelta(days=1), day])
        for change, before in reversed(done):
            undo(change, reason="Thử", by=User.objects.get(username="quan_tri_tinh"), at=make.NOW)
            assert everything() == before
        transaction.set_rollback(True)


def _try(kind, first, second, day, number):
    """Apply a step; return it with all rows before it, or nothing if it was refused and changed nothing."""
    standing = list(Unit.objects.filter(closed_on=None).exclude(slug="tinh-ninh-binh").order_by("pk"))
    before = everything()
    plan = plan_of(kind, standing[first % len(standing)], standing[second % len(standing)], day, number)
    try:
        return [(apply(with_choices(rules.completed(plan)), by=None, at=datetime.combine(day, time(8), LOCAL)), before)]
    except Refused:
        assert everything() == before
        return []
