"""What waits of models that go on: difficulties without an answer, models of which nobody reports, re-checks that are
due, and models that ended whose recognition still stands."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.machinery.registers.waiting import wait
from kheo.movement.following.queries import due_for, ended_but_recognised, silent_for, unanswered
from kheo.movement.following.registers import DIARY, RECHECKS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

OFFICE, UNIT = frozenset({Role.STANDING_OFFICE}), frozenset({Role.OFFICER})


def _registrations(figure: str) -> Callable[[date], str]:
    return lambda _day: f"{address('registry:list')}?figure={figure}"


wait(
    DIARY,
    "following_unanswered",
    _("Difficulties of models to be answered"),
    OFFICE,
    unanswered,
    since="done_on",
    patience=7,
)
wait(
    RECHECKS,
    "following_to_revoke",
    _("Models that ended: decide on their recognition"),
    OFFICE,
    ended_but_recognised,
    since="checked_on",
    patience=30,
)
offer(
    Waiting(
        "following.silent",
        _("Models without a report for two half-years"),
        UNIT | OFFICE,
        silent_for,
        _registrations("following_silent"),
    )
)
offer(
    Waiting(
        "following.due",
        _("Recognised models due to be re-checked"),
        OFFICE,
        due_for,
        _registrations("following_due"),
    )
)
