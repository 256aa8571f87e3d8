from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Dated, DatedQuerySet, Unit


class PostQuerySet(DatedQuerySet):
    def ending_after(self, day: date) -> Self:
        """Return the posts that are held on a day or begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def acted_by(self, user_id: int | None, day: date) -> Self:
        """Return the posts whose rights a person has on a day: the own ones, and those delegated by their holders."""
        delegated = Delegation.objects.on(day).filter(delegate=user_id, ended_at=None).values("post_id")
        return self.on(day).filter(Q(user=user_id) | Q(pk__in=delegated))


class Post(Dated):
    """A role that a person holds at a unit and all below it, for a time. No post, no access."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))

    objects = PostQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more than the other tables'

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(valid_to=None), name="access_post_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="access_post_held")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"


class DelegationQuerySet(DatedQuerySet):
    def open_after(self, day: date) -> Self:
        """Return the delegations that nobody has ended and that hold on a day or begin later."""
        return self.filter(ended_at=None, valid_to__gt=day)


class Delegation(Dated):
    """That somebody else has the rights of a post for a stretch of days, while its holder is away.

    It holds no longer than the post, and no longer than until somebody ends it.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more than the other tables'

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["delegate", "valid_from", "valid_to"], name="access_delegated_to")]

    def __str__(self) -> str:
        return f"{self.post} → {self.delegate}"

    @property
    def last_day(self) -> date:
        """The last whole day, which still belongs to it."""
        assert self.valid_to  # noqa: S101 -- a delegation always has its days
        return self.valid_to - timedelta(days=1)
