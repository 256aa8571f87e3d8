"""What several reports say alike: who wrote, on which documents, who sat, what a conference concluded."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from kheo.lib.office.word_words import in_sentence, official_day
from kheo.lib.vitext import fold
from kheo.machinery.directives.models import Directive
from kheo.machinery.duties.states import TaskState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.committees.models import Membership
from kheo.movement.committees.queries import committee_of, who_sat
from kheo.movement.committees.states import Seat
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.queries import Became, became_of
from kheo.movement.conferences.queries.following import Followed
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.kit import Done, Duty, Letterhead, bare_place
from kheo.outlets.reports.rules import signs_for, symbol_of


def committee_at(campaign: Campaign, unit: Unit, day: date) -> tuple[str, dict[str, list[Membership]]]:
    """Return the name of the unit's steering committee, and who sat on it on a day, by seat."""
    committee = committee_of(unit, campaign.movement)
    seats: dict[str, list[Membership]] = {seat: [] for seat in Seat.values}
    for member in who_sat(committee, day):
        seats[member.seat].append(member)
    return (committee.name if committee else "", seats)


def letterhead(
    unit: Unit,
    name: str,
    committee: str,
    seats: Mapping[str, Sequence[Membership]],
    *,
    number: str,
    signed_on: date | None,
) -> Letterhead:
    """Return the head and foot of a unit's document: of the body that this copy serves, or of the unit's own
    committee."""
    here = installation()
    own = here is not None and here.unit_id == unit.pk
    parent = unit.parent
    issuer = here.issuer_name if here and own else committee or name
    head = next(iter(seats[Seat.HEAD]), None)
    return Letterhead(
        superior=here.superior_name if here and own else parent.name if parent else "",
        issuer=issuer,
        symbol=symbol_of(issuer),
        number=number,
        place=here.place_name if here and own else bare_place(name),
        day=signed_on,
        signs_for=signs_for(issuer),
        signs_as="TRƯỞNG BAN" if head else "",
        signer=head.name if head else "",
    )


def directives_until(day: date) -> QuerySet[Directive]:
    """Return the documents that stand and were signed by a day, or of which no day is known."""
    return Directive.objects.standing().filter(Q(signed_on=None) | Q(signed_on__lte=day)).order_by("pk")


def cited(directive: Directive) -> str:
    """Return a document as a report names it; what is not known of it is left out."""
    kind, title = str(directive.get_kind_display()), directive.title
    if not directive.number or f"số {directive.number}" in title:
        return title
    day = f" ngày {official_day(directive.signed_on)}" if directive.signed_on else ""
    subject = title[len(kind) :].strip() if fold(title).startswith(fold(kind)) else title
    about = subject if subject.startswith("về ") else f"về {subject}"
    return f"{kind} số {directive.number}{day} của {directive.issuer} {about}"


def sentence(text: str) -> str:
    """Return a text as the end of a sentence: on one line, without its last stop."""
    return " ".join(text.split()).rstrip(" .;")


def duty_of(said: Became) -> Duty:
    """Return a conclusion as a report names it; one that tells several units something says so in its own text."""
    text, tasks = sentence(said.text), said.tasks
    if len(tasks) == 1:
        return Duty(text, sentence(tasks[0].title), tasks[0].unit, tasks[0].due_on)
    told = "; ".join(f"{in_sentence(task.unit)}: {sentence(task.title)}{_until(task.due_on)}" for task in tasks)
    return Duty(f"{text}. Giao {told}" if told else text, "", "", None)


def _until(day: date | None) -> str:
    return f" (hoàn thành trước hoặc trong ngày {official_day(day)})" if day else ""


def done_of(conference: Conference | None, day: date) -> list[Done]:
    """Return what became of the tasks that a conference gave until a day; nothing where there was none."""
    return [
        Done(sentence(task.title), task.unit, task.due_on, _standing(task), task.state != TaskState.DONE)
        for said in became_of(conference, day)
        for task in said.tasks
    ]


def _standing(task: Followed) -> str:
    if task.state == TaskState.DONE:
        return "đã hoàn thành, cơ quan giao đã xác nhận" if task.is_accepted else "đơn vị báo đã hoàn thành"
    return "chưa hoàn thành, đã quá hạn" if task.is_late else "đang thực hiện"
