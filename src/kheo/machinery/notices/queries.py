from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Min,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import WAITING, Waiting
from kheo.machinery.notices.models import Batch, Mail, Notice, Preference, Round
from kheo.machinery.notices.states import MailState
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import can, held_by
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit

# Whom to tell ---------------------------------------------------------------------------------------------------------


def people_at(unit: Unit, roles: Collection[Role], day: date) -> list[User]:
    """Return who holds a post with one of the roles at exactly this unit on a day, or acts for its holder: each once,
    and nobody whose account is closed."""
    posts = Post.objects.on(day).filter(unit=unit, role__in=roles)
    acting = Delegation.objects.on(day).filter(post__in=posts.values("pk"), ended_at=None)
    found = Q(pk__in=posts.values("user_id")) | Q(pk__in=acting.values("delegate_id"))
    return list(User.objects.filter(found, is_active=True).order_by("pk"))


def superior_of(unit: Unit, day: date) -> Unit | None:
    """Return the unit right above another on a day."""
    pair = Lineage.objects.on(day).filter(unit=unit, depth=1).select_related("ancestor").first()
    return pair.ancestor if pair else None


def bearer_of(unit_id: int, day: date) -> Unit | None:
    """Return who bears on a day what a unit was given: the unit itself, or the nearest heir that stands."""
    stands = Q(ancestor__closed_on=None) | Q(ancestor__closed_on__gt=day)
    line = Lineage.objects.reaching(day).filter(stands, unit=unit_id).order_by("depth")
    pair = line.select_related("ancestor").first()
    return pair.ancestor if pair else None


def desk_of(unit: Unit, above: Unit | None, day: date) -> Unit:
    """Return where somebody looks through mail to a unit: at the unit above if it has a standing office, else here."""
    return above if above and people_at(above, {Role.STANDING_OFFICE}, day) else unit


def writes_to(users: Collection[User]) -> set[int]:
    """Return the numbers of those of the users who have not turned e-mail off."""
    off = Preference.objects.filter(user__in=users, by_mail=False).values_list("user_id", flat=True)
    return {user.pk for user in users} - set(off)


def last_round(before: date) -> date | None:
    """Return the last day before another for which what is due was called to mind."""
    return Round.objects.filter(day__lt=before).order_by("-day").values_list("day", flat=True).first()


# The own notices ------------------------------------------------------------------------------------------------------


def own_notices(user: User) -> QuerySet[Notice]:
    """Return what the user was told, with `is_old` 1 where it was read, for lists that begin with what is new."""
    is_old = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=SmallIntegerField())
    return Notice.objects.visible_to(user).annotate(is_old=is_old)


def unread_of(user: User) -> int:
    """Return how much the user has not read yet."""
    return Notice.objects.visible_to(user).unread().count()


def has_mail(user: User) -> bool:
    """Return whether the user wants e-mail beside notices."""
    return not Preference.objects.filter(user=user.pk, by_mail=False).exists()


# The outbox -----------------------------------------------------------------------------------------------------------


def waiting_batches(user: User) -> QuerySet[Batch]:
    """Return the batches that wait for the user, the oldest first, each with the number of its mails still held."""
    held = Count("mails", filter=Q(mails__state=MailState.HELD))
    return Batch.objects.visible_to(user).waiting().select_related("unit").annotate(held=held).order_by("pk")


def mails_seen_by(user: User) -> QuerySet[Mail]:
    """Return the mail that the user may see, with its unit."""
    return Mail.objects.visible_to(user).select_related("unit")


def can_look_through(user: User, mail: Mail) -> bool:
    """Return whether the user may decide on a mail that is held."""
    return mail.can_be_taken_out and can(user, "notices.look_through", on=mail.unit_id)


def next_due() -> datetime | None:
    """Return when the next mail may be sent; None if none waits."""
    found: datetime | None = Mail.objects.filter(state=MailState.READY).aggregate(at=Min("not_before"))["at"]
    return found


# What waits today -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """How much of a kind waits for a person today. `first` is the oldest's beginning, or the nearest last day."""

    waiting: Waiting
    number: int
    first: date | None
    url: str
    today: date

    @property
    def is_dated(self) -> bool:
        """Whether it counts days until a last one, not since a beginning."""
        return bool(self.waiting.due)

    @property
    def days(self) -> int:
        """Days until the nearest last day (below zero: since), or days since the oldest waits."""
        first = self.first or self.today
        return (first - self.today if self.is_dated else self.today - first).days

    @property
    def overdue(self) -> int:
        return max(-self.days, 0) if self.is_dated else 0

    @property
    def tone(self) -> str:
        """How urgent it is, as a tone of the badges: too late, for now, or coming."""
        if self.is_dated:
            return "warn" if self.days < 0 else "wait" if self.days <= SOON else "info"
        return "warn" if self.days > self.waiting.patience else "wait"

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Where it stands in the order of lines: what is too late first, there what is so for longest."""
        return TONE_ORDER[self.tone], self.days if self.is_dated else -self.days, self.waiting.key


SOON = 3
TONE_ORDER = {"warn": 0, "wait": 1, "info": 2}


def waiting_for(user: User, today: date) -> list[Line]:
    """Return what waits for a user today, the most urgent first: everything is counted in one question."""
    roles = {post.role for post in held_by(user)}
    asked = {each.key: each for each in WAITING.values() if each.roles & roles}
    counts = [_counted(each, user, today) for each in asked.values()]
    rows = counts[0].union(*counts[1:], all=True) if counts else []
    lines = [
        Line(
            asked[row["line_kind"]],
            row["line_number"],
            row["line_first"],
            _way(asked[row["line_kind"]], row, today),
            today,
        )
        for row in rows
        if row["line_number"]
    ]
    return sorted(lines, key=lambda line: line.urgency)


def _counted(waiting: Waiting, user: User, today: date) -> QuerySet[Any, dict[str, Any]]:
    """Return the one row that counts a kind: of the same columns for every kind, so that all go into one question."""
    rows = waiting.records(user, today)
    name = waiting.one[1] if waiting.one else "pk"
    told = {"line_number": Count("pk"), "line_first": _first(waiting, rows), "line_name": Cast(Min(name), CharField())}
    kind = rows.order_by().annotate(line_kind=Value(waiting.key, CharField())).values("line_kind")
    counted = kind.annotate(**told)
    row: QuerySet[Any, dict[str, Any]] = counted.values("line_kind", "line_number", "line_first", "line_name")
    return row


def _first(waiting: Waiting, rows: QuerySet[Any]) -> Any:  # Any: an expression
    """Return what asks for the oldest beginning or the nearest last day, as a local day."""
    column = waiting.due or waiting.since
    if not column:
        return Value(None, DateField())
    is_moment = isinstance(rows.model._meta.get_field(column), DateTimeField)
    return Cast(TruncDate(Min(column)) if is_moment else Min(column), DateField())


def _way(waiting: Waiting, row: dict[str, Any], today: date) -> str:
    """Return the page of the only record, or that of the list."""
    if waiting.one and row["line_number"] == 1:
        return reverse(waiting.one[0], args=[row["line_name"]])
    return waiting.url(today)
