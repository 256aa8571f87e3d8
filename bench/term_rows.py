"""The rows of `bench.term`: bulk inserts past the actions, for the speed of reading is what is measured on them."""

from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection, models

from bench.load import AT, PASSWORD, SINCE, Province
from bench.term import COMMUNES, KEPT_UP, LINES, YEARS
from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.lib.vitext import exact_key, slugify
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.campaigns.actions import move, set_up, start_movement
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import FieldFacts, TargetFacts
from kheo.movement.campaigns.states import CampaignState, StandardField
from kheo.movement.contributions.models import Contribution
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.following.models import Check, Recheck
from kheo.movement.registry.models import Custody, Exemplar, Particulars, Registration
from kheo.movement.registry.states import OwnerKind, YearStatus
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind

FIELDS = [FieldFacts(f.value, str(f.label), f) for f in StandardField if f != StandardField.OTHER]
AT_ONCE = 5_000
# A line of a diary a day at a model, over the days of the term; some tell a difficulty, half of these are answered.
_DIARY = """
    INSERT INTO following_diaryline (unit_id, exemplar_id, done_on, done, place, people, difficulty, is_hard, answer,
        answered_on, known_as, folded, version, changed_at, withdrawn_because)
    SELECT e.unit_id, e.id, %(first)s::date + (n * %(apart)s)::int, 'Làm thêm đoạn đường thứ ' || n, 'Nhà văn hóa thôn',
        5 + n %% 40, CASE WHEN hard THEN 'Thiếu vật liệu' ELSE '' END, hard,
        CASE WHEN hard AND n %% 2 = 0 THEN 'Đã cấp' ELSE '' END,
        CASE WHEN hard AND n %% 2 = 0 THEN %(first)s::date + (n * %(apart)s)::int + 20 END,
        e.id || '-' || n, 'lam them doan duong thu ' || n, 1, now(), ''
    FROM registry_exemplar e CROSS JOIN generate_series(1, %(each)s) n
    CROSS JOIN LATERAL (SELECT (e.id + n) %% 50 = 0 AS hard) h
"""


class Term(Province):
    """A province with communes right below it, and what it did in five years."""

    def plan(self) -> list[tuple[str, UnitKind, int | None]]:
        """Return the province and its communes."""
        communes = [(f"Xã {number}", UnitKind.COMMUNE, 0) for number in range(1, COMMUNES + 1)]
        return [("Tỉnh Mẫu", UnitKind.PROVINCE, None), *communes]

    def _campaign(self, root: Unit) -> Campaign:
        movement = start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=AT)
        for year in YEARS:
            first, last = date(year, 1, 1), date(year, 12, 31)
            days = {"starts_on": first, "ends_on": last, "registration_opens_on": first, "registration_closes_on": last}
            name = f"Dân vận khéo {year}"
            campaign = Campaign(slug=f"mau-{year}", movement=movement, unit=root, name=name, year=year, **days)
            set_up(campaign, fields=FIELDS, targets=[TargetFacts(2, UnitKind.COMMUNE)], by=None, at=AT)
            move(campaign, to=CampaignState.OPEN, by=None, at=AT)
        return campaign

    def _registrations(self, campaign: Campaign) -> None:
        units = list(Unit.objects.filter(kind=UnitKind.COMMUNE).values_list("pk", flat=True))
        going_on: list[Exemplar] = []
        for year in YEARS:
            kept = [each for each in going_on if self.random.random() < KEPT_UP]
            new = self._new_models(units, self.registrations // len(YEARS))
            campaign = Campaign.objects.get(year=year)
            self._year(campaign, new, YearStatus.NEW)
            self._year(campaign, kept, YearStatus.MAINTAINED)
            going_on = kept + new
        self._diaries()
        self._others(units)

    def _new_models(self, units: list[int], many: int) -> list[Exemplar]:
        number = Exemplar.objects.count()
        names = ((self.sentence(4, 9) + f" {number + n}", self.random.choice(units)) for n in range(many))
        made = (
            Exemplar(unit_id=unit, name=name, name_key=exact_key(name), slug=slugify(name), owner_kind=_some_kind(self))
            for name, unit in names
        )
        found = Exemplar.objects.bulk_create(made, batch_size=AT_ONCE)
        Custody.objects.bulk_create((Custody(exemplar=e, unit_id=e.unit_id) for e in found), batch_size=AT_ONCE)
        return found

    def _year(self, campaign: Campaign, exemplars: list[Exemplar], status: YearStatus) -> None:
        fields = list(campaign.fields.values_list("pk", flat=True))
        at = datetime(campaign.year, 3, 1, 8, tzinfo=LOCAL)
        made = (
            Registration(
                campaign=campaign,
                exemplar=each,
                unit_id=each.unit_id,
                registered_by_id=each.unit_id,
                holder_id=each.unit_id,
                field_id=self.random.choice(fields),
                owner_kind=each.owner_kind,
                year_status=status,
                state=self.random.choice(self.states),
                created_at=at,
                updated_at=at + timedelta(seconds=each.pk),
            )
            for each in exemplars
        )
        rows = Registration.objects.bulk_create(made, batch_size=AT_ONCE)
        told = (Particulars(registration=r, purpose=self.sentence(20, 40), method=self.sentence(40, 80)) for r in rows)
        Particulars.objects.bulk_create(told, batch_size=AT_ONCE)

    def _recognitions(self, root: Unit, campaign: Campaign) -> None:
        for each in Campaign.objects.order_by("year"):
            super()._recognitions(root, each)

    def _diaries(self) -> None:
        each = round(LINES / self.registrations)
        days = (date(YEARS[-1], 11, 1) - date(YEARS[0], 1, 1)).days
        first = {"first": date(YEARS[0], 1, 1), "each": each, "apart": days / each}
        with connection.cursor() as cursor:
            cursor.execute(_DIARY, first)

    def _others(self, units: list[int]) -> None:
        """Write lines of the other registers: checks and re-checks, contributions, groups, dialogues, tasks."""
        exemplars = list(Exemplar.objects.values_list("pk", "unit_id"))
        self._lines(Check, (self._check(*each, year) for each in exemplars for year in YEARS[2:]))
        self._lines(Recheck, (self._recheck(*each) for each in exemplars[::2]))
        self._lines(Contribution, (self._contribution(*each, n) for each in exemplars for n in range(2)))
        about = {"kind": "roads", "members": 9, "founded_on": SINCE}
        groups = [SelfManagedGroup(unit_id=unit, name=f"Tổ {n}", **about) for unit in units for n in range(20)]
        self._lines(SelfManagedGroup, groups)
        years = (GroupYear(unit_id=g.unit_id, group=g, year=y, handled=6, settled=5) for g in groups for y in YEARS)
        self._lines(GroupYear, years)
        held = [self._dialogue(unit, year, n) for unit in units for year in YEARS for n in range(2)]
        self._lines(Dialogue, held)
        self._lines(Question, (self._question(each, n) for each in held for n in range(1, 9)))
        Task.objects.bulk_create((self._task(unit, n) for unit in units for n in range(200)), batch_size=AT_ONCE)

    def _lines(self, table: type[models.Model], rows) -> None:  # type: ignore[no-untyped-def]
        """Write lines of a register with what the kit keeps of each."""
        numbered = enumerate(rows)
        while chunk := list(islice(numbered, AT_ONCE)):
            for number, row in chunk:
                row.known_as, row.folded, row.changed_at = f"{number}", f"dong {number}", AT
            table._default_manager.bulk_create(row for _number, row in chunk)

    def _check(self, exemplar: int, unit: int, year: int) -> Check:
        half = self.random.choice(("first", "second"))
        period = 2 * year + (half == "second")
        return Check(exemplar_id=exemplar, unit_id=unit, year=year, half=half, going="well", period=period)

    def _recheck(self, exemplar: int, unit: int) -> Recheck:
        verdict = self.random.choice(("maintained", "maintained", "weakened"))
        return Recheck(exemplar_id=exemplar, unit_id=unit, checked_on=date(2025, 6, 1), verdict=verdict)

    def _contribution(self, exemplar: int, unit: int, number: int) -> Contribution:
        day = date(self.random.choice(YEARS), 1 + number, 15)
        said = {"content": "Tiền mặt", "kind": "money", "quantity": 500_000, "measure": "dong", "given_on": day}
        return Contribution(exemplar_id=exemplar, unit_id=unit, donor_class="household", **said)

    def _dialogue(self, unit: int, year: int, number: int) -> Dialogue:
        said = {"topic": f"Chủ đề {number}", "place": "Hội trường", "host_side": "party", "host_post": "Bí thư"}
        day = date(year, 3 + 6 * number, 10)
        return Dialogue(unit_id=unit, held_on=day, host_name="Đinh Văn Chủ", attended=80, **said)

    def _question(self, held: Dialogue, number: int) -> Question:
        said = {"text": f"Câu hỏi {number}", "raised": "live", "matter": "land", "asked_by": "farmers"}
        said |= {"state": "answered", "answer": "Đã trả lời."}
        return Question(unit_id=held.unit_id, dialogue=held, number=number, **said)

    def _task(self, unit: int, number: int) -> Task:
        state = TaskState.OPEN if number % 10 == 0 else TaskState.DONE
        due = date(YEARS[number % len(YEARS)], 11, 20)
        done = None if state == TaskState.OPEN else AT
        return Task(unit_id=unit, title=f"Nhiệm vụ {number}", source="Hội nghị", due_on=due, state=state, done_at=done)

    def _people(self, root: Unit) -> None:
        super()._people(root)
        officer = User.objects.create_user("canbo", full_name="Cán bộ", password=PASSWORD)
        commune = Unit.objects.filter(kind=UnitKind.COMMUNE).order_by("pk")[0]
        appoint(officer, role=Role.OFFICER, unit=commune, valid_from=SINCE, by=None, at=AT)


def _some_kind(term: Term) -> str:
    return str(term.random.choice(OwnerKind.values))
