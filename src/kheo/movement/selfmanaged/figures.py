"""What is counted of the groups; cases and members are sums, and stand on the pages of sums of their registers."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.selfmanaged.queries import in_operation, told, untold
from kheo.movement.selfmanaged.registers import GROUPS

declare(
    counted(
        GROUPS,
        "selfmanaged_groups",
        pgettext_lazy("figure", "Self-management groups"),
        _("Self-management groups in operation on the day."),
        in_operation,
    ),
    counted(
        GROUPS,
        "selfmanaged_of_models",
        pgettext_lazy("figure", "Self-management groups that came of models"),
        _("Self-management groups in operation on the day that name the model of which they came."),
        lambda day: in_operation(day) & Q(exemplar__isnull=False),
        within="selfmanaged_groups",
    ),
    counted(
        GROUPS,
        "selfmanaged_told",
        pgettext_lazy("figure", "Self-management groups with a result"),
        _("Self-management groups in operation on the day of which it is entered what they did in its year."),
        told,
        within="selfmanaged_groups",
    ),
    counted(
        GROUPS,
        "selfmanaged_untold",
        pgettext_lazy("figure", "Self-management groups without a result"),
        _("Self-management groups in operation on the day of which nobody has entered what they did in its year."),
        untold,
        within="selfmanaged_groups",
    ),
)

say(
    "selfmanaged",
    pgettext_lazy("selfmanaged", "Self-management groups"),
    Saying(
        _("%(selfmanaged_groups)s self-management groups are in operation."),
        ("selfmanaged_groups",),
    ),
    Saying(
        _("%(selfmanaged_of_models)s of them (%(selfmanaged_of_models_share)s) came of models."),
        ("selfmanaged_of_models",),
    ),
    Saying(
        _("Of %(selfmanaged_told)s (%(selfmanaged_told_share)s) it is entered what they did in the year."),
        ("selfmanaged_told",),
    ),
)
