"""What a remark, a vote, a pattern and a reason must be, the same for every door."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from django.conf import settings
from django.utils.translation import gettext as _

from kheo.lib.spotting import LONGEST, Unsafe, check, sights, spots
from kheo.lib.vitext import fold, normalise
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.voice.models import Pattern
from kheo.outlets.voice.states import PatternEffect, PatternKind

NAME_LIMIT = 100
REMARK_LIMIT = 3_000
REASON_LIMIT = 200
STARS = range(1, 6)
# How many readers may vote on one thing from one address in a day: a whole office may sit behind it.
VOTES_AN_ADDRESS = 20
MOST_PATTERNS = 500
_LETTERS = re.compile(r"[\W_]+")
Mark = tuple[str, str]  # the kind, and the words


def why_not_remark(name: str, text: str) -> list[str]:
    """Return every reason against a reader's remark."""
    reasons = []
    if not name:
        reasons.append(_("Please enter your full name."))
    if not text:
        reasons.append(_("Please write your remark."))
    if len(name) > NAME_LIMIT:
        reasons.append(_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT})
    if len(text) > REMARK_LIMIT:
        reasons.append(_("The remark is longer than %(limit)s characters.") % {"limit": REMARK_LIMIT})
    return reasons


def why_not_about(subject: Article | Exemplar) -> list[str]:
    """Return why nothing may be said of an article or an exemplar: readers do not see it."""
    if isinstance(subject, Article):
        return [] if subject.state == ArticleState.PUBLISHED else [_("This article is no longer published.")]
    titled = Registration.objects.filter(exemplar=subject, state__in=TITLED)
    return [] if titled.exists() else [_("This model is no longer among those recognised.")]


def found_in(name: str, text: str, patterns: Iterable[Pattern]) -> tuple[list[str], list[Mark]]:
    """Return why a remark is given back to its reader, and what of it a moderator should look at."""
    refused: list[str] = []
    marks: list[Mark] = []
    for whole in (name, text):
        seen = sights(whole)
        for pattern in patterns:
            words = [whole[each.start : each.end] for each in spots(seen, pattern.text, is_regex=pattern.is_regex)]
            marks += [(pattern.kind, each) for each in words]
            if words and pattern.effect == PatternEffect.REFUSE:
                refused.append(pattern.message or _refusal(pattern, words[0]))
    return list(dict.fromkeys(refused)), list(dict.fromkeys(marks))


def _refusal(pattern: Pattern, words: str) -> str:
    kind = PatternKind(pattern.kind).label
    return _("Please take out “%(words)s” (%(kind)s) and send it once more.") % {"words": words, "kind": kind}


@dataclass(frozen=True)
class PatternFacts:
    """What a moderator says of a word or pattern."""

    kind: str
    text: str
    is_regex: bool = False
    effect: str = PatternEffect.MARK
    message: str = ""
    is_on: bool = True


def why_not_pattern(facts: PatternFacts) -> list[str]:
    """Return every reason against a word or pattern."""
    if not facts.text:
        return [_("Please write the word or the pattern.")]
    if len(facts.text) > LONGEST:
        return [_("It is longer than %(limit)s characters.") % {"limit": LONGEST}]
    if not facts.is_regex:
        too_short = len(_LETTERS.sub("", facts.text)) < 2
        return [_("A word has at least two letters or digits.")] if too_short else []
    try:
        check(facts.text)
    except Unsafe:
        return [_("This regular expression cannot be used: bound each repeat as in {1,20}, and do not nest repeats.")]
    return []


def why_not_reasons(reasons: Sequence[str]) -> list[str]:
    """Return every reason against a list of reasons for hiding."""
    if not reasons:
        return [_("Keep at least one reason.")]
    too_long = [each for each in reasons if len(each) > REASON_LIMIT]
    limit = _("“%(text)s…” is longer than %(limit)s characters.")
    return [limit % {"text": each[:40], "limit": REASON_LIMIT} for each in too_long]


def sender_of(address: str, day: date) -> str:
    """Return what one address is known by on one day, and what nobody can turn back without the secret of the site."""
    secret = blake2b(settings.SECRET_KEY.encode(), person=b"voice.sender").digest()
    return blake2b(f"{day} {address}".encode(), key=secret, digest_size=8).hexdigest()


def text_key(text: str) -> str:
    """Return what two remarks of the same letters and digits have in common; nothing for a text without any."""
    letters = _LETTERS.sub("", fold(normalise(text)))
    return blake2b(letters.encode(), digest_size=8).hexdigest() if letters else ""
