from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.conferences.models import Speech
from kheo.movement.conferences.states import GOING, SpeechState
from kheo.organisation.access.states import Role

TOLD = frozenset({Role.OFFICER, Role.STANDING_OFFICE})
AHEAD = timedelta(days=14)


def due(day: date) -> Iterator[Due]:
    """Yield the papers that are asked for and have not come, with a last day not far ahead, or behind."""
    rows = Speech.objects.filter(state=SpeechState.ASKED, conference__state__in=GOING, due_on__lte=day + AHEAD)
    for speech in rows.select_related("conference").order_by("pk"):
        assert speech.due_on  # noqa: S101 -- asked for above
        title = _("Paper for %(title)s") % {"title": speech.conference.title}
        address = reverse("conferences:send_speech", args=[speech.conference_id, speech.pk])
        yield Due(f"{speech.pk}", speech.unit_id, TOLD, speech.due_on, title, speech.title, address)


declare(Reminder("conferences.speech", gettext_lazy("Papers asked for a conference"), due))
