"""What is counted of models that go on: of how many something is told, which have difficulties, which are silent, and
how those stand that were recognised. They tell how things stand, so no closing keeps them."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, Scope, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.following.queries import (
    due,
    ended_but_recognised,
    found,
    hard,
    hard_in_year,
    silent,
    told_in_year,
    unanswered,
)
from kheo.movement.following.registers import DIARY, RECHECKS
from kheo.movement.following.states import Verdict
from kheo.movement.registry.figures import among_the_registered, ever
from kheo.movement.registry.states import TITLED
from kheo.organisation.access.rules import today


def _day(scope: Scope) -> date:
    """Return the campaign's last day, or today while it goes on."""
    return min(scope.then, today())


declare(
    among_the_registered(
        "following_followed",
        pgettext_lazy("figure", "Followed"),
        _("Registered models and exemplars of which the diary or a half-year check tells something of the year."),
        lambda scope: told_in_year(_day(scope)),
        closes=False,
    ),
    among_the_registered(
        "following_hard",
        pgettext_lazy("figure", "With difficulties"),
        _("Registered models and exemplars of which the diary tells a difficulty in the year."),
        lambda scope: hard_in_year(_day(scope)),
        within="following_followed",
        closes=False,
    ),
    among_the_registered(
        "following_silent",
        pgettext_lazy("figure", "No report for two half-years"),
        _(
            "Models and exemplars that go on and were in the register in both of the half-years that ended last, and of"
            " which neither the diary nor a half-year check has told anything since these began."
        ),
        lambda scope: silent(_day(scope)),
        within="active",
        closes=False,
    ),
    ever(
        "following_due",
        pgettext_lazy("figure", "Due to be re-checked"),
        _(
            "Models and exemplars whose recognition stands, and which are due to be re-checked today: some months after"
            " the recognition and after each re-check. One that was found to have ended is not looked at again."
        ),
        TITLED,
        lambda _scope: due(today()),
    ),
    counted(
        DIARY,
        "following_difficulties",
        pgettext_lazy("figure", "Difficulties of models"),
        _("Lines of diaries with a difficulty, of the year up to the day."),
        hard,
    ),
    counted(
        DIARY,
        "following_unanswered",
        pgettext_lazy("figure", "Difficulties without an answer"),
        _("Difficulties in diaries that the office has neither answered nor given to a unit, of whatever year."),
        unanswered,
    ),
    counted(
        RECHECKS,
        "following_maintained",
        pgettext_lazy("figure", "Maintained after recognition"),
        _("Recognised models and exemplars that the last re-check up to the day found to be maintained."),
        lambda day: found(Verdict.MAINTAINED, day),
    ),
    counted(
        RECHECKS,
        "following_weakened",
        pgettext_lazy("figure", "Weakened after recognition"),
        _("Recognised models and exemplars that the last re-check up to the day found to be weakened."),
        lambda day: found(Verdict.WEAKENED, day),
    ),
    counted(
        RECHECKS,
        "following_ended",
        pgettext_lazy("figure", "Ended after recognition"),
        _("Recognised models and exemplars that the last re-check up to the day found to have ended."),
        lambda day: found(Verdict.ENDED, day),
    ),
    counted(
        RECHECKS,
        "following_to_revoke",
        pgettext_lazy("figure", "Ended, recognition still in force"),
        _("Models and exemplars that a re-check found to have ended and whose recognition no decision has revoked."),
        ended_but_recognised,
        within="following_ended",
    ),
)

say(
    "following",
    pgettext_lazy("following", "Following models"),
    Saying(
        _(
            "Of %(following_followed)s models the diary or a check tells something of the year;"
            " %(following_hard)s of them have difficulties, %(following_silent)s have no report for two half-years."
        ),
        ("following_followed", "following_hard", "following_silent"),
    ),
    Saying(_("Of the recognised ones %(following_maintained)s were found kept up."), ("following_maintained",)),
    Saying(_("%(following_weakened)s recognised ones were found weakened."), ("following_weakened",)),
    Saying(_("%(following_ended)s recognised ones were found ended."), ("following_ended",)),
)
