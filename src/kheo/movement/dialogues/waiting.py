"""Questions of dialogues that are no task yet, and those that are overdue."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.dialogues.models import Question
from kheo.movement.dialogues.queries import late, to_hand_out
from kheo.movement.dialogues.registers import QUESTIONS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _offer(key: str, label: Promise, roles: set[Role], condition: Callable[[date], Q]) -> None:
    """Let the questions of a condition wait for some roles; the figure of the same key opens the list of them."""

    def records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
        return Question.objects.visible_to(user).standing().filter(condition(day))

    def link(day: date) -> str:
        asked = {"figure": f"dialogues_{key}", "at": short_date(day)}
        return f"{address('registers:list', QUESTIONS.key)}?{urlencode(asked)}"

    offer(Waiting(f"dialogues.{key}", label, frozenset(roles), records, link, due="due_on"))


_offer("not_given", _("Questions of dialogues to be given to units"), {Role.STANDING_OFFICE}, to_hand_out)
_offer("late", _("Questions of dialogues overdue"), {Role.STANDING_OFFICE, Role.LEADER}, late)
