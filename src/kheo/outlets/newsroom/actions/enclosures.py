"""The videos, sounds and documents of an article. Each change is a version of the article."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import ask_for_words
from kheo.foundation.files.models import StoredFile
from kheo.lib.vitext import normalise
from kheo.machinery.search import actions as search
from kheo.outlets.newsroom.actions.belongings import new_version
from kheo.outlets.newsroom.actions.writing import NotPublishable, may_amend, new_edition
from kheo.outlets.newsroom.models import Article, Enclosure
from kheo.outlets.newsroom.rules import MOST_FILES, Place, places_in, why_not_name_file, why_not_show_file
from kheo.outlets.newsroom.states import SEEN, Sort


@dataclass(frozen=True)
class FileFacts:
    """What an editor says of a file, and what goes with it: captions and a picture to begin with, of a video."""

    title: str
    transcript: str = ""
    captions: StoredFile | None = None
    poster: StoredFile | None = None


@transaction.atomic
def add_file(article: Article, file: StoredFile, facts: FileFacts, *, by: User | None, at: datetime) -> Enclosure:
    """Hang a kept video, sound or document on an article, after the others; the same bytes only once.

    :raises NotPublishable: with every reason against.
    """
    may_amend(article, by)
    if twin := article.enclosures.filter(file__sha256=file.sha256).first():
        return twin
    number = article.enclosures.count()
    if number >= MOST_FILES:
        raise NotPublishable(_("An article has at most %(most)s files.") % {"most": MOST_FILES})
    enclosure = Enclosure(article=article, file=file, order=number)
    _say(enclosure, facts)
    new_version(article, by=by, at=at)
    record("newsroom.add_file", on=article, by=by, at=at, file=str(file.pk), title=enclosure.title)
    ask_for_words(file, at=at)
    search.put("article", article)
    new_edition()
    return enclosure


@transaction.atomic
def describe_file(enclosure: Enclosure, facts: FileFacts, *, by: User, at: datetime) -> None:
    """Change what is said of a file, and what goes with it.

    :raises NotPublishable: with every reason against.
    """
    may_amend(enclosure.article, by)
    _say(enclosure, facts)
    new_version(enclosure.article, by=by, at=at)
    record("newsroom.describe_file", on=enclosure.article, by=by, at=at, enclosure=enclosure.pk, title=enclosure.title)
    search.put("article", enclosure.article)
    new_edition()


def _say(enclosure: Enclosure, facts: FileFacts) -> None:
    """Write what is said; a draft may still lack the words of a video, what readers see may not."""
    enclosure.title, enclosure.transcript = normalise(facts.title), _paragraphs(facts.transcript)
    is_video = enclosure.sort == Sort.VIDEO
    enclosure.captions = facts.captions if is_video else None
    enclosure.poster = facts.poster if is_video else None
    reasons = why_not_name_file(enclosure.title)
    if not reasons and enclosure.article.state in SEEN:
        reasons = why_not_show_file(enclosure)
    if reasons:
        raise NotPublishable(*reasons)
    enclosure.save()


def _paragraphs(text: str) -> str:
    return "\n".join(normalise(line) for line in text.strip().splitlines())


@transaction.atomic
def remove_file(enclosure: Enclosure, *, by: User, at: datetime, out_of_text: bool = False) -> None:
    """Take a file off an article; the bytes are kept, for a version may need them.

    :raises NotPublishable: if it stands in the text and is not to be taken `out_of_text` too.
    """
    may_amend(enclosure.article, by)
    here = Place("file", enclosure.pk)
    if not out_of_text and here in places_in(enclosure.article.body.html):
        raise NotPublishable(_("This file stands in the text; taken off, it is gone from there too."))
    record("newsroom.remove_file", on=enclosure.article, by=by, at=at, file=str(enclosure.file_id))
    enclosure.delete()
    new_version(enclosure.article, by=by, at=at, gone=here)
    search.put("article", enclosure.article)
    new_edition()
