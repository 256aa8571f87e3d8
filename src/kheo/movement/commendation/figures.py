"""What commendation counts: registrations that a reward was asked for, and those for which one was given."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import declare
from kheo.movement.commendation.models import Basis
from kheo.movement.commendation.states import PROPOSING, Standing
from kheo.movement.registry.figures import among_the_registered, in_both_years_before

_PROPOSED = Basis.objects.filter(registration=OuterRef("pk"), nominee__dossier__state__in=sorted(PROPOSING))
_GIVEN = _PROPOSED.filter(nominee__commendation__standing=Standing.VALID)

declare(
    among_the_registered(
        "proposed_for_reward",
        pgettext_lazy("figure", "Proposed for commendation"),
        _(
            "Registered models and exemplars that are the achievement of somebody in a dossier of commendation that was"
            " submitted; one in several dossiers counts once."
        ),
        Exists(_PROPOSED),
    ),
    among_the_registered(
        "rewarded",
        pgettext_lazy("figure", "Commended"),
        _(
            "Registered models and exemplars for which a decision of commendation that stands rewarded somebody; one"
            " with several rewards counts once."
        ),
        Exists(_GIVEN),
        within="proposed_for_reward",
    ),
    among_the_registered(
        "rewarded_thrice",
        pgettext_lazy("figure", "Commended three years running"),
        _(
            "Models and exemplars commended in this campaign that were commended in both years before it too, in the"
            " same movement. It is the same one in the register, whatever its unit was called or merged into."
        ),
        *in_both_years_before(Exists(_GIVEN)),
        within="rewarded",
    ),
)
