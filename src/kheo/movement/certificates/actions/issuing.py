from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib import seals
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.movement.certificates.actions.keys import current_key
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.queries import in_order, last_number, sealed_facts
from kheo.movement.certificates.rules import code_of, is_outdated, serial_of, why_not_issue
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import Standing
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit, UnitVersion


class NotIssuable(Refused):
    """Certificates cannot be given to these recognitions."""


@transaction.atomic
def issue(
    recognitions: Iterable[Recognition], *, decision: Decision, issued_on: date, by: User | None, at: datetime
) -> list[Certificate]:
    """Give certificates to recognitions of a decision, all or none, and return those that are new.

    One that has a certificate which still says what stands is left alone, so the same click twice gives nothing twice;
    one that was amended is given another, and the old one is marked as replaced.

    :raises NotIssuable: with every reason against, by name.
    """
    if by is not None:
        require(by, "certificates.issue", on=decision.unit_id)
    Unit.objects.select_for_update().get(pk=decision.unit_id)  # one after the other: numbers run on without a gap
    wanted = sorted(recognitions, key=lambda each: each.pk)
    if reasons := why_not_issue(decision, wanted, issued_on, local_day(at)):
        raise NotIssuable(*reasons)
    named = Recognition.objects.filter(pk__in=[each.pk for each in wanted])
    rows = named.select_related("decision", "registration__unit")
    live = {each.recognition_id: each for each in Certificate.objects.live().filter(recognition__in=wanted)}
    due = [row for row in sorted(rows, key=in_order) if row.pk not in live or is_outdated(live[row.pk], row)]
    old = [live[row.pk].pk for row in due if row.pk in live]
    Certificate.objects.filter(pk__in=old).update(replaced_at=at)
    made = _made(due, live, issued_on, by, at) if due else []
    if made:
        serials = [each.serial for each in made]
        record("certificates.issue", on=decision, by=by, at=at, serials=serials, replaced=old)
    return made


def _made(
    due: Sequence[Recognition], live: dict[int, Certificate], issued_on: date, by: User | None, at: datetime
) -> list[Certificate]:
    decision = due[0].decision
    key, private = current_key(by=by, at=at)
    number = last_number(decision.unit_id, issued_on.year)
    units = {row.registration.unit_id for row in due} | {decision.unit_id}
    names = dict(UnitVersion.objects.on(decision.signed_on).filter(unit__in=units).values_list("unit_id", "name"))
    made = []
    for place, row in enumerate(due, start=1):
        new = _of(row, number + place, issued_on, at, names)
        new.key, new.replaces = key, live.get(row.pk)
        made.append(_sealed(new, private))
    return Certificate.objects.bulk_create(made)


def _of(row: Recognition, number: int, issued_on: date, at: datetime, names: dict[int, str]) -> Certificate:
    """Return a certificate of a recognition, not sealed yet; units bear the names of the day of the decision."""
    unit, issuer = row.registration.unit, row.decision.unit
    return Certificate(
        recognition=row,
        decision=row.decision,
        unit=issuer,
        year=issued_on.year,
        number=number,
        serial=serial_of(number, issued_on.year),
        issued_on=issued_on,
        issued_at=at,
        title=row.called,
        holder=names.get(unit.pk, unit.name),
        issuer=names.get(issuer.pk, issuer.name),
        level=row.level,
        decision_number=row.decision.number,
        decided_on=row.decision.signed_on,
        is_of_amended=row.standing == Standing.AMENDED,
    )


def _sealed(certificate: Certificate, private: str) -> Certificate:
    try:
        certificate.token = seals.seal(private, sealed_facts(certificate))
    except seals.TooLong as error:
        said = _("“%(title)s”: the number of the decision is too long to be sealed.")
        raise NotIssuable(said % {"title": certificate.title}) from error
    certificate.code = code_of(certificate.token)
    return certificate
