"""What the page of an article or a model shows of its readers: remarks, stars, and the forms for both."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kheo.outlets.portal.queries import gallery, stories
from kheo.outlets.portal.queries.voices import Remark, Voices, stars_of
from kheo.outlets.portal.queries.voices import voices as voices_of
from kheo.outlets.portal.web.forms import RemarkForm
from kheo.outlets.portal.web.pages import KEY
from kheo.ui.addresses import address

ANSWERING = "tra-loi"  # the parameter that names the remark that one answers


class Heard(NamedTuple):
    """What readers said of one thing, and where they send what they say."""

    voices: Voices
    stars: float
    ratings: int
    url: str
    remark_url: str
    rate_url: str
    form: RemarkForm | None  # none while nobody has begun to write
    done: str
    answered: Remark | None

    @property
    def empty_fields(self) -> SafeString:
        """The fields of a remark, while nobody has begun to write."""
        return _empty_fields(get_language() or "")

    @property
    def number(self) -> int:
        """How many remarks are shown."""
        return self.voices.number


@cache
def _empty_fields(_language: str) -> SafeString:
    """Return the fields of a remark that nobody has begun: they are the same on every page of a language."""
    return render_to_string("portal/remark_fields.html", {"form": RemarkForm(initial={"key": KEY})})


def begun_form(about: Mapping[str, str]) -> RemarkForm | None:
    """Return the form of an answer to the remark that the address names, if it names one."""
    answered = about.get(ANSWERING)
    return RemarkForm(initial={"key": KEY, "parent": answered}) if answered else None


def nothing_heard(url: str, remark_url: str, form: RemarkForm) -> Heard:
    """Return only where the form stands and is sent: for a page that is made in a flood, and so asks for nothing."""
    return Heard(Voices([], 0), 0, 0, url, remark_url, "", form, "", None)


def heard_of_article(story: stories.Story, form: RemarkForm | None, about: Mapping[str, str]) -> Heard:
    """Return what readers said of an article."""
    voices, args = voices_of(article=story.pk), [story.pk]
    page = address("portal:article", story.pk, story.slug)
    urls = page, address("portal:remark", *args), address("portal:rate", *args)
    done, answered = about.get("da", ""), _answered(voices, form)
    return Heard(voices, story.stars, story.ratings, *urls, form, done, answered)


def heard_of_model(model: gallery.Model, form: RemarkForm | None, about: Mapping[str, str]) -> Heard:
    """Return what readers said of a model, in whatever year they said it."""
    exemplar, args = model.recognition.registration.exemplar_id, [model.line.pk]
    voices, stars = voices_of(exemplar=exemplar), stars_of(exemplar)
    page = address("portal:model", model.line.pk, model.line.slug)
    urls = page, address("portal:remark_model", *args), address("portal:rate_model", *args)
    return Heard(voices, *stars, *urls, form, about.get("da", ""), _answered(voices, form))


def _answered(voices: Voices, form: RemarkForm | None) -> Remark | None:
    """Return the remark that the form answers, if it is shown."""
    number = str(form["parent"].value() or "") if form else ""
    return voices.find(int(number)) if number.isdecimal() else None
