"""Lines of models: which was taken from which, over generations, told only by names that the reader may know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import TITLED
from kheo.movement.replication.models import Adoption
from kheo.ui.addresses import address
from kheo.ui.trees import Twig

MOST_SHOWN = 500
# Of a model: its number, its short name, that of its newest registration that the reader may know, and in words.
Place = Callable[[int, str, int], str]


class Kin(NamedTuple):
    """A model of a line as it is told: `shown` is the registration by which the reader may know it, if any."""

    pk: int
    name: str
    slug: str
    unit: str
    shown: int | None


class Taken(NamedTuple):
    """That a model was taken from another: since when, and until when where it is no longer kept up."""

    origin: Kin
    copy: Kin
    begun_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class Lineage:
    """The line of a model: the tree from its first model on, whom it was taken from (None: nobody, or nobody that the
    reader may know), how many copies were made of it directly that are kept up, and how many models of the line are
    left out because the reader may not know them."""

    root: Twig
    origin: Twig | None
    copies: int
    hidden: int

    @property
    def twigs(self) -> list[Twig]:
        """The tree as a template draws it."""
        return [self.root]

    @property
    def credit(self) -> str:
        """The credit to the origin, in words."""
        told = {"name": self.origin.text, "unit": self.origin.beside} if self.origin else {}
        return _("Taken from the model “%(name)s” of %(unit)s") % told if told else ""

    @property
    def hidden_words(self) -> str:
        """How many are left out, in words."""
        words = ngettext(
            "%(number)s more model of this line is not recognised yet.",
            "%(number)s more models of this line are not recognised yet.",
            self.hidden,
        )
        return words % {"number": self.hidden} if self.hidden else ""


def has_line(exemplar: str) -> Exists:
    """Return the column of a row that tells whether its model, by the path to it, may stand in a line: it was copied,
    is a copy, or took over one that was."""
    meant = Q(exemplar=OuterRef(exemplar)) | Q(origin=OuterRef(exemplar))
    meant |= Q(exemplar__merged_into=OuterRef(exemplar)) | Q(origin__merged_into=OuterRef(exemplar))
    return Exists(Adoption.objects.filter(meant, exemplar__isnull=False))


def line_of(exemplar: int, shown: QuerySet[Registration]) -> list[Taken]:
    """Return what was taken from what in the line of a model, the oldest first, in one question; `shown` are the
    registrations by which the reader may know a model. A model found to be the same as another goes by that one."""
    meant = Q(exemplar=exemplar) | Q(origin=exemplar)
    meant |= Q(exemplar__merged_into=exemplar) | Q(origin__merged_into=exemplar)
    families = Adoption.objects.filter(meant).values("family")
    rows: Any = Adoption.objects.filter(family__in=families, exemplar__isnull=False)  # Any: annotated
    for end in ("origin", "exemplar"):
        for name in ("pk", "name", "slug", "unit__name"):
            goes_by = Coalesce(f"{end}__merged_into__{name}", f"{end}__{name}")
            rows = rows.annotate(**{f"{end}_{name}": goes_by})
        known = shown.filter(exemplar=OuterRef(f"{end}_pk")).order_by("-campaign__year", "-pk").values("pk")[:1]
        rows = rows.annotate(**{f"{end}_shown": Subquery(known)})
    columns = ("pk", "name", "slug", "unit__name", "shown")
    said = [f"{end}_{name}" for end in ("origin", "exemplar") for name in columns]
    found = rows.order_by("begun_on", "pk").values_list(*said, "begun_on", "ended_on")[:MOST_SHOWN]
    return [Taken(Kin(*row[:5]), Kin(*row[5:10]), *row[10:]) for row in found]


def lineage_of(exemplar: int, shown: QuerySet[Registration], place: Place) -> Lineage | None:
    """Return the line of a model, each that the reader may know with its page; None where nothing was taken from it
    and it was taken from nothing."""
    taken = line_of(exemplar, shown)
    from_what = {each.copy.pk: each for each in reversed(taken)}  # of two origins that a merger made, the older
    if exemplar not in from_what and all(each.origin.pk != exemplar for each in taken):
        return None
    tree = _Tree(from_what, exemplar, place)
    return Lineage(tree.drawn(), tree.origin(), tree.copies(), tree.hidden)


class _Tree:
    """Draws a line: whom the reader may not know stays without a name where others came from it, else is counted."""

    def __init__(self, from_what: Mapping[int, Taken], here: int, place: Place) -> None:
        self.from_what, self.here, self.place, self.hidden = from_what, here, place, 0
        self.known = {kin.pk: kin for each in from_what.values() for kin in (each.origin, each.copy)}
        self.below: dict[int, list[Taken]] = {}
        for each in from_what.values():
            self.below.setdefault(each.origin.pk, []).append(each)

    def drawn(self) -> Twig:
        """Return the tree from the first model on."""
        way = [self.here]
        while (each := self.from_what.get(way[-1])) and each.origin.pk not in way:
            way.append(each.origin.pk)
        return self._twig(self.known[way[-1]], None, frozenset()) or Twig("")

    def origin(self) -> Twig | None:
        """Return whom the model was taken from, if the reader may know it."""
        each = self.from_what.get(self.here)
        return self._named(each.origin, None) if each and each.origin.shown else None

    def copies(self) -> int:
        """Return how many copies of the model itself are kept up."""
        return sum(each.ended_on is None for each in self.below.get(self.here, []))

    def _twig(self, kin: Kin, taken: Taken | None, above: frozenset[int]) -> Twig | None:
        over = above | {kin.pk}
        rows = sorted(self.below.get(kin.pk, []), key=lambda each: (each.begun_on or date.min, each.copy.pk))
        twigs = [self._twig(each.copy, each, over) for each in rows if each.copy.pk not in over]
        found = [twig for twig in twigs if twig]
        is_known = kin.shown or kin.pk == self.here
        if not is_known and not found and taken:
            self.hidden += 1
            return None
        twig = self._named(kin, taken) if is_known else Twig(_("A model that is not recognised yet"))
        twig.twigs = found
        return twig

    def _named(self, kin: Kin, taken: Taken | None) -> Twig:
        is_here = kin.pk == self.here
        url = "" if is_here or not kin.shown else self.place(kin.pk, kin.slug, kin.shown)
        return Twig(kin.name, kin.unit, url, _since(taken), is_here=is_here)


def _since(taken: Taken | None) -> str:
    """Return since when a copy is kept up, or until when it was."""
    if taken and taken.ended_on:
        return _("no longer kept up since %(day)s") % {"day": short_date(taken.ended_on)}
    return _("since %(day)s") % {"day": short_date(taken.begun_on)} if taken and taken.begun_on else ""


# What somebody at work may know -------------------------------------------------------------------------------------


def known_to(user: User) -> QuerySet[Registration]:
    """Return the registrations by which a person at work may know a model: recognised ones, and those that they see."""
    return Registration.objects.visible_to(user) | Registration.objects.filter(state__in=TITLED)


def place_at_work(exemplar: int, _slug: str, _registration: int) -> str:
    """Return the page of the line of a model in the workspace."""
    return address("replication:model", exemplar)


def lineage_for(exemplar: int, user: User) -> Lineage | None:
    """Return the line of a model as a person at work may know it."""
    return lineage_of(exemplar, known_to(user), place_at_work)


def lines_in(family: Exemplar) -> dict[int, int]:
    """Return of each copy in a line what it was taken from, by their numbers."""
    rows = Adoption.objects.filter(family=family, exemplar__isnull=False)
    pairs: Sequence[tuple[int, int]] = list(rows.values_list("exemplar", "origin"))
    return dict(pairs)


def first_of(origin: Exemplar) -> Exemplar:
    """Return the first model of the line that a model belongs to: itself, if it was taken from none."""
    row = Adoption.objects.filter(exemplar=origin).select_related("family").first()
    return row.family if row else origin
