"""What moderators look for in remarks and why they hide them; and what is not kept for ever."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.voice.models import Comment, Pattern, Rating, Reason, Report
from kheo.outlets.voice.rules import MOST_PATTERNS, PatternFacts, why_not_pattern, why_not_reasons
from kheo.outlets.voice.states import PatternKind

SHIPPED = Path(__file__).parent.parent / "data" / "defaults.toml"
SENDER_DAYS = 7  # how long one can see that remarks came from one address


class NotKept(Refused):
    """The list does not take this."""


def _may(by: User | None) -> None:
    if by is not None and not can_anywhere(by, "voice.moderate"):
        raise PermissionDenied("voice.moderate")


@transaction.atomic
def keep_pattern(pattern: Pattern | None, *, facts: PatternFacts, by: User | None, at: datetime) -> Pattern:
    """Put a word or pattern into the list, or change it; it holds for remarks that come from now on.

    :raises NotKept: with every reason against.
    """
    _may(by)
    facts = PatternFacts(**asdict(facts) | {"text": normalise(facts.text), "message": normalise(facts.message)})
    others = Pattern.objects.exclude(pk=pattern.pk) if pattern else Pattern.objects.all()
    reasons = why_not_pattern(facts)
    if others.filter(text=facts.text, is_regex=facts.is_regex).exists():
        reasons.append(_("This stands in the list already."))
    if pattern is None and others.count() >= MOST_PATTERNS:
        reasons.append(_("The list holds %(number)s already; change one of them.") % {"number": MOST_PATTERNS})
    if reasons:
        raise NotKept(*reasons)
    kept = Pattern(pk=pattern.pk if pattern else None, **asdict(facts))
    kept.save()
    record("voice.keep_pattern", on=kept, by=by, at=at, **asdict(facts))
    return kept


@transaction.atomic
def keep_reasons(*, texts: Sequence[str], by: User | None, at: datetime) -> None:
    """Let these be the reasons for hiding that need not be written again, in this order.

    :raises NotKept: if there is none, or one is too long.
    """
    _may(by)
    kept = [text for text in dict.fromkeys(normalise(each) for each in texts) if text]
    if reasons := why_not_reasons(kept):
        raise NotKept(*reasons)
    Reason.objects.all().delete()
    made = Reason.objects.bulk_create(Reason(text=text, order=order) for order, text in enumerate(kept))
    record("voice.keep_reasons", on=made[0], by=by, at=at, reasons=kept)


@transaction.atomic
def ship_defaults() -> None:
    """Bring along words, patterns and reasons where there are none yet."""
    shipped = tomllib.loads(SHIPPED.read_text("utf-8"))
    if not Reason.objects.exists():
        Reason.objects.bulk_create(Reason(text=text, order=order) for order, text in enumerate(shipped["reasons"]))
    if not Pattern.objects.exists():
        words = [Pattern(kind=PatternKind.ABUSE, text=text) for text in shipped["abuse"]]
        Pattern.objects.bulk_create([*words, *(Pattern(is_regex=True, **row) for row in shipped["pattern"])])


@transaction.atomic
def forget(*, by: User | None, at: datetime) -> int:
    """Blank the e-mail addresses of remarks that were read long ago, and what tells senders apart; return how many
    addresses went."""
    long_ago, lately = at - timedelta(days=settings.REMARK_EMAIL_DAYS), at - timedelta(days=SENDER_DAYS)
    gone = Comment.objects.filter(moderated_at__lt=long_ago).exclude(email="").update(email="")
    for table in (Comment, Rating, Report):
        table.objects.filter(at__lt=lately).exclude(sender="").update(sender="")
    return gone
