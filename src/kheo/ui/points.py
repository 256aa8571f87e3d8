"""A form of points line by line, as they are given by whoever judges."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.lib.refusals import Refused
from kheo.ui.acts import attempt
from kheo.ui.forms import PointsField

TEXT_LIMIT, COMMENT_LIMIT = 10_000, 500


class PointsLine(Protocol):
    """A line to give points for: what it is called, the mark so far, and what is against points for it."""

    @property
    def pk(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def mark(self) -> Any: ...  # Any: what bears points and a comment, or nothing

    def why_not(self, points: Decimal | None) -> list[str]:
        """Return what is against points for it."""


class PointsForm(forms.Form):
    """Points and a comment for each line of a sheet; empty is not zero."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("What the points rest on, as a whole"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: QueryDict | None, *, sheet: Any, lines: Sequence[PointsLine], is_short: bool = False
    ) -> None:
        """Show what was given so far; a short form asks for points alone."""
        super().__init__(data, initial={"version": sheet.version, "comment": sheet.comment}, auto_id=f"s{sheet.pk}-%s")
        self.sheet, self.is_short = sheet, is_short
        self.lines: Sequence[Any] = lines  # Any: lines that may bear more
        for line in lines:
            pk, mark = line.pk, line.mark
            points = PointsField(label=line.name, required=False, max_digits=6, decimal_places=2)
            points.initial, points.widget.attrs["data-cell"] = mark.points if mark else None, pk
            self.fields[f"p{pk}"] = points
            if not is_short:
                self.fields[f"c{pk}"] = forms.CharField(
                    label=_("Comment"), required=False, max_length=COMMENT_LIMIT, initial=mark.comment if mark else ""
                )

    def clean(self) -> dict[str, Any]:
        """Hold each number against its line, so that the wrong cell is shown."""
        said = super().clean() or self.cleaned_data
        for line in self.lines:
            for reason in line.why_not(said.get(f"p{line.pk}")):
                self.add_error(f"p{line.pk}", reason)
        return said

    def cells(self) -> list[tuple[PointsLine, Any, Any]]:
        """Return each line with its fields."""
        return [(line, self[f"p{line.pk}"], None if self.is_short else self[f"c{line.pk}"]) for line in self.lines]

    @property
    def points(self) -> dict[int, Decimal | None]:
        """The points that were sent; what was not sent stays as it was."""
        return {line.pk: self.cleaned_data[f"p{line.pk}"] for line in self.lines if f"p{line.pk}" in self.data}

    @property
    def comments(self) -> dict[int, str]:
        """The comments that were sent."""
        sent = [] if self.is_short else [line.pk for line in self.lines if f"c{line.pk}" in self.data]
        return {pk: self.cleaned_data[f"c{pk}"] for pk in sent}

    @property
    def given(self) -> dict[str, Any]:
        """What was sent, as the act that keeps it is told."""
        return {"points": self.points, "comments": self.comments, "version": self.cleaned_data["version"]}


def kept(
    request: HttpRequest,
    form: PointsForm,
    *,
    mark: Callable[..., object],
    hand_in: Callable[..., object],
    name: str,
) -> bool:
    """Keep what was given and hand the sheet in if asked to, and say so; what was given stays kept whatever is refused,
    and what is against it stands on the form. `name` is what the sheet is about."""
    if not attempt(lambda: mark(form.sheet, **form.given), form):
        return False
    if "hand_in" not in request.POST:
        messages.success(request, gettext("The points are saved."))
        return True
    said = {"comment": form.cleaned_data["comment"], "version": form.sheet.version}
    is_in = attempt(lambda: hand_in(form.sheet, **said), form)
    if is_in:
        messages.success(request, gettext("The sheet for “%(name)s” is in.") % {"name": name})
    return is_in


def answered(form: PointsForm, *, mark: Callable[..., Any], fields: Callable[[Any], object]) -> JsonResponse:
    """Keep the points typed so far, and answer with the fields to go on from, or what is against them."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        sheet = mark(form.sheet, **form.given)
    except Refused as refusal:
        return JsonResponse({"errors": [str(reason) for reason in refusal.reasons]}, status=409)
    return JsonResponse({"fields": fields(sheet)})
