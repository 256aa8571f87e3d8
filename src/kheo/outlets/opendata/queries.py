"""Every public list, declared once: its columns with their meaning, and its rows as a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from django.db.models import F
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.years import by_campaign
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.states import DirectiveKind
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level
from kheo.movement.registry.states import OwnerKind, YearStatus
from kheo.outlets.newsroom.kit import readers_model, readers_page
from kheo.outlets.newsroom.models import Article
from kheo.outlets.opendata.kit import Column, Dataset
from kheo.outlets.sites.queries import Here, campaigns, committees, recognitions, scope_at

AT_ONCE = 2_000
Row = tuple[Any, ...]  # Any: see `Dataset.rows`

_YEAR = Column("nam", _("Year"), _("The year of the campaign."), "number")
_UNIT = Column("don_vi", _("Unit"), _("The unit, named as on the last day of the campaign."))
COUNTED = ("registered", "recognised")
THROUGH_THE_YEARS = ("registered", "registered_new", "registered_maintained", "registered_replicated", "recognised")
PARTED = ("unit", "field", "owner_kind", "year_status")
COLUMNS = {
    "registered": "da_dang_ky",
    "registered_new": "moi",
    "registered_maintained": "duy_tri",
    "registered_replicated": "nhan_rong",
    "recognised": "duoc_cong_nhan",
}
_FIELD = Column("linh_vuc", _("Field"), _("The field of the movement under which it was registered."))

_OWNER = Column("chu_the", _("Owner"), _("Whether it is of a collective or of an individual."))
_IN_THE_YEAR = Column(
    "tinh_trang",
    pgettext_lazy("figure", "State in the year"),
    _("Whether it was new that year, kept up or taken over."),
)


def datasets(here: Here) -> list[Dataset]:
    """Return every dataset of a site: the lists, the figures through the years, then those of each finished campaign,
    the newest first."""
    lists = [replace(each, rows=partial(each.rows, here)) for each in LISTS]
    finished = list(campaigns(here))
    through = [through_the_years(here, finished)] if finished else []
    return [*lists, *through, *(figures_of(here, campaign) for campaign in finished)]


def dataset(here: Here, slug: str) -> Dataset | None:
    """Return the dataset of that short name."""
    return next((each for each in datasets(here) if each.slug == slug), None)


def _models(here: Here) -> Iterator[Row]:
    of = "registration__"
    rows = (
        recognitions(here)
        .order_by("-registration__campaign__year", "pk")
        .values_list(
            *(f"{of}campaign__year", "called", "unit_name", f"{of}field__name", f"{of}owner_kind", f"{of}year_status"),
            *("level", "decision__number", "decision__signed_on", "registration_id", f"{of}exemplar__slug"),
        )
    )
    for *said, owner, status, level, number, day, pk, slug in rows.iterator(AT_ONCE):
        words = (str(OwnerKind(owner).label), str(YearStatus(status).label), str(Level(level).label))
        yield (*said, *words, number, day, readers_model(pk, slug))


def _articles(here: Here) -> Iterator[Row]:
    columns = ("published_at", "title", "section__name", "lead", "source", "pk", "slug")
    rows = Article.objects.published().on(here.site, here.day).order_by("-published_at", "-pk").values_list(*columns)
    for at, title, section, lead, source, pk, slug in rows.iterator(AT_ONCE):
        yield local_day(at) if at else None, title, section, lead, source, readers_page(pk, slug)


def _directives(_here: Here) -> Iterator[Row]:
    columns = ("number", "kind", "issuer", "signed_on", "title")
    rows = Directive.objects.public().order_by(F("signed_on").desc(nulls_last=True), "pk").values_list(*columns)
    for number, kind, *said in rows.iterator(AT_ONCE):
        yield number, str(DirectiveKind(kind).label), *said


def _committees(here: Here) -> Iterator[Row]:
    columns = ("name", "unit__name", "movement__name", "standing_office__name", "term_starts_on", "term_ends_on")
    rows = committees(here, is_own=False).order_by("unit__sort_key", "pk")
    yield from rows.values_list(*columns).iterator(AT_ONCE)


def _counted(key: str) -> Column:
    """Return the column of a figure, which means what the catalogue of figures says."""
    return Column(COLUMNS[key], CATALOGUE[key].label, CATALOGUE[key].counts, "number")


def figures_of(here: Here, campaign: Campaign) -> Dataset:
    """Return the figures of a finished campaign in their smallest parts, as the catalogue of figures counts them: what
    a page tells by unit, field, owner or state in the year is a sum of these lines."""

    def rows() -> Iterator[Row]:
        entered = breakdown("entered", scope_at(campaign, here), by=(*PARTED, "state"))
        registered, recognised = (entered.narrowed(key).by(*range(len(PARTED))) for key in COUNTED)
        headings = [list(known) for known in entered.headings[: len(PARTED)]]
        for cell in product(*headings):
            keys = tuple(heading.key for heading in cell)
            if number := registered[keys]:
                yield campaign.year, *(heading.label for heading in cell), number, recognised[keys]

    return Dataset(
        f"so-lieu-{campaign.slug}",
        gettext("Figures by field and unit, %(year)s") % {"year": campaign.year},
        gettext("How many models and exemplars were registered and recognised in the finished campaign “%(name)s”.")
        % {"name": campaign.name},
        (_YEAR, _UNIT, _FIELD, _OWNER, _IN_THE_YEAR, *map(_counted, COUNTED)),
        rows,
        ("dân vận khéo", "số liệu", str(campaign.year)),
        COUNTED,
    )


def through_the_years(here: Here, campaigns: Sequence[Campaign]) -> Dataset:
    """Return the figures of finished campaigns, one line for each."""

    def rows() -> Iterator[Row]:
        scopes = [scope_at(campaign, here) for campaign in campaigns]
        for campaign, told in zip(campaigns, by_campaign("entered", THROUGH_THE_YEARS, scopes), strict=True):
            yield campaign.year, campaign.name, campaign.unit.name, *told.values()

    return Dataset(
        "so-lieu-cac-nam",
        gettext("Figures through the years"),
        gettext("How many models and exemplars were registered and recognised, one line for each finished campaign."),
        (
            _YEAR,
            Column("dot", _("Campaign"), _("The name of the campaign.")),
            Column("don_vi", _("Unit"), _("The unit whose committee steered the campaign.")),
            *map(_counted, THROUGH_THE_YEARS),
        ),
        rows,
        ("dân vận khéo", "số liệu"),
        THROUGH_THE_YEARS,
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
            _OWNER,
            _IN_THE_YEAR,
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
