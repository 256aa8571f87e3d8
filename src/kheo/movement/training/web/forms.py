"""Who came, who gets a certificate, and which people in posts are looked for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.numbering.models import Book
from kheo.movement.training.models import Session, Trainee, TrainingClass
from kheo.movement.training.queries import classes_ahead, trained_as
from kheo.movement.training.rules import Ticks, sessions_in
from kheo.movement.training.states import Trained
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters

ALL = ("", _("All"))


class AttendanceForm(forms.Form):
    """A sheet of ticks: each trainee beside each session. It says what was ticked when it was shown, so that only what
    somebody changed is written."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, trainees: Sequence[Trainee], sessions: Sequence[Session]) -> None:
        """Begin with who came so far."""
        numbers = {each.number for each in sessions}
        kept = {each.pk: sessions_in(each.present) & numbers for each in trainees}
        came = {f"{pk}-{number}" for pk, found in kept.items() for number in found}
        super().__init__(data, initial={"was": " ".join(sorted(came))})
        self._possible = {f"{each.pk}-{number}" for each in trainees for number in numbers}
        self._now = set(data.getlist("tick")) if data is not None else came
        if data is not None and (number := data.get("everybody")):
            self._now |= {f"{each.pk}-{number}" for each in trainees}
        self.lines = [(each, [self._cell(each, session) for session in sessions]) for each in trainees]

    def _cell(self, trainee: Trainee, session: Session) -> tuple[Session, str, bool]:
        key = f"{trainee.pk}-{session.number}"
        return session, key, key in self._now

    def clean(self) -> dict[str, Any]:
        """Refuse ticks of trainees or sessions that are no longer there."""
        if self._now - self._possible:
            raise ValidationError(_("Somebody else has changed the list meanwhile. Reload the page."))
        return self.cleaned_data

    @property
    def ticks(self) -> Ticks:
        """Return what a valid form changes."""
        was = set(self.cleaned_data["was"].split()) & self._possible
        found: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
        for place, keys in enumerate((self._now - was, was - self._now)):
            for key in keys:
                trainee, session = map(int, key.split("-"))
                found[trainee][place].add(session)
        return found


class CertificateForm(forms.Form):
    """Who is given a certificate, on which day, and under which number."""

    on = DayField(label=pgettext_lazy("training", "Given on"))
    book = forms.ModelChoiceField(
        Book.objects.none(),
        label=pgettext_lazy("training", "Book of numbers"),
        help_text=_("The next numbers of the book are taken, in the order of the list."),
        empty_label=None,
    )
    first = forms.CharField(
        label=pgettext_lazy("training", "Number of the first certificate"),
        max_length=40,
        help_text=_("For example 01/GCN-BDV; the others follow it in the order of the list."),
    )
    pick = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, *, books: Sequence[Book], trainees: Sequence[Trainee], day: date) -> None:
        """Ask for a book where the unit keeps one, otherwise for the first number."""
        super().__init__(data, initial={"on": day, "book": books[0] if books else None})
        del self.fields["first" if books else "book"]
        if books:
            control: Any = self.fields["book"]  # Any: a choice of records
            control.queryset = Book.objects.filter(pk__in=[each.pk for each in books])
        pick: Any = self.fields["pick"]  # Any: a choice of several
        pick.choices = [(str(each.pk), each.name) for each in trainees if not each.certificate]
        self.picked = set(data.getlist("pick")) if data is not None else {str(each.pk) for each in trainees}

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says, as the action asks for it."""
        said = self.cleaned_data
        chosen = [int(number) for number in said["pick"]]
        return {"chosen": chosen, "on": said["on"], "book": said.get("book"), "first": said.get("first", "")}


class PeopleFilters(Filters):
    """How people in posts are narrowed; these names are the address that figures and sums link to. `at` is the day of
    the posts, `map` that of the units, `only` the unit alone, `into` the class to which one is about to invite."""

    unit = forms.ChoiceField(label=pgettext_lazy("register", "Unit"), required=False)
    role = forms.ChoiceField(label=pgettext_lazy("training", "Post"), required=False, choices=[ALL, *Role.choices])
    trained = forms.ChoiceField(
        label=pgettext_lazy("training", "Training"), required=False, choices=[ALL, *Trained.choices]
    )
    only = forms.BooleanField(label=_("This unit alone"), required=False)
    at = DayField(label=pgettext_lazy("training", "In posts on"), required=False)
    map = DayField(label=_("Map of units of"), required=False)
    into = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, user: User, day: date) -> None:
        """Offer the units of the user."""
        super().__init__(data)
        self.day = day
        units = Unit.objects.filter(pk__in=reach(user, "training.people")).in_order()
        control: Any = self.fields["unit"]  # Any: a choice
        control.choices = [ALL, *units.values_list("slug", "name")]
        for name in ("only", "at", "map"):
            if not data.get(name):
                self.fields[name].widget = forms.HiddenInput()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the people that pass."""
        rows = super().narrow(rows)
        said = self.cleaned_data
        if said.get("role"):
            rows = rows.filter(role=said["role"])
        if said.get("trained"):
            rows = rows.filter(trained_as(Trained(said["trained"]), said.get("at") or self.day))
        if slug := said.get("unit"):
            below = Lineage.objects.reaching(said.get("map") or self.day).filter(ancestor__slug=slug)
            rows = rows.filter(Q(unit__slug=slug) if said.get("only") else Q(unit__in=below.values("unit_id")))
        return rows


class InviteForm(forms.Form):
    """Which people in posts are called to which class."""

    into = forms.ModelChoiceField(
        TrainingClass.objects.none(), label=pgettext_lazy("training", "Class to which they are called")
    )
    pick = forms.ModelMultipleChoiceField(Post.objects.none(), required=False)

    def __init__(self, data: Any, *, user: User, day: date, posts: QuerySet[Post], into: str = "") -> None:
        """Offer the classes that have not ended, and the people who are seen."""
        super().__init__(data, initial={"into": into})
        control: Any = self.fields["into"]  # Any: a choice of records
        control.queryset = classes_ahead(user, day)
        people: Any = self.fields["pick"]  # Any: a choice of several records
        people.queryset = posts
