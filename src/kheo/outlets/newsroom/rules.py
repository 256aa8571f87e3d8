"""What an article must be, the same for every door."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kheo.foundation.files.rules import AUDIO_KINDS, PAPER_KINDS, VIDEO_KINDS
from kheo.lib.dates import local_day, short_date
from kheo.lib.numbers import grouped
from kheo.lib.vitext import exact_key, fold, normalise, slugify
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article, Enclosure, Section
from kheo.outlets.newsroom.states import MOVES, Move, Sort

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLE_LIMIT = 300
SECTION_LIMIT = 60  # it stands in the menu
NOTE_LIMIT = 2_000
MOST_MODELS = 5  # of a month, on the front page
TAG_LIMIT = 80
MOST_TAGS = 20
LONG_LEAD = 60  # words
MOST_FILES = 20
MOST_PICTURES = 30  # out of one document
PHOTO_LIMITS = {"alt": 300, "caption": 300, "credit": 150}
FILE_KINDS = VIDEO_KINDS | AUDIO_KINDS | PAPER_KINDS
PATH_LIMIT = 500
# Headings begin at the second level: the first is the title.
TAGS = {
    *("p", "br", "hr", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "b", "em", "i", "u", "s", "sub", "sup"),
    *("a", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure"),
}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-photo", "data-file"},
}
_OTHER_PICTURES = frozenset(
    {"emf", "wmf", "emz", "wmz", "gif", "bmp", "tif", "tiff", "svg", "wdp", "jxr", "heic", "pct"}
)
_PLACE = re.compile(r'<figure data-(photo|file)="(\d{1,9})">.*?</figure>', re.S)
_FIGURE = re.compile(r"</?figure[^>]*>")
_TAG = re.compile("<[^>]*>")
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_BLOCK_END = re.compile(r"</(?:p|h[23]|li|tr|blockquote|caption)>|<[bh]r ?/?>")
_HEADINGS = re.compile(r"<(h[23])>")
_LINKS = re.compile(r"<a [^>]*>(.*?)</a>", re.S)
_TABLES = re.compile(r"<table>.*?</table>", re.S)
_SAYS_NOTHING = frozenset({"tai day", "o day", "day", "xem them", "bam vao day", "nhan vao day", "link", "click here"})


@dataclass(frozen=True)
class ArticleFacts:
    """What an editor says of an article."""

    title: str
    section: Section
    unit: Unit
    html: str
    lead: str = ""
    byline: str = ""
    source: str = ""
    event_on: date | None = None
    notice_until: date | None = None
    campaign: Campaign | None = None
    exemplars: Sequence[Exemplar] = ()
    slug: str = ""
    tags: Sequence[str] = ()


class Proof(NamedTuple):
    """What speaks against publishing: what stops it, and what an editor may pass by."""

    errors: Sequence[str]
    warnings: Sequence[str]


class Place(NamedTuple):
    """Where a picture ("photo") or another file ("file") of that number stands in a text."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f'<figure data-{self.kind}="{self.number}"></figure>'


def clean_html(text: str) -> str:
    """Return the HTML with nothing but the elements that an article may have; what Word made of lists is made lists
    again. Of figures only the places of the article's own pictures and files are left, each once."""
    from kheo.lib.stories.word_html import mend  # noqa: PLC0415 -- slow import, and only the desk cleans

    cleaned = _clean(normalise(mend(text)))
    if "figure" not in cleaned:
        return cleaned
    seen: set[Place] = set()
    return _clean("".join(_once(piece, seen) for piece in pieces_of(cleaned)))


def _clean(text: str) -> str:
    import nh3  # noqa: PLC0415 -- slow import, and only the desk cleans

    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})


def _once(piece: "str | Place", seen: set[Place]) -> str:
    if isinstance(piece, str):
        return _FIGURE.sub("", piece)
    if piece in seen:
        return ""
    seen.add(piece)
    return str(piece)


def pieces_of(cleaned: str) -> "Iterator[str | Place]":
    """Yield an article's HTML in pieces: words, and the places between them."""
    end = 0
    for found in _PLACE.finditer(cleaned):
        if words := cleaned[end : found.start()]:
            yield words
        yield Place(found[1], int(found[2]))
        end = found.end()
    if words := cleaned[end:]:
        yield words


def places_in(cleaned: str) -> list[Place]:
    """Return the places in an article's HTML, in order."""
    return [piece for piece in pieces_of(cleaned) if isinstance(piece, Place)]


def only_places(cleaned: str, known: Set[Place]) -> str:
    """Return the HTML without the places of what does not hang on the article."""
    return "".join(str(piece) for piece in pieces_of(cleaned) if isinstance(piece, str) or piece in known)


def without_place(cleaned: str, place: Place) -> str:
    """Return the HTML without one place."""
    return "".join(str(piece) for piece in pieces_of(cleaned) if piece != place)


def set_into(cleaned: str, place: Place, after: int) -> str:
    """Return the HTML with a place behind one of its outermost blocks, counted from 1 without the place itself; 0 sets
    it before the first."""
    root = _tree(without_place(cleaned, place))
    root.insert(min(max(after, 0), len(root)), _tree(str(place))[0])
    return clean_html(_words_of(root)[len("<div>") : -len("</div>")])


def outermost(cleaned: str) -> "list[str | Place]":
    """Return the outermost blocks of an article's HTML, each as its words or as a place."""
    return [_block(element) for element in _tree(cleaned)]


def _block(element: "HtmlElement") -> "str | Place":
    found = next(iter(places_in(_words_of(element))), None)
    return found if element.tag == "figure" and found else " ".join(element.text_content().split())


def _tree(cleaned: str) -> "HtmlElement":
    """Return HTML as a tree under one `div`."""
    from lxml import html as trees  # noqa: PLC0415 -- slow import, and only the desk moves blocks

    return trees.fragment_fromstring(cleaned, create_parent="div")


def _words_of(tree: "HtmlElement") -> str:
    """Return a tree as HTML."""
    from lxml import html as trees  # noqa: PLC0415 -- slow import, and only the desk moves blocks

    return str(trees.tostring(tree, encoding="unicode"))


def with_names(cleaned: str, names: Mapping[Place, str]) -> str:
    """Return the HTML with each place as a paragraph that names what stands there."""
    return "".join(
        piece if isinstance(piece, str) else f"<p>[{html.escape(names.get(piece, '…'))}]</p>"
        for piece in pieces_of(cleaned)
    )


def plain_text(cleaned: str) -> str:
    """Return the words of cleaned HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", cleaned)).split())


def blocks(cleaned: str) -> list[str]:
    """Return the words of cleaned HTML, a paragraph, heading, item or row of a table each."""
    ended = _BLOCK_END.sub("\n", _CELL_END.sub(" | ", cleaned.replace("\n", " ")))
    lines = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in ended.split("\n"))
    return [line for line in lines if line.strip(" |")]


def tag_names(typed: str) -> list[str]:
    """Return the tags that were typed with commas between them, each once: two that only accents tell apart are one."""
    names = (normalise(" ".join(name.split())) for name in re.split(r"[,;\n]", typed))
    return list({slugify(name): name for name in reversed([*names]) if slugify(name)}.values())[::-1]


def why_not_tag(names: Sequence[str]) -> list[str]:
    """Return every reason against these tags."""
    long = [_("The tag “%(name)s” is too long. Write a few words.") % {"name": n} for n in names if len(n) > TAG_LIMIT]
    many = [_("At most %(most)s tags.") % {"most": MOST_TAGS}] if len(names) > MOST_TAGS else []
    return long + many


def why_not_write(facts: ArticleFacts) -> list[str]:
    """Return every reason against keeping an article, even as a draft."""
    if not facts.title:
        return [_("The title is missing.")]
    if len(facts.title) > TITLE_LIMIT:
        return [_("The title is longer than %(limit)s characters.") % {"limit": TITLE_LIMIT}]
    return []


def why_not_move(article: Article, step: str, *, reason: str = "") -> list[str]:
    """Return every reason against a step of the table of moves."""
    move = MOVES[step]
    reasons = []
    if article.state not in move.sources:
        reasons.append(
            _("“%(step)s” is not possible while the article is “%(state)s”.")
            % {"step": move.label, "state": article.get_state_display()}
        )
    if move.needs_reason and not reason:
        reasons.append(_("Please give the reason."))
    return reasons


def open_steps(state: str) -> dict[str, Move]:
    """Return the steps of the table of moves that begin in a state."""
    return {step: move for step, move in MOVES.items() if state in move.sources}


def why_not_show(article: Article, *, html: str, alts: Sequence[str], files: Sequence[Enclosure] = ()) -> list[str]:
    """Return every reason against letting readers see an article with these words, pictures with these texts, and
    files."""
    reasons = []
    if not plain_text(html):
        reasons.append(_("The article has no text yet."))
    reasons += [
        _("Picture %(number)s has no words for those who cannot see it.") % {"number": number}
        for number, alt in enumerate(alts, 1)
        if not alt
    ]
    return reasons + [reason for file in files for reason in why_not_show_file(file)]


def why_not_name_file(title: str) -> list[str]:
    """Return why a file cannot be called so."""
    return [] if title else [_("Say what the file is: its title stands beneath it.")]


def why_not_show_file(file: Enclosure) -> list[str]:
    """Return why readers cannot be shown a video, a sound or a document as it is: who cannot hear must be able to read
    it (WCAG 1.2.1, 1.2.2)."""
    if reasons := why_not_name_file(file.title):
        return reasons
    if file.sort == Sort.VIDEO and not file.transcript and not file.captions_id:
        return [_("The video “%(title)s” has neither captions nor the text of what is said.") % {"title": file.title}]
    if file.sort == Sort.AUDIO and not file.transcript:
        return [_("The sound “%(title)s” lacks the text of what is said.") % {"title": file.title}]
    return []


def why_not_at(article: Article, *, published_at: datetime) -> list[str]:
    """Return why a moment cannot be that from which readers see an article."""
    if article.event_on and local_day(published_at) < article.event_on:
        return [_("The article must not be published before the day that it tells of.")]
    if article.notice_until and article.notice_until < local_day(published_at):
        said = {"day": short_date(article.notice_until)}
        return [_("The last day of the notice (%(day)s) is before the day on which it is published.") % said]
    return []


def why_not_expire(article: Article, expires_at: datetime | None, *, published_at: datetime, at: datetime) -> list[str]:
    """Return every reason against taking an article away from readers at a moment; None takes it away at none."""
    if expires_at is None:
        return []
    reasons = []
    if expires_at <= at:
        reasons.append(_("The moment of taking down is past. Choose one to come, or leave it empty."))
    if expires_at <= published_at:
        reasons.append(_("The moment of taking down must come after that of publication."))
    if article.notice_until and local_day(expires_at) < article.notice_until:
        said = {"day": short_date(article.notice_until)}
        reasons.append(_("The notice is to stand until the end of %(day)s: it must not be taken down before.") % said)
    return reasons


def proof_warnings(title: str, lead: str, cleaned: str) -> list[str]:
    """Return what an editor should look at before readers do, and may pass by."""
    checks = {
        _("The title is written in capitals only. Readers and their reading programs do better with small letters."): (
            title.isupper() and len(title.split()) > 1
        ),
        _("The lead has %(words)s words; more than %(most)s are hard to read in a list.")
        % {"words": len(lead.split()), "most": LONG_LEAD}: len(lead.split()) > LONG_LEAD,
        _("A smaller heading stands before the first heading. Begin with “Heading”."): _begins_small(cleaned),
        _("A table has no row of headings. Whoever hears the page read does not know what a number is."): any(
            "<th" not in table for table in _TABLES.findall(cleaned)
        ),
    }
    return [words for words, is_so in checks.items() if is_so] + _empty_links(cleaned)


def _begins_small(cleaned: str) -> bool:
    found = _HEADINGS.search(cleaned)
    return bool(found and found[1] == "h3")


def _empty_links(cleaned: str) -> list[str]:
    said = [plain_text(words) for words in _LINKS.findall(cleaned)]
    return [
        _("The link “%(words)s” does not say where it leads. Put the link on the name of the page or document.")
        % {"words": words}
        for words in dict.fromkeys(said)
        if fold(words).strip(" .") in _SAYS_NOTHING
    ]


def why_not_call(name: str, others: Sequence[Section]) -> list[str]:
    """Return every reason against giving a section a name; `others` are the other sections."""
    if not name:
        return [_("The section needs a name.")]
    if len(name) > SECTION_LIMIT:
        return [_("The name is longer than %(limit)s characters.") % {"limit": SECTION_LIMIT}]
    if any(exact_key(each.name) == exact_key(name) for each in others):
        return [_("There is a section of this name already.")]
    return []


def why_not_note(text: str) -> list[str]:
    """Return every reason against a remark for colleagues."""
    if not text:
        return [_("Write what you remark.")]
    if len(text) > NOTE_LIMIT:
        return [
            pgettext("note of a colleague", "The remark is longer than %(limit)s characters.") % {"limit": NOTE_LIMIT}
        ]
    return []


def month_after(month: date) -> date:
    """Return the first day of the month after that of a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def why_not_choose(month: date, named: Mapping[str, int], today: date) -> list[str]:
    """Return every reason against letting a front page show the models of some names in a month; `named` says how many
    recognised models of the site each name has."""
    if month < today.replace(day=1):
        return [_("This month is over: its models stay as they were chosen.")]
    if month > month_after(today):
        return [_("Choose the models of this month or of the next one.")]
    none = _("This portal shows no recognised model called “%(name)s”. Look up its name in the list on the portal.")
    several = _("Several models are called “%(name)s”. Write the unit in brackets behind the name.")
    reasons = [(several if number else none) % {"name": name} for name, number in named.items() if number != 1]
    if len(named) > MOST_MODELS:
        reasons.append(_("Choose %(most)s models at most.") % {"most": MOST_MODELS})
    return reasons


def why_not_take_down(articles: int) -> list[str]:
    """Return every reason against taking down a section in which so many articles stand."""
    if not articles:
        return []
    said = ngettext(
        "%(number)s article stands in this section, drafts included: move it to another section first.",
        "%(number)s articles stand in this section, drafts included: move them to another section first.",
        articles,
    )
    return [said % {"number": grouped(articles)}]


def old_path(address: str) -> str:
    """Return an address on an older portal as it is kept: from the first slash after the host, without one at the
    end; empty if it is none."""
    try:
        parts = urlsplit(normalise(address).strip())
    except ValueError:  # a host in brackets that is none
        return ""
    path = unquote(parts.path).rstrip("/")
    return f"{path}?{parts.query}" if path.startswith("/") and parts.query else path * path.startswith("/")


def why_not_lead_all(pairs: Sequence[tuple[str, Article | None]], foreign: Set[str]) -> list[str]:
    """Return every reason against leading readers from old addresses to articles, each with its line where there are
    several; `foreign` are addresses that lead to others' articles."""
    seen: dict[str, int] = {}
    reasons = []
    for line, (path, article) in enumerate(pairs, start=1):
        against = _why_not_lead_on(path, article, path in foreign)
        if path and seen.setdefault(path, line) != line:
            against.append(_("This address stands in line %(line)s already.") % {"line": seen[path]})
        reasons += [(line, reason) for reason in against]
    if len(pairs) == 1:
        return [reason for _line, reason in reasons]
    return [_("Line %(line)s: %(reason)s") % {"line": line, "reason": reason} for line, reason in reasons]


def _why_not_lead_on(path: str, article: Article | None, is_foreign: bool) -> list[str]:
    reasons = []
    if not path or len(path) > PATH_LIMIT:
        reasons.append(_("An old address begins with “/”, as in /news/123, and has 500 characters at most."))
    if is_foreign:
        reasons.append(_("This address leads to an article of another unit."))
    if article is None:
        reasons.append(_("There is no such article; please give the number that its address begins with."))
    return reasons


def why_not_show_photo(alt: str) -> list[str]:
    """Return why a picture cannot be shown."""
    return [] if alt else [_("Say what the picture shows, for those who cannot see it.")]


def why_not_drawn(is_drawn: str, suffix: str) -> list[str]:
    """Return why a picture of a document is none that a page can show: what Word draws itself, and what is drawn with
    lines, by the ending of its name."""
    if is_drawn:
        return [_("Word draws it itself. Take a picture of it (Save as Picture) and add that.")]
    if suffix.lower().lstrip(".") in _OTHER_PICTURES:
        named = {"kind": suffix.lstrip(".").upper()}
        return [_("It is a %(kind)s file, which pages do not show. Save it as JPEG or PNG and add that.") % named]
    return []


def why_not_bring(number: int, near: str, reason: str) -> str:
    """Return which picture of a document was left out, and why."""
    said = {"number": number, "words": Truncator(near).chars(60), "reason": reason}
    if not near:
        return _("Picture %(number)s of the document was left out: %(reason)s") % said
    return _("Picture %(number)s of the document (at “%(words)s”) was left out: %(reason)s") % said
