"""What is counted of supervision and its recommendations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.supervision.queries import answered, held, planned, recommended, to_hand_out, unanswered
from kheo.movement.supervision.registers import RECOMMENDATIONS, SESSIONS

declare(
    counted(
        SESSIONS,
        "supervision_planned",
        pgettext_lazy("figure", "Sessions of supervision and criticism in the plan"),
        _("Sessions in the plan of the year of the day."),
        planned,
    ),
    counted(
        SESSIONS,
        "supervision_held",
        pgettext_lazy("figure", "Sessions of supervision and criticism held"),
        _("Sessions in the plan of the year that were held until the day."),
        held,
        within="supervision_planned",
    ),
    counted(
        RECOMMENDATIONS,
        "supervision_recommended",
        pgettext_lazy("figure", "Recommendations after supervision"),
        _("Recommendations of the sessions of the year’s plan that were held until the day."),
        recommended,
    ),
    counted(
        RECOMMENDATIONS,
        "supervision_answered",
        pgettext_lazy("figure", "Recommendations with a reply"),
        _("Those of them to which a reply had come until the day."),
        answered,
        within="supervision_recommended",
    ),
    counted(
        RECOMMENDATIONS,
        "supervision_unanswered",
        pgettext_lazy("figure", "Recommendations without a reply in time"),
        _("Recommendations whose day of reply is past and to which no reply has come, of whatever year."),
        unanswered,
    ),
    counted(
        RECOMMENDATIONS,
        "supervision_not_given",
        pgettext_lazy("figure", "Recommendations not given to their unit yet"),
        _("Recommendations that name a unit and are no task of it yet, of whatever year."),
        to_hand_out,
    ),
)

say(
    "supervision",
    pgettext_lazy("supervision", "Supervision and social criticism"),
    Saying(
        _(
            "%(supervision_held)s of %(supervision_planned)s sessions of the year’s plan were held"
            " (%(supervision_held_share)s)."
        ),
        ("supervision_planned", "supervision_held"),
    ),
    Saying(
        _(
            "%(supervision_recommended)s recommendations were made; %(supervision_answered)s have a reply"
            " (%(supervision_answered_share)s)."
        ),
        ("supervision_recommended", "supervision_answered"),
    ),
    Saying(
        _("%(supervision_unanswered)s recommendations have no reply though its day is past."),
        ("supervision_unanswered",),
    ),
)
