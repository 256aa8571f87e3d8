"""Loads the demo district through the same verbs that officers' forms use."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.faces.demo import kit
from kheo.faces.demo.actions.appraising import appraise, open_appraisal
from kheo.faces.demo.actions.conferring import follow, prepare_next
from kheo.faces.demo.actions.contributing import contribute
from kheo.faces.demo.actions.conversing import hold_dialogues
from kheo.faces.demo.actions.district import District
from kheo.faces.demo.actions.grouping import found_groups
from kheo.faces.demo.actions.keeping_up import follow_models
from kheo.faces.demo.actions.pledging import pledge
from kheo.faces.demo.actions.prizing import hold_contest
from kheo.faces.demo.actions.replicating import replicate
from kheo.faces.demo.actions.reporting import report, report_half
from kheo.faces.demo.actions.ruralising import build_new_rural
from kheo.faces.demo.actions.supervising import supervise
from kheo.faces.demo.actions.tabling import tabulate
from kheo.faces.demo.actions.teaching import teach
from kheo.faces.demo.rules import PASSWORD, PEOPLE, DemoPerson
from kheo.foundation.accounts.actions import Person, make_account
from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.dates import LOCAL, local_day
from kheo.lib.refusals import Refused
from kheo.machinery.directives.actions import enter
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.actions import move, set_up, start_movement
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import FieldFacts, LevelFacts, TargetFacts
from kheo.movement.campaigns.states import CampaignState, Level, Procedure, StandardField
from kheo.movement.closings.actions import close
from kheo.movement.closings.states import Period
from kheo.movement.committees.actions import set_up_committee
from kheo.movement.committees.models import Committee
from kheo.movement.committees.rules import Sitting, StaffingFacts
from kheo.movement.committees.states import Seat
from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.criteria.actions import apply as apply_criteria
from kheo.movement.criteria.actions import write as write_criteria
from kheo.movement.criteria.queries import example
from kheo.movement.readings import actions as readings
from kheo.movement.recognition.actions import decline, issue, recognise
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.actions import accept, attach, promise, register, return_, submit
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import Facts, MeasureFacts
from kheo.movement.registry.states import ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.access.actions import appoint
from kheo.organisation.clusters.actions import arrange, set_up_cluster
from kheo.organisation.statuses.actions import record as record_status
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.statuses.rules import Decree, StatusFacts
from kheo.organisation.units.actions import UnitFacts, found, install
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.newsroom.actions import add_photo, open_section, publish, set_first_views, write_article
from kheo.outlets.newsroom.rules import ArticleFacts
from kheo.outlets.sites.actions import open_site
from kheo.outlets.sites.queries import names
from kheo.outlets.sites.rules import SiteFacts, answers_to
from kheo.outlets.voice.actions import add_comment, moderate
from kheo.outlets.voice.states import CommentState

STANDING_SINCE = date(2000, 1, 1)
IN_POST_SINCE = date(2016, 1, 1)
PARTICULARS = ("purpose", "method", "target_group", "targets", "resources", "partners")

# Called with how many of how many registrations are in.
Tell = Callable[[int, int], None]


@transaction.atomic
def load(*, at: datetime, tell: Tell = lambda done, of: None) -> District:
    """Load the demo district into an empty database: all of it, or nothing.

    :raises Refused: if the database holds anything, or this is a production installation.
    """
    if settings.PRODUCTION:
        raise Refused(_("The demo cannot be loaded into a production installation."))
    if Unit.objects.exists() or User.objects.exists():
        raise Refused(_("The database is not empty. The demo is loaded only into an empty one."))
    district = District(at)
    _found_units(district)
    _record_statuses(district)
    _seat_people(district)
    _set_up_committee(district)
    _arrange_clusters(district)
    _enter_directives(district)
    campaign = _set_up_campaign_2017(district)
    now = _set_up_campaign_now(district)
    _set_up_criteria(district, now)
    last_year, this_year = kit.read("registrations-2017"), kit.read("registrations-now")
    total = len(last_year["registration"]) + len(this_year["registration"])
    _run_2017(district, campaign, last_year["registration"], lambda done: tell(done, total))
    done = len(last_year["registration"])
    _run_now(district, now, this_year["registration"], lambda more: tell(done + more, total))
    _hold_conference(district, campaign)
    prepare_next(district, now)
    _publish_news(district, campaign)
    _open_sites(district)
    _read_reports(district)
    report(district, campaign, now)
    tabulate(district, campaign)
    found_groups(district)
    contribute(district)
    hold_dialogues(district)
    supervise(district)
    teach(district)
    follow_models(district)
    build_new_rural(district)
    replicate(district)
    hold_contest(district)
    pledge(district)
    return district


def _local(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LOCAL)


def _found_units(district: District) -> None:
    for row in kit.read("units")["unit"]:
        facts = UnitFacts(
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent=district.units.get(row["parent"]),
            code=row["code"],
            slug=row["slug"],
        )
        district.units[row["slug"]] = found(facts, valid_from=STANDING_SINCE, by=None, at=district.at)


def _record_statuses(district: District) -> None:
    data = kit.read("statuses")
    kinds = {kind.key: kind for kind in StatusKind.objects.all()}
    for row in data["decision"]:
        decree = Decree(row["number"], row["signed_on"], data["issuer"])
        facts = StatusFacts(kinds[row["kind"]], row["signed_on"], decree)
        for slug in row["units"]:
            record_status(district.units[slug], facts, by=None, at=district.at)


def _seat_people(district: District) -> None:
    root = district.units["huyen-yen-mo"]
    install(Installation(unit=root, is_demo=True, **kit.read("installation")["installation"]), by=None, at=district.at)
    for person in PEOPLE:
        district.people[person.username] = _seat(person, district)


def _seat(person: DemoPerson, district: District) -> User:
    user = make_account(Person(person.username, person.full_name), by=None, at=district.at)
    user.set_password(PASSWORD)
    user.save()
    appoint(
        user,
        role=person.role,
        unit=district.units[person.unit],
        valid_from=IN_POST_SINCE,
        by=None,
        at=district.at,
    )
    return user


def _set_up_committee(district: District) -> None:
    data = kit.read("committee")
    movement = start_movement(**kit.read("campaign")["movement"], by=None, at=district.at)
    said, members = data["committee"], [Sitting(m["name"], m["title"], Seat(m["role"])) for m in data["member"]]
    committee = Committee(unit=district.units[said["unit"]], movement=movement, name=said["name"])
    office = district.units[said["standing_office"]]
    facts = StaffingFacts(standing_office=office, **data["decision"])
    set_up_committee(committee, members=members, facts=facts, by=None, at=district.at)


def _arrange_clusters(district: District) -> None:
    """Arrange the clusters of the district for the two years that have a campaign."""
    body, years = district.units["huyen-yen-mo"], (2017, local_day(district.at).year)
    for row in kit.read("clusters")["cluster"]:
        cluster = set_up_cluster(body, row["name"], by=None, at=district.at)
        units = [district.units[slug] for slug in row["units"]]
        for year, head in zip(years, row["heads"], strict=True):
            arrange(cluster, year, units=units, head=district.units[head], by=None, at=district.at)


def _enter_directives(district: District) -> None:
    for row in kit.read("directives")["directive"]:
        district.directives[row["slug"]] = enter(Directive(**row), by=None, at=district.at)


def _campaign_parts(district: District) -> tuple[list[FieldFacts], list[TargetFacts]]:
    data = kit.read("campaign")
    fields = [FieldFacts(row["slug"], row["name"], StandardField(row["slug"])) for row in data["field"]]
    targets = [TargetFacts(row["minimum"], basis=district.directives[row["directive"]]) for row in data["target"]]
    return fields, targets


def _set_up(district: District, campaign: Campaign) -> Campaign:
    fields, targets = _campaign_parts(district)
    levels = [LevelFacts(Level.DISTRICT, campaign.unit)]
    set_up(campaign, fields=fields, targets=targets, levels=levels, by=None, at=district.at)
    move(campaign, to=CampaignState.OPEN, by=None, at=district.at)
    return campaign


def _set_up_campaign_2017(district: District) -> Campaign:
    data = kit.read("campaign")
    movement = start_movement(**data["movement"], by=None, at=district.at)
    facts = {key: value for key, value in data["campaign"].items() if key not in {"unit", "state"}}
    return _set_up(district, Campaign(movement=movement, unit=district.units[data["campaign"]["unit"]], **facts))


def _set_up_campaign_now(district: District) -> Campaign:
    """Set up a campaign of the present year for practice: registration closes two weeks after the demo is loaded."""
    today = local_day(district.at)
    movement = start_movement(**kit.read("campaign")["movement"], by=None, at=district.at)
    campaign = Campaign(
        movement=movement,
        unit=district.units["huyen-yen-mo"],
        slug=f"dan-van-kheo-{today.year}",
        name=f"Dân vận khéo {today.year}",
        year=today.year,
        starts_on=date(today.year, 1, 1),
        ends_on=max(date(today.year, 12, 31), today + timedelta(days=14)),
        registration_opens_on=today - timedelta(days=30),
        registration_closes_on=today + timedelta(days=14),
        procedure=Procedure.FULL,
    )
    return _set_up(district, campaign)


def _set_up_criteria(district: District, campaign: Campaign) -> None:
    """Let the present year appraise by the example that is shipped, and open its appraisal."""
    scale = write_criteria(example(), unit=campaign.unit, by=None, at=district.at)
    apply_criteria(campaign, [(scale, None, "")], by=None, at=district.at)
    open_appraisal(district, campaign)


def _facts(row: kit.Table, campaign_fields: kit.Table) -> Facts:
    return Facts(
        name=row["name"],
        field=campaign_fields[row["field"]],
        kind=ExemplarKind(row["kind"]),
        owner_kind=OwnerKind(row["owner_kind"]),
        year_status=YearStatus(row["year_status"]),
        place=row["place"],
        started_on=row.get("started_on"),
        particulars={key: row.get(key, "") for key in PARTICULARS},
    )


def _run_2017(district: District, campaign: Campaign, rows: Sequence[kit.Table], tell: Callable[[int], None]) -> None:
    """Register, accept and decide the whole year 2017 at the moments when it would have happened; its half is reported
    and closed."""
    fields = {each.slug: each for each in campaign.fields.all()}
    earned: list[Registration] = []
    others: list[tuple[Registration, str]] = []
    for number, row in enumerate(rows):
        entered = _local(date(2017, 2, 6) + timedelta(days=number % 40), 8 + number % 8, number % 60)
        registration = _handed_in(district, campaign, _facts(row, fields), row, entered)
        accept(registration, by=district.office, at=entered + timedelta(days=5))
        if row["recognised"]:
            earned.append(registration)
        else:
            others.append((registration, row["outcome_note"]))
        tell(number + 1)
    report_half(district, campaign)
    close(campaign, period=Period.HALF_YEAR, by=district.office, at=_local(date(2017, 7, 5), 16))
    for registration, reason in others:
        decline(registration, reason=reason, by=district.office, at=_local(date(2017, 12, 20)))
    _recognise(district, earned)
    move(campaign, to=CampaignState.CLOSED, by=None, at=district.at)


def _handed_in(district: District, campaign: Campaign, facts: Facts, row: kit.Table, at: datetime) -> Registration:
    """Register as the unit's officer and hand in a day later."""
    by = district.officer_of(row["unit"])
    registration = register(facts, campaign=campaign, unit=district.units[row["unit"]], by=by, at=at)
    district.exemplars[registration.exemplar.name] = registration.exemplar
    _attach_pictures(registration, row.get("pictures", ()), by, at)
    if promised := [MeasureFacts(**each) for each in row.get("promised", ())]:
        promise(registration, promised, version=registration.version, by=by, at=at)
    submit(registration, by=by, at=at + timedelta(days=1))
    return registration


def _attach_pictures(registration: Registration, pictures: Iterable[kit.Table], by: User, at: datetime) -> None:
    for picture in pictures:
        file = keep(_picture(picture["file"]), kinds=PHOTO_KINDS, by=by, at=at)
        attach(registration, file, caption=picture["caption"], is_public=True, by=by, at=at)


def _picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (kit.PICTURES / name).read_bytes())


def _recognise(district: District, earned: list[Registration]) -> None:
    signed_on = date(2017, 12, 22)
    decision = Decision(unit=district.units["huyen-yen-mo"], signed_on=signed_on, **kit.read("decision")["decision"])
    issued = issue(decision, by=district.office, at=_local(signed_on, 15))
    recognise(earned, decision=issued, level=Level.DISTRICT, by=district.office, at=_local(signed_on, 15, 30))


def _run_now(district: District, campaign: Campaign, rows: Sequence[kit.Table], tell: Callable[[int], None]) -> None:
    """Bring each registration of the present year to its state, in the weeks before the demo was loaded."""
    fields = {each.slug: each for each in campaign.fields.all()}
    for number, row in enumerate(rows):
        entered = _local(local_day(district.at) - timedelta(days=20 - number % 15), 8 + number % 9, number * 7 % 60)
        by, state = district.officer_of(row["unit"]), State(row["state"])
        facts = _facts(row, fields)
        if state == State.DRAFT:
            register(facts, campaign=campaign, unit=district.units[row["unit"]], by=by, at=entered)
        else:
            registration = _handed_in(district, campaign, facts, row, entered)
            if state == State.RETURNED:
                return_(registration, reason=row["return_reason"], by=district.office, at=entered + timedelta(days=2))
            elif state != State.SUBMITTED:
                accept(registration, by=district.office, at=entered + timedelta(days=3))
                appraise(district, registration, row)
        tell(number + 1)


def _hold_conference(district: District, campaign: Campaign) -> None:
    data = kit.read("conference")
    facts = {key: value for key, value in data["conference"].items() if key not in {"unit", "campaign"}}
    conference = Conference(campaign=campaign, unit=district.units[data["conference"]["unit"]], **facts)
    hold(
        conference,
        guests=[(guest["name"], guest["title"]) for guest in data["guest"]],
        conclusions=[_conclusion(district, row) for row in data["conclusion"]],
        by=district.office,
        at=_local(date(2018, 1, 17), 11, 30),
    )
    follow(district, conference)


def _conclusion(district: District, row: kit.Table) -> ConclusionFacts:
    task = row.get("task")
    if task is None:
        return ConclusionFacts(row["text"])
    return ConclusionFacts(row["text"], TaskFacts(district.units[task["unit"]], task["title"], task.get("due_on")))


def _publish_news(district: District, campaign: Campaign) -> None:
    data = kit.read("articles")
    sections = {
        row["slug"]: open_section(slug=row["slug"], name=row["name"], order=order, by=None, at=district.at)
        for order, row in enumerate(data["section"])
    }
    for row in data["article"]:
        published_at = datetime.fromisoformat(row["published_at"]).replace(tzinfo=LOCAL)
        facts = ArticleFacts(
            title=row["title"],
            section=sections[row["section"]],
            unit=district.units[row.get("unit", "huyen-yen-mo")],
            html=row["body"],
            lead=row["lead"],
            byline=row["byline"],
            source=row["source"],
            event_on=row.get("event_on"),
            campaign=campaign,
            exemplars=[district.exemplars[name] for name in row.get("exemplars", ())],
            slug=row["slug"],
        )
        _publish(district.people["bientap"], facts, row, published_at)


def _publish(editor: User, facts: ArticleFacts, row: kit.Table, at: datetime) -> None:
    """Write one article with its pictures, publish it, and let its readers speak."""
    article = write_article(facts, by=editor, at=at)
    for photo in row.get("photos", ()):
        file = keep(_picture(photo["file"]), kinds=PHOTO_KINDS, by=editor, at=at)
        words = {key: photo[key] for key in ("alt", "caption", "credit")}
        add_photo(article, file, **words, by=editor, at=at)
    publish(article, by=editor, at=at, published_at=at)
    set_first_views(article, row["views"], by=editor, at=at)
    for said in row.get("comment", ()):
        sent = datetime.fromisoformat(said["at"]).replace(tzinfo=LOCAL)
        comment = add_comment(article, name=said["name"], text=said["text"], by=None, at=sent)
        if said["state"] != CommentState.PENDING:
            shown = said["state"] == CommentState.SHOWN
            moderate(comment, show=shown, reason=said.get("reason", ""), by=editor, at=sent)


def _open_sites(district: District) -> None:
    """Open the sites of communes, as far as this installation answers to their names."""
    for row in kit.read("sites")["site"]:
        facts = SiteFacts(**{**row, "unit": district.units[row["unit"]]})
        if answers_to(facts.host, names()):
            open_site(facts, by=district.people["quantri"], at=district.at)


def _read_reports(district: District) -> None:
    """Bring the reports of earlier years and of a commune; all but one are confirmed."""
    for row in kit.read("reports")["report"]:
        by, at = district.people[row["by"]], _local(row["on"], 14)
        sent = SimpleUploadedFile(row["name"], row["text"].encode(), "text/plain")
        report = readings.bring(sent, unit=district.units[row["unit"]], by=by, at=at)
        readings.understand(report, by=by, at=at)
        if not row.get("is_open"):
            readings.confirm_usual([report], by=by, at=at)
