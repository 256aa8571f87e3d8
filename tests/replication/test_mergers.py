"""Units merge: nothing of a copy is lost, and whoever works for the heir goes on with it."""

from datetime import date, datetime

import pytest

from kheo.lib.dates import LOCAL
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.movement.replication import actions
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries.lineage import lineage_for
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.replication import made
from tests.replication.test_lineage import CHILD, ROOT, copied, drawn

pytestmark = pytest.mark.django_db
DAY, BASIS = date(2017, 4, 1), "Nghị quyết số 12/NQ-HĐND ngày 01/03/2017"
AFTER = datetime(2017, 4, 3, 9, tzinfo=LOCAL)


@pytest.fixture
def model(cast):
    return made.origin(cast, name=ROOT)


def heir_of(cast, *units):
    """Let units go up in the first of the others, and return its new officer."""
    heir = make.unit("Xã Yên Lâm", parent=cast.district)
    apply(rules.merge(list(units), heir, on_day=DAY, basis=BASIS), by=None, at=AFTER)
    officer = make.user("can_bo_lam", "Bùi Thị Lâm")
    appoint(officer, role=Role.OFFICER, unit=heir, valid_from=DAY, by=None, at=AFTER)
    return heir, officer


def test_the_heir_answers_and_begins_with_a_model_of_its_own(cast, model):
    (asked,) = made.asked(cast, model, cast.mac)
    heir, officer = heir_of(cast, cast.mac)
    assert list(Adoption.objects.visible_to(officer)) == [asked]
    actions.accept(asked, adapts="Cho cả xã mới", by=officer, at=AFTER)
    Campaign.objects.update(registration_closes_on="2017-12-31")
    campaign = Campaign.objects.get()
    actions.begin_anew(asked, make.facts(campaign, name=CHILD), campaign=campaign, by=officer, at=AFTER)
    assert (asked.unit, asked.exemplar.unit) == (cast.mac, heir)


def test_a_line_names_the_heir_that_holds_the_origin_and_no_copy_is_lost(cast, model):
    child = copied(cast, model, cast.mac, cast.other_officer, CHILD)
    heir, officer = heir_of(cast, cast.hoa)
    line = lineage_for(child.exemplar.pk, cast.other_officer)
    assert (drawn(line.root), line.origin.beside) == ({ROOT: [{CHILD: []}]}, heir.name)
    assert list(Adoption.objects.visible_to(officer)) == [child], "it is their model now"


def test_a_copy_found_to_be_the_same_as_another_model_goes_by_that_one(cast, model):
    copied(cast, model, cast.mac, cast.other_officer, CHILD)
    other = made.recognised(
        cast, name="Ánh sáng an ninh", campaign=Campaign.objects.get(), unit=cast.mac, officer=cast.other_officer
    ).exemplar
    Exemplar.objects.filter(name=CHILD).update(merged_into=other)
    assert drawn(lineage_for(model.pk, cast.district_office).root) == {ROOT: [{"Ánh sáng an ninh": []}]}
