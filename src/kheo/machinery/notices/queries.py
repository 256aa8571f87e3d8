from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Case, Count, Min, Q, QuerySet, SmallIntegerField, Value, When

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.models import Batch, Mail, Notice, Preference, Round
from kheo.machinery.notices.states import MailState
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import can
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
