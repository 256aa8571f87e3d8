"""What is counted of classes, trainees and people in posts; hours are a sum, and stand on the page of sums."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import Figure, Saying, Scope, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.training.queries import (
    called_in_year,
    came_in_year,
    certified_in_year,
    held_in_year,
    people_on,
    trained,
    unmarked,
)
from kheo.movement.training.registers import CLASS_REGISTER, TRAINEE_REGISTER
from kheo.movement.training.states import Trained
from kheo.organisation.access.models import Post
from kheo.organisation.units.models import Lineage
from kheo.ui.addresses import address

_OVER = _("Posts held on the day at units that the campaign reaches; a person counts once for each unit.")
_MOMENT = _("As of the campaign's last day.")


def _of_people(key: str, label: Promise, counts: Promise, how: str = "", within: str = "") -> Figure:
    """Return a figure of people in posts; its cells open the list of just these."""

    def records(scope: Scope) -> QuerySet[Post]:
        rows = people_on(scope.then).filter(trained(scope.then) if how else Q())
        if not scope.steering_id:
            return rows
        steered = Lineage.objects.reaching(scope.then).filter(ancestor=scope.steering_id)
        return rows.filter(unit__in=steered.values("unit_id"))

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        if set(chosen) - {"unit", "only"}:
            return ""
        asked = {"at": short_date(scope.then), "map": short_date(scope.on), "unit": scope.unit_slug, "trained": how}
        return f"{address('training:people')}?{urlencode(asked | dict(chosen))}"

    figure = Figure(key, label, counts, records, link, within=within, over=_OVER, moment=_MOMENT)
    return replace(figure, act="training.people", spans=True, closes=False)


declare(
    counted(
        CLASS_REGISTER,
        "training_classes",
        pgettext_lazy("figure", "Training classes"),
        _("Classes that began in the year of the day, until that day."),
        held_in_year,
    ),
    counted(
        CLASS_REGISTER,
        "training_unmarked",
        pgettext_lazy("figure", "Classes without attendance"),
        _("Classes that ended before the day and of which nobody entered who came, of whatever year."),
        unmarked,
    ),
    counted(
        TRAINEE_REGISTER,
        "training_trainees",
        pgettext_lazy("figure", "Trainees called to classes"),
        _("Trainees of the classes that began in the year of the day, until that day; a person counts in each class."),
        called_in_year,
    ),
    counted(
        TRAINEE_REGISTER,
        "training_came",
        pgettext_lazy("figure", "Trainees who came"),
        _("Those of them who came to a session at least, or have the certificate."),
        came_in_year,
        within="training_trainees",
    ),
    counted(
        TRAINEE_REGISTER,
        "training_certified",
        pgettext_lazy("figure", "Trainees with a certificate"),
        _("Those of them who have the certificate of the class."),
        certified_in_year,
        within="training_came",
    ),
    _of_people(
        "training_people",
        pgettext_lazy("figure", "People in posts"),
        _("People who hold a post with an account on the day, each once for each unit."),
    ),
    _of_people(
        "training_trained",
        pgettext_lazy("figure", "People in posts who were trained"),
        _("Those of them who came to a class that had begun by the day, of whatever year."),
        how=Trained.ONCE.value,
        within="training_people",
    ),
)

say(
    "training",
    pgettext_lazy("training", "Training"),
    Saying(
        _("%(training_classes)s classes were held with %(training_trainees)s trainees; %(training_came)s came."),
        ("training_classes", "training_trainees", "training_came"),
    ),
    Saying(_("%(training_certified)s certificates were given."), ("training_certified",)),
    Saying(
        _("Of %(training_people)s people in posts %(training_trained)s were trained (%(training_trained_share)s)."),
        ("training_trained", "training_people"),
    ),
)
