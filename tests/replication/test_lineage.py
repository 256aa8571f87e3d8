"""Lines of models over generations: drawn as trees, by names that the reader may know, without circles."""

from datetime import date

import pytest

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.actions import recognise
from kheo.movement.recognition.models import Decision
from kheo.movement.registry import actions as registry
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED
from kheo.movement.replication import actions, queries
from kheo.movement.replication.actions import NotCopied
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries.lineage import lineage_for, lineage_of
from tests.replication import made

pytestmark = pytest.mark.django_db
ROOT, CHILD, GRANDCHILD = "Thắp sáng đường quê", "Đường quê sáng đèn", "Ánh sáng an ninh"


def titled(cast, exemplar):
    """Let a draft get the title by the decision that there is."""
    registration = Registration.objects.select_related("campaign", "exemplar", "unit", "holder").get(exemplar=exemplar)
    registry.submit(registration, by=cast.district_office, at=made.NOW)
    registry.accept(registration, by=cast.district_office, at=made.NOW)
    decision = Decision.objects.get()
    recognise([registration], decision=decision, level=Level.DISTRICT, by=cast.district_office, at=made.NOW)


def copied(cast, model, unit, officer, name, at=made.NOW):
    adoption = actions.copy(model, unit, adapts="Theo điều kiện của đơn vị", by=officer, at=at)
    return made.begun(adoption, officer, campaign=Campaign.objects.get(), name=name, at=at)


@pytest.fixture
def model(cast):
    return made.origin(cast, name=ROOT)


@pytest.fixture
def child(cast, model):
    return copied(cast, model, cast.mac, cast.other_officer, CHILD)


@pytest.fixture
def grandchild(cast, child):
    titled(cast, child.exemplar)
    return copied(cast, child.exemplar, cast.farmers, cast.district_office, GRANDCHILD)


def drawn(twig):
    return {twig.text: [drawn(each) for each in twig.twigs]}


def public(exemplar):
    shown = Registration.objects.filter(state__in=TITLED)
    return lineage_of(exemplar.pk, shown, lambda pk, slug, registration: f"/{slug}/")


def test_a_model_that_nobody_copied_has_no_line(cast, model):
    assert lineage_for(model.pk, cast.district_office) is None


def test_three_generations_are_one_tree_from_wherever_one_looks(cast, model, child, grandchild):
    whole = {ROOT: [{CHILD: [{GRANDCHILD: []}]}]}
    for each in (model, child.exemplar, grandchild.exemplar):
        assert drawn(lineage_for(each.pk, cast.district_office).root) == whole
    here = lineage_for(child.exemplar.pk, cast.district_office)
    assert here.root.twigs[0].is_here
    assert (here.origin.text, here.origin.beside, here.copies) == (ROOT, "Xã Yên Hòa", 1)
    assert lineage_for(model.pk, cast.district_office).origin is None


def test_a_line_is_one_question_however_long(cast, child, grandchild, django_assert_num_queries):
    with django_assert_num_queries(1):
        public(child.exemplar)


def test_readers_know_only_recognised_models_by_name(cast, model, child):
    line = public(model)
    assert (drawn(line.root), line.hidden) == ({ROOT: []}, 1)
    assert CHILD not in str(line)
    titled(cast, child.exemplar)
    line = public(model)
    assert (drawn(line.root), line.hidden) == ({ROOT: [{CHILD: []}]}, 0)
    assert line.root.twigs[0].url == "/duong-que-sang-den/"


def test_a_copy_of_a_copy_that_lost_its_title_stays_in_its_place(cast, model, child, grandchild):
    titled(cast, grandchild.exemplar)
    Registration.objects.filter(exemplar=child.exemplar).update(state="revoked")
    line = public(model)
    (between,) = line.root.twigs
    assert CHILD not in between.text
    assert (between.url, [each.text for each in between.twigs], line.hidden) == ("", [GRANDCHILD], 0)


def test_an_officer_of_another_unit_knows_what_is_recognised_and_their_own(cast, model, child):
    assert drawn(lineage_for(model.pk, cast.other_officer).root) == {ROOT: [{CHILD: []}]}
    assert drawn(lineage_for(model.pk, cast.commune_officer).root) == {ROOT: []}


def test_no_circle_is_made(cast, model, child, grandchild):
    titled(cast, grandchild.exemplar)
    back = actions.copy(grandchild.exemplar, cast.hoa, adapts="Như bản gốc", by=cast.commune_officer, at=made.NOW)
    with pytest.raises(NotCopied):
        actions.begin(back, model, by=cast.commune_officer, at=made.NOW)
    assert drawn(public(model).root) == {ROOT: [{CHILD: [{GRANDCHILD: []}]}]}


def test_a_model_with_copies_of_its_own_brings_them_into_the_longer_line(cast, model, child, grandchild):
    first = made.recognised(
        cast,
        name="Khu dân cư sáng xanh",
        campaign=Campaign.objects.get(),
        unit=cast.farmers,
        officer=cast.district_office,
    ).exemplar
    link = actions.copy(first, cast.hoa, adapts="Như bản gốc", by=cast.commune_officer, at=made.NOW)
    actions.begin(link, model, by=cast.commune_officer, at=made.NOW)
    whole = {"Khu dân cư sáng xanh": [{ROOT: [{CHILD: [{GRANDCHILD: []}]}]}]}
    assert drawn(lineage_for(grandchild.exemplar.pk, cast.district_office).root) == whole
    assert set(Adoption.objects.values_list("family", flat=True)) == {first.pk}


def test_what_ended_stays_in_the_line_and_says_so(cast, model, child):
    actions.end(child, reason="Hết kinh phí", ended_on=date(2017, 6, 1), by=cast.other_officer, at=made.on(1, 7))
    line = lineage_for(model.pk, cast.district_office)
    assert (line.copies, "01/06/2017" in line.root.twigs[0].note) == (0, True)


def test_survival_counts_exactly_those_begun_so_long_ago(cast, model):
    rows = Adoption.objects.all()
    kept = copied(cast, model, cast.mac, cast.other_officer, CHILD)
    ended = copied(cast, model, cast.farmers, cast.district_office, GRANDCHILD)
    actions.end(
        ended, reason="Hết kinh phí", ended_on=date(2019, 3, 9), by=cast.district_office, at=made.on(1, 6, 2019)
    )

    def told(day):
        return [(span.begun, span.kept, span.share) for span in queries.survival(rows, day)]

    nothing = (0, 0, "")
    assert told(date(2018, 3, 9)) == [nothing] * 3
    assert told(date(2018, 3, 10))[0] == (2, 2, "100%")
    assert told(date(2019, 3, 10))[:2] == [(2, 2, "100%"), (2, 1, "50%")]
    assert told(date(2020, 3, 10)) == [(2, 2, "100%"), (2, 1, "50%"), (2, 1, "50%")]
    assert list(rows.filter(queries.kept(2, date(2020, 3, 10)))) == [kept]


def test_an_accepted_copy_that_never_became_a_model_counts_in_no_span(cast, model):
    adoption = actions.copy(model, cast.mac, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    actions.end(
        adoption, reason="Không đủ kinh phí", ended_on=date(2017, 4, 1), by=cast.other_officer, at=made.on(2, 4)
    )
    assert queries.survival(Adoption.objects.all(), date(2020, 1, 1))[0].begun == 0
