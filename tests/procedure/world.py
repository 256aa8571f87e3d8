"""Two campaigns and the people of a district, and how each act of the procedure is tried in them by the real verbs."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from kheo.foundation.audit.models import AuditEvent
from kheo.movement.appraisal import actions as appraisal
from kheo.movement.appraisal.models import Appraisal, Mark, Sheet, Visit
from kheo.movement.appraisal.queries import set_for
from kheo.movement.appraisal.rules import Closing
from kheo.movement.campaigns.actions import move as move_campaign
from kheo.movement.campaigns.models import CampaignLevel
from kheo.movement.campaigns.states import CampaignState, Level, Procedure
from kheo.movement.certificates.actions import issue as issue_certificates
from kheo.movement.certificates.models import Certificate
from kheo.movement.criteria.actions import apply
from kheo.movement.meetings import actions as meetings
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Ballot, Hand, Item, Meeting
from kheo.movement.meetings.queries import seats_of
from kheo.movement.meetings.states import Presence, Result
from kheo.movement.recognition import actions as recognition
from kheo.movement.recognition.models import Appeal, Decision, Recognition, Refusal
from kheo.movement.recognition.queries import outcomes_of
from kheo.movement.recognition.states import Kind
from kheo.movement.registry import actions as registry
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration, Step
from kheo.organisation.access.actions import appoint, dismiss
from kheo.organisation.access.states import Role
from tests import make
from tests.appraisal.made import VISIT, full_marks
from tests.meetings.world import DAY, NAMES
from tests.procedure.model import EACH, SCORERS, Spoil, Year
from tests.recognition import meeting as drafts

LATE = make.NOW + timedelta(days=120)
COUNTED = (
    AuditEvent,
    Step,
    Appraisal,
    Ballot,
    Certificate,
    Hand,
    Item,
    Mark,
    Meeting,
    Recognition,
    Refusal,
    Sheet,
    Visit,
)


def _plain(verb):
    """Return how an act is tried that asks for a registration alone."""
    return lambda self, tried, it, by: lambda: verb(it, by=by, at=self.at)


def _reasoned(verb):
    """Return how an act is tried that asks for a registration and a reason."""
    return lambda self, tried, it, by: lambda: verb(it, reason=self._why(tried), by=by, at=self.at)


class World:
    """What the walk walks in. Verbs return what is to be called as the try itself, everything for it made ready before
    by the standing office."""

    def __init__(self, cast, *, needs_survey):
        self.cast, self.number = cast, 0
        self.people = {name: getattr(cast, name) for name in vars(cast)}
        self.people |= _more_people(cast)
        self.office = cast.district_office
        full = make.campaign(cast.district, procedure=Procedure.FULL, needs_survey=needs_survey)
        # Of another year by its name, so that both run at once.
        days = {name: getattr(full, name) for name in ("starts_on", "ends_on")}
        days |= {name: getattr(full, name) for name in ("registration_opens_on", "registration_closes_on")}
        paper = make.campaign(cast.district, year=2018, procedure=Procedure.RECORD, **days)
        self.campaigns = {full.pk: full, paper.pk: paper}
        self.years = [Year(each.pk, each.procedure, each.needs_survey) for each in (full, paper)]
        apply(full, [(make.criteria(cast.district), None, "")], by=self.office, at=make.NOW)
        CampaignLevel.objects.create(campaign=full, level=Level.DISTRICT, unit=cast.district)
        make.committee(cast.district, [make.sitting(name, "member" if n else "head") for n, name in enumerate(NAMES)])
        appraisal.open_round(full, each=EACH, by=self.office, at=make.NOW)
        self.scorers = [self.people[name] for name in SCORERS]
        self.decision, self.old_decision = (self._signed(on) for on in (make.NOW.date(), date(2016, 12, 1)))

    def _signed(self, on):
        said = Decision(unit=self.cast.district, number=f"{on:%y}-QĐ/HU", signed_on=on, signed_by="Bí thư")
        return recognition.issue(said, by=self.office, at=make.NOW)

    @property
    def at(self):
        """The time of the step that is tried: each a second after the one before."""
        return make.NOW + timedelta(seconds=self.number)

    def registered(self, year, unit, who):
        """Return a try to register one more model."""
        campaign = self.campaigns[year.pk]
        facts = make.facts(campaign, name=f"Mô hình số {self.number}")
        return lambda at, **changes: registry.register(
            replace(facts, **changes), campaign=campaign, unit=getattr(self.cast, unit), by=who, at=at
        )

    def fresh(self, entry, spoil=None):
        """Return a registration as it is now, or as somebody read it before the last change."""
        rows = Registration.objects.select_related("campaign__unit", "exemplar", "unit", "holder", "field")
        found = rows.select_related("particulars").get(pk=entry.pk)
        found.version -= spoil == Spoil.STALE
        return found

    def snapshot(self):
        """Return how all stands: states and versions, and how many rows there are of whatever acts write."""
        states = {
            pk: (state, version) for pk, state, version in Registration.objects.values_list("pk", "state", "version")
        }
        counts = " UNION ALL ".join(f"SELECT COUNT(*) FROM {model._meta.db_table}" for model in COUNTED)
        with connection.cursor() as cursor:
            cursor.execute(counts)
            return states, [row[0] for row in cursor.fetchall()]

    def ready(self, tried):
        """Return a try as a call."""
        self.number += 1
        verb = getattr(self, "_" + tried.act.replace(".", "_"))
        return verb(tried, self.fresh(tried.entry, tried.spoil), self.people[tried.who])

    def _bare(self, tried, it, by):
        return lambda: move(it, tried.act, by=by, at=self.at, reason="Cứ làm")

    def _why(self, tried):
        return "  " if tried.spoil == Spoil.REASON else f"Lý do số {self.number}"

    # The register.

    _registry_accept = _plain(registry.accept)
    _registry_start = _plain(registry.start)
    _registry_propose = _plain(registry.propose)
    _registry_return_ = _reasoned(registry.return_)
    _registry_send_back = _reasoned(registry.send_back)
    _registry_cancel = _reasoned(registry.cancel)
    _recognition_keep_up = _reasoned(recognition.keep_up)
    _recognition_spread = _reasoned(recognition.spread)
    _recognition_end = _reasoned(recognition.end)
    _recognition_decline = _reasoned(recognition.decline)

    def _registry_submit(self, tried, it, by):
        at = LATE if tried.spoil == Spoil.LATE else self.at
        return lambda: registry.submit(it, by=by, at=at)

    def _registry_register(self, tried, it, by):
        call = self.registered(tried.entry.year, tried.entry.unit, by)
        changes = {"name": ""} if tried.spoil == Spoil.WRONG else {}
        return lambda: call(LATE if tried.spoil == Spoil.LATE else self.at, **changes)

    def _registry_report(self, tried, it, by):
        words = "x" * 10_001 if tried.spoil == Spoil.WRONG else f"Đạt {self.number} hộ"
        return lambda: registry.report(it, outcome=words, achieved={}, version=it.version, by=by, at=self.at)

    # The appraisal.

    def _sheet(self, it, scorer=None):
        return Sheet.objects.filter(registration=it, scorer=scorer).first()

    def _appraisal_begin(self, tried, it, by):
        marks = full_marks(it, Decimal("0.9")) if it.campaign.procedure == Procedure.FULL else {}
        if tried.variant == "part":
            marks.pop(next(iter(marks), None), None)

        def begin():
            sheet = appraisal.begin_own(it, by=by, at=self.at)
            appraisal.mark(sheet, marks, version=sheet.version, by=by, at=self.at)

        return begin

    def _appraisal_self_score(self, tried, it, by):
        sheet = self._sheet(it)
        if sheet is None:
            return self._bare(tried, it, by)
        version = sheet.version - (tried.spoil == Spoil.STALE)
        return lambda: appraisal.self_score(sheet, comment="", version=version, by=by, at=self.at)

    def _appraisal_survey(self, tried, it, by):
        day = LATE.date() if tried.spoil == Spoil.WRONG else make.NOW.date()
        facts = replace(VISIT, visited_on=day, findings=f"Lần {self.number}")
        return lambda: appraisal.survey(it, facts, by=by, at=self.at)

    def _appraisal_assign(self, tried, it, by):
        people = [self.cast.stranger] if tried.spoil == Spoil.WRONG else self.scorers
        return lambda: appraisal.assign(it.campaign, [it], people, by=by, at=self.at)

    def _appraisal_fill(self, tried, it, by):
        sheet = self._sheet(it, self.people[tried.variant])
        marks = full_marks(it, Decimal("0.3") if tried.entry.is_weak else Decimal("0.9"))
        if tried.spoil == Spoil.WRONG:
            marks[next(iter(marks))] = Decimal(1000)
        version = sheet.version - (tried.spoil == Spoil.STALE)

        def fill():
            before = sheet.version
            appraisal.mark(sheet, marks, version=version, by=by, at=self.at)
            wrote = sheet.version != before
            appraisal.hand_in(sheet, comment="", version=version + wrote, by=by, at=self.at)

        return fill

    def _appraisal_reopen(self, tried, it, by):
        sheet = self._sheet(it, self.people[tried.variant])
        version = sheet.version - (tried.spoil == Spoil.STALE)
        return lambda: appraisal.reopen(sheet, version=version, by=by, at=self.at)

    def _appraisal_withdraw(self, tried, it, by):
        sheet = self._sheet(it, self.people[tried.variant])
        return lambda: appraisal.withdraw(sheet, reason=self._why(tried), by=by, at=self.at)

    def _appraisal_score(self, tried, it, by):
        found = set_for(it)
        veto = found.vetoes.first().pk if tried.variant == "veto" and found else None
        return lambda: appraisal.close(it, Closing(None, veto, self._why(tried)), by=by, at=self.at)

    # The meeting.

    def _meeting(self, entry):
        rows = Meeting.objects.filter(campaign=entry.year.pk, closed_at=None)
        return rows.select_related("committee", "campaign").first()

    def _item(self, entry):
        rows = Item.objects.filter(registration=entry.pk).order_by("-pk")
        return rows.select_related("meeting__committee", "registration__campaign", "registration__exemplar").first()

    def _meetings_call(self, tried, it, by):
        facts = MeetingFacts(DAY, "Hội trường Huyện ủy")

        def call():
            made = meetings.call(it.campaign, Level.DISTRICT, facts, by=by, at=self.at)
            there = {seat.pk: (Presence.PRESENT, "") for seat in seats_of(made)}
            made.refresh_from_db()
            meetings.attend(made, there, version=made.version, by=by, at=self.at)

        return call

    def _meetings_table(self, tried, it, by):
        meeting, scored = self._meeting(tried.entry), Appraisal.objects.filter(registration=it).first()
        if meeting is None or it.state != "scored":
            return self._bare(tried, it, by)
        return lambda: meetings.table(meeting, [scored], by=by, at=self.at)

    def _meetings_take_off(self, tried, it, by):
        item = self._item(tried.entry)
        if item is None:
            return self._bare(tried, it, by)
        return lambda: meetings.take_off(item, reason=self._why(tried), by=by, at=self.at)

    def _meetings_vote(self, tried, it, by):
        item, choice = self._item(tried.entry), tried.variant

        def vote():
            ballot = meetings.open_ballot(item.meeting, [item], by=by, at=self.at)
            question = ballot.questions.get()
            hands = {(question.pk, voter.seat_id): choice for voter in ballot.voters.all()}
            meetings.show_hands(ballot, hands, version=ballot.version, is_last=True, by=by, at=self.at)

        return vote

    def _meetings_settle(self, tried, it, by):
        item = self._item(tried.entry)
        version = item.meeting.version - (tried.spoil == Spoil.STALE)
        result = Result(tried.variant)
        return lambda: meetings.settle(item, result, reason=self._why(tried), version=version, by=by, at=self.at)

    def _meetings_close(self, tried, it, by):
        meeting = self._meeting(tried.entry)
        version = meeting.version - (tried.spoil == Spoil.STALE)
        return lambda: meetings.close(meeting, version=version, by=by, at=self.at)

    # Decisions.

    def _promulgated(self, tried, draft, by):
        number = "" if tried.spoil == Spoil.WRONG else f"{self.number}-QĐ/BCĐ"
        drafts.numbered(self.cast, draft, number)
        seen = "another" if tried.spoil == Spoil.STALE else drafts.seen(draft)
        return lambda: recognition.promulgate(draft, seen=seen, by=by, at=self.at)

    def _recognition_award(self, tried, it, by):
        if it.state != "at_meeting":
            return self._bare(tried, it, by)
        facts = drafts.facts(self.cast, it.campaign)
        draft = recognition.draft(facts, by=self.office, at=self.at)
        for each in outcomes_of(draft) if tried.variant == "alone" else []:
            if each.registration.pk != it.pk:
                recognition.leave_out(draft, each.registration, reason="Để sau", by=self.office, at=self.at)
        return self._promulgated(tried, draft, by)

    _recognition_refuse = _recognition_award

    def _recognition_revoke(self, tried, it, by):
        named = Recognition.objects.filter(registration=it).exclude(standing="revoked").first()
        if named is None:
            return self._bare(tried, it, by)
        facts = drafts.facts(self.cast)
        office = {"by": self.office, "at": self.at}
        draft = recognition.draft(facts, kind=Kind.REVOKE, concerns=named.decision, **office)
        kept = {"called": named.called, "level": named.level, "reason": self._why(tried)}
        recognition.change_recognition(draft, named, **kept, **office)
        return self._promulgated(tried, draft, by)

    def _recognition_recognise(self, tried, it, by):
        decision = self.old_decision if tried.spoil == Spoil.WRONG else self.decision
        return lambda: recognition.recognise([it], decision=decision, level=Level.DISTRICT, by=by, at=self.at)

    def _refusal(self, it):
        return Refusal.objects.filter(registration=it).select_related("decision").order_by("-pk").first()

    def _recognition_appeal(self, tried, it, by):
        refusal, at = self._refusal(it), LATE if tried.spoil == Spoil.LATE else self.at
        return lambda: recognition.appeal(refusal, reasons=self._why(tried), by=by, at=at)

    def _recognition_reconsider(self, tried, it, by):
        appeal = Appeal.objects.filter(refusal=self._refusal(it)).first()
        if appeal is None:
            return self._bare(tried, it, by)
        return lambda: recognition.uphold(appeal, reason=self._why(tried), by=by, at=self.at)

    def _recognition_dismiss(self, tried, it, by):
        appeal = Appeal.objects.get(refusal=self._refusal(it))
        return lambda: recognition.dismiss(appeal, reason=self._why(tried), by=by, at=self.at)

    def _certificates_issue(self, tried, it, by):
        named = Recognition.objects.filter(registration=it).select_related("decision").get()
        on = date(2017, 1, 2) if tried.spoil == Spoil.WRONG else make.NOW.date()
        return lambda: issue_certificates([named], decision=named.decision, issued_on=on, by=by, at=self.at)

    # The campaign.

    def _campaigns_close(self, tried, it, by):
        return lambda: self._moves(it.campaign, CampaignState.CLOSED, by)

    def _campaigns_open(self, tried, it, by):
        return lambda: self._moves(it.campaign, CampaignState.OPEN, by)

    def _moves(self, campaign, to, by):
        move_campaign(campaign, to=to, by=by, at=self.at)
        self.campaigns[campaign.pk].refresh_from_db()


def _more_people(cast):
    other = make.unit("Huyện Kim Sơn", "district", parent=cast.province)
    people = {"neighbour": (Role.STANDING_OFFICE, other), "commune_office": (Role.STANDING_OFFICE, cast.hoa)}
    people |= dict.fromkeys(SCORERS, (Role.APPRAISER, cast.district))
    found = {}
    for name, (role, unit) in people.items():
        found[name] = make.user(name)
        appoint(found[name], role=role, unit=unit, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    gone = found["expired"] = make.user("expired")
    post = appoint(
        gone, role=Role.STANDING_OFFICE, unit=cast.district, valid_from=date(2015, 1, 1), by=None, at=make.NOW
    )
    dismiss(post, last_day=date(2016, 12, 31), by=cast.administrator, at=make.NOW)
    return found
