"""The demo's conferences: what became of the one that was held, and the next one, which is nearly ready."""

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import LOCAL, local_day
from kheo.lib.file_kinds import Kind
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import ConferenceFacts, SpeechFacts
from kheo.movement.conferences.states import Answer, Circle, ConferenceKind, SpeechState
from kheo.organisation.access.kit import Who

# Of the titles of 2017, so many were not there to be taken at the conference.
NOT_THERE = 4


def follow(district: District, conference: Conference) -> None:
    """Hand the titles over at a conference that was held, and let its tasks be done, judged or left undone."""
    _hand_over(district, conference)
    tasks = {task.title: task for task in Task.objects.filter(source_kind="conference", source_id=conference.pk)}
    for row in kit.read("conference")["conclusion"]:
        told = row.get("task", {})
        if "result" in told:
            _report(district, tasks[told["title"]], told["unit"], told["result"])


def _hand_over(district: District, conference: Conference) -> None:
    at, hands = _at(conference.held_on, 10), "Đồng chí Phó Bí thư Thường trực Huyện ủy"
    decisions = queries.decisions_for(conference)
    actions.take_in_honours(conference, decisions, hands=hands, by=district.office, at=_at(conference.held_on, 7))
    rows = list(conference.honours.select_related("conference__unit"))
    actions.hand_over(rows[:-NOT_THERE], by=district.office, at=at)
    later = at + timedelta(days=6)
    actions.fetch(rows[-1], note="Văn phòng Đảng ủy nhận thay", by=district.office, at=later)


def _report(district: District, task: Task, unit: str, result: kit.Table) -> None:
    duties.finish(task, note=result["note"], by=district.officer_of(unit), at=_at(result["on"], 15))
    if "accepted_on" in result:
        duties.accept(task, by=district.office, at=_at(result["accepted_on"], 9))
    if "back" in result:
        at = _at(result["on"], 9) + timedelta(days=5)
        duties.send_back(task, reason=result["back"], by=district.office, at=at)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LOCAL)


def prepare_next(district: District, campaign: Campaign) -> None:
    """Prepare the half-year review of the present year, ten days after the demo was loaded: its programme, its
    delegates and what their units answer, papers as far as each is. Its papers may be bound at once."""
    data = kit.read("conference")["next"]
    day: date = local_day(district.at) + timedelta(days=10)
    texts = {name: data[name] for name in ("title", "place", "chair")}
    facts = ConferenceFacts(ConferenceKind.HALF_YEAR, campaign, held_on=day, begins_at=time(7, 30), **texts)
    made = actions.prepare(facts, unit=district.units[data["unit"]], by=district.office, at=district.at)
    for row in data["item"]:
        actions.add_item(
            made, content=row["content"], who=row["who"], minutes=row["minutes"], by=district.office, at=district.at
        )
    actions.add_people(made, queries.people_in(Circle.MEMBERS, made), by=district.office, at=district.at)
    asked = {district.units[slug].pk: number for slug, number in data["asked"].items()}
    actions.ask_units(made, asked, by=district.office, at=district.at)
    actions.invite(made, by=district.office, at=district.at)
    _answer(district, made, data)
    for row in data["speech"]:
        _speak(district, made, row)


def _answer(district: District, made: Conference, data: kit.Table) -> None:
    for row in data["named"]:
        said = {"name": row["name"], "title": row["title"]}
        actions.name_guest(
            made, district.units[row["unit"]], **said, by=district.officer_of(row["unit"]), at=district.at
        )
    guests = {guest.name: guest for guest in made.guests.select_related("conference")}
    for row in data["answer"]:
        said = {"name": row.get("by", ""), "title": row.get("title", ""), "absence": row.get("absence", "")}
        actions.answer(guests[row["name"]], Answer(row["said"]), **said, by=district.office, at=district.at)


def _speak(district: District, made: Conference, row: kit.Table) -> None:
    """Let a unit be asked for a paper, or offer it, and send it; the office then chooses it, as its row says."""
    unit, state = district.units[row["unit"]], SpeechState(row["state"])
    office, own = (Who(by=by, at=district.at) for by in (district.office, district.officer_of(row["unit"])))
    facts = SpeechFacts(row["title"], row.get("speaker", ""), row.get("post", ""), row["minutes"])
    if state == SpeechState.OFFERED:
        actions.offer_speech(made, unit, facts, outline=row["outline"], **own)
        return
    asked = SpeechFacts(row["title"], minutes=row["minutes"], due_on=made.held_on - timedelta(days=3))
    speech = actions.ask_speech(made, unit, asked, **office)
    if state != SpeechState.ASKED:
        actions.send_speech(speech, _paper(district, row), facts, **own)
    if state in {SpeechState.FLOOR, SpeechState.PRINTED}:
        point = made.programme.filter(content__startswith="Tham luận").first()
        actions.choose_speech(speech, state, item=point, **office)


def _paper(district: District, row: kit.Table) -> StoredFile:
    sent = SimpleUploadedFile(row["file"], (kit.PAPERS / row["file"]).read_bytes())
    return keep(sent, kinds={Kind.PDF}, by=district.officer_of(row["unit"]), at=district.at)
