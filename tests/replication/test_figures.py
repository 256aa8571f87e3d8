"""What is counted of copies, and that each number opens into its records; what waits, and what is called to mind."""

from datetime import date

import pytest

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.replication import actions
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db
KEYS = ("asked", "agreed", "begun", "kept", "ended")


@pytest.fixture
def model(cast):
    return made.origin(cast)


@pytest.fixture
def copies(cast, model):
    """One asked of Mạc and begun, one asked of the Farmers and declined, one that a third unit began by itself."""
    first, second = made.asked(cast, model, cast.mac, cast.farmers)
    made.begun(first, cast.other_officer, campaign=Campaign.objects.get())
    actions.decline(second, reason="Không có địa bàn", by=cast.district_office, at=made.NOW)
    third = make.unit("Xã Yên Lâm", parent=cast.district)
    own = actions.copy(model, third, adapts="Như bản gốc", by=cast.district_office, at=made.NOW)
    made.begun(own, cast.district_office, campaign=Campaign.objects.get(), name="Đèn đường Yên Lâm")
    actions.end(own, reason="Hết kinh phí", ended_on=date(2017, 9, 1), by=cast.district_office, at=made.on(2, 9))
    return first, second, own


def counted(cast, campaign, key):
    return set(records_of(f"replication_{key}", scope_of(campaign, cast.district)))


def test_each_figure_counts_its_copies(cast, copies):
    first, second, own = copies
    campaign = Campaign.objects.get()
    found = {key: counted(cast, campaign, key) for key in KEYS}
    assert found == {
        "asked": {first, second},
        "agreed": {first},
        "begun": {first, own},
        "kept": {first},
        "ended": {own},
    }


def test_each_number_opens_into_its_records(cast, copies, client):
    scope = scope_of(Campaign.objects.get(), cast.district)
    client.force_login(cast.district_office)
    for key in KEYS:
        figure = CATALOGUE[f"replication_{key}"]
        shown = client.get(figure.link(scope, {}))
        assert set(shown.context["page"].rows) == counted(cast, Campaign.objects.get(), key), key
    declined = client.get(CATALOGUE["replication_asked"].link(scope, {"state": "declined"}))
    assert declined.context["page"].rows == [copies[1]]


def waits(user, key, day):
    return list(WAITING[f"replication.{key}"].records(user, day))


def test_what_waits_for_the_unit_and_for_the_office(cast, model, client):
    (asked,) = made.asked(cast, model, cast.mac)
    before, after = made.DUE, date(2017, 12, 1)
    assert waits(cast.other_officer, "asked", before) == [asked]
    assert waits(cast.commune_officer, "asked", before) == []
    assert (waits(cast.district_office, "late", before), waits(cast.district_office, "late", after)) == ([], [asked])
    client.force_login(cast.district_office)
    link = WAITING["replication.late"].url(after)
    assert client.get(link).context["page"].rows == [asked]
    actions.accept(asked, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    assert (waits(cast.other_officer, "asked", before), waits(cast.other_officer, "accepted", before)) == ([], [asked])


def test_who_copies_by_itself_is_reminded_and_of_a_plan_the_task_reminds(cast, model):
    made.asked(cast, model, cast.farmers)
    said = {"adapts": "Như bản gốc", "due_on": made.DUE, "by": cast.other_officer, "at": made.NOW}
    own = actions.copy(model, cast.mac, **said)
    due = REMINDERS["replication.due"].due
    assert [each.unit_id for each in due(date(2017, 11, 16))] == [cast.mac.pk]
    assert list(due(date(2017, 11, 15))) == []
    actions.end(own, reason="Đổi kế hoạch", ended_on=date(2017, 11, 16), by=cast.other_officer, at=made.on(16, 11))
    assert list(due(date(2017, 11, 17))) == []
