"""The papers of a conference are bound in the background: each Word file among them takes seconds."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from kheo.foundation.files.models import StoredFile
from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.movement.conferences.actions import keep_pack
from kheo.movement.conferences.models import Conference, Pack
from kheo.movement.conferences.queries import bound
from kheo.organisation.access.rules import require


@job("conferences.bind", gettext_lazy("Bind the papers of a conference"), is_whole=False)
def bind_pack(work: Work, *, conference: int, parts: list[str], report: str, file: str, form_key: str) -> Outcome:
    """Bind the chosen parts; `report` is the key of a report that is offered, `file` one that was sent."""
    assert work.by is not None  # noqa: S101 -- a person pressed the button
    held = Conference.objects.select_related("unit", "campaign", "previous").get(pk=conference)
    require(work.by, "conferences.keep", on=held.unit_id)
    if not Pack.objects.filter(form_key=UUID(form_key)).exists():
        chosen = StoredFile.objects.get(pk=file) if file else report
        made = bound(held, parts, chosen, by=work.by, at=work.at, tell=work.tell)
        with work.step("kept"):
            keep_pack(held, made, form_key=UUID(form_key), by=work.by, at=work.at)
    words = gettext("The papers are bound and ready to be printed.")
    return Outcome(words, reverse("conferences:pack", args=[held.pk]))
