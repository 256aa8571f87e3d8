"""What is typed into a meeting."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.models import Campaign
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.actions.closing import Head
from kheo.movement.meetings.models import Item, Meeting, Question, Seat, Voter
from kheo.movement.meetings.rules import Asked, Line
from kheo.movement.meetings.states import Choice, PaperForm, Presence, Result, Tie, Voting
from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Filters, M


class MeetingFilters(Filters):
    """Narrows the list to meetings whose minutes are open, or closed."""

    state = forms.ChoiceField(
        label=_("Minutes"),
        required=False,
        choices=[("", _("All")), ("open", _("Not closed yet")), ("closed", pgettext_lazy("minutes", "Closed"))],
    )

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Return the meetings that pass."""
        rows = super().narrow(rows)
        state = self.cleaned_data.get("state")
        return rows.filter(closed_at__isnull=state == "open") if state else rows


class MeetingForm(forms.Form):
    """Day, place, secretary, and by what rules it votes."""

    held_on = DayField(label=_("Day of the meeting"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    secretary = forms.CharField(label=_("Secretary of the meeting"), max_length=150, required=False)
    secretary_title = forms.CharField(label=_("Post of the secretary"), max_length=200, required=False)
    voting = forms.ChoiceField(label=_("Way of voting"), choices=Voting.choices, widget=forms.RadioSelect)
    tie = forms.ChoiceField(
        label=_("A tie"),
        choices=Tie.choices,
        widget=forms.RadioSelect,
        help_text=_("As many for as against, and one more vote in favour would do."),
    )

    @property
    def facts(self) -> MeetingFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("place", "secretary", "secretary_title")}
        return MeetingFacts(said["held_on"], **texts, voting=Voting(said["voting"]), tie=Tie(said["tie"]))


class CallForm(MeetingForm):
    """A meeting to be called."""

    level = forms.ChoiceField(label=_("Level of the title"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("level",)

    def __init__(self, data: QueryDict | None, *, campaign: Campaign) -> None:
        """Offer the levels at which the campaign gives its title."""
        super().__init__(data, initial={"form_key": uuid.uuid4(), "voting": Voting.OPEN, "tie": Tie.FAIL})
        self.levels = [(row.level, row.get_level_display()) for row in campaign.levels.order_by("pk")]
        self.fields["level"].choices = self.levels  # type: ignore[attr-defined]  # a field of choices


class ChangeForm(MeetingForm):
    """A meeting to be changed; `version` is the one that was read."""

    chair = forms.TypedChoiceField(label=_("Chair of the meeting"), coerce=int)
    voting_seats = forms.TypedMultipleChoiceField(
        label=_("Members with a vote"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, meeting: Meeting, seats: Sequence[Seat]) -> None:
        """Begin with what is known."""
        names = ("held_on", "place", "secretary", "secretary_title", "voting", "tie", "version")
        known: dict[str, Any] = {name: getattr(meeting, name) for name in names}
        known["chair"] = next((seat.pk for seat in seats if seat.chairs), None)
        known["voting_seats"] = [seat.pk for seat in seats if seat.votes]
        super().__init__(data, initial=known)
        for name in ("chair", "voting_seats"):
            field: Any = self.fields[name]  # Any: a field of choices
            field.choices = [(seat.pk, str(seat)) for seat in seats]


class AttendanceForm(forms.Form):
    """Who came, a line for each seat."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, meeting: Meeting, seats: Sequence[Seat]) -> None:
        """Begin with what is noted; nobody noted yet is asked about."""
        super().__init__(data, initial={"version": meeting.version})
        self.seats = seats
        for seat in seats:
            self.fields[f"presence-{seat.pk}"] = forms.ChoiceField(
                label=seat.name, choices=Presence.choices, initial=seat.presence, widget=forms.RadioSelect
            )
            self.fields[f"absence-{seat.pk}"] = forms.CharField(
                label=_("Reason of absence"), initial=seat.absence, max_length=200, required=False
            )

    @property
    def lines(self) -> Iterator[tuple[Seat, forms.BoundField, forms.BoundField]]:
        """Yield the seats with their fields."""
        for seat in self.seats:
            yield seat, self[f"presence-{seat.pk}"], self[f"absence-{seat.pk}"]

    @property
    def rows(self) -> dict[int, tuple[Presence, str]]:
        """Return what a valid form says, by the number of the seat."""
        said = self.cleaned_data
        return {seat.pk: (Presence(said[f"presence-{seat.pk}"]), said[f"absence-{seat.pk}"]) for seat in self.seats}


class ReasonForm(forms.Form):
    """Why an item is taken off, or a ballot is void."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class RecuseForm(ReasonForm):
    """Who steps aside, and why."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("Member"), empty_label="–")
    field_order = ("seat",)

    def __init__(self, data: QueryDict | None, *, meeting: Meeting, auto_id: str) -> None:
        """Offer the members of the meeting."""
        super().__init__(data, auto_id=auto_id)
        field: Any = self.fields["seat"]  # Any: a choice of records
        field.queryset = Seat.objects.filter(meeting=meeting, votes=True)


class SettleForm(forms.Form):
    """What the meeting makes of an item where its votes leave it open, and why."""

    result = forms.ChoiceField(label=_("What the meeting makes of it"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, item: Item, ways: Sequence[Result], auto_id: str) -> None:
        """Offer what may be made of it."""
        first = item.result or (ways[0] if len(ways) == 1 else "")
        known = {"result": first, "reason": item.reason, "version": item.meeting.version}
        super().__init__(data, initial=known, auto_id=auto_id)
        field: Any = self.fields["result"]  # Any: a field of choices
        field.choices = [(way.value, way.label) for way in ways]


class HandsForm(forms.Form):
    """Hands as the secretary sees them: a line for each member, a column for each item."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        version: int,
        questions: Sequence[Question],
        voters: Sequence[Voter],
        recused: Mapping[int, set[int]],
        hands: Mapping[tuple[int, int], str],
    ) -> None:
        """Begin with what was entered; who steps aside on an item has no field there."""
        super().__init__(data, initial={"version": version})
        self.cells: dict[str, tuple[int, int]] = {}
        self.lines: list[tuple[Voter, list[forms.BoundField | None]]] = []
        for voter in voters:
            line: list[forms.BoundField | None] = []
            for question in questions:
                key, name = (question.pk, voter.seat_id), f"hand-{question.pk}-{voter.seat_id}"
                if voter.seat_id in recused[question.item_id]:
                    line.append(None)
                    continue
                self.cells[name] = key
                self.fields[name] = forms.ChoiceField(
                    label=f"{voter.seat.name}: {question.item.name}",
                    choices=Choice.choices,
                    initial=hands.get(key),
                    required=False,
                    widget=forms.RadioSelect,
                )
                line.append(self[name])
            self.lines.append((voter, line))

    def hands(self, rest: Choice | None) -> dict[tuple[int, int], Choice]:
        """Return what a valid form says; `rest` stands for everybody of whom nothing is said."""
        said = {key: self.cleaned_data[name] or rest for name, key in self.cells.items()}
        return {key: Choice(choice) for key, choice in said.items() if choice}


class VoteForm(forms.Form):
    """A secret ballot: one vote on each item."""

    def __init__(self, data: QueryDict | None, *, questions: Sequence[Question]) -> None:
        """Ask about each item that the seat may vote on; nothing is chosen beforehand."""
        super().__init__(data)
        self.questions = questions
        for question in questions:
            self.fields[f"vote-{question.pk}"] = forms.ChoiceField(
                label=question.item.name,
                choices=Choice.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the three.")},
            )

    @property
    def lines(self) -> Iterator[tuple[Question, forms.BoundField]]:
        """Yield the items with their fields."""
        for question in self.questions:
            yield question, self[f"vote-{question.pk}"]

    @property
    def choices(self) -> dict[int, Choice]:
        """Return what a valid ballot says, by the number of the question."""
        return {each.pk: Choice(self.cleaned_data[f"vote-{each.pk}"]) for each in self.questions}


class CodeForm(forms.Form):
    """The one-time code of a slip."""

    code = forms.CharField(
        label=_("Code on your slip"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "size": 16, "spellcheck": "false"}),
    )


class CountForm(forms.Form):
    """What one teller counted of the paper ballots."""

    teller = forms.CharField(label=_("Teller"), max_length=150)
    found = NumberField(label=_("Ballots in the box"), min_value=0)
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, turn: int, asked: Sequence[Asked]) -> None:
        """Ask for three numbers of each item."""
        super().__init__(data, initial={"turn": turn})
        self.asked = asked
        labels = {"yes": _("In favour"), "no": _("Against"), "invalid": _("Invalid")}
        for each in asked:
            for name, label in labels.items():
                self.fields[f"{name}-{each.pk}"] = NumberField(label=label, min_value=0)

    @property
    def lines(self) -> Iterator[tuple[Asked, list[forms.BoundField]]]:
        """Yield the items with their fields."""
        for each in self.asked:
            yield each, [self[f"{name}-{each.pk}"] for name in ("yes", "no", "invalid")]

    @property
    def counted(self) -> dict[int, Line]:
        """Return what a valid form says, by the number of the question."""
        said = self.cleaned_data
        return {
            each.pk: Line(said[f"yes-{each.pk}"], said[f"no-{each.pk}"], said[f"invalid-{each.pk}"])
            for each in self.asked
        }


class HeadForm(forms.Form):
    """What stands on the minutes beside what is recorded."""

    form = forms.ChoiceField(label=_("Form of the document"), choices=PaperForm.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("Body that issues it"), max_length=200)
    superior = forms.CharField(label=_("Body above it, at the head of the paper"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=30, required=False)
    place = forms.CharField(label=_("Place named before the day"), max_length=80)

    @property
    def head(self) -> Head:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Head(PaperForm(said["form"]), said["issuer"], said["superior"], said["number"], said["place"])
