"""Between the register and the appraisal: what is promised, carried out, reached, and proposed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.movement.campaigns.models import Phase
from kheo.movement.campaigns.states import PhaseKind, Procedure
from kheo.movement.registry.actions import promise, propose, report, return_, send_back, start, submit
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import MeasureFacts
from tests import make
from tests.rows import sent

HOUSES = MeasureFacts("Số hộ tham gia", Decimal(120), "hộ", Decimal(80))
ROAD = MeasureFacts("Đường hoa", Decimal("2.5"), "km")
LATE = make.NOW.replace(month=9)


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district, procedure=Procedure.FULL)


@pytest.fixture
def carried_out(cast, campaign):
    """A model with two indicators that is being carried out."""
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    promise(made, [HOUSES, ROAD], version=1, by=cast.commune_officer, at=make.NOW)
    submit(made, by=cast.commune_officer, at=make.NOW)
    return make.carried_out(made, office=cast.district_office)


def written(registration, by, **more):
    achieved = dict(zip(registration.measures.values_list("pk", flat=True), (Decimal(131), Decimal(0)), strict=True))
    said = {"outcome": "Đạt cả hai chỉ tiêu", "achieved": achieved, "version": registration.version} | more
    report(registration, **said, by=by, at=LATE)


def test_indicators_are_kept_in_order_and_said_anew(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    promise(made, [HOUSES, ROAD], version=1, by=cast.commune_officer, at=make.NOW)
    promise(made, [ROAD, HOUSES], version=2, by=cast.commune_officer, at=make.NOW)
    assert [MeasureFacts(m.name, m.promised, m.counted_in, m.baseline) for m in made.measures.all()] == [ROAD, HOUSES]
    with pytest.raises(Stale):
        promise(made, [], version=2, by=cast.commune_officer, at=make.NOW)
    assert made.measures.count() == 2


@pytest.mark.parametrize("wrong", [[HOUSES, HOUSES], [MeasureFacts(" ", Decimal(1))]])
def test_indicators_have_names_and_stand_once(cast, campaign, wrong):
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    with pytest.raises(Refused) as refusal:
        promise(made, wrong, version=1, by=cast.commune_officer, at=make.NOW)
    assert (len(refusal.value.reasons), made.measures.count()) == (1, 0)


def test_indicators_stand_for_targets_in_words(cast, campaign):
    said = {"purpose": "Giúp dân", "method": "Vận động", "targets": ""}
    made = make.registration(campaign, cast.hoa, cast.commune_officer, particulars=said)
    with pytest.raises(Refused):
        submit(made, by=cast.commune_officer, at=make.NOW)
    promise(made, [ROAD], version=1, by=cast.commune_officer, at=make.NOW)
    submit(made, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Refused):
        promise(made, [], version=made.version, by=cast.commune_officer, at=make.NOW)


def test_results_are_written_and_the_model_is_proposed(cast, carried_out):
    written(carried_out, cast.commune_officer)
    propose(carried_out, by=cast.commune_officer, at=LATE)
    found = Registration.objects.get()
    assert (found.state, found.particulars.outcome) == ("proposed", "Đạt cả hai chỉ tiêu")
    assert [(m.promised, m.achieved) for m in found.measures.all()] == [(120, 131), (Decimal("2.5"), 0)]
    assert AuditEvent.objects.filter(act="registry.report").count() == 1


def test_a_zero_is_a_result_and_nothing_is_none(cast, carried_out):
    first, second = carried_out.measures.values_list("pk", flat=True)
    written(carried_out, cast.commune_officer, achieved={first: Decimal(0), second: None}, outcome=" ")
    with pytest.raises(Refused) as refusal:
        propose(carried_out, by=cast.commune_officer, at=LATE)
    assert (len(refusal.value.reasons), "Đường hoa" in str(refusal.value)) == (2, True)
    assert Registration.objects.get().state == "in_progress"


def test_results_of_another_model_are_not_touched(cast, campaign, carried_out):
    other = make.registration(campaign, cast.hoa, cast.commune_officer)
    promise(other, [ROAD], version=1, by=cast.commune_officer, at=make.NOW)
    report(carried_out, outcome="x", achieved={other.measures.get().pk: Decimal(5)}, version=carried_out.version,
           by=cast.commune_officer, at=LATE)  # fmt: skip
    assert other.measures.get().achieved is None


def test_a_model_is_proposed_within_its_days(cast, campaign, carried_out):
    Phase.objects.create(campaign=campaign, kind=PhaseKind.SELF_SCORING, starts_on=date(2017, 10, 1),
                         ends_on=date(2017, 10, 31))  # fmt: skip
    written(carried_out, cast.commune_officer)
    for day in (LATE, make.NOW.replace(month=11)):
        with pytest.raises(Refused):
            propose(carried_out, by=cast.commune_officer, at=day)
    propose(carried_out, by=cast.commune_officer, at=make.NOW.replace(month=10, day=31, hour=23))


def test_what_is_proposed_is_sent_back_with_the_reason_and_proposed_again(cast, carried_out):
    written(carried_out, cast.commune_officer)
    propose(carried_out, by=cast.commune_officer, at=LATE)
    with pytest.raises(Refused):
        written(carried_out, cast.commune_officer)
    with pytest.raises(Refused):
        send_back(carried_out, reason=" ", by=cast.district_office, at=LATE)
    send_back(carried_out, reason="Thiếu minh chứng", by=cast.district_office, at=LATE)
    written(carried_out, cast.commune_officer, outcome="Đã bổ sung")
    propose(carried_out, by=cast.commune_officer, at=LATE)
    assert carried_out.state == "proposed"


def test_a_campaign_that_only_records_decisions_knows_no_such_steps(cast):
    made = make.registration(
        make.campaign(cast.district), cast.hoa, cast.commune_officer, state="registered", office=cast.district_office
    )
    with pytest.raises(Refused):
        start(made, by=cast.commune_officer, at=make.NOW)


def test_nobody_else_takes_the_steps_of_a_unit(cast, carried_out):
    for act in (
        lambda by: written(carried_out, by),
        lambda by: propose(carried_out, by=by, at=LATE),
        lambda by: send_back(carried_out, reason="x", by=by, at=LATE),
    ):
        for by in (cast.other_officer, cast.leader, cast.stranger):
            with pytest.raises(PermissionDenied):
                act(by)


# Pages -------------------------------------------------------------------------------------------------------------


def test_indicators_are_filled_in_on_their_page(client, cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    client.force_login(cast.commune_officer)
    url = reverse("registry:promise", args=[made.pk])
    given = sent(None, [("", client.get(url).context["table"])]) | {
        "version": 1, "measures-0-name": "Đường hoa", "measures-0-counted_in": "km", "measures-0-promised": "2,5",
    }  # fmt: skip
    assert client.post(url, given | {"measures-0-promised": "hai"}).status_code == 422
    assert client.post(url, given)["Location"] == reverse("registry:edit", args=[made.pk])
    assert (made.measures.get().promised, client.post(url, given).status_code) == (Decimal("2.5"), 422)


def test_an_officer_goes_from_the_register_to_the_proposal(client, cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer)
    promise(made, [ROAD], version=1, by=cast.commune_officer, at=make.NOW)
    submit(made, by=cast.commune_officer, at=make.NOW)
    client.force_login(cast.district_office)
    client.post(reverse("registry:accept"), {"pick": f"{made.pk}:{made.version}"})
    client.force_login(cast.commune_officer)
    made.refresh_from_db()
    client.post(reverse("registry:start", args=[made.pk]), {"version": made.version})
    url = reverse("registry:propose", args=[made.pk])
    page = client.get(url)
    given = {"version": page.context["form"]["version"].value(), "outcome": "Trồng 3 km"}
    refused = client.post(url, given | {"propose": "yes"})
    assert (refused.status_code, Registration.objects.get().particulars.outcome) == (422, "Trồng 3 km")
    again = refused.context["form"]["version"].value()
    measure = made.measures.get()
    client.post(url, {"version": again, "outcome": "Trồng 3 km", f"m{measure.pk}": "3", "propose": "yes"})
    assert Registration.objects.get().state == "proposed"
    client.force_login(cast.district_office)
    made.refresh_from_db()
    client.post(reverse("registry:send_back", args=[made.pk]), {"version": made.version, "reason": "Thiếu ảnh"})
    assert Registration.objects.get().state == "in_progress"
    assert "Thiếu ảnh" in client.get(reverse("registry:detail", args=[made.pk])).content.decode()


def test_a_return_says_something_of_single_fields(client, cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    client.force_login(cast.district_office)
    url = reverse("registry:return_", args=[made.pk])
    client.post(
        url, {"version": made.version, "reason": "Cần bổ sung", "on-purpose": " Chưa rõ mục đích ", "on-name": ""}
    )
    assert made.steps.last().remarks == {"purpose": "Chưa rõ mục đích"}
    client.force_login(cast.commune_officer)
    for name in ("detail", "edit"):
        assert "Chưa rõ mục đích" in client.get(reverse(f"registry:{name}", args=[made.pk])).content.decode()


def test_remarks_are_kept_with_their_step(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    return_(made, reason="Thiếu", remarks={"place": "Ghi rõ thôn", "name": " "}, by=cast.district_office, at=make.NOW)
    assert made.steps.last().remarks == {"place": "Ghi rõ thôn"}
