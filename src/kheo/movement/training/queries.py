"""Which classes and trainees there are of a year, who in a post was trained and when, and what others have against a
line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import exact_key
from kheo.machinery.registers.kit import Fault, Record, Said
from kheo.movement.training.models import Session, Trainee, TrainingClass
from kheo.movement.training.rules import sessions_in
from kheo.movement.training.states import Trained
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import in_reach, reach
from kheo.organisation.units.models import Unit

HAS_COME = Q(attended__gt=0) | ~Q(certificate="")


def all_classes() -> QuerySet[TrainingClass]:
    """Return all classes, as classes: the manager of registers knows them as lines only."""
    return QuerySet(TrainingClass)


def all_sessions() -> QuerySet[Session]:
    """Return all sessions, as sessions."""
    return QuerySet(Session)


def all_trainees() -> QuerySet[Trainee]:
    """Return all trainees, as trainees."""
    return QuerySet(Trainee)


def held_in_year(day: date) -> Q:
    """Return the condition of classes that began in the year of a day, until that day."""
    return Q(starts_on__year=day.year, starts_on__lte=day)


def unmarked(day: date) -> Q:
    """Return the condition of classes that ended before a day and of which nobody said who came."""
    marked = all_trainees().filter(training_class=OuterRef("pk"), withdrawn_at=None, attended__gt=0)
    return Q(ends_on__lt=day) & ~Q(Exists(marked))


def called_in_year(day: date) -> Q:
    """Return the condition of trainees of the classes that began in the year of a day, until that day."""
    return Q(training_class__starts_on__year=day.year, training_class__starts_on__lte=day)


def came_in_year(day: date) -> Q:
    """Return the condition of those of them who came to a session at least, or have the certificate."""
    return called_in_year(day) & HAS_COME


def certified_in_year(day: date) -> Q:
    """Return the condition of those of them who have the certificate."""
    return called_in_year(day) & ~Q(certificate="")


def homes_of(user: User) -> QuerySet[Unit]:
    """Return the units from which trainees of the user's classes may come; for earlier classes those that ended too."""
    return Unit.objects.filter(pk__in=reach(user, "training.view")).in_order()


def classes_ahead(user: User, day: date) -> QuerySet[TrainingClass]:
    """Return the classes that have not ended on a day and to which the user may invite, the next first."""
    rows = all_classes().filter(unit__in=reach(user, "training.enter"), withdrawn_at=None, ends_on__gte=day)
    return rows.select_related("unit").order_by("starts_on", "pk")


def sessions_of(training_class: TrainingClass) -> list[Session]:
    """Return the sessions of a class in their order."""
    rows = all_sessions().filter(training_class=training_class, withdrawn_at=None)
    return list(rows.order_by("number", "pk"))


def trainees_of(training_class: TrainingClass) -> list[Trainee]:
    """Return the trainees of a class by unit and name."""
    rows = all_trainees().filter(training_class=training_class, withdrawn_at=None)
    rows = rows.select_related("home", "unit", "person", "training_class__unit")
    return list(rows.order_by("home__sort_key", "name", "pk"))


# What other lines have against a line -------------------------------------------------------------------------------


def against_sessions(said: Said, record: Record | None) -> list[Fault]:
    """Return what the sessions of a class have against its days."""
    outside = ~Q(held_on__range=(said["starts_on"], said["ends_on"]))
    if record is None or not all_sessions().filter(outside, training_class=record.pk, withdrawn_at=None).exists():
        return []
    return [Fault(_("Sessions of the class are on other days. Correct their days first."), "ends_on")]


def against_attendance(session: Session, said: Said | None) -> list[Fault]:
    """Return what is against giving a session another number, or (None) withdrawing it: that trainees came to it."""
    if said is not None and said["number"] == session.number and said["training_class"].pk == session.training_class_id:
        return []
    came = all_trainees().filter(training_class=session.training_class_id, withdrawn_at=None, attended__gt=0)
    if not any(session.number in sessions_in(each) for each in came.values_list("present", flat=True)):
        return []
    words = _("Trainees are ticked as present at session %(number)s. Take the ticks off first.")
    return [Fault(words % {"number": session.number}, "number")]


def against_lines(said: Said, record: Record | None) -> list[Fault]:
    """Return what other lines have against a trainee: sessions that the class does not have, and a certificate whose
    number somebody else has."""
    faults, named = [], sessions_in(said["present"])
    known = {each.number for each in sessions_of(said["training_class"])} if named else set()
    if unknown := sorted(named - known):
        words = _("The class has no session %(number)s.") % {"number": ", ".join(map(str, unknown))}
        faults.append(Fault(words, "present"))
    if said["certificate"] and said["certificate"] != getattr(record, "certificate", ""):
        same = all_trainees().filter(unit=said["unit"], certificate=said["certificate"], withdrawn_at=None)
        if same.filter(certified_on__year=said["certified_on"].year).exists():
            faults.append(Fault(_("Somebody else has a certificate of this number."), "certificate"))
    return faults


# People in posts ----------------------------------------------------------------------------------------------------


def people_on(day: date) -> QuerySet[Post]:
    """Return who holds a post on a day, each once for each unit."""
    held = Post.objects.on(day)
    earlier = held.filter(user=OuterRef("user"), unit=OuterRef("unit"), pk__lt=OuterRef("pk"))
    rows: QuerySet[Post] = held.filter(~Q(Exists(earlier)), user__is_active=True)
    return rows


def _classes_of_holder(day: date) -> QuerySet[Trainee]:
    rows = all_trainees().filter(HAS_COME, person=OuterRef("user"), withdrawn_at=None)
    return rows.filter(training_class__starts_on__lte=day)


def with_last_class(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Return people in posts, each with the last class until a day to which they came: its title and its last day."""
    last = _classes_of_holder(day).order_by("-training_class__ends_on", "-pk")
    ended = Subquery(last.values("training_class__ends_on")[:1], output_field=DateField())
    return posts.annotate(trained_on=ended, last_class=Subquery(last.values("training_class__title")[:1]))


def trained(day: date) -> Q:
    """Return the condition of people in posts who came to a class that had begun on a day."""
    return Q(Exists(_classes_of_holder(day)))


def trained_as(how: Trained, day: date) -> Q:
    """Return the condition of people in posts whose last class is so long ago on a day."""
    if how in (Trained.NEVER, Trained.ONCE):
        return ~trained(day) if how == Trained.NEVER else trained(day)
    since = _years_before(day, int(how.value))
    return ~Q(Exists(_classes_of_holder(day).filter(training_class__ends_on__gte=since)))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def posts_of_people(user: User, day: date) -> QuerySet[Post]:
    """Return the people in posts whom a user may see here: those of the office, and of the unit itself."""
    rows = people_on(day).filter(unit__in=reach(user, "training.people"))
    return rows.select_related("user", "unit")


def not_yet_in(training_class: TrainingClass, posts: Iterable[Post]) -> list[Post]:
    """Return those of some people in posts who are not trainees of a class, each person once."""
    rows = trainees_of(training_class)
    people, named = {each.person_id for each in rows}, {(each.home_id, exact_key(each.name)) for each in rows}
    found: dict[int, Post] = {}
    for post in posts:
        if post.user_id not in people and (post.unit_id, exact_key(post.user.full_name)) not in named:
            found.setdefault(post.user_id, post)
    return list(found.values())


def people_named(name: str, home: Unit) -> list[int]:
    """Return the numbers of those who hold or held a post at a unit under a name, however its tones are placed."""
    held = Post.objects.filter(unit=home).values("user")
    names = User.objects.filter(pk__in=held).order_by("pk").values_list("pk", "full_name")
    return [number for number, each in names if exact_key(each) == exact_key(name)]


def classes_of_person(user: User) -> QuerySet[Trainee]:
    """Return the classes to which a person was called, the last first, as their lines in them."""
    rows = all_trainees().filter(person=user, withdrawn_at=None).select_related("training_class__unit")
    return rows.order_by("-training_class__starts_on", "-pk")


# By unit ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitSum:
    """The trainees of a unit in a year, how many of them came and have the certificate; how many people are in posts
    there, and how many of these were trained. A trainee may come from a unit that `is_below` no post of the user."""

    unit: Unit
    is_below: bool
    called: int
    came: int
    certified: int
    people: int
    trained: int


def sums_by_unit(user: User, day: date) -> Sequence[UnitSum]:
    """Return the sums of each unit of which a user sees trainees or people in posts, in the year of a day until it."""
    units = {each.pk: each for each in Unit.objects.filter(pk__in=reach(user, "training.view")).in_order()}
    rows = all_trainees().filter(in_reach(user, "training.view"), called_in_year(day), withdrawn_at=None).order_by()
    by_home = rows.values_list("home").annotate(
        called=Count("pk"), came=Count("pk", filter=HAS_COME), certified=Count("pk", filter=~Q(certificate=""))
    )
    of_trainees = {home: numbers for home, *numbers in by_home}
    held = people_on(day).filter(unit__in=units).annotate(learned=Exists(_classes_of_holder(day))).order_by()
    by_unit = held.values_list("unit").annotate(people=Count("pk"), trained=Count("pk", filter=Q(learned=True)))
    of_posts = {unit: numbers for unit, *numbers in by_unit}
    elsewhere = Unit.objects.filter(pk__in=of_trainees.keys() - units.keys()).in_order()
    sums = [
        UnitSum(each, each.pk in units, *of_trainees.get(each.pk, (0, 0, 0)), *of_posts.get(each.pk, (0, 0)))
        for each in [*units.values(), *elsewhere]
    ]
    return [each for each in sums if each.called or each.people]


def years_told(user: User, this: int) -> list[int]:
    """Return this year and those of the classes that a user sees, the last first."""
    rows = all_classes().filter(in_reach(user, "training.view"), withdrawn_at=None).order_by()
    return sorted({this, *rows.values_list("starts_on__year", flat=True).distinct()}, reverse=True)
