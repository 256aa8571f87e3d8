"""What a registration must be, the same for form, sheet and (later) other programs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, Q, TextField
from django.db.models.functions import Coalesce
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.encodings import detect, repair
from kheo.lib.vitext import exact_key
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.rules import why_not_step
from kheo.movement.registry.models import Custody, Exemplar, HowTo, Particulars, Registration
from kheo.movement.registry.states import MOVES, TITLED, ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.access.rules import above, can, held_by
from kheo.organisation.units.models import Succession, Unit
from kheo.organisation.units.states import Share

# A mobile telephone, which is a person's: 0 or +84, then 3, 5, 7, 8 or 9 and eight more digits. Offices have 02….
_MOBILE = re.compile(r"(?<![\d.,])(?:\+?84|0)[ .\-()]{0,3}[35789](?:[ .\-()]{0,2}\d){8}(?!\d)")
_KEY = ("unit_id", "name_key")
_NAMES_AT_ONCE = 500
NAME_LIMIT = 300
TEXT_LIMIT = 10_000
CAPTION_LIMIT = 300
BASIS_LIMIT = 300
# What the records of this room are called in the choices of a change of units.
EXEMPLAR = "registry.exemplar"
PARTICULARS = tuple(column.name for column in Particulars._meta.fields if not column.primary_key)
# What a unit must have said before it may submit; a draft may lack them.
NEEDED_TO_SUBMIT = ("purpose", "method", "targets")


@dataclass(frozen=True)
class Facts:
    """What a unit says of an exemplar in a campaign. Texts are kept in `particulars` by the name of their column."""

    name: str
    field: Field
    kind: ExemplarKind = ExemplarKind.MODEL
    owner_kind: OwnerKind = OwnerKind.COLLECTIVE
    year_status: YearStatus = YearStatus.NEW
    place: str = ""
    started_on: date | None = None
    particulars: Mapping[str, str] | None = None


def facts_of(registration: Registration) -> Facts:
    """Return what a registration says now."""
    exemplar, said = registration.exemplar, registration.particulars
    return Facts(
        name=exemplar.name,
        field=registration.field,
        kind=ExemplarKind(exemplar.kind),
        owner_kind=OwnerKind(registration.owner_kind),
        year_status=YearStatus(registration.year_status),
        place=exemplar.place,
        started_on=exemplar.started_on,
        particulars={column: getattr(said, column) for column in PARTICULARS},
    )


def says_already(registration: Registration, facts: Facts) -> bool:
    """Return whether a registration says just this; particulars that the facts leave out do not count."""
    now = facts_of(registration)
    return replace(facts, particulars={**(now.particulars or {}), **(facts.particulars or {})}) == now


def why_not_keep(facts: Facts, *, campaign: Campaign, unit: Unit, besides: Registration | None = None) -> list[str]:
    """Return every reason against keeping these facts, even as a draft; `besides` is the registration they amend."""
    reasons = why_not_facts(facts, campaign)
    if facts.name and _same_name(facts.name, campaign, unit, besides):
        reasons += why_not_twice(facts, unit)
    if besides and besides.unit_id != unit.pk:
        reasons.append(_("A registration cannot move to another unit."))
    return reasons


def why_not_twice(facts: Facts, unit: Unit) -> list[str]:
    """Return what is against a name that the unit has in this campaign already."""
    return [_("%(unit)s has already registered “%(name)s” in this campaign.") % {"unit": unit.name, "name": facts.name}]


def why_not_facts(facts: Facts, campaign: Campaign) -> list[str]:
    """Return what is against the facts as they stand, whatever the register holds."""
    reasons = _why_not_name(facts.name) + _why_not_texts(facts)
    if facts.field.campaign_id != campaign.pk:
        reasons.append(_("The field “%(field)s” is not one of this campaign.") % {"field": facts.field.name})
    return reasons


@lru_cache(maxsize=16_384)  # a list asks for the same names several times over
def key_of_name(name: str) -> str:
    """Return what makes two names of a unit's exemplars the same."""
    return exact_key(name)[:NAME_LIMIT]


def _why_not_name(name: str) -> list[str]:
    if not name:
        return [_("The name is missing.")]
    if len(name) > NAME_LIMIT:
        return [_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT}]
    if detect(name):
        return [
            _("The name is written in an old typeface (TCVN3 or VNI). Did you mean “%(repaired)s”?")
            % {"repaired": repair(name)}
        ]
    return []


def _why_not_texts(facts: Facts) -> list[str]:
    """Return what is against the other texts: too long for their column, or in an old typeface."""
    texts = {"place": facts.place, **(facts.particulars or {})}
    reasons = []
    for name, text in texts.items():
        if not text:
            continue
        column = _column(name)
        limit = column.max_length or TEXT_LIMIT
        if len(text) > limit:
            reasons.append(
                _("“%(field)s” is longer than %(limit)s characters.") % {"field": column.verbose_name, "limit": limit}
            )
        if detect(text):
            reasons.append(
                _("“%(field)s” is written in an old typeface (TCVN3 or VNI). Did you mean “%(repaired)s”?")
                % {"field": column.verbose_name, "repaired": Truncator(repair(text)).chars(80)}
            )
    return reasons


@cache
def _column(name: str) -> "CharField[str, str] | TextField[str, str]":
    """Return the column that keeps a text of the facts."""
    column = (Exemplar if name == "place" else Particulars)._meta.get_field(name)
    assert isinstance(column, CharField | TextField)  # noqa: S101 -- what the room's own tables are
    return column


def _same_name(name: str, campaign: Campaign, unit: Unit, besides: Registration | None) -> bool:
    key = key_of_name(name)
    named = Q(exemplar__unit=unit, exemplar__name_key=key)
    alias = Q(exemplar__in=Exemplar.objects.filter(unit=unit, name_key=key).values("merged_into"))
    twins = Registration.objects.filter(named | alias, campaign=campaign).exclude(state=State.CANCELLED)
    return (twins.exclude(pk=besides.pk) if besides else twins).exists()


@dataclass(frozen=True)
class MeasureFacts:
    """An indicator with its unit, where it stood, and what is promised."""

    name: str
    promised: Decimal
    counted_in: str = ""
    baseline: Decimal | None = None


MOST_MEASURES = 50


def why_not_measures(measures: Sequence[MeasureFacts]) -> list[str]:
    """Return every reason against indicators as they are said."""
    reasons = []
    if any(not measure.name for measure in measures):
        reasons.append(_("An indicator needs a name."))
    names = [measure.name.casefold() for measure in measures]
    if len(set(names)) < len(names):
        reasons.append(_("One indicator stands twice."))
    if len(measures) > MOST_MEASURES:
        reasons.append(_("At most %(limit)s indicators.") % {"limit": MOST_MEASURES})
    return reasons


def why_not_propose(registration: Registration) -> list[str]:
    """Return what is still missing before the unit may propose its model for the title."""
    reasons = []
    if not registration.particulars.outcome.strip():
        reasons.append(_("The result is not written yet."))
    waiting = registration.measures.filter(achieved=None).values_list("name", flat=True)
    if waiting:
        reasons.append(_("What was achieved is missing: %(names)s.") % {"names": ", ".join(waiting)})
    return reasons


def why_not_submit(registration: Registration) -> list[str]:
    """Return what is still missing before the unit may submit; indicators say what targets in words would."""
    said = registration.particulars
    needed = [name for name in NEEDED_TO_SUBMIT if name != "targets" or not registration.measures.exists()]
    missing = [f"“{_column(name).verbose_name}”" for name in needed if not getattr(said, name).strip()]
    return [_("Still missing: %(fields)s.") % {"fields": ", ".join(missing)}] if missing else []


@dataclass(frozen=True)
class HowToFacts:
    """What others need to know to take a model over."""

    steps: str = ""
    cost: str = ""
    papers: str = ""
    contact_office: str = ""
    contact_phone: str = ""


def why_not_tell_how_to(facts: HowToFacts) -> list[str]:
    """Return every reason against telling how a model is taken over: all of it may become public."""
    texts = {name: text for name, text in vars(facts).items() if text}
    labels = {name: capfirst(HowTo._meta.get_field(name).verbose_name) for name in texts}  # type: ignore[union-attr]
    reasons = [
        _("“%(field)s” is longer than %(limit)s characters.") % {"field": labels[name], "limit": limit}
        for name, text in texts.items()
        if len(text) > (limit := HowTo._meta.get_field(name).max_length or TEXT_LIMIT)  # type: ignore[union-attr]
    ]
    reasons += [
        _("“%(field)s” has a private telephone number (%(number)s). Give the telephone of the office.")
        % {"field": labels[name], "number": found[0].strip()}
        for name, text in texts.items()
        if (found := _MOBILE.search(text))
    ]
    if facts.contact_phone and not facts.contact_office:
        reasons.append(_("Say whose telephone it is: the name of the office is missing."))
    return reasons


def why_not_release(registration: Registration, how_to: HowTo) -> list[str]:
    """Return every reason against showing the public how a model is taken over."""
    reasons = []
    if registration.state not in TITLED:
        reasons.append(_("The public is told only of models that are recognised."))
    if not how_to.steps.strip():
        reasons.append(_("The steps to take are not written yet."))
    return reasons


def may_steer(user: User, act: str, registration: Registration) -> bool:
    """Return whether the user may do what an office does with a model: from a post above who holds it, or where its
    campaign is run. Nobody decides on a model of their own in the campaign of others."""
    seats = {post.unit_id for post in held_by(user, act)}
    holder = registration.holder_id
    return bool(seats & (above(user, holder) - {holder})) or can(user, act, on=registration.campaign.unit_id)


def may_take(user: User, act: str, registration: Registration) -> bool:
    """Return whether the user may take a step of the table, or do another act at who holds the model."""
    if act in MOVES and not MOVES[act].by_unit:
        return may_steer(user, act, registration)
    return can(user, act, on=registration.holder_id)


def require_step(user: User, act: str, registration: Registration) -> None:
    """Do nothing if the user may take the step; raise `PermissionDenied` otherwise."""
    if not may_take(user, act, registration):
        raise PermissionDenied(act)


def why_not_move(registration: Registration, act: str, reason: str) -> list[str]:
    """Return every reason against a step of the table of moves."""
    move = MOVES[act]
    reasons = [] if move.in_closed else why_not_step(registration.campaign)
    if move.procedure not in (None, registration.campaign.procedure):
        reasons.append(
            _("“%(step)s” is not a step of this campaign: %(procedure)s.")
            % {"step": move.label, "procedure": registration.campaign.get_procedure_display()}
        )
    if registration.state not in move.sources:
        reasons.append(
            _("“%(step)s” is not possible while the registration is “%(state)s”.")
            % {"step": move.label, "state": registration.get_state_display()}
        )
    if move.needs_reason and not reason.strip():
        reasons.append(_("Please give the reason."))
    return reasons


def same_exemplar(name: str, unit: Unit) -> Exemplar | None:
    """Return the unit's exemplar of that name, whatever year it comes from: it is continued, not entered twice. The
    name of one that was merged stands for the one that it went into."""
    found = Exemplar.objects.filter(unit=unit, name_key=key_of_name(name)).order_by("sibling").first()
    while found and found.merged_into_id:
        found = found.merged_into
    return found


def under_its_name(exemplar: Exemplar | None, facts: Facts) -> Facts:
    """Return the facts with the name by which an exemplar goes, where they call it by the name of a merged one."""
    is_alias = exemplar and Exemplar.objects.filter(
        merged_into=exemplar, unit=exemplar.unit_id, name_key=key_of_name(facts.name)
    )
    return replace(facts, name=exemplar.name) if exemplar and is_alias else facts


def why_not_merge(gone: Exemplar, into: Exemplar) -> list[str]:
    """Return every reason against taking two exemplars for one."""
    if gone.merged_into_id or into.merged_into_id:
        return [_("One of them has been merged with another already.")]
    reasons = []
    if gone.unit_id != into.unit_id:
        reasons.append(_("They are held by two units, and one model is held by one. Choose “copied” instead."))
    running = Registration.objects.exclude(state=State.CANCELLED)
    ours = running.filter(exemplar=into).values("campaign")
    for twin in running.filter(exemplar=gone, campaign__in=ours).select_related("campaign"):
        reasons.append(
            _("Both are registered in “%(campaign)s”. Cancel one of the two first, or let them live on as siblings.")
            % {"campaign": twin.campaign.name}
        )
    return reasons


def exemplars_named(keys: Collection[tuple[int, str]]) -> list[tuple[tuple[int, str], int]]:
    """Return each of these units and names (as `key_of_name` has them) that is known with the number of its exemplar,
    very many at once; the name of one that was merged stands for the one that it went into."""
    wanted, names = set(keys), sorted({name for _unit, name in keys})
    parts = (names[start : start + _NAMES_AT_ONCE] for start in range(0, len(names), _NAMES_AT_ONCE))
    goes_by = Coalesce("merged_into", "pk")
    found = (row for part in parts for row in Exemplar.objects.filter(name_key__in=part).values_list(goes_by, *_KEY))
    return [((unit, name), pk) for pk, unit, name in found if (unit, name) in wanted]


def heirs_to_choose(exemplar: Exemplar) -> list[Unit]:
    """Return the units among which a divided unit's exemplar was given to one, if that still holds it: none if it came
    to its holder otherwise, or never moved."""
    past = list(Custody.objects.filter(exemplar=exemplar).order_by(F("valid_from").asc(nulls_first=True)))
    if len(past) < 2:
        return []
    source, held = past[-2:]
    assert held.valid_from  # noqa: S101 -- only the first custody has no beginning
    parts = Succession.objects.filter(source=source.unit_id, on_day=held.valid_from, share=Share.PART)
    heirs = list(Unit.objects.filter(pk__in=parts.values("heir"), closed_on=None).in_order())
    return heirs if len(heirs) > 1 else []


def why_not_hand_to(exemplar: Exemplar, heir: Unit, reason: str) -> list[str]:
    """Return every reason against giving a divided unit's exemplar to another of its heirs."""
    reasons = []
    if heir not in heirs_to_choose(exemplar):
        names = {"heir": heir.name, "exemplar": exemplar.name}
        reasons.append(_("%(heir)s is not one of the units among which “%(exemplar)s” could be chosen.") % names)
    if not reason:
        reasons.append(_("Please give the reason."))
    return reasons
