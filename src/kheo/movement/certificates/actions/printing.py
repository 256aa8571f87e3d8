import uuid
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import keep
from kheo.lib.file_kinds import Kind
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise, slugify
from kheo.movement.certificates.models import Certificate, Edition, Printing, Run
from kheo.movement.certificates.queries import loaded, printed_of
from kheo.movement.certificates.rules import why_not_print
from kheo.organisation.access.rules import require


class NotPrintable(Refused):
    """These certificates cannot be printed now."""


@transaction.atomic
def keep_run(
    pdf: bytes,
    certificates: Sequence[Certificate],
    *,
    edition: Edition,
    reason: str,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
) -> Run:
    """Keep a PDF of certificates of one decision and log who printed which, when, and why again; return the run.

    The same key gives the same run again.

    :raises NotPrintable: with every reason against; they may have come up while the PDF was being made.
    """
    if done := Run.objects.filter(form_key=form_key).first():
        return done
    decision = certificates[0].decision
    require(by, "certificates.print", on=decision.unit_id)
    found = loaded(Certificate.objects.filter(pk__in=[each.pk for each in certificates], decision=decision))
    by_pk = {each.pk: each for each in found.select_for_update(of=("self",))}
    if len(by_pk) < len(certificates):
        raise NotPrintable(_("Only certificates of one decision are printed together."))
    rows, printed = [by_pk[each.pk] for each in certificates], printed_of(certificates)
    if reasons := why_not_print(rows, printed, normalise(reason)):
        raise NotPrintable(*reasons)
    name = f"giay-chung-nhan-{slugify(decision.number)}-{at:%Y%m%d-%H%M}.pdf"
    file = keep(ContentFile(pdf, name=name), kinds={Kind.PDF}, by=by, at=at)
    run = Run.objects.create(
        decision=decision, edition=edition, file=file, by=by, at=at, reason=normalise(reason), form_key=form_key
    )
    pages = enumerate(rows, start=1)
    Printing.objects.bulk_create(
        Printing(run=run, certificate=each, page=page, is_again=each.pk in printed) for page, each in pages
    )
    serials = [each.serial for each in rows]
    record("certificates.print", on=run, by=by, at=at, serials=serials, edition=edition.pk, reason=run.reason)
    return run
