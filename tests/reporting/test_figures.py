"""How complete reports are, as figures that open into their records, and what waits for whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.notices.queries import waiting_for
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.queries.drawing import counted_now
from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Report
from tests import make
from tests.reporting.made import SENT_AT, accepted, of, opened, sent

FIGURES = {
    "reports_asked": {"district", "hoa", "mac", "thon"},
    "reports_sent": {"hoa", "mac"},
    "reports_in_time": {"hoa"},
    "reports_late": {"mac"},
    "reports_unsent": {"district", "thon"},
    "reports_overdue": {"district", "thon"},
    "reports_returned": {"mac"},
    "reports_accepted": {"hoa"},
}


@pytest.fixture
def period(cast):
    """A period in which one commune was accepted in time, one sent late and was sent back, and two have not sent."""
    cast.thon = make.unit("Thôn Trung", "hamlet", parent=cast.hoa)
    made = opened(cast)
    accepted(made, cast.hoa, cast.district_office)
    late = sent(made, cast.mac, at=SENT_AT + timedelta(days=90))
    actions.return_(late, remarks={"": "Bổ sung"}, by=cast.district_office, at=SENT_AT)
    return made


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_counts_reports_and_opens_into_them(client, cast, period, key):
    wanted = {getattr(cast, name) for name in FIGURES[key]}
    scope = scope_of(period.campaign, cast.district)
    assert {report.unit for report in records_of(key, scope)} == wanted
    client.force_login(cast.district_office)
    page = client.get(CATALOGUE[key].link(scope, {})).context["page"]
    assert {report.unit for report in page.rows} == wanted
    below = scope_of(period.campaign, cast.hoa)
    page = client.get(CATALOGUE[key].link(below, {})).context["page"]
    assert page.total == records_of(key, below).count() == len(wanted & {cast.hoa, cast.thon})


def test_a_closing_keeps_none_of_them(cast, period):
    assert not set(FIGURES) & set(counted_now(period.campaign))


def test_what_waits_is_told_to_whom_it_waits_for_and_listed_so(client, cast, period):
    today = local_day(timezone.now())
    Report.objects.filter(unit=cast.district).update(last_day=today + timedelta(days=40))
    sent(period, cast.thon)
    told = {}
    for user in (cast.district_office, cast.other_officer, cast.leader, cast.commune_officer):
        client.force_login(user)
        for line in waiting_for(user, today):
            if line.waiting.key.startswith("reporting."):
                told[user, line.waiting.key] = line.number
                listed = client.get(line.waiting.url(today)).context["page"].total
                assert listed == line.number, line.waiting.key
    # The hamlet reports to the commune, above which the district's office stands.
    assert told == {(cast.district_office, "reporting.decision"): 1, (cast.other_officer, "reporting.returned"): 1}


def test_what_is_owed_is_told_a_month_before(cast):
    made = opened(cast)
    report = of(made, cast.mac)
    for last_day, seen in ((date(2017, 6, 10), True), (local_day(timezone.now()) + timedelta(days=31), False)):
        Report.objects.filter(pk=report.pk).update(last_day=last_day)
        keys = {line.waiting.key for line in waiting_for(cast.other_officer, local_day(timezone.now()))}
        assert ("reporting.owed" in keys) is seen
    keys = {line.waiting.key: line.number for line in waiting_for(cast.district_office, local_day(timezone.now()))}
    assert keys["reporting.overdue"] == 1
