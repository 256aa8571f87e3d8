"""Fills a fresh database with a province: 3,000 units, 100,000 registrations, 10,000 articles. Synthetic, seeded.

Bulk inserts go past the actions on purpose: the speed of reading is what is measured on these rows.
"""

import random
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import uuid4

from django.db import connection, transaction

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.lib.vitext import exact_key, fold, slugify
from kheo.machinery.search.actions import rebuild
from kheo.machinery.search.kit import KINDS
from kheo.movement.campaigns.actions import move, set_up, start_movement
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import FieldFacts, TargetFacts
from kheo.movement.campaigns.states import CampaignState, Level, StandardField
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import DecisionState
from kheo.movement.registry.models import Custody, Exemplar, Particulars, Registration
from kheo.movement.registry.states import OwnerKind, State, YearStatus
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Lineage, Unit, UnitVersion
from kheo.organisation.units.rules import place_in_order
from kheo.organisation.units.states import LEVEL_OF, UnitKind
from kheo.outlets.newsroom.models import Article, ArticleBody, ArticleViews, Section
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.voice.models import Comment
from kheo.outlets.voice.states import CommentState

PASSWORD = "dan-van-kheo"  # of a bench only
AT = datetime(2017, 3, 1, 8, 0, tzinfo=LOCAL)
SINCE = date(2000, 1, 1)
TEXT = (
    "đoạn đường tự quản an toàn giao thông thắp sáng quê vườn mẫu nuôi cá trồng chuối cây dược liệu gom rác thải "
    "phụ nữ thanh niên cựu chiến binh khuyến học hiến đất mở nhà tình nghĩa tổ hòa giải camera an ninh giúp hộ nghèo "
    "vốn vay hợp tác xã lúa chất lượng cao kênh mương nước sạch cổng xanh tiếng kẻng xe đạp đến trường góc học tập"
)
WORDS = TEXT.split()
STATES = [State.RECOGNISED] * 5 + [State.REGISTERED] * 3 + [State.SUBMITTED, State.RETURNED]


class Province:
    """The synthetic province, made once."""

    def __init__(self, registrations: int, units: int, articles: int, *, recognised: bool = False) -> None:
        """Remember how much of each to make, and whether all models are recognised or half of them."""
        self.states = [State.RECOGNISED] if recognised else STATES
        self.random = random.Random(2017)
        self.registrations, self.units, self.articles = registrations, units, articles

    def sentence(self, least: int, most: int) -> str:
        """Return some words, the first with a capital."""
        text = " ".join(self.random.choices(WORDS, k=self.random.randint(least, most)))
        return text[:1].upper() + text[1:]

    @transaction.atomic
    def load(self) -> None:
        """Fill the database."""
        root = self._units()
        campaign = self._campaign(root)
        self._registrations(campaign)
        self._recognitions(root, campaign)
        self._articles(root, campaign)
        self._people(root)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what is asked below of so many rows is planned by their numbers
        for kind in KINDS:
            rebuild(kind)

    def plan(self) -> list[tuple[str, UnitKind, int | None]]:
        """Return the units: name, kind and the place of the unit above."""
        plan: list[tuple[str, UnitKind, int | None]] = [("Tỉnh Mẫu", UnitKind.PROVINCE, None)]
        plan += [(f"Huyện {number}", UnitKind.DISTRICT, 0) for number in range(1, 31)]
        return plan + [(f"Xã {number}", UnitKind.COMMUNE, 1 + number % 30) for number in range(1, self.units - 30)]

    def _units(self) -> Unit:
        made: list[Unit] = []
        for name, kind, parent in self.plan():
            unit = Unit(
                slug=slugify(name),
                name=name,
                kind=kind,
                level=LEVEL_OF[kind],
                parent=made[parent] if parent is not None else None,
                name_folded=fold(name),
                sort_key=place_in_order(name, kind),
            )
            if kind != UnitKind.COMMUNE:
                unit.save()
            made.append(unit)
        Unit.objects.bulk_create([unit for unit in made if unit.pk is None])
        made = [*Unit.objects.order_by("pk").select_related("parent")]
        UnitVersion.objects.bulk_create(
            UnitVersion(
                unit=unit, name=unit.name, kind=unit.kind, level=unit.level, parent=unit.parent, valid_from=SINCE
            )
            for unit in made
        )
        Lineage.objects.bulk_create(
            Lineage(unit=unit, ancestor_id=above, depth=depth, valid_from=SINCE)
            for unit in made
            for depth, above in enumerate(_above(unit))
        )
        return made[0]

    def _campaign(self, root: Unit) -> Campaign:
        campaign = Campaign(
            slug="mau-2017",
            movement=start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=AT),
            unit=root,
            name="Dân vận khéo 2017",
            year=2017,
            starts_on=date(2017, 1, 1),
            ends_on=date(2017, 12, 31),
            registration_opens_on=date(2017, 1, 1),
            registration_closes_on=date(2017, 12, 31),
        )
        fields = [FieldFacts(f.value, str(f.label), f) for f in StandardField if f != StandardField.OTHER]
        set_up(campaign, fields=fields, targets=[TargetFacts(2, UnitKind.COMMUNE)], by=None, at=AT)
        move(campaign, to=CampaignState.OPEN, by=None, at=AT)
        return campaign

    def _registrations(self, campaign: Campaign) -> None:
        units = list(Unit.objects.filter(kind=UnitKind.COMMUNE).values_list("pk", flat=True))
        fields = list(campaign.fields.values_list("pk", flat=True))
        rows = ((self.sentence(4, 9) + f" {n}", self.random.choice(units)) for n in range(self.registrations))
        while chunk := list(islice(rows, 5_000)):
            exemplars = Exemplar.objects.bulk_create(
                Exemplar(
                    unit_id=unit,
                    name=name,
                    name_key=exact_key(name),
                    slug=slugify(name),
                    owner_kind=self.random.choice(OwnerKind.values),
                )
                for name, unit in chunk
            )
            Custody.objects.bulk_create(Custody(exemplar=each, unit_id=each.unit_id) for each in exemplars)
            registered = Registration.objects.bulk_create(
                Registration(
                    campaign=campaign,
                    exemplar=exemplar,
                    unit_id=exemplar.unit_id,
                    registered_by_id=exemplar.unit_id,
                    holder_id=exemplar.unit_id,
                    field_id=self.random.choice(fields),
                    owner_kind=exemplar.owner_kind,
                    year_status=self.random.choice(YearStatus.values),
                    state=self.random.choice(self.states),
                    created_at=AT,
                    updated_at=AT + timedelta(seconds=exemplar.pk),
                )
                for exemplar in exemplars
            )
            Particulars.objects.bulk_create(
                Particulars(registration=each, purpose=self.sentence(20, 40), method=self.sentence(80, 160))
                for each in registered
            )

    def _recognitions(self, root: Unit, campaign: Campaign) -> None:
        decision = Decision.objects.create(
            unit=root,
            number="01-QĐ/BCĐ",
            signed_on=date(campaign.year, 12, 20),
            signed_by="Trưởng ban",
            title="Công nhận",
            state=DecisionState.ISSUED,
        )
        earned = Registration.objects.filter(campaign=campaign, state=State.RECOGNISED).values_list("pk", flat=True)
        Recognition.objects.bulk_create(
            (
                Recognition(registration_id=pk, decision=decision, level=Level.PROVINCE, recognised_at=AT)
                for pk in earned
            ),
            batch_size=5_000,
        )

    def _articles(self, root: Unit, campaign: Campaign) -> None:
        section = Section.objects.create(slug="tin", name="Tin hoạt động")
        made = Article.objects.bulk_create(
            (
                Article(
                    unit=root,
                    section=section,
                    campaign=campaign,
                    slug=f"tin-{number}",
                    title=self.sentence(8, 14),
                    lead=self.sentence(20, 30),
                    published_at=AT + timedelta(hours=number),
                    changed_at=AT,
                    state=ArticleState.PUBLISHED,
                )
                for number in range(self.articles)
            ),
            batch_size=5_000,
        )
        bodies = (ArticleBody(article=each, html=self._html()) for each in made)
        ArticleBody.objects.bulk_create(bodies, batch_size=2_000)
        ArticleViews.objects.bulk_create((ArticleViews(article=each, count=89) for each in made), batch_size=5_000)
        Comment.objects.bulk_create(
            Comment(
                article=each, key=uuid4(), name="Bạn đọc", text=self.sentence(10, 30), at=AT, state=CommentState.SHOWN
            )
            for each in made[:1_000]
            for _ in range(10)
        )

    def _html(self) -> str:
        """Return about six kilobytes of text."""
        return "".join(f"<p>{self.sentence(70, 90)}.</p>" for _ in range(12))

    def _people(self, root: Unit) -> None:
        installation = Installation(
            unit=root, portal_name="Tỉnh Mẫu", issuer_name="Ban Chỉ đạo", place_name="Mẫu", superior_name="Tỉnh ủy"
        )
        install(installation, by=None, at=AT)
        office = User.objects.create_user("thuongtruc", full_name="Thường trực", password=PASSWORD)
        appoint(office, role=Role.STANDING_OFFICE, unit=root, valid_from=SINCE, by=None, at=AT)


def _above(unit: Unit) -> list[int]:
    """Return the unit and all above it, nearest first."""
    found = []
    here: Unit | None = unit
    while here is not None:
        found.append(here.pk)
        here = here.parent
    return found
