"""What a room needs to have its things scored by several people who do not see each other's points: two tables that
build on `ScoreSheet` and `ScoreMark`, with a column for the thing that is scored, and a `Scoring` that says how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.movement.criteria.models import Criterion
from kheo.movement.scoring.states import SheetState


class SheetQuerySet(models.QuerySet[Any]):  # Any: the sheets of a room
    """The sheets of a room."""

    def of_members(self) -> Self:
        """Return the sheets of scorers, not the units' own."""
        return self.exclude(scorer=None)

    def given_to(self, user: User) -> Self:
        """Return what somebody is to score or has scored; what was taken from them is not theirs to see."""
        return self.filter(scorer=user.pk).exclude(state__in=(SheetState.BARRED, SheetState.WITHDRAWN))


class ScoreSheet(models.Model):
    """What one person makes of one thing, criterion by criterion."""

    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=SheetState, default=SheetState.ASSIGNED)
    comment = models.TextField(_("comment"), blank=True)
    # Why its scorer abstained, stepped aside or was barred.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The most that can be earned by the criteria of what it is about.
    most = models.DecimalField(_("most points"), max_digits=8, decimal_places=2)
    # What its marks come to; empty as long as one is missing.
    total = models.DecimalField(_("points"), max_digits=8, decimal_places=2, null=True)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=SheetState.DONE) | Q(total__isnull=False), name="%(app_label)s_done_is_whole"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["scorer", "state"], name="%(app_label)s_to_score")
        ]


class ScoreMark(models.Model):
    """The points of one sheet for one criterion; empty is not zero. The table of a room adds its `sheet`, which knows
    its `marks`."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("sheet", "criterion", name="%(app_label)s_mark_once")
        ]


@dataclass(frozen=True)
class Scoring:
    """How the things of a room are scored: `room` begins its acts, `subject` is the column of a sheet that names the
    thing, `refused` what is raised when the rules are against a step.

    Of a sheet, `criteria` gives those by which its thing is scored, `why_not_change` what is against changing it at
    all (the scoring is over), `hold` keeps that so until the act is done, `require` refuses who may not write on it,
    and `why_barred` gives in a sentence what keeps somebody from it; empty if nothing does.
    """

    room: str
    subject: str
    sheets: Any  # Any: a table that builds on ScoreSheet, and is asked by its column of the thing
    marks: Any  # Any: a table that builds on ScoreMark
    refused: type[Refused]
    criteria: Callable[[Any], Sequence[Criterion]]
    why_not_change: Callable[[Any], list[str]]
    hold: Callable[[Any], None]
    require: Callable[[Any, User], None]
    why_barred: Callable[[User, Any], str]

    def act(self, verb: str) -> str:
        """Return the act that a verb is in this room."""
        return f"{self.room}.{verb}"
