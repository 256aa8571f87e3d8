"""The rows of a dossier: added from recognised models or by hand, changed, dropped."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.movement.commendation.actions.dossiers import claim, require_write
from kheo.movement.commendation.models import Basis, Dossier, Nominee
from kheo.movement.commendation.queries.dossiers import choices_of, points_of, recognised_models, years_of
from kheo.movement.commendation.queries.histories import Proposal, holder_key
from kheo.movement.commendation.rules.dossiers import ACHIEVEMENT_LIMIT, NAME_LIMIT, TEXT_LIMIT, why_not_more
from kheo.organisation.units.models import Lineage, Unit


class NotProposable(Refused):
    """A row cannot be so in this dossier."""


@transaction.atomic
def add_models(dossier: Dossier, numbers: Sequence[int], *, by: User, at: datetime) -> int:
    """Add recognised models of the dossier's unit and those below it, by the numbers of their registrations: all of
    them or none. Returns how many.

    :raises NotProposable: with every reason against, by name.
    :raises NotMovable, Stale: if the dossier cannot be changed, or somebody changed it since it was read.
    """
    require_write(dossier, by=by)
    today, wanted = local_day(at), set(numbers)
    found = list(recognised_models(dossier, by, today).filter(pk__in=wanted).order_by("holder__sort_key", "pk"))
    choices = choices_of(dossier, found, today)
    reasons = [f"{each.registration.exemplar.name}: {reason}" for each in choices for reason in each.reasons]
    if len(found) < len(wanted) or not wanted:
        reasons.insert(0, _("Choose models that are recognised in this campaign and belong to the unit."))
    reasons += why_not_more(dossier.nominees.count(), len(found))
    if reasons:
        raise NotProposable(*reasons)
    claim(dossier, at=at)
    points, last = points_of([each.pk for each in found]), _last(dossier)
    for place, choice in enumerate(choices, start=last + 1):
        row = Nominee(dossier=dossier, order=place, points=points.get(choice.registration.pk))
        _say(row, choice.proposal)
        row.save()
        Basis.objects.create(nominee=row, registration=choice.registration)
    record("commendation.add_models", on=dossier, by=by, at=at, registrations=sorted(wanted))
    return len(choices)


def _last(dossier: Dossier) -> int:
    return dossier.nominees.aggregate(last=Max("order"))["last"] or 0


def _say(row: Nominee, said: Proposal) -> None:
    """Let a row say what is proposed, cut to what its columns hold where it was taken over from the register."""
    row.unit_id, row.owner_kind = said.unit_id, said.owner_kind
    row.holder = normalise(said.holder)[:NAME_LIMIT]
    row.holder_key = holder_key(row.holder)
    row.achievement, row.summary = normalise(said.achievement)[:ACHIEVEMENT_LIMIT], normalise(said.summary)[:TEXT_LIMIT]


@transaction.atomic
def write_row(dossier: Dossier, said: Proposal, *, by: User, at: datetime) -> Nominee:
    """Add a row that rests on words and not on a registration of the campaign, and return it.

    :raises NotProposable: with every reason against.
    :raises NotMovable, Stale: if the dossier cannot be changed, or somebody changed it since it was read.
    """
    require_write(dossier, by=by)
    if reasons := why_not_more(dossier.nominees.count(), 1):
        raise NotProposable(*reasons)
    _check(dossier, said, at)
    claim(dossier, at=at)
    row = Nominee(dossier=dossier, order=_last(dossier) + 1)
    _say(row, said)
    row.save()
    record("commendation.write_row", on=dossier, by=by, at=at, holder=row.holder, row=row.pk)
    return row


@transaction.atomic
def change_row(row: Nominee, said: Proposal, *, by: User, at: datetime) -> None:
    """Change what a row says, and on which years of its models it rests.

    :raises NotProposable: with every reason against.
    :raises NotMovable, Stale: if the dossier cannot be changed, or somebody changed it since it was read.
    """
    dossier = row.dossier
    require_write(dossier, by=by)
    _check(dossier, said, at)
    may_rest_on = {each.pk for each in years_of(row)}
    meant = {each.pk for each in said.registrations}
    if meant - may_rest_on:
        raise NotProposable(_("A row rests on years of its own models only."))
    if may_rest_on and not meant:
        raise NotProposable(_("Keep at least one year of the model; a row in words is entered by itself."))
    claim(dossier, at=at)
    _say(row, said)
    row.save()
    row.bases.exclude(registration__in=meant).delete()
    kept = set(row.bases.values_list("registration_id", flat=True))
    Basis.objects.bulk_create(Basis(nominee=row, registration_id=number) for number in sorted(meant - kept))
    told = {"row": row.pk, "holder": row.holder, "registrations": sorted(meant)}
    record("commendation.change_row", on=dossier, by=by, at=at, **told)


@transaction.atomic
def drop_row(row: Nominee, *, by: User, at: datetime) -> None:
    """Take a row off a dossier that may still be changed; what it said stays in the audit record.

    :raises NotMovable, Stale: if the dossier cannot be changed, or somebody changed it since it was read.
    """
    dossier = row.dossier
    require_write(dossier, by=by)
    claim(dossier, at=at)
    told = {"row": row.pk, "holder": row.holder, "achievement": row.achievement, "summary": row.summary}
    record("commendation.drop_row", on=dossier, by=by, at=at, **told)
    row.delete()


def _check(dossier: Dossier, said: Proposal, at: datetime) -> None:
    reasons = []
    if not Lineage.objects.reaching(local_day(at)).filter(unit=said.unit_id, ancestor=dossier.unit_id).exists():
        name = Unit.objects.get(pk=said.unit_id).name
        told = {"unit": name, "proposing": dossier.unit.name}
        reasons.append(_("%(unit)s does not belong to %(proposing)s, which proposes.") % told)
    if len(normalise(said.holder)) > NAME_LIMIT or len(normalise(said.achievement)) > ACHIEVEMENT_LIMIT:
        reasons.append(_("A name has at most 300 characters, an achievement at most 1.000."))
    if reasons:
        raise NotProposable(*reasons)
