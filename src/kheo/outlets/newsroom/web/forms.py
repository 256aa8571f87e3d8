"""What editors fill in."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorFormField

from kheo.foundation.accounts.models import User
from kheo.lib.office.separated_in import read_separated
from kheo.lib.unsafe import Unsafe
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.queries import exemplars_called
from kheo.outlets.newsroom.rules import PATH_LIMIT, TITLE_LIMIT, ArticleFacts
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.newsroom.web.editor import EXTENSIONS
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters

MOST_LINES, MOST_TOLD, LARGEST_FILE = 2_000, 20, 2_000_000


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
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, article: Article | None = None, **kwargs: Any) -> None:
        """Offer the units where the user may write, and what the article says now."""
        kwargs["initial"] = _said(article) if article else {"form_key": uuid4(), "version": 0}
        super().__init__(*args, **kwargs)
        self.user = user
        units = Unit.objects.filter(pk__in=reach(user, "newsroom.write")).in_order()
        self._offer("unit", units)
        self._offer("campaign", Campaign.objects.visible_to(user).newest_first())
        if article is None:
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

    def facts(self) -> ArticleFacts:
        """Return what the action is given."""
        return ArticleFacts(
            **{key: value for key, value in self.cleaned_data.items() if key not in {"form_key", "version"}}
        )


def _said(article: Article) -> dict[str, Any]:
    columns = ("title", "lead", "section", "unit", "event_on", "byline", "source", "campaign", "version")
    names = article.exemplars.order_by("name").values_list("name", flat=True)
    return {name: getattr(article, name) for name in columns} | {
        "html": article.body.html,
        "exemplars": "\n".join(names),
        "form_key": article.form_key or uuid4(),
    }


class WithdrawForm(forms.Form):
    """Why an article is taken away."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


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


class OldAddressForm(forms.Form):
    """An address on an older portal, and the article that stood there."""

    path = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=PATH_LIMIT,
        help_text=gettext_lazy("As it stood on the older portal, for example /news/123; it may be pasted whole."),
    )
    article = forms.IntegerField(
        label=gettext_lazy("Number of the article"),
        min_value=1,
        help_text=gettext_lazy("The number in its address here: 12 in /tin/12-ten-bai/."),
    )


class OldAddressesForm(forms.Form):
    """Many old addresses in a file."""

    file = forms.FileField(
        label=gettext_lazy("File of old addresses"),
        help_text=gettext_lazy("CSV of two columns: old address; number of the article here. At most 2,000 lines."),
    )

    def clean_file(self) -> list[tuple[str, int]]:
        """Return the lines of the file; refuse what has no number in its second column, the heading apart."""
        rows = _rows(self.cleaned_data["file"])
        if rows and not rows[0][-1].isdecimal():
            rows = rows[1:]
        wrong = [
            _("“%(line)s”: the second column must be the number of an article.") % {"line": ";".join(row)[:80]}
            for row in rows
            if len(row) != 2 or not row[1].isdecimal()
        ]
        if not rows or len(rows) > MOST_LINES:
            wrong.append(_("The file must have one line at least and 2,000 at most."))
        if wrong:
            raise forms.ValidationError(wrong[:MOST_TOLD])
        return [(path, int(number[:20])) for path, number in rows]


def _rows(file: "UploadedFile[bytes]") -> list[list[str]]:
    """Return the rows of a file that hold anything, each without what is empty at its end."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        path.write_bytes(file.read(LARGEST_FILE))
        try:
            table = read_separated(path)
        except Unsafe as unsafe:
            raise forms.ValidationError(_("The file cannot be read. Save the list as CSV (UTF-8).")) from unsafe
    filled = [[cell.strip() for cell in row if cell.strip()] for row in table]
    return [row for row in filled if row]


class OldAddressFilters(Filters):
    """What narrows the list of old addresses."""

    lookups = {"words": "path__icontains"}

    words = forms.CharField(label=gettext_lazy("Words of the address"), required=False, max_length=100)


class ArticleFilters(Filters):
    """What narrows the list of articles."""

    lookups = {"state": "state", "section": "section", "words": "title__icontains"}

    words = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *ArticleState.choices]
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        to_field_name="slug",
        label=gettext_lazy("Section"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
