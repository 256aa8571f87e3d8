"""Every public list, declared once: its columns with their meaning, and its rows as a stream."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import local_day
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.states import DirectiveKind
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState, Level
from kheo.movement.committees.models import Committee
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.states import TITLED, OwnerKind, YearStatus
from kheo.organisation.units.models import UnitVersion
from kheo.outlets.newsroom.models import Article
from kheo.outlets.opendata.kit import Column, Dataset, readers_page

AT_ONCE = 2_000
Row = tuple[Any, ...]  # Any: see `Dataset.rows`

_YEAR = Column("nam", _("Year"), _("The year of the campaign."), "number")
_UNIT = Column("don_vi", _("Unit"), _("The unit, named as on the last day of the campaign."))
_FIELD = Column("linh_vuc", _("Field"), _("The field of the movement under which it was registered."))


def datasets() -> list[Dataset]:
    """Return every dataset: the lists, then the figures of each finished campaign, the newest first."""
    finished = Campaign.objects.filter(state=CampaignState.CLOSED).select_related("unit").newest_first()
    return [*LISTS, *(_figures(campaign) for campaign in finished)]


def dataset(slug: str) -> Dataset | None:
    """Return the dataset of that short name."""
    return next((each for each in datasets() if each.slug == slug), None)


def _models() -> Iterator[Row]:
    on = OuterRef("registration__campaign__ends_on")
    version = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    named = version.filter(unit=OuterRef("registration__unit")).values("name")[:1]
    of = "registration__"
    rows = (
        Recognition.objects.filter(registration__state__in=TITLED)
        .exclude(standing=Standing.REVOKED)
        .order_by("-registration__campaign__year", "pk")
        .values_list(
            *(f"{of}campaign__year", "called", Coalesce(Subquery(named), F(f"{of}unit__name")), f"{of}field__name"),
            *(f"{of}owner_kind", f"{of}year_status", "level", "decision__number", "decision__signed_on"),
            *("registration_id", f"{of}exemplar__slug"),
        )
    )
    for *said, owner, status, level, number, day, pk, slug in rows.iterator(AT_ONCE):
        words = (str(OwnerKind(owner).label), str(YearStatus(status).label), str(Level(level).label))
        yield (*said, *words, number, day, readers_page("model", pk, slug or "mo-hinh"))


def _articles() -> Iterator[Row]:
    columns = ("published_at", "title", "section__name", "lead", "source", "pk", "slug")
    rows = Article.objects.published().order_by("-published_at", "-pk").values_list(*columns)
    for at, title, section, lead, source, pk, slug in rows.iterator(AT_ONCE):
        yield local_day(at) if at else None, title, section, lead, source, readers_page("article", pk, slug)


def _directives() -> Iterator[Row]:
    columns = ("number", "kind", "issuer", "signed_on", "title")
    rows = Directive.objects.order_by(F("signed_on").desc(nulls_last=True), "pk").values_list(*columns)
    for number, kind, *said in rows.iterator(AT_ONCE):
        yield number, str(DirectiveKind(kind).label), *said


def _committees() -> Iterator[Row]:
    columns = ("name", "unit__name", "movement__name", "standing_office__name", "term_starts_on", "term_ends_on")
    yield from Committee.objects.order_by("unit__sort_key", "pk").values_list(*columns).iterator(AT_ONCE)


def _figures(campaign: Campaign) -> Dataset:
    """Return the figures of a finished campaign by field and unit, as the catalogue of figures counts them."""

    def rows() -> Iterator[Row]:
        counted = breakdown("registered", scope_of(campaign, campaign.unit), by=("unit", "field", "state"))
        units, fields, _states = ({each.key: each.label for each in headings} for headings in counted.headings)
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (unit, field, state), number in counted.counts.items():
            sums[unit, field][0] += number
            sums[unit, field][1] += number if state in TITLED else 0
        for unit, name in units.items():
            for field, called in fields.items():
                if (unit, field) in sums:
                    yield campaign.year, name, called, *sums[unit, field]

    return Dataset(
        f"so-lieu-{campaign.slug}",
        gettext("Figures by field and unit, %(year)s") % {"year": campaign.year},
        gettext("How many models and exemplars were registered and recognised in the finished campaign “%(name)s”.")
        % {"name": campaign.name},
        FIGURES,
        rows,
        ("dân vận khéo", "số liệu", str(campaign.year)),
        ("registered", "recognised"),
    )


FIGURES = (
    _YEAR,
    _UNIT,
    _FIELD,
    Column(
        "da_dang_ky",
        pgettext_lazy("figure", "Registered"),
        _("Models and exemplars accepted into the register of the campaign, whatever became of them later."),
        "number",
    ),
    Column(
        "duoc_cong_nhan",
        pgettext_lazy("figure", "Recognised"),
        _("Those of them that were recognised and still are."),
        "number",
    ),
)
_ADDRESS = Column(
    "duong_dan", _("Address on this portal"), _("Where to read it, below the name of this site."), "address"
)
LISTS = (
    Dataset(
        "mo-hinh-duoc-cong-nhan",
        _("Recognised models and exemplars"),
        _("Every recognition that stands, one line for each model and year, with the decision that gave it."),
        (
            _YEAR,
            Column("ten", _("Name"), _("The name under which the decision lists it.")),
            _UNIT,
            _FIELD,
            Column("chu_the", _("Owner"), _("Whether it is of a collective or of an individual.")),
            Column(
                "tinh_trang",
                pgettext_lazy("figure", "State in the year"),
                _("Whether it was new that year, kept up or taken over."),
            ),
            Column("cap", _("Level"), _("The level that recognised it.")),
            Column("so_quyet_dinh", _("Number of the decision"), _("The number of the decision of recognition.")),
            Column("ngay_quyet_dinh", _("Day of the decision"), _("The day on which it was signed."), "day"),
            _ADDRESS,
        ),
        _models,
        ("dân vận khéo", "mô hình", "công nhận"),
    ),
    Dataset(
        "tin-bai",
        _("News and articles"),
        _("The articles of this portal, the newest first; the text itself is at the address."),
        (
            Column("ngay_dang", _("Published on"), _("The day of publication."), "day"),
            Column("tieu_de", _("Title"), _("The title of the article.")),
            Column("chuyen_muc", _("Section"), _("The section of the portal.")),
            Column("tom_tat", _("Lead"), _("The first words that say what it is about.")),
            Column("nguon", _("Source"), _("Where it was taken from, if not written here.")),
            _ADDRESS,
        ),
        _articles,
        ("tin tức", "dân vận"),
    ),
    Dataset(
        "van-ban",
        _("Documents from above"),
        _("The documents that the movement rests on."),
        (
            Column("so_ky_hieu", _("Number"), _("Number and signs of the document.")),
            Column("loai", _("Kind"), _("What kind of document it is.")),
            Column("co_quan_ban_hanh", _("Issued by"), _("The body that issued it.")),
            Column("ngay_ban_hanh", _("Signed on"), _("The day on which it was signed."), "day"),
            Column("trich_yeu", _("Subject"), _("What it is about, in its own words.")),
        ),
        _directives,
        ("văn bản chỉ đạo",),
    ),
    Dataset(
        "ban-chi-dao",
        pgettext_lazy("dataset", "Steering committees"),
        _("The steering committees of the movement and their terms, without the names of members."),
        (
            Column("ten", _("Name"), _("The name of the committee.")),
            Column("don_vi", _("Unit"), _("The unit whose committee it is.")),
            Column("phong_trao", _("Movement"), _("The movement that it steers.")),
            Column("co_quan_thuong_truc", _("Standing office"), _("The body that works for it day by day.")),
            Column("nhiem_ky_tu", _("Term begins"), _("The first day of its term."), "day"),
            Column("nhiem_ky_den", _("Term ends"), _("The last day of its term."), "day"),
        ),
        _committees,
        ("ban chỉ đạo",),
    ),
)
