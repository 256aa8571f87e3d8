"""What recognition counts: the registrations that earned the title, and those that did not."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import declare
from kheo.movement.registry.figures import of_the_register
from kheo.movement.registry.states import TITLED, UNDECIDED, State

declare(
    of_the_register(
        "recognised",
        pgettext_lazy("figure", "Recognised"),
        _("Registered models and exemplars that a signed decision recognised in this campaign."),
        TITLED,
    ),
    of_the_register(
        "not_recognised",
        pgettext_lazy("figure", "Not recognised"),
        _("Registered models and exemplars of which it was decided, with the reason, that they do not earn the title."),
        {State.NOT_RECOGNISED},
    ),
    of_the_register(
        "revoked",
        pgettext_lazy("figure", "Recognition revoked"),
        _("Registered models and exemplars whose recognition a later decision took back."),
        {State.REVOKED},
    ),
    of_the_register(
        "not_decided",
        pgettext_lazy("figure", "Not yet decided"),
        _("Registered models and exemplars of which nothing has been decided yet."),
        UNDECIDED,
    ),
)
