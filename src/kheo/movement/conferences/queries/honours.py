"""What decisions give, to be handed over at a conference."""

from datetime import date

from django.db.models import QuerySet

from kheo.lib.dates import short_date
from kheo.lib.vitext import sort_key
from kheo.movement.commendation.models import Commendation, Grant
from kheo.movement.commendation.states import Standing as Given
from kheo.movement.conferences.models import Conference, Honour
from kheo.movement.conferences.states import State
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import DecisionState, Kind, Standing
from kheo.organisation.units.models import Lineage

RECOGNISED = "Công nhận “Dân vận khéo”"
"""How a title is called on the list, which is Vietnamese as the decision is."""


def grants_for(conference: Conference) -> QuerySet[Grant]:
    """Return the decisions by which holders of the year, and the year before, were rewarded on dossiers of the body and
    of units below it, the latest first."""
    units = Lineage.objects.reaching(conference.held_on).filter(ancestor=conference.unit_id).values("unit_id")
    rows = Grant.objects.filter(dossier__unit__in=units, dossier__campaign__movement=conference.campaign.movement_id)
    years = (conference.campaign.year - 1, conference.campaign.year)
    return rows.filter(dossier__campaign__year__in=years).select_related("dossier__form").order_by("-signed_on", "-pk")


def decisions_for(conference: Conference) -> QuerySet[Decision]:
    """Return the decisions of the body that recognised models of the campaign, the latest first."""
    rows = Decision.objects.filter(state=DecisionState.ISSUED, kind=Kind.RECOGNISE, unit=conference.unit_id)
    return (
        rows.filter(recognitions__registration__campaign=conference.campaign_id)
        .distinct()
        .order_by("-signed_on", "-pk")
    )


def honours_by(decision: Grant | Decision) -> list[Honour]:
    """Return what a decision gives and no conference that stands hands over yet, in the order of reading out (not
    saved, without a conference)."""
    taken = Honour.objects.exclude(conference__state=State.CANCELLED)
    if isinstance(decision, Grant):
        return _of_grant(decision, taken)
    words = _decided(decision.number, decision.signed_on)
    rows = Recognition.objects.filter(decision=decision).exclude(standing=Standing.REVOKED)
    rows = rows.exclude(pk__in=taken.filter(recognition__isnull=False).values("recognition_id"))
    found = sorted(
        rows.select_related("registration__unit"),
        key=lambda row: (row.registration.unit.sort_key, sort_key(row.called), row.pk),
    )
    return [
        Honour(recognition=row, holder=row.called, unit=row.registration.unit.name, form=RECOGNISED, decision=words)
        for row in found
    ]


def _of_grant(grant: Grant, taken: QuerySet[Honour]) -> list[Honour]:
    words = _decided(grant.number, grant.signed_on)
    rows = Commendation.objects.filter(grant=grant, standing=Given.VALID)
    rows = rows.exclude(pk__in=taken.filter(commendation__isnull=False).values("commendation_id"))
    rows = rows.select_related("nominee__unit").order_by("nominee__order", "nominee__pk")
    return [
        Honour(
            commendation=row,
            holder=row.nominee.holder or row.nominee.unit.name,
            unit=row.nominee.unit.name,
            form=row.name,
            decision=words,
        )
        for row in rows
    ]


def _decided(number: str, signed_on: date) -> str:
    return f"{number}, ngày {short_date(signed_on)}"
