"""Who may be proposed for a form of reward: every reason against, from what history says. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.dates import short_date
from kheo.movement.campaigns.states import Level as TitleLevel
from kheo.movement.commendation.rules.catalogue import FormFacts, kind_in_words
from kheo.movement.commendation.states import Giver, RewardKind
from kheo.movement.registry.states import OwnerKind

SUMMARY_WORDS = 80
# One achievement: an exemplar in a year, or the words of a holder.
Deed = tuple[int, int] | tuple[str, str]
_TITLE_ORDER = [TitleLevel.COMMUNE, TitleLevel.DISTRICT, TitleLevel.PROVINCE]


@dataclass(frozen=True)
class Title:
    """That an exemplar was recognised in a year, at a level, and whether that stands."""

    exemplar: int
    year: int
    level: str
    stands: bool


@dataclass(frozen=True)
class Reward:
    """A reward that a holder received, or is proposed for elsewhere; `told` says by what."""

    kind: str
    level: str
    name: str
    deeds: frozenset[Deed]
    told: str
    signed_on: date | None = None

    @property
    def in_words(self) -> str:
        """What was given, and by what."""
        return f"{self.name} ({self.told})"


@dataclass(frozen=True)
class Candidate:
    """What is known of somebody who is proposed."""

    owner_kind: str
    holder: str = ""
    achievement: str = ""
    summary: str = ""
    deeds: frozenset[Deed] = frozenset()
    titles: Sequence[Title] = ()
    received: Sequence[Reward] = ()
    proposed: Sequence[Reward] = ()


def words_in(text: str) -> int:
    """Return how many words a text has, as an office counts them: what stands between spaces."""
    return len(text.split())


def why_not_give(form: FormFacts, day: date) -> list[str]:
    """Return what is against giving a form on a day, whoever receives it."""
    told = {"name": form.name, "day": short_date(day), "basis": form.basis}
    if day < form.valid_from:
        told["first"] = short_date(form.valid_from)
        return [_("“%(name)s” is given only from %(first)s on, not on %(day)s (%(basis)s).") % told]
    if form.last_day and day > form.last_day:
        told["last"] = short_date(form.last_day)
        return [_("“%(name)s” was given until %(last)s, no more on %(day)s (%(basis)s).") % told]
    return []


def why_not_by(form: FormFacts, giver: str) -> list[str]:
    """Return what is against a kind of body giving a form."""
    if form.giver == giver:
        return []
    return [
        _("“%(name)s” is given by: %(right)s; not by: %(wrong)s.")
        % {"name": form.name, "right": Giver(form.giver).label, "wrong": Giver(giver).label}
    ]


def why_not_commend(candidate: Candidate, form: FormFacts, year: int) -> list[str]:
    """Return every reason against proposing somebody for a form in a campaign of a year, its days apart."""
    return [
        *_why_not_holder(candidate, form),
        *_why_not_again(candidate, form),
        *_why_not_title(candidate, form),
        *_why_not_years(candidate, form, year),
        *_why_not_before(candidate, form),
    ]


def why_not_whole(candidate: Candidate) -> list[str]:
    """Return what a row still lacks before its dossier may be submitted."""
    reasons = []
    if not candidate.holder:
        reasons.append(_("Name the holder as it is to stand on the paper."))
    if not candidate.deeds:
        reasons.append(_("Say which achievement it is for: a registration, or in words."))
    if not candidate.summary:
        reasons.append(_("The summary of achievements is missing."))
    number = words_in(candidate.summary)
    if number > SUMMARY_WORDS:
        told = {"number": number, "most": SUMMARY_WORDS}
        reasons.append(_("The summary has %(number)s words; at most %(most)s.") % told)
    return reasons


def _why_not_holder(candidate: Candidate, form: FormFacts) -> list[str]:
    if candidate.owner_kind in form.multiples:
        return []
    for_whom = ", ".join(str(OwnerKind(kind).label) for kind in form.multiples)
    told = {"name": form.name, "kind": OwnerKind(candidate.owner_kind).label, "whom": for_whom}
    return [_("“%(name)s” is not given to this kind of holder: %(kind)s. It is for: %(whom)s.") % told]


def _is_same(form: FormFacts, reward: Reward) -> bool:
    """Return whether it is the same form at the same level; medals are as many as their names."""
    same = (form.kind, form.level) == (reward.kind, reward.level)
    return same and (form.kind != RewardKind.MEDAL or form.name == reward.name)


def _why_not_again(candidate: Candidate, form: FormFacts) -> list[str]:
    reasons = []
    for reward in candidate.received:
        if _is_same(form, reward) and reward.deeds & candidate.deeds:
            reasons.append(_("For this achievement it was given already: %(reward)s.") % {"reward": reward.in_words})
    for reward in candidate.proposed:
        if _is_same(form, reward) and reward.deeds & candidate.deeds:
            reasons.append(_("For this achievement it is proposed already: %(reward)s.") % {"reward": reward.in_words})
    return reasons


def _reaches(level: str, wanted: str) -> bool:
    return not wanted or _TITLE_ORDER.index(TitleLevel(level)) >= _TITLE_ORDER.index(TitleLevel(wanted))


def _why_not_title(candidate: Candidate, form: FormFacts) -> list[str]:
    if not form.needs_title:
        return []
    own = [title for title in candidate.titles if (title.exemplar, title.year) in candidate.deeds]
    standing = [title for title in own if title.stands]
    if any(_reaches(title.level, form.title_level) for title in standing):
        return []
    if standing:
        told = {"name": form.name, "level": TitleLevel(form.title_level).label}
        return [_("“%(name)s” needs the title recognised at least at this level: %(level)s.") % told]
    if own:
        return [_("The recognition of the title was revoked; “%(name)s” needs it in force.") % {"name": form.name}]
    return [_("“%(name)s” needs the recognised title “Dân vận khéo” of the achievement.") % {"name": form.name}]


def _why_not_years(candidate: Candidate, form: FormFacts, year: int) -> list[str]:
    if not form.years_needed:
        return []
    span = range(year - form.years_of + 1, year + 1)
    recognised = sorted({title.year for title in candidate.titles if title.stands and title.year in span})
    if len(recognised) >= form.years_needed:
        return []
    told = {
        "needed": form.years_needed,
        "first": span[0],
        "last": span[-1],
        "found": ", ".join(map(str, recognised)) or _("none"),
    }
    return [
        ngettext(
            "It must be recognised in %(needed)s year of %(first)s–%(last)s; recognised: %(found)s.",
            "It must be recognised in %(needed)s years of %(first)s–%(last)s; recognised: %(found)s.",
            form.years_needed,
        )
        % told
    ]


def _why_not_before(candidate: Candidate, form: FormFacts) -> list[str]:
    if not form.needs_kind or any(reward.kind == form.needs_kind for reward in candidate.received):
        return []
    told = {"name": form.name, "before": kind_in_words(form.needs_kind)}
    return [_("“%(name)s” needs an earlier reward: %(before)s. None is known.") % told]
