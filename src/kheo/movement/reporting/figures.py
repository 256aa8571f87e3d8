"""How complete the periodic reports of a campaign are: each figure counts reports, and opens into them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Dimension, Figure, Heading, Scope, declare
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.states import ReportState

OVER = _("Reports that units owe for the reporting periods of the campaign, each unit and period once.")
MOMENT = _("As the reports stand when it is asked.")
_IN_TIME = Q(first_sent_at__date__lte=F("last_day"))
_UNSENT = Q(first_sent_at=None)


def _periods(scope: Scope) -> dict[int, Heading]:
    periods = Period.objects.filter(campaign=scope.campaign_id).order_by("ends_on", "pk")
    return {pk: Heading(str(pk), name) for pk, name in periods.values_list("pk", "name")}


def _states(_scope: Scope) -> dict[str, Heading]:
    return {value: Heading(value, str(label)) for value, label in ReportState.choices}


DIMENSIONS = {
    "period": Dimension(pgettext_lazy("reporting", "Period"), "period_id", _periods),
    "state": Dimension(pgettext_lazy("figure", "State"), "state", _states),
}


def _of_reports(key: str, label: Promise, counts: Promise, condition: Q, within: str = "reports_asked") -> Figure:
    """Return a figure that counts the reports of a campaign that meet a condition."""

    def records(scope: Scope) -> QuerySet[Report]:
        return Report.objects.filter(condition, period__campaign=scope.campaign_id)

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        if "cluster" in chosen:
            return ""
        place = {"figure": key, "campaign": scope.campaign_slug}
        place |= {} if scope.is_whole else {"unit": scope.unit_slug}
        return f"{reverse('reporting:list')}?{urlencode(place | dict(chosen))}"

    about: dict[str, Any] = {"campaign": "period__campaign_id", "over": OVER, "moment": MOMENT, "closes": False}
    return Figure(key, label, counts, records, link, DIMENSIONS, within=within, act="reporting.view", **about)


declare(
    _of_reports(
        "reports_asked",
        pgettext_lazy("figure", "Periodic reports asked for"),
        _("Reports that units owe for the periods that were opened."),
        Q(),
        within="",
    ),
    _of_reports(
        "reports_sent",
        pgettext_lazy("figure", "Periodic reports sent"),
        _("Reports that were sent at least once, whatever was decided on them."),
        ~_UNSENT,
    ),
    _of_reports(
        "reports_in_time",
        pgettext_lazy("figure", "Periodic reports sent in time"),
        _("Reports first sent on their last day or before; more time that was given counts."),
        _IN_TIME,
        within="reports_sent",
    ),
    _of_reports(
        "reports_late",
        pgettext_lazy("figure", "Periodic reports sent late"),
        _("Reports first sent after their last day."),
        ~_UNSENT & ~_IN_TIME,
        within="reports_sent",
    ),
    _of_reports(
        "reports_unsent",
        pgettext_lazy("figure", "Periodic reports not sent"),
        _("Reports that were not sent yet, due already or not."),
        _UNSENT,
    ),
    _of_reports(
        "reports_overdue",
        pgettext_lazy("figure", "Periodic reports overdue"),
        _("Reports that were not sent although their last day is over."),
        _UNSENT & Q(last_day__lt=TruncDate(Now())),
        within="reports_unsent",
    ),
    _of_reports(
        "reports_returned",
        pgettext_lazy("figure", "Periodic reports sent back"),
        _("Reports that were sent back for completion and not sent again yet."),
        Q(state=ReportState.RETURNED),
    ),
    _of_reports(
        "reports_accepted",
        pgettext_lazy("figure", "Periodic reports accepted"),
        _("Reports that were accepted and are not being corrected."),
        Q(state=ReportState.ACCEPTED),
        within="reports_sent",
    ),
)
