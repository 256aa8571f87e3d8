"""What a writer looks up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.differences import Piece, by_blocks
from kheo.lib.numbers import grouped
from kheo.lib.reading.reader import read
from kheo.lib.vitext import exact_key, sort_key
from kheo.machinery.books.queries.breakdowns import Breakdown, breakdown
from kheo.machinery.notices.queries import people_at
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.readings.rules import Offer, agreement, offers, part_in_words
from kheo.movement.readings.states import IN_REGISTER, Agreement, Matter
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.rules import NAME_LIMIT
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Lineage, Unit
from kheo.outlets.newsroom.models import Article, ArticleBody, Belongings, Enclosure, MonthChoice, Section, Tag, Unsaved
from kheo.outlets.newsroom.rules import (
    MOST_MODELS,
    ArticleFacts,
    Place,
    Proof,
    blocks,
    plain_text,
    proof_warnings,
    tag_names,
    why_not_show,
    with_names,
)
from kheo.outlets.newsroom.states import PUBLISH
from kheo.outlets.sites.queries import Here, recognitions

MOST_VERSIONS = 200
MOST_MONTHS = 36
LONGEST_READ = 60_000  # characters
MOST_SEARCHED = 300_000  # characters of an article and its files that search is told
NOTHING: Mapping[str, Any] = {"photos": [], "files": [], "models": [], "tags": []}
SAID = ("title", "lead", "section", "unit", "campaign", "event_on", "notice_until", "byline", "source")


def exemplars_called(names: Sequence[str], user: User) -> tuple[list[Exemplar], list[str]]:
    """Return the models of those names that the user's posts reach, and the names that none has."""
    keys = {exact_key(name)[:NAME_LIMIT]: name for name in names}
    found = list(Exemplar.objects.filter(name_key__in=keys, unit__in=reach(user)).order_by("name_key", "pk"))
    known = {exemplar.name_key for exemplar in found}
    return found, [name for key, name in keys.items() if key not in known]


def editors_of(article: Article, day: date) -> list[User]:
    """Return who publishes the articles of a unit on a day: those with a post for it at the unit, or else at the
    nearest unit above that has one."""
    line = Lineage.objects.on(day).filter(unit=article.unit_id).select_related("ancestor").order_by("depth")
    found = (people_at(pair.ancestor, POLICY[PUBLISH], day) for pair in line)
    return next((people for people in found if people), [])


# The models of a month ------------------------------------------------------------------------------------------------


class Recognised(NamedTuple):
    """A model that was recognised: `label` tells it from others of its name. One that a site shows no longer has no
    label."""

    pk: int
    name: str
    label: str


class Month(NamedTuple):
    """The models that were chosen for a month, in their order; version 0 where nobody has chosen yet."""

    first: date
    version: int
    models: Sequence[Recognised]


def recognised_called(here: Here, names: Sequence[str]) -> dict[str, list[Recognised]]:
    """Return, for each name, the recognised models that a site shows and that are called so, each once. With its unit
    in brackets behind it a name is that of one model, the newest."""
    wanted = [part for name in names for part in (name, name.rpartition("(")[0])]
    keys = {exact_key(part)[:NAME_LIMIT] for part in wanted}
    by_key: dict[str, list[Recognised]] = defaultdict(list)
    for each in _shown(here, Q(registration__exemplar__name_key__in=keys)).values():
        by_key[exact_key(each.name)].append(each)
        by_key[exact_key(each.label)] = [each]
    return {name: by_key[exact_key(name)] for name in names}


def _shown(here: Here, which: Q) -> dict[int, Recognised]:
    """Return the recognised models that a site shows, by number, each as in its newest year."""
    rows = recognitions(here).filter(which).order_by("registration__campaign__year", "pk")
    said = ("registration__exemplar", "registration__exemplar__name", F("unit_name"))
    found = rows.values_list(*said)
    return {pk: Recognised(pk, name, f"{name} ({unit})") for pk, name, unit in found}


def months_of(here: Here) -> list[Month]:
    """Return the months of a site for which models were chosen, the newest first."""
    choices = MonthChoice.objects.filter(site=here.site.pk if here.site else None).order_by("-month", "models__order")
    said = (Coalesce("models__exemplar__merged_into", "models__exemplar"), "models__exemplar__name")
    rows = list(choices.values_list("month", "version", *said)[: MOST_MONTHS * MOST_MODELS])
    shown = _shown(here, Q(registration__exemplar__in={pk for _month, _version, pk, _name in rows if pk}))
    found: dict[tuple[date, int], list[Recognised]] = defaultdict(list)
    for month, version, pk, name in rows:
        found[month, version] += [shown.get(pk) or Recognised(pk, name, "")] if pk else []
    return [Month(*key, models) for key, models in found.items()]


def concerned_with(article: Article, day: date) -> list[User]:
    """Return who is told what colleagues remark on an article: who began it, who sent it, who publishes it."""
    first = article.history.order_by("history_id").first()
    people = [first.history_user if first else None, article.submitted_by, *editors_of(article, day)]
    return list(dict.fromkeys(person for person in people if person))


@dataclass(frozen=True)
class Labels:
    """The names of the models and tags of an article, and of all tags in use."""

    models: Sequence[str]
    tags: Sequence[str]
    known: Sequence[str]


def labels_of(article: Article | None) -> Labels:
    """Return the models and tags of an article (none of a new one) and the tags in use, in one query."""
    rows = Tag.objects.order_by().annotate(what=Value("known")).values_list("what", "name")
    if article is not None:
        models = article.exemplars.order_by().annotate(what=Value("model")).values_list("what", "name")
        tags = article.tags.order_by().annotate(what=Value("tag")).values_list("what", "name")
        rows = rows.union(models, tags)
    found: dict[str, list[str]] = {"model": [], "tag": [], "known": []}
    for kind, name in rows:
        found[kind].append(name)
    return Labels(*(sorted(found[kind], key=sort_key) for kind in found))


def unsaved_of(user: User, article: Article | None) -> Unsaved | None:
    """Return what a person has typed last of an article, or of a new one, and not saved."""
    return Unsaved.objects.filter(by=user, article=article).order_by("-at").first()


def as_held(article: Article) -> Labels:
    """Let an article, in memory only, say what was kept back from readers; return the models and tags typed."""
    said = article.held.said
    for name in ("title", "lead", "byline", "source"):
        setattr(article, name, said[name])
    article.body.html = said["html"]
    return Labels([line for line in said["exemplars"].splitlines() if line.strip()], tag_names(said["tags"]), ())


# The proof before publishing ------------------------------------------------------------------------------------------


def proof_of(article: Article) -> Proof:
    """Return all that speaks against publishing an article as it stands."""
    html = article.body.html
    errors = why_not_show_now(article, html)
    return Proof(errors, [*proof_warnings(article.title, article.lead, html), *figures_that_differ(article)])


def why_not_show_now(article: Article, html: str) -> list[str]:
    """Return every reason against letting readers see an article with these words and what hangs on it now."""
    alts = list(article.photos.values_list("alt", flat=True))
    return why_not_show(article, html=html, alts=alts, files=list(article.enclosures.select_related("file")))


def figures_that_differ(article: Article) -> list[str]:
    """Return where a number of models in the text is not that of the register, for the campaign of the article and the
    unit that the article speaks of."""
    if article.campaign is None or not plain_text(article.body.html):
        return []
    campaign = article.campaign
    findings = read(_as_report(article, campaign))
    told = [one for one in offers(findings.as_json()) if _is_of(one, campaign)]
    unit = _spoken_of(findings.place, campaign) if told else None
    return list(dict.fromkeys(_disagreements(told, campaign, unit))) if unit else []


def _as_report(article: Article, campaign: Campaign) -> str:
    """Return an article as the reader of reports takes it: one paragraph a line, and told which year it is of.
    Of what is longer than any article only the beginning is read, within the request."""
    said = [f"Năm {campaign.year}. {article.title}", article.lead, *blocks(article.body.html)]
    return "\n".join(said)[:LONGEST_READ]


def _is_of(offer: Offer, campaign: Campaign) -> bool:
    """Tell whether the register counts the same: a total or a field, of the year of the campaign."""
    year = offer.year or campaign.year
    return offer.matter in IN_REGISTER and offer.role in ("total", "field") and year == campaign.year


def _spoken_of(place: str | None, campaign: Campaign) -> Unit | None:
    """Return the unit that the figures of an article are of: the campaign's own where it names no other, else the one
    below of that name; none where two are called so, or nobody knows the place."""
    if not place or campaign.unit.name.endswith(place):
        return campaign.unit
    below = Lineage.objects.on(campaign.map_day).filter(ancestor=campaign.unit_id)
    found = Unit.objects.filter(pk__in=below.values("unit_id"), name__endswith=f" {place}")[:2]
    return found[0] if len(found) == 1 else None


def _disagreements(told: Sequence[Offer], campaign: Campaign, unit: Unit) -> Iterator[str]:
    counted = breakdown("entered", scope_of(campaign, unit), by=("field", "state", "year_status"))
    standard = dict(Field.objects.filter(campaign=campaign).values_list("slug", "standard"))
    for one in told:
        number = _counted(counted, one, standard)
        if agreement(one.value, one.high, one.qualifier, number) == Agreement.DIFFERS:
            told_so = {"told": one.number, "counted": grouped(number), "what": _what(one)}
            yield _("The article says %(told)s %(what)s; the register has %(counted)s.") % told_so


def _counted(counted: Breakdown, offer: Offer, standard: dict[str, str]) -> int:
    part = counted.narrowed(IN_REGISTER[offer.matter])
    sums: Counter[str] = Counter()
    for slug, number in part.along().items():
        sums[standard.get(slug, "")] += number
    return sum(sums[name] for name in offer.part.split("+")) if offer.part else part.total


def _what(offer: Offer) -> str:
    """Return what a number is of, behind the number: "models recognised", "models – Economy"."""
    plain = offer.matter == Matter.MODELS
    what = _("models") if plain else _("models (%(how)s)") % {"how": Matter(offer.matter).label}
    return f"{what} – {part_in_words(offer.part)}" if offer.part else what


# What an article said before ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """An article as it once was: when it became so, by whom, and what changed with it."""

    number: int
    at: datetime
    who: str
    state: str
    changes: Sequence[str]


def versions_of(article: Article) -> list[Version]:
    """Return the versions of an article, the newest first."""
    rows = list(article.history.select_related("history_user").order_by("-history_id")[: MOST_VERSIONS + 1])
    written = set(ArticleBody.history.filter(article_id=article.pk).values_list("version", flat=True))
    hung = _hung_by_version(article)
    pairs = zip(rows, [*rows[1:], None], strict=True)
    return [
        _version(row, before, [_("text")] * (row.version in written) + hung.get(row.version, []))
        for row, before in pairs
    ][:MOST_VERSIONS]


def _hung_by_version(article: Article) -> dict[int, list[str]]:
    """Return what belongs to an article and changed with a version, by its number."""
    names = {"photos": _("pictures"), "files": _("files"), "models": _("models named"), "tags": _("tags")}
    found, before = {}, NOTHING
    for version, said in article.belongings.order_by("version").values_list("version", "said"):
        found[version] = [words for key, words in names.items() if said[key] != before[key]]
        before = said
    return found


def _version(row: Article, before: Article | None, more: Sequence[str]) -> Version:
    changes = [_("written")]
    if before is not None:
        names = [name for name in (*SAID, "expires_at") if _of(row, name) != _of(before, name)]
        changes = [str(Article._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]  # own columns
        changes += more
    who = row.history_user  # type: ignore[attr-defined]  # of the history library, like history_date
    state = row.get_state_display() if before is None or row.state != before.state else ""
    return Version(row.version, row.history_date, str(who or _("The program")), state, changes)  # type: ignore[attr-defined]


def _of(row: Model, name: str) -> object:
    return getattr(row, Article._meta.get_field(name).attname)  # type: ignore[union-attr]  # own columns


def facts_then(article: Article, number: int) -> ArticleFacts | None:
    """Return what an article said in a version, with its models and tags. None if there was no such."""
    row = article.history.filter(version=number).order_by("-history_id").first()
    if row is None:
        return None
    body = (
        ArticleBody.history.filter(article_id=article.pk, version__lte=number)
        .order_by("-version", "-history_id")
        .first()
    )
    said = {name: getattr(row, name) for name in SAID}
    others = belongings_then(article, number)
    models = tuple(Exemplar.objects.filter(pk__in=others["models"]).order_by("pk"))
    return ArticleFacts(
        **said, html=body.html if body else "", slug=row.slug, exemplars=models, tags=tuple(others["tags"])
    )


def belongings_of(article: Article) -> dict[str, Any]:
    """Return what belongs to an article besides its words now, as it is kept with its versions."""
    photos = article.photos.order_by("order", "pk").values("pk", "file_id", "alt", "caption", "credit")
    names = ("pk", "file_id", "title", "transcript", "captions_id", "poster_id")
    return {
        "photos": [_kept(row) for row in photos],
        "files": [_kept(row) for row in article.enclosures.order_by("order", "pk").values(*names)],
        "models": sorted(article.exemplars.order_by().values_list("pk", flat=True)),
        "tags": sorted(article.tags.order_by().values_list("name", flat=True), key=sort_key),
    }


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": row["pk"]} | {
        name: str(said) if said and name.endswith("_id") else said for name, said in row.items() if name != "pk"
    }


def belongings_then(article: Article, number: int) -> Mapping[str, Any]:
    """Return what belonged to an article besides its words in a version."""
    last = Belongings.objects.filter(article=article, version__lte=number).order_by("-version")
    return last.values_list("said", flat=True).first() or NOTHING


def facts_now(article: Article) -> ArticleFacts:
    """Return what an article says."""
    said = {name: getattr(article, name) for name in SAID}
    models, tags = tuple(article.exemplars.order_by("pk")), tuple(article.tags.values_list("name", flat=True))
    return ArticleFacts(**said, html=article.body.html, slug=article.slug, exemplars=models, tags=tags)


@dataclass(frozen=True)
class Difference:
    """What became of one part of an article: its paragraphs, in pieces."""

    name: str
    paragraphs: Sequence[Sequence[Piece]]


def differences(
    before: ArticleFacts,
    after: ArticleFacts,
    hung_before: Mapping[str, Any] = NOTHING,
    hung_after: Mapping[str, Any] = NOTHING,
) -> list[Difference]:
    """Return the parts of an article that are not the same in two versions of it."""
    pairs = zip(lines_of(before, hung_before), lines_of(after, hung_after), strict=True)
    return [Difference(name, by_blocks(old, new)) for (name, old), (_name, new) in pairs if old != new]


def lines_of(facts: ArticleFacts, hung: Mapping[str, Any] = NOTHING) -> list[tuple[str, list[str]]]:
    """Return what an article says as names and lines, to be compared, with the pictures and files that hang on it."""
    day = f"{facts.event_on:%d/%m/%Y}" if facts.event_on else ""
    section: Section = facts.section
    said = {
        _("Title"): facts.title,
        _("Lead"): facts.lead,
        _("Section"): section.name,
        _("Published by"): facts.unit.name,
        _("Campaign"): str(facts.campaign or ""),
        _("Day of the event"): day,
        _("Notice, shown until the end of"): f"{facts.notice_until:%d/%m/%Y}" if facts.notice_until else "",
        _("Author"): facts.byline,
        _("Source"): facts.source,
    }
    return [
        *((name, [words] if words else []) for name, words in said.items()),
        (_("Text"), blocks(with_names(facts.html, _names_of_places(hung)))),
        (_("Pictures"), [_line(row, "alt", "caption", "credit") for row in hung["photos"]]),
        (_("Videos, sounds, documents"), [_file_line(row) for row in hung["files"]]),
        (_("Models named"), sorted((exemplar.name for exemplar in facts.exemplars), key=sort_key)),
        (_("Tags"), sorted(facts.tags, key=sort_key)),
    ]


def _names_of_places(hung: Mapping[str, Any]) -> dict[Place, str]:
    """Return what stands in the text at each place, in a few words."""
    photos = {Place("photo", row["number"]): _("Picture: %(what)s") % {"what": row["alt"]} for row in hung["photos"]}
    return photos | {Place("file", row["number"]): row["title"] for row in hung["files"]}


def _file_line(row: Mapping[str, Any]) -> str:
    extras = {"captions_id": _("with captions"), "poster_id": _("with a picture")}
    return " · ".join([_line(row, "title", "transcript"), *(words for name, words in extras.items() if row[name])])


def _line(row: Mapping[str, Any], *names: str) -> str:
    return " · ".join(str(row[name]) for name in names if row[name]) or "…"


def words_of(numbers: Sequence[int]) -> dict[int, str]:
    """Return what articles say, by number, as much of it as search is told: their text, then the names of their files,
    what is said in them, and the words of documents as far as they are read."""
    bodies = ArticleBody.objects.filter(article__in=numbers).values_list("article_id", "html")
    found = {number: plain_text(html) for number, html in bodies}
    rows = Enclosure.objects.filter(article__in=numbers).order_by("article_id", "order", "pk")
    for number, *said in rows.values_list("article_id", "title", "transcript", "file__words__text"):
        found[number] = "\n".join([found.get(number, ""), *filter(None, said)])[:MOST_SEARCHED]
    return found


def hung_with(file: StoredFile) -> QuerySet[Article]:
    """Return the published articles on which a file hangs."""
    return Article.objects.published().filter(enclosures__file=file).distinct()
