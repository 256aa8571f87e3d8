"""Certificates are printed while whoever asks for them waits; many of them in the background."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.lib.dates import local_day
from kheo.movement.certificates.actions import NotPrintable, keep_run
from kheo.movement.certificates.models import Certificate, Edition, Run
from kheo.movement.certificates.queries import composed, loaded


def _printed(work: Work, certificates: list[int], edition: int, reason: str, form_key: str, base: str) -> Outcome:
    """Make the PDF of certificates and log it. The register is not held while it is being made."""
    assert work.by is not None  # noqa: S101 -- a person pressed the button
    run = Run.objects.filter(form_key=UUID(form_key)).first()
    if run is None:
        found = {each.pk: each for each in loaded(Certificate.objects.visible_to(work.by).filter(pk__in=certificates))}
        if missing := len(set(certificates) - set(found)):
            raise NotPrintable(gettext("Certificates not found: %(number)s.") % {"number": missing})
        rows, by = [found[pk] for pk in certificates], Edition.objects.select_related("design").get(pk=edition)
        work.tell(0, len(rows))
        pdf = composed(rows, by, base=base, on=local_day(work.at))
        with work.step("kept"):
            run = keep_run(pdf, rows, edition=by, reason=reason, form_key=UUID(form_key), by=work.by, at=work.at)
    words = gettext("The certificates are ready to be printed.")
    return Outcome(words, reverse("certificates:run", args=[run.pk]))


@job("certificates.print_few", gettext_lazy("Print certificates"), is_whole=False, is_short=True)
def print_few(work: Work, *, certificates: list[int], edition: int, reason: str, form_key: str, base: str) -> Outcome:
    """Print a few at once."""
    return _printed(work, certificates, edition, reason, form_key, base)


@job("certificates.print_many", gettext_lazy("Print many certificates"), is_whole=False)
def print_many(work: Work, *, certificates: list[int], edition: int, reason: str, form_key: str, base: str) -> Outcome:
    """Print many in the background."""
    return _printed(work, certificates, edition, reason, form_key, base)
