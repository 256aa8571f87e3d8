"""Which works there are, what their checks say, who judges what, and what readers are shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.machinery.registers.kit import Fault, Said
from kheo.machinery.registers.models import Enclosure
from kheo.movement.appraisal.rules import interests_of
from kheo.movement.criteria.models import CriteriaSet, Criterion
from kheo.movement.criteria.queries import criteria_of, sets_for
from kheo.movement.press.models import Candidate, Edition, Entry, Outlet, Overrule, Round, Sheet, Tie
from kheo.movement.press.rules import Verdict, same_work, verdicts_on, why_tied
from kheo.movement.press.states import Stage
from kheo.movement.registry.kit import Link, Panel, Shown
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held
from kheo.movement.registry.states import COUNTED
from kheo.movement.scoring.queries import Tally, next_of, tally
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import in_line_with, today
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

ENTRIES_KEY = "tac-pham-du-thi"
_NONE = Decimal(0)


def all_editions() -> QuerySet[Edition]:
    """Return all editions, as editions: the manager of registers knows them as lines only."""
    return QuerySet(Edition)


def all_entries() -> QuerySet[Entry]:
    """Return all works, as works."""
    return QuerySet(Entry)


# What may be named in a line ---------------------------------------------------------------------------------------


def editions_for(user: User) -> QuerySet[Edition]:
    """Return the editions to which the user's units may send works: of offices in line with them, the newest first."""
    rows = all_editions().filter(in_line_with(user), withdrawn_at=None)
    return rows.order_by("-year", "pk")


def outlets_for(user: User) -> QuerySet[Outlet]:
    """Return the outlets in the lists of offices in line with the user."""
    return QuerySet(Outlet).filter(in_line_with(user), withdrawn_at=None).order_by("known_as", "pk")


def exemplars_for(user: User) -> QuerySet[Exemplar]:
    """Return the models that a work of the user's units may describe."""
    return models_held(user, "press.enter")


def criteria_sets_for(user: User) -> QuerySet[CriteriaSet]:
    """Return the sets of criteria by which an edition may be judged."""
    return sets_for(user)


def judges_for(user: User) -> QuerySet[User]:
    """Return who may be named as a judge with a tie: who holds a post to score with in line with the user."""
    posts = Post.objects.on(today()).filter(in_line_with(user), role=Role.APPRAISER)
    return User.objects.filter(pk__in=posts.values("user_id")).order_by("full_name", "pk")


def why_not_change_entry(entry: Entry, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a work: it is judged as it was sent in."""
    differs = said is None or any(getattr(entry, name) != value for name, value in said.items() if name != "exemplar")
    if not differs or not Candidate.objects.filter(entry=entry.pk).exists():
        return []
    return [
        Fault(pgettext("press", "The work is in a round already: only the model that it describes may be changed."))
    ]


def why_not_change_edition(edition: Edition, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) an edition whose judging has begun: its rules stand."""
    differs = said is None or any(getattr(edition, name) != value for name, value in said.items())
    if not differs or not Round.objects.filter(edition=edition.pk).exists():
        return []
    return [Fault(pgettext("press", "The judging has begun: the rules of the contest stand."))]


# Checks ------------------------------------------------------------------------------------------------------------


def works_of(edition: Edition) -> list[Entry]:
    """Return the works of an edition with what its pages show of them."""
    rows = all_entries().filter(edition=edition, withdrawn_at=None).select_related("outlet", "unit", "exemplar")
    works = list(rows.order_by("unit__sort_key", "known_as"))
    for work in works:
        work.edition = edition
    return works


def verdicts_of(works: Sequence[Entry]) -> dict[int, list[Verdict]]:
    """Return what the checks say of several works, in two questions."""
    numbers, nothing = [work.pk for work in works], Value("", output_field=CharField())
    proofs = Enclosure.objects.filter(register=ENTRIES_KEY, line__in=numbers).order_by()
    notes = Overrule.objects.filter(entry__in=numbers).values_list("entry_id", "check_name", "reason")
    proven, overruled = set[int](), defaultdict[int, dict[str, str]](dict)
    for number, check, reason in proofs.values_list("line", nothing, nothing).union(notes, all=True):
        if check:
            overruled[number][check] = reason
        else:
            proven.add(number)
    prized = _prized_before(works)
    return {
        work.pk: verdicts_on(
            work, has_proof=work.pk in proven, prized=prized.get(work.pk, ""), overruled=overruled[work.pk]
        )
        for work in works
    }


def _prized_before(works: Sequence[Entry]) -> dict[int, str]:
    """Return in which other edition each of several works was prized."""
    same = Q(title__in=[work.title for work in works])
    same |= Q(address__in=[work.address for work in works if work.address])
    same |= Q(author__in={work.author for work in works})
    rows = list(all_entries().filter(same, withdrawn_at=None).exclude(prize="").select_related("edition"))
    found = {}
    for work in works:
        twins = [row for row in rows if row.edition_id != work.edition_id and same_work(row, work)]
        if twins:
            found[work.pk] = f"{twins[0].get_prize_display()}, {twins[0].edition}"
    return found


def passed(works: Sequence[Entry]) -> list[Entry]:
    """Return the works whose checks all hold or were overruled."""
    verdicts = verdicts_of(works)
    return [work for work in works if all(verdict.passes for verdict in verdicts[work.pk])]


# Rounds ------------------------------------------------------------------------------------------------------------


def judges_of(edition: Edition, day: date) -> list[User]:
    """Return who may judge works of an edition: those who hold a post to score with at its unit."""
    posts = Post.objects.on(day).filter(unit=edition.unit_id, role=Role.APPRAISER).values("user_id")
    return list(User.objects.filter(pk__in=posts, is_active=True).order_by("full_name", "pk"))


def kept_from(
    edition: Edition, people: Sequence[User], works: Iterable[Entry], day: date
) -> dict[tuple[int, int], str]:
    """Return which works (by number) are kept from which people, and why: they share the author's name, have to do with
    the outlet, or with the unit that sent it in or whose model it describes."""
    rows: QuerySet[Tie] = QuerySet(Tie).filter(judge__in=people, withdrawn_at=None)
    ties = {(row.judge_id, row.outlet_id): row.reason for row in rows}
    interests, found = interests_of([person.pk for person in people], edition.unit_id, day), {}
    for work in works:
        units = {work.unit_id} | ({work.exemplar.unit_id} if work.exemplar else set())
        for person in people:
            if why := why_tied(person, work, ties) or interests.why_kept_from(person.pk, units):
                found[work.pk, person.pk] = why
    return found


def candidates_of(round_: Round) -> list[Candidate]:
    """Return the works of a round in the order of their numbers."""
    rows = Candidate.objects.filter(round=round_).select_related("entry__outlet", "entry__unit", "entry__exemplar")
    return list(rows.order_by("number"))


@dataclass(frozen=True)
class Standing:
    """A round with its works, each with what its judges gave, the best first once it is closed."""

    round: Round
    lines: Sequence[tuple[Candidate, Tally]]

    @property
    def waiting(self) -> int:
        return sum(told.waiting for _candidate, told in self.lines)


def standings_of(edition: Edition) -> list[Standing]:
    """Return the rounds of an edition as the office sees them, in two questions."""
    rows = Candidate.objects.filter(round__edition=edition).select_related("round", "entry__unit", "entry__outlet")
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in Sheet.objects.filter(candidate__round__edition=edition).select_related("scorer").order_by("pk"):
        sheets[sheet.candidate_id].append(sheet)
    by_stage: dict[str, list[Candidate]] = defaultdict(list)
    for row in rows.order_by("number"):
        by_stage[row.round.stage].append(row)
    return [_standing(by_stage[stage], sheets) for stage in Stage.values if by_stage[stage]]


def _standing(rows: Sequence[Candidate], sheets: dict[int, list[Sheet]]) -> Standing:
    lines = [(row, tally(given, given[0].most) if (given := sheets[row.pk]) else tally([], _NONE)) for row in rows]
    lines.sort(key=lambda each: (-(each[0].points or 0), each[0].number))
    return Standing(rows[0].round, lines)


def criteria_for(sheet: Sheet) -> list[Criterion]:
    """Return the criteria by which a work is judged, in order."""
    return criteria_of(sheet.candidate.round.edition.criteria_set_id)


# The judge's side --------------------------------------------------------------------------------------------------


def sheets_of(user: User) -> QuerySet[Sheet]:
    """Return the sheets of a judge. Of a work no author and no outlet is read."""
    rows: QuerySet[Sheet] = (
        QuerySet(Sheet).filter(scorer=user.pk).exclude(state__in=(SheetState.BARRED, SheetState.WITHDRAWN))
    )
    rows = rows.select_related("candidate__round__edition__unit", "candidate__entry")
    return rows.defer("candidate__entry__author", "candidate__entry__outlet", "candidate__entry__address")


def to_judge(user: User) -> QuerySet[Sheet]:
    """Return what somebody is to judge or has judged and may still change."""
    rows = sheets_of(user).filter(candidate__round__closed_at=None)
    return rows.order_by("candidate__round", "candidate__number")


def next_sheet(user: User, round_: Round) -> Sheet | None:
    """Return the sheet of the work that somebody judges next."""
    own = Sheet.objects.given_to(user).filter(candidate__round=round_, state=SheetState.ASSIGNED)
    found = next_of(Sheet, "candidate", own, user)
    return QuerySet(Sheet).filter(scorer=user, candidate=found).first() if found else None


# What readers and other rooms are shown ------------------------------------------------------------------------------


def announced() -> QuerySet[Edition]:
    """Return the editions whose results are announced, the newest first."""
    rows = all_editions().filter(withdrawn_at=None, decided_on__isnull=False).select_related("unit")
    return rows.order_by("-decided_on", "-pk")


def prized(editions: Iterable[Edition]) -> list[Entry]:
    """Return the prized works of announced editions, the highest prize first."""
    rows = all_entries().filter(edition__in=list(editions), edition__decided_on__isnull=False, withdrawn_at=None)
    rows = rows.exclude(prize="").select_related("outlet", "exemplar", "edition")
    order = {prize: place for place, prize in enumerate(("first", "second", "third", "consolation"))}
    return sorted(rows, key=lambda work: (order[work.prize], work.title))


def about_model(exemplar: int) -> QuerySet[Entry]:
    """Return the works that describe a model, the newest first."""
    about = Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar)
    rows = all_entries().filter(about, withdrawn_at=None).select_related("outlet", "edition")
    return rows.order_by("-published_on", "pk")


def is_told_of() -> Exists:
    """Return the column of a registration that tells whether a work may describe its model."""
    meant = Q(exemplar=OuterRef("exemplar")) | Q(exemplar__merged_into=OuterRef("exemplar"))
    return Exists(all_entries().filter(meant, withdrawn_at=None))


def panel_of(shown: Shown, user: User) -> Panel | None:
    """Return the way from a registration to the works of the press about its model, as far as somebody may see them;
    nobody writes about what was not accepted yet."""
    if shown.state not in COUNTED:
        return None
    works = about_model(shown.exemplar).filter(pk__in=Entry.objects.visible_to(user).values("pk"))
    links = [Link(str(work), "", address("registers:line", ENTRIES_KEY, work.pk)) for work in works]
    return Panel(pgettext("press", "Press contest"), links=links) if links else None


def published_in_year(day: date) -> Q:
    """Return the condition of works published in the year of a day, up to it."""
    return Q(published_on__year=day.year, published_on__lte=day)


def prized_in_year(day: date) -> Q:
    """Return the condition of works whose prize was announced in the year of a day, up to it."""
    return ~Q(prize="") & Q(edition__decided_on__year=day.year, edition__decided_on__lte=day)


def described_in_year(day: date) -> Q:
    """Return the condition of works published in the year of a day that describe a model of the register."""
    return published_in_year(day) & Q(exemplar__isnull=False)
