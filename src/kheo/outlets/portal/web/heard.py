"""What the page of an article or a model shows of its readers: remarks, stars, and the forms for both."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kheo.outlets.portal.queries import gallery, stories
from kheo.outlets.portal.queries.voices import Remark, Voices, stars_of
from kheo.outlets.portal.queries.voices import voices as voices_of
from kheo.outlets.portal.web.forms import RemarkForm
from kheo.outlets.portal.web.pages import KEY

ANSWERING = "tra-loi"  # the parameter that names the remark that one answers


@dataclass(frozen=True)
class Heard:
    """What readers said of one thing, and where they send what they say."""

    voices: Voices
    stars: float
    ratings: int
    url: str
    remark_url: str
    rate_url: str
    form: RemarkForm
    done: str
    answered: Remark | None

    @property
    def number(self) -> int:
        """How many remarks are shown."""
        return self.voices.number


def empty_form(about: Mapping[str, str]) -> RemarkForm:
    """Return the form of a remark, or of an answer to the remark that the address names."""
    return RemarkForm(initial={"key": KEY, "parent": about.get(ANSWERING)})


def nothing_heard(url: str, remark_url: str, form: RemarkForm) -> Heard:
    """Return only where the form stands and is sent: for a page that is made in a flood, and so asks for nothing."""
    return Heard(Voices([], 0), 0, 0, url, remark_url, "", form, "", None)


def heard_of_article(story: stories.Story, form: RemarkForm, about: Mapping[str, str]) -> Heard:
    """Return what readers said of an article."""
    voices, args = voices_of(article=story.pk), [story.pk]
    page = reverse("portal:article", args=[story.pk, story.slug])
    urls = page, reverse("portal:remark", args=args), reverse("portal:rate", args=args)
    done, answered = about.get("da", ""), _answered(voices, form)
    return Heard(voices, story.stars, story.ratings, *urls, form, done, answered)


def heard_of_model(model: gallery.Model, form: RemarkForm, about: Mapping[str, str]) -> Heard:
    """Return what readers said of a model, in whatever year they said it."""
    exemplar, args = model.recognition.registration.exemplar_id, [model.line.pk]
    voices, stars = voices_of(exemplar=exemplar), stars_of(exemplar)
    page = reverse("portal:model", args=[model.line.pk, model.line.slug])
    urls = page, reverse("portal:remark_model", args=args), reverse("portal:rate_model", args=args)
    return Heard(voices, *stars, *urls, form, about.get("da", ""), _answered(voices, form))


def _answered(voices: Voices, form: RemarkForm) -> Remark | None:
    """Return the remark that the form answers, if it is shown."""
    number = str(form["parent"].value() or "")
    return voices.find(int(number)) if number.isdecimal() else None
