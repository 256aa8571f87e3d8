"""The way from a campaign to its meetings, and what a meeting made of a model where its result is explained."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.kit import Chapter, Told
from kheo.movement.appraisal.kit import declare as explain
from kheo.movement.campaigns.kit import Door, declare
from kheo.movement.campaigns.states import Procedure
from kheo.movement.meetings.queries.explained import heard_of
from kheo.movement.registry.models import Registration


def _tell(registration: Registration, user: User) -> Told | None:
    heard = heard_of(registration, user)
    return {"meetings": heard} if heard else None


declare(Door(_("Review meetings"), "meetings:campaign", "meetings.view", "people", Procedure.FULL))
explain(Chapter(pgettext_lazy("chapter", "Review meeting"), "meetings/chapter.html", _tell))
