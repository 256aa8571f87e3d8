"""What the awarding body decided: entered with its decision for all rows together, taken back, revoked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.commendation.actions.dossiers import move
from kheo.movement.commendation.models import Commendation, Dossier, Grant, Nominee
from kheo.movement.commendation.queries.catalogue import salary_on
from kheo.movement.commendation.queries.dossiers import Row, rows_of
from kheo.movement.commendation.rules.catalogue import money
from kheo.movement.commendation.rules.dossiers import (
    GrantFacts,
    Result,
    form_facts,
    why_not_grant,
    why_not_move,
    why_not_reckon,
    why_not_results,
    why_not_revoke,
)
from kheo.movement.commendation.rules.eligibility import why_not_by, why_not_give
from kheo.movement.commendation.states import Standing
from kheo.organisation.access.rules import require


class NotAwarded(Refused):
    """The rules are against these results."""


@transaction.atomic
def decide(
    dossier: Dossier, results: Iterable[Result], *, grant: GrantFacts | None, by: User, at: datetime
) -> Grant | None:
    """Enter the decision on a dossier and what became of every row: all of it or nothing. Money is reckoned by the base
    salary of the day on which the decision was signed. Where no row was awarded there is no decision, and none is kept.

    :raises NotAwarded: with every reason against, row by row.
    :raises NotMovable, Stale: if the dossier does not wait for results, or somebody moved it since it was read.
    """
    require(by, "commendation.decide", on=dossier.campaign.unit_id)
    told = {result.nominee.pk: replace(result, refused=normalise(result.refused)) for result in results}
    grant = _tidied(grant) if grant else None
    rows = rows_of(dossier, local_day(at))
    awarded = [row for row in rows if row.nominee.pk in told and told[row.nominee.pk].is_awarded]
    if not why_not_move(dossier, "commendation.decide"):
        reasons = why_not_results(told, [row.nominee for row in rows])
        if awarded:
            reasons += _why_not_awarded(dossier, awarded, grant, local_day(at))
        if reasons:
            raise NotAwarded(*reasons)
    move(dossier, "commendation.decide", by=by, at=at, reason=grant.number if grant and awarded else "")
    kept = _keep_grant(dossier, awarded, told, grant) if grant and awarded else None
    for row in rows:
        result = told[row.nominee.pk]
        row.nominee.refused = "" if result.is_awarded else result.refused
        row.nominee.save(update_fields=["refused"])
    total = sum((each.amount for each in kept.commendations.all()), Decimal(0)) if kept else Decimal(0)
    record("commendation.award", on=dossier, by=by, at=at, awarded=len(awarded), rows=len(rows), money=int(total))
    return kept


def _tidied(grant: GrantFacts) -> GrantFacts:
    number, signed_by, body = map(normalise, (grant.number, grant.signed_by, grant.body))
    return replace(grant, number=number, signed_by=signed_by, body=body)


def _why_not_awarded(dossier: Dossier, awarded: Sequence[Row], grant: GrantFacts | None, today: date) -> list[str]:
    """Return all that is against awarding these rows by this decision: also what history says meanwhile."""
    if grant is None:
        return [_("Enter the decision by which the rows were awarded.")]
    salary = salary_on(dossier.form.unit_id, grant.signed_on)
    form = form_facts(dossier.form)
    multiples = {form.multiples.get(row.nominee.owner_kind, Decimal(0)) for row in awarded}
    reasons = why_not_grant(grant, dossier, today)
    reasons += why_not_by(form, grant.giver) + why_not_give(form, grant.signed_on)
    reasons += why_not_reckon(dossier.form, salary, multiples, grant.signed_on)
    reasons += [f"{row.nominee.holder}: {reason}" for row in awarded for reason in row.reasons]
    return reasons


def _keep_grant(dossier: Dossier, awarded: Sequence[Row], told: dict[int, Result], said: GrantFacts) -> Grant:
    form, salary = dossier.form, salary_on(dossier.form.unit_id, said.signed_on)
    base = salary.amount if salary else None
    kept = Grant.objects.create(dossier=dossier, base_salary=base, **vars(said))
    for row in awarded:
        multiple = form.multiple_for(row.nominee.owner_kind) or Decimal(0)
        Commendation.objects.create(
            nominee=row.nominee,
            grant=kept,
            kind=form.kind,
            level=form.level,
            name=form.name,
            multiple=multiple,
            amount=money(multiple, base, form.round_up_to),
            book_number=normalise(told[row.nominee.pk].book_number),
            signed_on=said.signed_on,
        )
    return kept


@transaction.atomic
def reopen(dossier: Dossier, *, reason: str, by: User, at: datetime) -> None:
    """Take back results that were entered wrongly: the dossier waits for them again. What they said stays in the audit
    record. A reward that was given and is withdrawn is revoked instead.

    :raises NotMovable, Stale: if the dossier is not decided, or somebody moved it since it was read.
    :raises NotAwarded: if one of its rewards was revoked.
    """
    require(by, "commendation.reopen", on=dossier.campaign.unit_id)
    given = Commendation.objects.filter(grant__dossier=dossier).select_related("nominee")
    if given.filter(standing=Standing.REVOKED).exists():
        raise NotAwarded(_("A reward of this dossier was revoked; its results stand."))
    said = [[each.nominee.holder, each.name, int(each.amount)] for each in given]
    grants = Grant.objects.filter(dossier=dossier)
    numbers = [[grant.number, str(grant.signed_on), grant.body] for grant in grants]
    move(dossier, "commendation.reopen", by=by, at=at, reason=normalise(reason))
    given.delete()
    grants.delete()
    Nominee.objects.filter(dossier=dossier).update(refused="")
    record("commendation.take_back", on=dossier, by=by, at=at, decisions=numbers, rewards=said)


@transaction.atomic
def revoke(found: Commendation, *, revoked_on: date, number: str, why: str, by: User, at: datetime) -> None:
    """Note that a decision revoked a reward; it stays in the register (law 06/2022/QH15, chapter VII).

    :raises NotAwarded: with every reason against.
    :raises Stale: if somebody else noted it first.
    """
    require(by, "commendation.revoke", on=found.nominee.dossier.campaign.unit_id)
    number, why = normalise(number), normalise(why)
    if reasons := why_not_revoke(found, revoked_on, number, why, local_day(at)):
        raise NotAwarded(*reasons)
    as_read = Commendation.objects.filter(pk=found.pk, standing=Standing.VALID)
    said = {"revoked_on": revoked_on, "revoked_by": number, "revoked_why": why}
    if not as_read.update(standing=Standing.REVOKED, **said):
        raise Stale(_("Somebody changed this record. Reload it."))
    found.refresh_from_db()
    record("commendation.revoke", on=found, by=by, at=at, number=number, why=why, day=str(revoked_on))
