"""The recognised models that the front page of a site shows in a month."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.organisation.access.rules import require
from kheo.organisation.units.queries import installation
from kheo.outlets.newsroom.actions.writing import NotPublishable, new_edition
from kheo.outlets.newsroom.models import MonthChoice, MonthModel
from kheo.outlets.newsroom.queries import recognised_called
from kheo.outlets.newsroom.rules import why_not_choose
from kheo.outlets.newsroom.states import PUBLISH
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.models import Site
from kheo.outlets.sites.queries import Here


@transaction.atomic
def choose_models(
    here: Here, month: date, names: Sequence[str], *, version: int, by: User, at: datetime
) -> MonthChoice:
    """Let the front page of a site show the models of some names in a month (its first day), in that order; without
    names it shows the newest recognised. `version` is that of the choice which the editor had read, 0 if there was
    none.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else chose meanwhile.
    """
    require(by, PUBLISH, on=_unit_of(here.site))
    found = recognised_called(here, names)
    if reasons := why_not_choose(month, {name: len(each) for name, each in found.items()}, local_day(at)):
        raise NotPublishable(*reasons)
    chosen = list(dict.fromkeys(models[0] for models in found.values()))
    choice = _claimed(here.site, month, version)
    choice.models.all().delete()
    MonthModel.objects.bulk_create(
        MonthModel(choice=choice, exemplar_id=model.pk, order=order) for order, model in enumerate(chosen)
    )
    record("newsroom.choose_models", on=choice, by=by, at=at, models=[model.label for model in chosen])
    new_edition()
    return choice


def _unit_of(site: PublicSite | None) -> int:
    """Return the unit whose editors choose: that of the site, or the body of the installation for the main one."""
    if site:
        return site.unit_id
    here = installation()
    if here is None:
        raise NotPublishable(_("Khéo is not set up yet."))
    return here.unit_id


def _claimed(site: PublicSite | None, month: date, version: int) -> MonthChoice:
    """Return the choice of a month, taken in the version that was read; the first is version 1."""
    whose = Site.objects.get(pk=site.pk) if site else None
    choice, made = MonthChoice.objects.get_or_create(site=whose, month=month)
    as_read = MonthChoice.objects.filter(pk=choice.pk, version=version)
    if made != (version == 0) or not (made or as_read.update(version=F("version") + 1)):
        raise Stale(_("Somebody else chose the models of this month meanwhile. Reload the page to see them."))
    return choice
