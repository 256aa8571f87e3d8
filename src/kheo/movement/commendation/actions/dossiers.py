"""A dossier from draft to council, and the end of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.movement.campaigns.models import Campaign
from kheo.movement.commendation.models import Dossier, RewardForm, Step
from kheo.movement.commendation.queries.dossiers import rows_of, unit_of_act, why_not_in_time
from kheo.movement.commendation.rules.dossiers import why_not_form, why_not_move, why_not_submit, why_not_write
from kheo.movement.commendation.states import MOVES, State
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit


class NotMovable(Refused):
    """The rules are against this step, or against changing the dossier, now."""


@dataclass(frozen=True)
class DossierFacts:
    """What a dossier says of itself."""

    form: RewardForm
    number: str = ""
    dated: date | None = None
    about: str = ""


@transaction.atomic
def open_dossier(
    facts: DossierFacts, *, unit: Unit, campaign: Campaign, form_key: UUID | None = None, by: User, at: datetime
) -> Dossier:
    """Begin a dossier of a unit in a campaign; the same form sent again returns the first.

    :raises NotMovable: with every reason against.
    """
    require(by, "commendation.write", on=unit)
    if form_key and (known := Dossier.objects.filter(form_key=form_key, unit=unit).first()):
        return known
    reasons = why_not_form(unit, facts.form.unit_id, local_day(at)) + _why_not_campaign(unit, campaign)
    if reasons:
        raise NotMovable(*reasons)
    stamps = {"created_at": at, "updated_at": at, "form_key": form_key}
    try:
        with transaction.atomic():
            made = Dossier.objects.create(unit=unit, campaign=campaign, **_plain(facts), **stamps)
    except IntegrityError as clash:  # the same form, at this very moment
        raise Stale(_("Somebody entered the same at this very moment. Reload the page to see it.")) from clash
    record("commendation.open_dossier", on=made, by=by, at=at, form=facts.form.pk, unit=unit.pk)
    return made


def _why_not_campaign(unit: Unit, campaign: Campaign) -> list[str]:
    """Return what is against a unit proposing in a campaign: one that stood below its steering unit, or its heir."""
    below = Lineage.objects.filter(ancestor=campaign.unit_id).values("unit_id")
    gone = Lineage.objects.filter(ancestor=unit, is_inherited=True, unit__in=below)
    if unit.pk == campaign.unit_id or Lineage.objects.filter(unit=unit, ancestor=campaign.unit_id).exists():
        return []
    if gone.exists():
        return []
    return [_("%(unit)s takes no part in “%(campaign)s”.") % {"unit": unit.name, "campaign": campaign.name}]


def _plain(facts: DossierFacts) -> dict[str, object]:
    number, about = normalise(facts.number), normalise(facts.about)
    return {"form": facts.form, "dated": facts.dated, "number": number, "about": about}


@transaction.atomic
def amend(dossier: Dossier, facts: DossierFacts, *, by: User, at: datetime) -> None:
    """Change what a dossier says of itself while it is the unit's turn.

    :raises NotMovable: with every reason against.
    :raises Stale: if somebody else changed it since it was read.
    """
    require_write(dossier, by=by)
    if reasons := why_not_form(dossier.unit, facts.form.unit_id, local_day(at)):
        raise NotMovable(*reasons)
    claim(dossier, at=at, **_plain(facts))
    record("commendation.amend", on=dossier, by=by, at=at, form=facts.form.pk, number=dossier.number)


def require_write(dossier: Dossier, *, by: User) -> None:
    """Do nothing if a person may change a dossier as it is now; refuse otherwise."""
    require(by, "commendation.write", on=dossier.unit_id)
    if reasons := why_not_write(dossier):
        raise NotMovable(*reasons)


def claim(dossier: Dossier, *, at: datetime, **changes: object) -> None:
    """Take the dossier in the state and version that was read, or raise `Stale`."""
    as_read = Dossier.objects.filter(pk=dossier.pk, state=dossier.state, version=dossier.version)
    if not as_read.update(version=F("version") + 1, updated_at=at, **changes):
        raise Stale(_("Somebody changed this dossier meanwhile. Reload the page to see it."))
    dossier.refresh_from_db()


@transaction.atomic
def delete_draft(dossier: Dossier, *, by: User, at: datetime) -> None:
    """Delete a draft that nobody has seen; what it said stays in the audit record.

    :raises NotMovable: if it is no longer a draft.
    """
    require(by, "commendation.write", on=dossier.unit_id)
    if dossier.state != State.DRAFT:
        raise NotMovable(_("Only a draft can be deleted."))
    claim(dossier, at=at)
    said = [[row.holder, row.achievement] for row in dossier.nominees.all()]
    files = [paper.file.name for paper in dossier.papers.select_related("file")]
    told = {"form": dossier.form_id, "unit": dossier.unit_id, "number": dossier.number, "rows": said, "files": files}
    record("commendation.delete_draft", on=dossier, by=by, at=at, **told)
    dossier.delete()


def move(
    dossier: Dossier,
    act: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> Step:
    """Take one step of the table of moves, in the caller's transaction.

    :raises NotMovable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    require(by, act, on=unit_of_act(dossier, act))
    if reasons := why_not_move(dossier, act, reason):
        raise NotMovable(*reasons)
    source, to = State(dossier.state), MOVES[act].to
    claim(dossier, at=at, state=to, **(changes or {}))
    told = {"source": source, "to": to, "reason": reason}
    step = Step.objects.create(dossier=dossier, act=act, by=by, at=at, **told)
    record(act, on=dossier, by=by, at=at, **told)
    if MOVES[act].is_above:
        _tell_unit(dossier, step, by, at)
    return step


def _tell_unit(dossier: Dossier, step: Step, by: User, at: datetime) -> None:
    """Let the officers of the proposing unit hear of a step that others took with its dossier."""
    people = people_at(dossier.unit, {Role.OFFICER}, local_day(at))
    message = Message(
        kind=step.act,
        key=f"{step.act}:{step.pk}",
        title=f"{MOVES[step.act].label}: {dossier.form.name}",
        text=step.reason,
        url=reverse("commendation:detail", args=[dossier.pk]),
        unit_id=dossier.unit_id,
    )
    tell([person for person in people if person.pk != by.pk], message, by=by, at=at)


@transaction.atomic
def submit(dossier: Dossier, *, by: User, at: datetime) -> None:
    """Hand a dossier to the standing office of the steering unit.

    :raises NotMovable: with all that is missing or against it, row by row.
    """
    require(by, "commendation.submit", on=dossier.unit_id)
    reasons = []
    if not why_not_write(dossier):
        today = local_day(at)
        rows = rows_of(dossier, today)
        reasons = why_not_submit(dossier, len(rows)) + why_not_in_time(dossier, today)
        reasons += [
            _("Row %(number)s, %(holder)s: %(reason)s")
            % {"number": number, "holder": row.nominee.holder or "…", "reason": reason}
            for number, row in enumerate(rows, start=1)
            for reason in row.reasons
        ]
    if reasons:
        raise NotMovable(*reasons)
    move(dossier, "commendation.submit", by=by, at=at)


@transaction.atomic
def return_(dossier: Dossier, *, reason: str, by: User, at: datetime) -> None:
    """Give a dossier back to its unit, with the reason."""
    move(dossier, "commendation.return_", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def send(dossier: Dossier, *, council: str, by: User, at: datetime) -> None:
    """Send a dossier to the council of the body that awards.

    :raises NotMovable: with every reason against.
    """
    council = normalise(council)
    if not council:
        raise NotMovable(_("Name the council that it is sent to."))
    move(dossier, "commendation.send", by=by, at=at, reason=council, changes={"council": council})
