"""From when on, and until when, readers see an article."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.dates import LOCAL
from kheo.outlets.newsroom.models import Article
from kheo.ui.forms import DayField


def _time_field(**said: Any) -> forms.TimeField:  # Any: its words
    return forms.TimeField(
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M", "%H"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}),
        error_messages={"invalid": gettext_lazy("This is no time of day. Enter hours:minutes, for example 07:30.")},
        **said,
    )


class ExpiryForm(forms.Form):
    """When an article is taken away from readers. Sent empty, it stays."""

    pairs = {"until_day": "until_time"}

    until_day = DayField(label=pgettext_lazy("article", "Take down on"), required=False)
    until_time = _time_field(
        label=pgettext_lazy("article", "Time of taking down"),
        help_text=gettext_lazy(
            "At this minute readers stop seeing the article; it is kept. Leave day and time empty to let it stay."
        ),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        """Begin with the moment that the article has."""
        super().__init__(*args, **kwargs)
        if article.expires_at:
            local = timezone.localtime(article.expires_at)
            self.initial.update({"until_day": local.date(), "until_time": f"{local:%H:%M}"})

    def clean(self) -> dict[str, Any]:
        """Return what was typed: of each moment both day and time, or neither."""
        said = self.cleaned_data
        for day, time in self.pairs.items():
            if said.get(day) and not said.get(time) and time not in self.errors:
                self.add_error(time, _("Enter the time too, for example 07:30."))
            if said.get(time) is not None and not said.get(day) and day not in self.errors:
                self.add_error(day, _("Enter the day too, for example 09/08/2026."))
        return said

    def expires_at(self) -> datetime | None:
        """Return the moment to take it down at; None if it stays."""
        return self._moment("until_day")

    def _moment(self, day: str) -> datetime | None:
        said = self.cleaned_data
        return datetime.combine(said[day], said[self.pairs[day]], LOCAL) if said[day] else None


class PublishForm(ExpiryForm):
    """From when on readers see an article (sent empty, it means now), and until when."""

    pairs = {"day": "time", **ExpiryForm.pairs}
    field_order = ["day", "time"]

    day = DayField(label=gettext_lazy("Publish on"), required=False)
    time = _time_field(
        label=pgettext_lazy("article", "Time of publication"),
        help_text=gettext_lazy(
            "Hours:minutes of our local time, for example 07:30. Leave day and time empty to publish now."
        ),
    )
    passed = forms.BooleanField(
        label=gettext_lazy("I have looked at the remarks above; publish all the same"), required=False
    )

    def __init__(self, *args: Any, warnings: Sequence[str], **kwargs: Any) -> None:
        """Ask about warnings only where there are some."""
        super().__init__(*args, **kwargs)
        self.has_warnings = bool(warnings)
        if not warnings:
            del self.fields["passed"]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; with warnings only once they were seen."""
        said = super().clean()
        if self.has_warnings and not said.get("passed"):
            self.add_error("passed", _("Look at the remarks above. Tick here if the article is right as it is."))
        return said

    def published_at(self) -> datetime | None:
        """Return the moment to publish at; None for now."""
        return self._moment("day")
