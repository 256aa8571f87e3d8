"""What editors fill in."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_prose_editor.fields import ProseEditorFormField

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article, Enclosure, Section, Unsaved
from kheo.outlets.newsroom.queries import Labels, exemplars_called, labels_of
from kheo.outlets.newsroom.rules import (
    NOTE_LIMIT,
    SECTION_LIMIT,
    TITLE_LIMIT,
    ArticleFacts,
    tag_names,
    why_not_tag,
)
from kheo.outlets.newsroom.states import ArticleState, Sort
from kheo.outlets.newsroom.web.editor import EXTENSIONS
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters

RETURNED = "returned"  # no state of its own: a draft with the reason


class ArticleForm(forms.Form):
    """An article: what it says, and where it belongs."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LIMIT)
    lead = forms.CharField(
        label=gettext_lazy("Lead"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One or two sentences; lists show them under the title."),
    )
    html = ProseEditorFormField(label=gettext_lazy("Text"), required=False, extensions=EXTENSIONS)
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Published by"))
    event_on = DayField(label=gettext_lazy("Day of the event"), required=False)
    notice_until = DayField(
        label=gettext_lazy("Notice, shown until the end of"),
        required=False,
        help_text=gettext_lazy("Only for a notice: until this day it stands under “Notices” on the front page."),
    )
    byline = forms.CharField(
        label=gettext_lazy("Author"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("As it is to stand under the article: name and body."),
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=200)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("Campaign"), required=False)
    exemplars = forms.CharField(
        label=gettext_lazy("Models named"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One name a line, as in the register. The article then stands on their pages too."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
        help_text=gettext_lazy("Words by which articles are found together, with commas between them."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, article: Article | None = None, unsaved: Unsaved | None = None, **kwargs: Any
    ) -> None:
        """Offer the units where the user may write, and what the article says now, or what was typed and not saved."""
        self.labels = labels_of(article)
        kwargs["initial"] = _said(article, self.labels) if article else {"form_key": uuid4(), "version": 0}
        if unsaved:
            kwargs["initial"] |= {**unsaved.said, "form_key": unsaved.form_key, "version": unsaved.version}
        super().__init__(*args, **kwargs)
        self.user = user
        units = Unit.objects.filter(pk__in=reach(user, "newsroom.write")).in_order()
        self._offer("unit", units)
        self._offer("campaign", Campaign.objects.visible_to(user).newest_first())
        if article is None and not unsaved:
            self.initial["unit"] = units.first()

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:  # Any: each field's own model
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def clean_exemplars(self) -> list[Exemplar]:
        """Return the models of the names typed; refuse names that none has."""
        names = [line.strip() for line in self.cleaned_data["exemplars"].splitlines() if line.strip()]
        found, unknown = exemplars_called(names, self.user)
        if unknown:
            raise forms.ValidationError(
                [
                    _("No model is called “%(name)s”. Look up its name in the register.") % {"name": name}
                    for name in unknown
                ]
            )
        return found

    def clean_tags(self) -> list[str]:
        """Return the tags typed; refuse what is too long to be one."""
        names = tag_names(self.cleaned_data["tags"])
        if reasons := why_not_tag(names):
            raise forms.ValidationError(reasons)
        return names

    def typed(self) -> dict[str, str]:
        """Return what was typed, field by field, to be shown again as it is."""
        return typed_in(self.data)

    def facts(self) -> ArticleFacts:
        """Return what the action is given."""
        return ArticleFacts(
            **{key: value for key, value in self.cleaned_data.items() if key not in {"form_key", "version"}}
        )


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed in the form of an article, field by field, however wrong it is."""
    return {name: data.get(name, "") for name in ArticleForm.base_fields if name not in {"form_key", "version"}}


class TypedForm(forms.Form):
    """Of which form and over which version something was typed."""

    form_key = forms.UUIDField()
    version = forms.IntegerField(min_value=0)


def _said(article: Article, labels: Labels) -> dict[str, Any]:
    columns = (
        "title",
        "lead",
        "section",
        "unit",
        "event_on",
        "notice_until",
        "byline",
        "source",
        "campaign",
        "version",
    )
    said = {name: getattr(article, name) for name in (*columns, "version")} | {
        "html": article.body.html,
        "exemplars": "\n".join(labels.models),
        "tags": ", ".join(labels.tags),
        "form_key": article.form_key or uuid4(),
    }
    held = getattr(article, "held", None)  # a row that need not be there
    return said | ({**held.said, "version": held.version} if held else {})


class NoteForm(forms.Form):
    """A remark on an article, for colleagues."""

    text = forms.CharField(
        label=gettext_lazy("Your remark"),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who wrote the article and who publishes it are told. Readers never see it."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReasonForm(forms.Form):
    """Why an article is returned or taken away."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ImportForm(forms.Form):
    """A Word document that becomes a draft."""

    upload = forms.FileField(
        label=gettext_lazy("Word document"),
        help_text=gettext_lazy(
            "A .docx file. Headings, lists, tables, bold, italic, links and pictures are taken over."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Published by"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the units where the user may write."""
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=reach(user, "newsroom.write")).in_order()
        cast("forms.ModelChoiceField[Any]", self.fields["unit"]).queryset = units
        self.initial["unit"] = units.first()


class PhotoWordsForm(forms.Form):
    """What is said of a picture."""

    alt = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        max_length=300,
        help_text=gettext_lazy("For those who cannot see it: who or what, doing what, where."),
    )
    caption = forms.CharField(label=gettext_lazy("Caption"), max_length=300, required=False)
    credit = forms.CharField(label=gettext_lazy("Photographer"), max_length=150, required=False)


class PhotoForm(PhotoWordsForm):
    """A new picture."""

    file = forms.FileField(label=gettext_lazy("Picture"), help_text=gettext_lazy("JPEG, PNG or WebP."))
    field_order = ("file", "alt", "caption", "credit")


class FileWordsForm(forms.Form):
    """What is said of a video, a sound or a document, and what goes with a video."""

    title = forms.CharField(
        label=gettext_lazy("Name of the file for readers"),
        max_length=300,
        help_text=gettext_lazy("What it is: stands under the video or sound, and is the link of a document."),
    )
    transcript = forms.CharField(
        label=gettext_lazy("What is said in it"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "For those who cannot hear it. A sound needs it; a video needs it or captions. Not for documents."
        ),
    )
    captions = forms.FileField(
        label=gettext_lazy("Captions of the video"),
        required=False,
        help_text=gettext_lazy("A WebVTT file (.vtt)."),
        widget=forms.FileInput(attrs={"accept": ".vtt"}),
    )
    poster = forms.FileField(
        label=gettext_lazy("Picture before the video begins"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class PlaceForm(forms.Form):
    """Where a picture or a file is to stand; no place takes it out of the text."""

    kind = forms.ChoiceField(choices=[("photo", ""), ("file", "")])
    number = forms.IntegerField(min_value=1, max_value=999_999_999)
    after = forms.IntegerField(min_value=0, max_value=9_999, required=False)
    version = forms.IntegerField(min_value=1)


class FileForm(FileWordsForm):
    """A new video, sound or document."""

    file = forms.FileField(
        label=gettext_lazy("Video, sound or document"),
        help_text=gettext_lazy("Video: MP4, WebM. Sound: MP3, M4A, OGG. Document: PDF, Word (.docx), Excel (.xlsx)."),
    )
    field_order = ("file", "title", "transcript", "captions", "poster")


Sent = PhotoForm | FileForm


class FileChangeForm(FileWordsForm):
    """Other words for a file; captions and picture stay unless others are sent or they are to go."""

    no_captions = forms.BooleanField(label=gettext_lazy("Take off the captions"), required=False)
    no_poster = forms.BooleanField(label=gettext_lazy("Take off the picture"), required=False)

    def __init__(self, *args: Any, enclosure: Enclosure, **kwargs: Any) -> None:
        """Ask about captions and picture of a video only, and offer to take off what there is."""
        super().__init__(*args, **kwargs)
        left_out = {"no_captions": not enclosure.captions_id, "no_poster": not enclosure.poster_id}
        if enclosure.sort != Sort.VIDEO:
            left_out |= {"captions": True, "poster": True, "transcript": enclosure.sort == Sort.PAPER}
        for name in [name for name, is_so in left_out.items() if is_so]:
            del self.fields[name]


class SectionForm(forms.Form):
    """The name of a section."""

    name = forms.CharField(
        label=gettext_lazy("Name of the section"),
        max_length=SECTION_LIMIT,
        help_text=gettext_lazy("It stands in the menu of the portal: best two to four words."),
    )


class MonthForm(forms.Form):
    """The models that a front page shows in a month."""

    names = forms.CharField(
        label=gettext_lazy("Models to show"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One name a line, at most five, in the order in which they are to stand. Where several models have the same"
            " name, write the unit in brackets behind it. Left empty, the newest recognised models are shown."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_names(self) -> list[str]:
        """Return the names, without empty lines."""
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


class PhotoFilters(Filters):
    """What narrows the pictures to choose from."""

    lookups = {"words": "alt__icontains"}

    words = forms.CharField(label=gettext_lazy("Words of the description"), required=False, max_length=100)


class ArticleFilters(Filters):
    """What narrows the list of articles."""

    lookups = {"section": "section", "words": "title__icontains"}

    words = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            *ArticleState.choices,
            (RETURNED, pgettext_lazy("articles", "Given back, not sent again")),
        ],
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        to_field_name="slug",
        label=gettext_lazy("Section"),
        required=False,
        empty_label=gettext_lazy("All"),
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, of one state or those given back."""
        rows, state = super().narrow(rows), self.cleaned_data.get("state")
        if state == RETURNED:
            return rows.filter(pk__in=Article.objects.returned())
        return rows.filter(state=state) if state else rows
