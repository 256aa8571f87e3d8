"""The sections of the portal: put up, named, arranged, taken down. All sites share them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import shift
from kheo.lib.vitext import normalise, slugify
from kheo.machinery.search import actions as search
from kheo.organisation.access.rules import require
from kheo.organisation.units.queries import installation
from kheo.outlets.newsroom.actions.writing import NotPublishable, new_edition
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.rules import why_not_call, why_not_take_down
from kheo.outlets.newsroom.states import ARRANGE

USUAL_SECTION = "tin"


@transaction.atomic
def open_section(*, slug: str, name: str, order: int, by: User | None, at: datetime) -> Section:
    """Return the shelf of that short address, put up now if it was not there."""
    section, made = Section.objects.get_or_create(slug=slug, defaults={"name": name, "order": order})
    if made:
        record("newsroom.open_section", on=section, by=by, at=at, name=name)
        new_edition()
    return section


@transaction.atomic
def add_section(*, name: str, by: User, at: datetime) -> Section:
    """Put up a section behind the others and return it; its address is its name without accents and stays as it is.

    :raises NotPublishable: with every reason against.
    """
    _require(by)
    name = normalise(name)
    others = list(Section.objects.all())
    if reasons := why_not_call(name, others):
        raise NotPublishable(*reasons)
    last = Section.objects.aggregate(last=Max("order"))["last"] or 0
    return open_section(slug=_free_slug(name, {each.slug for each in others}), name=name, order=last + 1, by=by, at=at)


def _free_slug(name: str, taken: set[str]) -> str:
    """Return the short address of a name; with a number where another name had the same."""
    slug = slugify(name, longest=70) or USUAL_SECTION
    return next(each for each in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


@transaction.atomic
def rename_section(section: Section, *, name: str, by: User, at: datetime) -> None:
    """Give a section another name, in what search finds too; links to it go on leading there.

    :raises NotPublishable: with every reason against.
    """
    _require(by)
    name = normalise(name)
    if reasons := why_not_call(name, list(Section.objects.exclude(pk=section.pk))):
        raise NotPublishable(*reasons)
    record("newsroom.rename_section", on=section, by=by, at=at, before=section.name, name=name)
    section.name = name
    section.save(update_fields=["name"])
    for article in Article.objects.published().filter(section=section).select_related("section").iterator():
        search.put("article", article)
    new_edition()


@transaction.atomic
def shift_section(section: Section, *, up: bool, by: User, at: datetime) -> None:
    """Move a section one place up or down in the menu; the first and the last stay where they are."""
    _require(by)
    if shift(Section.objects.all(), section, up=up):
        record("newsroom.shift_section", on=section, by=by, at=at, up=up)
        new_edition()


@transaction.atomic
def take_down_section(section: Section, *, by: User, at: datetime) -> None:
    """Take down a section in which no article stands.

    :raises NotPublishable: if articles stand in it, drafts too.
    """
    _require(by)
    if reasons := why_not_take_down(Article.objects.filter(section=section).count()):
        raise NotPublishable(*reasons)
    record("newsroom.take_down_section", on=section, by=by, at=at, name=section.name)
    section.delete()
    new_edition()


def _require(by: User) -> None:
    """Let only those arrange the sections who may for the whole body: every site shows the same ones."""
    here = installation()
    if here is None:
        raise NotPublishable(_("Khéo is not set up yet."))
    require(by, ARRANGE, on=here.unit_id)
