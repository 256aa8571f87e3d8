"""Delegates of a conference as a workbook: a row for each, as units send their lists."""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key, fold
from kheo.machinery.intake.kit import Choices, Clerk, Column, Finding, Occasion, Period, Reason, Sheet, Values, declare
from kheo.machinery.intake.rules import limit_of
from kheo.machinery.intake.states import Verdict
from kheo.movement.conferences.actions import add_people
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.queries import names_below
from kheo.movement.conferences.rules import Person, why_not_prepare
from kheo.movement.conferences.states import AHEAD
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit

COLUMNS = (
    Column(
        "name",
        pgettext_lazy("sheet", "Full name"),
        also=("Họ tên", "Đại biểu"),
        width=26,
        needed=True,
        limit=limit_of(Guest, "name"),
        example=pgettext_lazy("sheet example", "A person's full name"),
    ),
    Column(
        "title",
        pgettext_lazy("sheet of delegates", "Post"),
        also=("Chức danh",),
        width=34,
        limit=limit_of(Guest, "title"),
        example=pgettext_lazy("sheet example", "Deputy secretary of the district's Youth Union"),
    ),
    Column(
        "workplace",
        pgettext_lazy("sheet", "Unit of the delegate"),
        also=("Đơn vị", "Đơn vị công tác", "Cơ quan, đơn vị"),
        width=30,
        limit=limit_of(Guest, "workplace"),
        hint=gettext_lazy(
            "A unit of the system answers for its delegates; of others the name is kept as it is written."
        ),
    ),
    Column(
        "group",
        pgettext_lazy("sheet", "Group or row of seats"),
        also=("Tổ", "Đoàn", "Khối"),
        width=20,
        limit=limit_of(Guest, "group"),
    ),
)


class DelegateClerk(Clerk):
    """Knows the delegates of a conference that is being prepared, and the units below its body."""

    choices: Mapping[str, Choices] = {}
    implied: Values = {}
    is_by_row = True

    def __init__(self, occasion: Occasion) -> None:
        """Read the conference and its delegates.

        :raises Refused: if there is none, or its preparation is over.
        """
        self._occasion = occasion
        rows = _prepared(occasion.by).select_related("unit", "campaign")
        found = rows.filter(pk=occasion.period).first() if occasion.period.isdecimal() else None
        if found is None:
            raise Refused(_("There is no conference in preparation whose delegates you may enter."))
        if reasons := why_not_prepare(found):
            raise Refused(*reasons)
        self._conference = found
        self._units: dict[str, Unit] = {exact_key(name): unit for name, unit in names_below(found)}
        self._known: set[Hashable] = set()

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return the delegates who are named."""
        for guest in Guest.objects.filter(conference=self._conference, is_walk_in=False).exclude(name="").in_order():
            yield {name: getattr(guest, name) for name in ("name", "title", "workplace", "group")}

    def key_of(self, values: Values) -> Hashable:
        """Return what makes two rows the same delegate: name and unit."""
        return fold(values["name"]), fold(self._person(values).workplace)

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read who is on the list."""
        known = Guest.objects.filter(conference=self._conference).values_list("name", "workplace")
        self._known = {(fold(name), fold(workplace)) for name, workplace in known}

    def check(self, values: Values) -> Finding:
        """Return whether a row names somebody new."""
        if values["name"].strip().isdecimal():
            return Finding(Verdict.REFUSED, (Reason(_("This is a number. Enter the full name."), "name"),))
        return Finding(Verdict.SAME if self.key_of(values) in self._known else Verdict.NEW)

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Take a delegate in and return the number of the record."""
        add_people(self._conference, [self._person(values)], by=self._occasion.by, at=self._occasion.at)
        last = Guest.objects.filter(conference=self._conference).aggregate(last=Max("pk"))["last"]
        return int(last or 0)

    def _person(self, values: Values) -> Person:
        written = values.get("workplace", "")
        unit = self._units.get(exact_key(written)) if written else None
        said = {"title": values.get("title", ""), "group": values.get("group", "")}
        return Person(values["name"], workplace=unit.name if unit else written, unit=unit, **said)


def _prepared(user: User) -> QuerySet[Conference]:
    return Conference.objects.filter(in_reach(user, "conferences.keep"), state__in=AHEAD)


def _periods(user: User) -> list[Period]:
    """Return the conferences in preparation that the user keeps, the next first."""
    rows = _prepared(user).order_by("held_on", "pk")
    return [Period(str(row.pk), f"{row.title} ({short_date(row.held_on)})", True) for row in rows]


declare(
    Sheet(
        key="delegates",
        act="conferences.keep",
        title=pgettext_lazy("sheet", "Delegates of a conference"),
        tab=pgettext_lazy("sheet", "Delegates"),
        columns=COLUMNS,
        periods=_periods,
        period_label=gettext_lazy("Conference"),
        clerk=DelegateClerk,
        home=lambda period: reverse("conferences:delegates", args=[period]),
        shown=("name", "title", "workplace"),
        guide=(
            gettext_lazy("Who is on the list already (same name, same unit) is not taken in twice; nobody is removed."),
        ),
    )
)
