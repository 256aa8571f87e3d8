"""What recognition counts: the registrations that earned the title, and those that did not."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import declare
from kheo.movement.registry.figures import among_the_registered, ever, in_both_years_before, of_the_register
from kheo.movement.registry.models import Step
from kheo.movement.registry.states import TITLED, UNDECIDED, State


def _confirmed(state: State) -> Q:
    """Return the condition that a registration is in a state or once was, as its steps tell."""
    return Q(state=state) | Q(Exists(Step.objects.filter(registration=OuterRef("pk"), to=state)))


declare(
    of_the_register(
        "recognised",
        pgettext_lazy("figure", "Recognised"),
        _("Registered models and exemplars that a signed decision recognised in this campaign."),
        TITLED,
        within="begun",
    ),
    ever(
        "ever_recognised",
        pgettext_lazy("figure", "Recognised, cumulative"),
        _(
            "Models and exemplars ever recognised in the movement, up to and including this campaign, by a recognition"
            " that stands; one that was recognised in several years counts once."
        ),
        TITLED,
    ),
    among_the_registered(
        "recognised_thrice",
        pgettext_lazy("figure", "Recognised three years running"),
        _(
            "Models and exemplars recognised in this campaign that were recognised in both years before it too, in the"
            " same movement. It is the same one in the register, whatever its unit was called or merged into."
        ),
        *in_both_years_before(Q(state__in=sorted(TITLED))),
        within="recognised",
    ),
    of_the_register(
        "not_recognised",
        pgettext_lazy("figure", "Not recognised"),
        _("Registered models and exemplars of which it was decided, with the reason, that they do not earn the title."),
        {State.NOT_RECOGNISED},
        within="begun",
    ),
    of_the_register(
        "revoked",
        pgettext_lazy("figure", "Recognition revoked"),
        _("Registered models and exemplars whose recognition a later decision took back."),
        {State.REVOKED},
        within="begun",
    ),
    of_the_register(
        "not_decided",
        pgettext_lazy("figure", "Not yet decided"),
        _("Registered models and exemplars of which nothing has been decided yet."),
        UNDECIDED,
        within="registered",
    ),
    among_the_registered(
        "copied_on",
        pgettext_lazy("figure", "Recognised and copied"),
        _(
            "Recognised models and exemplars of which it was confirmed, in the register of the campaign, that others"
            " copied them. Which unit copied which is not recorded."
        ),
        _confirmed(State.REPLICATED),
        within="recognised",
    ),
    among_the_registered(
        "kept_up",
        pgettext_lazy("figure", "Recognised and kept up"),
        _(
            "Recognised models and exemplars of which it was confirmed, after the recognition, that they are kept up;"
            " those that have ended since left aside."
        ),
        _confirmed(State.MAINTAINED),
        ~Q(state=State.ENDED),
        within="recognised",
    ),
)
