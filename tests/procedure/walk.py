"""One walk at random: who tries what on which registration, and what is looked at after each step."""

from collections import Counter
from dataclasses import replace

from django.core.exceptions import PermissionDenied

from kheo.lib.refusals import Refused, Stale
from kheo.movement.appraisal.models import Appraisal, Sheet
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.states import Procedure
from kheo.movement.certificates.actions import issue as issue_certificates
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.queries import Verdict, check
from kheo.movement.certificates.states import CertificateState
from kheo.movement.meetings.models import Item
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import DecisionState, Standing
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import MOVES, TITLED, State
from tests import make
from tests.procedure.model import POSTS, SCORERS, Entry, Model, Outcome, Spoil, Try, has_object, is_allowed

UNITS = ("hoa", "mac")
AT_ONCE = 9
# So often as this what is tried is something that must succeed; else anything by anybody.
GOES_ON = 0.55

S = Spoil
SPOILS = {
    "registry.submit": [S.STALE, S.LATE],
    "registry.return_": [S.REASON, S.STALE],
    "registry.accept": [S.STALE],
    "registry.start": [S.STALE],
    "registry.propose": [S.STALE],
    "registry.send_back": [S.REASON, S.STALE],
    "registry.cancel": [S.REASON, S.STALE],
    "registry.register": [S.LATE, S.WRONG],
    "registry.report": [S.STALE, S.WRONG],
    "appraisal.begin": [],
    "appraisal.self_score": [S.STALE],
    "appraisal.survey": [S.WRONG],
    "appraisal.assign": [S.WRONG],
    "appraisal.fill": [S.STALE, S.WRONG],
    "appraisal.reopen": [S.STALE],
    "appraisal.withdraw": [S.REASON],
    "appraisal.score": [S.REASON, S.STALE],
    "meetings.call": [],
    "meetings.table": [],
    "meetings.take_off": [S.REASON],
    "meetings.vote": [],
    "meetings.settle": [S.REASON, S.STALE],
    "meetings.close": [S.STALE],
    "recognition.award": [S.STALE, S.WRONG],
    "recognition.refuse": [S.STALE, S.WRONG],
    "recognition.appeal": [S.REASON, S.LATE],
    "recognition.dismiss": [S.REASON],
    "recognition.reconsider": [S.REASON],
    "recognition.keep_up": [S.STALE],
    "recognition.spread": [S.STALE],
    "recognition.end": [S.REASON, S.STALE],
    "recognition.revoke": [S.STALE, S.WRONG],
    "recognition.recognise": [S.STALE, S.WRONG],
    "recognition.decline": [S.REASON, S.STALE],
    "certificates.issue": [S.WRONG],
    "campaigns.close": [],
    "campaigns.open": [],
}
VARIANTS = {
    "appraisal.begin": ["", "part"],
    "appraisal.fill": SCORERS,
    "appraisal.reopen": SCORERS,
    "appraisal.withdraw": SCORERS,
    "appraisal.score": ["", "", "veto"],
    "meetings.vote": ["yes", "yes", "no"],
    "meetings.settle": ["put_off", "passed", "failed"],
    "recognition.award": ["", "alone"],
    "recognition.refuse": ["", "alone"],
}
# What leads away from the end is chosen seldom, so that walks come far.
SELDOM = {
    "registry.return_": 0.3,
    "registry.send_back": 0.15,
    "registry.cancel": 0.04,
    "registry.register": 0.3,
    "registry.report": 0.5,
    "appraisal.withdraw": 0.1,
    "appraisal.reopen": 0.1,
    "appraisal.begin": 1.5,
    "meetings.take_off": 0.1,
    "meetings.settle": 0.3,
    "meetings.call": 3,
    "meetings.vote": 3,
    "meetings.close": 3,
    "recognition.end": 0.3,
    "recognition.keep_up": 0.3,
    "recognition.spread": 0.3,
    "recognition.revoke": 0.15,
    "campaigns.close": 0.01,
    "campaigns.open": 2,
}
GONE = {State.CANCELLED, State.ENDED, State.REVOKED}


class Walk:
    def __init__(self, world, chance):
        self.world, self.chance = world, chance
        self.model, self.seen, self.outcomes = Model(), Counter(), Counter()
        for number in range(6):
            year = world.years[number // 4]
            self._enter(year, UNITS[number % 2], world.office)

    def _enter(self, year, unit, by):
        self.world.number += 1
        made = self.world.registered(year, unit, by)(self.world.at)
        self._known(made, year, unit)

    def _known(self, made, year, unit):
        entry = Entry(made.pk, unit, year, is_weak=self.chance.random() < 0.25)
        self.model.entries.append(entry)

    # What is tried.

    def _tries(self):
        """Return what must succeed now if the right person tries it, by act."""
        found = {}
        for entry in self.model.entries:
            for act in SPOILS:
                for variant in dict.fromkeys(VARIANTS.get(act, [""])):
                    tried = Try(act, "", entry, None, variant)
                    if self._is_open(tried) and self.model.by_rule(tried) == Outcome.DONE:
                        found.setdefault(act, []).append(tried)
        return found

    def _is_open(self, tried):
        if tried.act == "registry.register" and sum(e.state not in GONE for e in self.model.entries) >= AT_ONCE:
            return False
        return has_object(tried)

    def _chosen(self):
        if self.chance.random() < GOES_ON:
            found = self._tries()
            # First the act, then on what and by whom: what may be done to many is not more likely for it.
            act = self.chance.choices(list(found), [SELDOM.get(each, 1) for each in found])[0]
            tried = self.chance.choice(found[act])
            people = [who for who in POSTS if is_allowed(replace(tried, who=who))]
            return replace(tried, who=self.chance.choice(people))
        while True:
            act = self.chance.choice(sorted(SPOILS))
            spoil = self.chance.choice([None, None, *SPOILS[act]])
            who, entry = self.chance.choice(sorted(POSTS)), self.chance.choice(self.model.entries)
            tried = Try(act, who, entry, spoil, self.chance.choice(VARIANTS.get(act, [""])))
            is_rare = act in ("campaigns.close", "registry.cancel", "recognition.revoke")
            if self._is_open(tried) and not (is_rare and self.chance.random() < 0.8):
                return tried

    # One step.

    def step(self):
        tried = self._chosen()
        expected = self.model.outcome(tried)
        call = self.world.ready(tried)
        before = self.world.snapshot()
        found, made = self._outcome(call)
        after = self.world.snapshot()
        if found == Outcome.DONE and after == before:
            found = Outcome.NOTHING
        assert found == expected, (tried, found, expected)
        self.outcomes[expected] += 1
        if found != Outcome.DONE:
            assert after == before, tried
            return
        self.seen[tried.act] += 1
        if tried.act == "registry.register":
            self._known(made, tried.entry.year, tried.entry.unit)
            moved = []
        else:
            moved = self.model.apply(tried)
        self._look(tried, moved, before, after)

    def _outcome(self, call):
        try:
            return Outcome.DONE, call()
        except PermissionDenied:
            return Outcome.DENIED, None
        except Stale:
            return Outcome.STALE, None
        except Refused:
            return Outcome.REFUSED, None

    def _look(self, tried, moved, before, after):
        """Look at what an act has left: every state and version as in the model, one step in the history for each move,
        with who, when and why, and a record of it."""
        (states, after), (_then, before) = after, before
        assert states == {each.pk: (each.state, each.version) for each in self.model.entries}, tried
        assert after[1] == before[1] + len(moved), tried
        if tried.act not in ("appraisal.begin",):
            assert after[0] > before[0], tried
        for entry in moved:
            last = self._history(entry)[-1]
            self._is_whole(entry, last, entry.steps[-1])
            assert last.at == self.world.at

    def _history(self, entry):
        return list(Registration.objects.get(pk=entry.pk).steps.select_related("by").order_by("pk"))

    def _is_whole(self, entry, step, taken):
        move = MOVES[step.act]
        assert (step.act, step.source, step.to) == (taken.act, taken.source, taken.to)
        assert step.source in move.sources
        assert step.to == move.to
        assert step.by == self.world.people[taken.by]
        assert step.at is not None
        assert bool(step.reason.strip()) or not move.needs_reason
        assert move.procedure in (None, entry.year.procedure)

    # The whole.

    def look_back(self):
        """Look at the whole history of every registration, and trace each title to where it comes from."""
        self._open_again()
        for entry in self.model.entries:
            steps = self._history(entry)
            assert len(steps) == len(entry.steps)
            for step, taken in zip(steps, entry.steps, strict=True):
                self._is_whole(entry, step, taken)
            assert [step.source for step in steps] == [State.DRAFT, *(step.to for step in steps[:-1])][: len(steps)]
            assert entry.state == (steps[-1].to if steps else State.DRAFT)
            if entry.state in TITLED | {State.REVOKED}:
                self._trace(entry)
            else:
                assert not Recognition.objects.filter(registration=entry.pk).exists()

    def _open_again(self):
        for entry in self.model.entries:
            if not entry.year.is_open:
                tried = Try("campaigns.open", "district_office", entry)
                self.world.ready(tried)()
                self.model.apply(tried)

    def _trace(self, entry):
        named = Recognition.objects.select_related("decision").get(registration=entry.pk)
        is_revoked = entry.state == State.REVOKED
        assert named.decision.state == DecisionState.ISSUED
        assert (named.standing == Standing.REVOKED) == is_revoked
        if entry.year.procedure == Procedure.FULL:
            self._trace_meeting(entry, named)
        if not is_revoked:
            said = {"decision": named.decision, "issued_on": make.NOW.date(), "at": self.world.at}
            issue_certificates([named], by=self.world.office, **said)
        for paper in Certificate.objects.live().filter(recognition=named):
            finding = check(paper.token)
            assert finding.verdict == Verdict.GENUINE
            assert finding.state == (CertificateState.REVOKED if is_revoked else CertificateState.VALID)
        papers = Certificate.objects.live().filter(recognition=named).count()
        assert papers == (1 if not is_revoked or entry.is_certified else 0)
        self.seen["revoked certificate" if is_revoked and papers else "traced"] += 1

    def _trace_meeting(self, entry, named):
        item = Item.objects.select_related("meeting").filter(registration=entry.pk).latest("pk")
        assert item.meeting.closed_at is not None
        assert item.meeting.closed_at <= named.recognised_at
        assert item.result == "passed"
        assert item.questions.filter(ballot__closed_at__isnull=False, verdict="reached").exists()
        found = Appraisal.objects.get(registration=entry.pk)
        assert item.points == found.final
        sheets = Sheet.objects.of_members().filter(registration=entry.pk, state=SheetState.DONE)
        assert len(sheets) == found.scorers > 0
        assert sum(sheet.total for sheet in sheets) / len(sheets) == found.mean
        assert all(sheet.marks.exclude(points=None).exists() for sheet in sheets)
        assert Sheet.objects.get(registration=entry.pk, scorer=None).state == SheetState.DONE
