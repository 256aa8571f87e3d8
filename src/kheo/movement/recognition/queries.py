"""What waits for a decision, what a draft would do, and how recognitions stand."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.numbering.models import Book
from kheo.machinery.numbering.queries import books_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState, Level, Procedure
from kheo.movement.meetings.models import Item
from kheo.movement.meetings.states import Result
from kheo.movement.recognition.models import Appeal, Change, Decision, Recognition, Refusal, SignedFile
from kheo.movement.recognition.rules import Outcome, why_not_appeal
from kheo.movement.recognition.states import DOC_TYPE, AppealState, DecisionState, Kind, Standing
from kheo.movement.registry.kit import Link, Shown
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED, State
from kheo.organisation.access.rules import can, can_anywhere, in_reach, today
from kheo.organisation.units.models import Unit, UnitVersion

MOST_SEARCHED = 300_000  # characters of all files of one decision that search is told


def files_of(decision: Decision) -> QuerySet[SignedFile]:
    """Return the files of a decision, each with how the reading of its words went."""
    return decision.files.select_related("file", "file__words").defer("file__words__text")


def words_of(numbers: Sequence[int]) -> dict[int, str]:
    """Return what the public files of decisions say, by the number of the decision, as much as search is told."""
    rows = SignedFile.objects.filter(decision__in=numbers, is_public=True, file__words__text__gt="").order_by("pk")
    found: dict[int, str] = {}
    for number, text in rows.values_list("decision", F("file__words__text")):
        found[number] = f"{found.get(number, '')}\n{text}"[:MOST_SEARCHED]
    return found


# What waits -----------------------------------------------------------------------------------------------------------


def _undecided() -> QuerySet[Item]:
    """Return what closed meetings made of registrations that still wait for a decision: of each only the latest, and
    not what a decision has refused since; one that comes before a meeting again bears its older item too."""
    later = Item.objects.filter(registration=OuterRef("registration"), pk__gt=OuterRef("pk"))
    closed_at = OuterRef("meeting__closed_at")
    refused = Refusal.objects.filter(registration=OuterRef("registration"), refused_at__gte=closed_at)
    return Item.objects.filter(
        ~Exists(later),
        ~Exists(refused),
        result__in=[Result.PASSED, Result.FAILED],
        meeting__closed_at__isnull=False,
        registration__state=State.AT_MEETING,
    )


def pending(campaign: Campaign, level: str, unit: Unit | None = None) -> QuerySet[Item]:
    """Return the outcomes of closed meetings that wait for a decision in a campaign at a level, by unit; with `unit`,
    those at and below it on the campaign's map."""
    items = _undecided().filter(meeting__campaign=campaign, meeting__level=level, registration__campaign=campaign)
    if unit is not None:
        items = items.filter(registration__in=Registration.objects.under(unit, campaign.map_day))
    related = ("meeting", "registration__exemplar", "registration__unit", "registration__field")
    found: QuerySet[Item] = items.select_related(*related, "registration__campaign", "registration__holder")
    return found.order_by("registration__unit__sort_key", "order", "pk")


class Waiting(NamedTuple):
    """How many outcomes of a campaign and level wait for a decision."""

    campaign: Campaign
    level: Level
    passed: int
    failed: int


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for decisions that the user may issue, by campaign and level."""
    items = _undecided().filter(in_reach(user, "recognition.issue", unit="registration__holder"))
    counts = {"passed": Count("pk", filter=Q(result=Result.PASSED)), "failed": Count("pk", filter=Q(result="failed"))}
    rows = items.order_by().values_list("meeting__campaign", "meeting__level").annotate(**counts)
    found = sorted(rows)
    campaigns = Campaign.objects.in_bulk({row[0] for row in found})
    return [Waiting(campaigns[pk], Level(level), passed, failed) for pk, level, passed, failed in found]


def outcomes_of(decision: Decision) -> list[Outcome]:
    """Return the list of a draft as it is drawn from closed meetings, with what the draft leaves for later."""
    if decision.kind != Kind.RECOGNISE or decision.campaign is None:
        return []
    left = dict(decision.left_out.values_list("registration", "reason"))
    items = pending(decision.campaign, decision.level, decision.unit)
    return [_outcome(item, left.get(item.registration_id, "")) for item in items]


def _outcome(item: Item, left: str) -> Outcome:
    passed = item.result == Result.PASSED
    return Outcome(item.registration, passed, "" if passed else _why(item), item.meeting.held_on, left)


def _why(item: Item) -> str:
    """Return why a meeting did not agree, in the language of what is kept."""
    if item.reason.strip():
        return item.reason.strip()
    with override(settings.LANGUAGE_CODE):
        return _("The meeting of %(day)s did not agree to it.") % {"day": short_date(item.meeting.held_on)}


def changes_of(decision: Decision) -> list[Change]:
    """Return what a decision changes of earlier recognitions."""
    related = ("exemplar", "unit", "holder", "campaign")
    rows = decision.changes.select_related(*(f"recognition__registration__{name}" for name in related))
    return list(rows.order_by("recognition__registration__unit__sort_key", "pk"))


def books_for(decision: Decision) -> list[Book]:
    """Return the books of numbers from which a decision may take its number."""
    return books_of(decision.unit_id, DOC_TYPE)


def campaigns_to_decide(user: User) -> QuerySet[Campaign]:
    """Return the campaigns that run and whose title is given here, for the user to choose from."""
    here = Campaign.objects.visible_to(user).filter(procedure=Procedure.FULL)
    return here.exclude(state=CampaignState.CLOSED).newest_first()


def drafts_seen_by(user: User) -> QuerySet[Decision]:
    """Return the drafts that the user may read."""
    return Decision.objects.drafts_for(user).select_related("unit", "campaign", "concerns")


def about(campaign: Campaign) -> Q:
    """Return the condition of decisions about a campaign: of recognition, or about such a decision."""
    return Q(campaign=campaign) | Q(concerns__campaign=campaign)


def issued_in(user: User, campaign: Campaign) -> list[Decision]:
    """Return the decisions about a campaign that were issued, the newest first."""
    named = Q(recognitions__registration__campaign=campaign)  # by one that was signed elsewhere
    rows = Decision.objects.visible_to(user).filter(about(campaign) | named).distinct()
    return list(rows.order_by("-signed_on", "-pk"))


def papers_of(user: User) -> QuerySet[Decision]:
    """Return the drafts that the user may read, and what became of such: a draft may be issued meanwhile."""
    return Decision.objects.filter(in_reach(user, "recognition.read_drafts")).select_related(
        "unit", "campaign", "concerns", "taken__series"
    )


# What was decided -----------------------------------------------------------------------------------------------------


class Stand(NamedTuple):
    """How a recognition stands, and what later decisions changed of it, the oldest first."""

    standing: Standing
    changes: Sequence[Change]


def standing(recognition: Recognition) -> Stand:
    """Return how a recognition stands today and by which decisions it came to that."""
    issued = recognition.changes.filter(decision__state=DecisionState.ISSUED).select_related("decision__unit")
    return Stand(Standing(recognition.standing), list(issued.order_by("decision__signed_on", "pk")))


def decision_of(registration: Registration) -> Decision | None:
    """Return the decision that last recognised a registration or did not; None if none has."""
    named = Q(recognitions__registration=registration) | Q(refusals__registration=registration)
    issued = Decision.objects.filter(named, state=DecisionState.ISSUED)
    return issued.select_related("unit").order_by("-signed_on", "-pk").first()


def refusal_of(registration: Registration) -> Refusal | None:
    """Return the last refusal of a registration by a decision; None if there is none."""
    rows = Refusal.objects.filter(registration=registration).select_related("decision")
    return rows.order_by("-refused_at", "-pk").first()


class Decided(NamedTuple):
    """What one decision made of a registration: a recognition, how it stands since and the decisions that changed it,
    or a refusal with the appeal against it. `to_appeal` tells that the reader may still ask to look again."""

    decision: Decision
    recognition: Recognition | None = None
    stand: Stand | None = None
    refusal: Refusal | None = None
    appeal: Appeal | None = None
    to_appeal: bool = False


def decided_on(registration: Registration, user: User) -> list[Decided]:
    """Return what issued decisions made of a registration, the earliest first, told to a reader of it."""
    named = Recognition.objects.filter(registration=registration).select_related("decision__unit")
    refusals = Refusal.objects.filter(registration=registration)
    found = [Decided(each.decision, each, standing(each)) for each in named]
    found += [_refused(each, user) for each in refusals.select_related("decision__unit", "registration", "appeal")]
    return sorted(found, key=lambda each: (each.decision.signed_on, each.decision.pk))


def _refused(refusal: Refusal, user: User) -> Decided:
    may = can(user, "recognition.appeal", on=refusal.registration.holder_id) and not why_not_appeal(refusal, today())
    return Decided(refusal.decision, refusal=refusal, appeal=getattr(refusal, "appeal", None), to_appeal=may)


def links_of(shown: Shown, user: User) -> list[Link]:
    """Return the way from a registration to the decision about it, and to an appeal; nothing before there is one."""
    registration, state = shown.number, shown.state
    if state not in TITLED | {State.NOT_RECOGNISED, State.REVOKED}:
        return []
    seen = Decision.objects.visible_to(user)
    named = Q(recognitions__registration=registration) | Q(refusals__registration=registration)
    found = seen.filter(named).order_by("-signed_on", "-pk").first()
    if found is None:
        return []
    text = f"{found.number}, {short_date(found.signed_on)}"
    links = [Link(_("Decision"), text, reverse("recognition:decision", args=[found.pk]))]
    if state != State.NOT_RECOGNISED or not can_anywhere(user, "recognition.appeal"):
        return links
    if refusal := Refusal.objects.filter(decision=found, registration=registration, appeal=None).first():
        until = _("until %(day)s") % {"day": short_date(found.last_day_to_appeal)}
        links.append(Link(_("Ask to look again"), until, reverse("recognition:appeal", args=[refusal.pk])))
    return links


def appeals_seen_by(user: User) -> QuerySet[Appeal]:
    """Return the appeals that the user may see, with `is_old` 1 where one is answered, for lists that begin with what
    waits."""
    about = ("exemplar", "unit", "campaign", "holder")
    related = ["refusal__decision__unit", *(f"refusal__registration__{name}" for name in about)]
    waits = When(state=AppealState.OPEN, then=Value(0))
    is_old = Case(waits, default=Value(1), output_field=SmallIntegerField())
    rows = Appeal.objects.visible_to(user).annotate(is_old=is_old)
    return rows.select_related(*related, "by", "answered_by")


def standing_now() -> QuerySet[Recognition]:
    """Return all recognitions that stand."""
    return Recognition.objects.filter(registration__state__in=TITLED).exclude(standing=Standing.REVOKED)


def all_standing() -> QuerySet[Recognition]:
    """Return all recognitions that stand, each with `unit_name`: its unit as named on the campaign's last day."""
    on = OuterRef("registration__campaign__ends_on")
    version = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    named = version.filter(unit=OuterRef("registration__unit")).values("name")[:1]
    return standing_now().annotate(unit_name=Coalesce(Subquery(named), F("registration__unit__name")))


def earlier_titled(registration: Registration) -> Registration | None:
    """Return the newest earlier year in which the same exemplar was given the title that still stands."""
    years = Registration.objects.filter(
        exemplar=registration.exemplar_id,
        state__in=TITLED,
        campaign__year__lt=registration.campaign.year,
    )
    return years.select_related("campaign", "exemplar", "holder").order_by("-campaign__year", "-pk").first()
