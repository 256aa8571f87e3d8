"""A title is confirmed by itself when its model is accepted in a later year as kept up or copied; the page of a
registration leads to its decision, and where its result is explained the decision is told. The page of a campaign
and of a closed meeting lead to its decisions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.signals import words_read
from kheo.movement.appraisal.kit import Chapter, Told
from kheo.movement.appraisal.kit import declare as explain
from kheo.movement.campaigns.kit import Door, declare
from kheo.movement.meetings.kit import Door as Way
from kheo.movement.meetings.kit import declare as lead
from kheo.movement.recognition.actions import follow_on
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.queries import decided_on, links_of
from kheo.movement.recognition.rules import confirms
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.registry.kit import link
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed


def _heard(*, registration: Registration, gone: bool = False, **_told: Any) -> None:  # Any: what a signal carries
    if not gone and confirms(registration):
        follow_on(registration, by=None, at=registration.updated_at)


def _tell(registration: Registration, user: User) -> Told | None:
    decided = decided_on(registration, user)
    return {"decided": decided} if decided else None


def _words(*, file: StoredFile, **_told: Any) -> None:  # Any: what a signal carries
    for decision in Decision.objects.filter(files__file=file).distinct():
        decision_changed.send(Decision, decision=decision)


link(links_of)
declare(Door(_("Decisions of recognition"), "recognition:campaign", "recognition.read_drafts", "award"))
lead(Way(_("Draft the decision"), "recognition:campaign", "recognition.issue", "pencil"))
explain(Chapter(pgettext_lazy("chapter", "Decision"), "recognition/chapter.html", _tell))
registration_changed.connect(_heard, weak=False, dispatch_uid="recognition")
words_read.connect(_words, weak=False, dispatch_uid="recognition words")
