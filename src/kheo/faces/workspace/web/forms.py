from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField


class AdmitForm(forms.Form):
    """A person who is to work with Khéo."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("Small letters and digits without accents."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), help_text=_("The role holds at this unit and all below it.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the units where the user may admit people."""
        super().__init__(*args, **kwargs)
        units: QuerySet[Unit] = Unit.objects.filter(pk__in=reach(user, "access.admit")).in_order()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField


def _people(posts: Iterable[Post], *, but: set[int]) -> list[tuple[str, str]]:
    """Return each person once, with what they are, leaving some out."""
    named: dict[int, str] = {}
    for post in posts:
        if post.user_id not in but:
            said = f"{post.user.full_name} – {post.get_role_display()}, {post.unit.name}"
            named.setdefault(post.user_id, said)
    return [("", str(_("Choose …"))), *((str(pk), said) for pk, said in named.items())]


class DelegateForm(forms.Form):
    """Who acts for the holder of a post, on which days and why."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Role"), empty_label=None)
    to = forms.ChoiceField(label=_("Who acts"))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("This day still belongs to it."))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For example leave, a course, an illness."))

    def __init__(self, data: Any, *, posts: Sequence[Post], people: Iterable[Post], today: date) -> None:
        """Offer the posts and those who may act for their holder."""
        super().__init__(data, initial={"first_day": today, "post": posts[0]})
        fields: Any = self.fields  # Any: each a field of choices
        fields["post"].queryset = Post.objects.filter(pk__in=[post.pk for post in posts]).select_related("unit", "user")
        fields["to"].choices = _people(people, but={post.user_id for post in posts})
        if len(posts) == 1:
            fields["post"].widget = forms.HiddenInput()

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return self.cleaned_data | {"to": User.objects.get(pk=self.cleaned_data["to"])}


class HandOverForm(forms.Form):
    """Until when somebody holds a post, and who holds it afterwards."""

    last_day = DayField(label=_("Last day in the post"), help_text=_("The successor begins on the day after."))
    who = forms.ChoiceField(
        label=_("Successor"),
        widget=forms.RadioSelect,
        choices=[
            ("known", _("Somebody who has an account")),
            ("new", _("A new person, who gets a one-time code")),
            ("nobody", pgettext_lazy("successor", "Nobody yet")),
        ],
    )
    successor = forms.ChoiceField(label=_("Who has an account"), required=False)
    full_name = forms.CharField(label=_("Full name of the new person"), max_length=150, required=False)
    username = forms.CharField(
        label=_("User name of the new person"),
        max_length=150,
        required=False,
        help_text=_("Small letters and digits without accents."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, post: Post, people: Iterable[Post], today: date) -> None:
        """Offer the people whom the administrator knows."""
        super().__init__(data, initial={"last_day": today, "who": "known"})
        choice: Any = self.fields["successor"]  # Any: a field of choices
        choice.choices = _people(people, but={post.user_id})

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind of successor needs."""
        said = super().clean() or self.cleaned_data
        needed = {"known": ["successor"], "new": ["full_name", "username"]}.get(said.get("who", ""), [])
        for name in needed:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in, or choose another kind of successor."))
        return said

    @property
    def person(self) -> User | Person | None:
        """Return the successor of a valid form."""
        said = self.cleaned_data
        if said["who"] == "known":
            return User.objects.get(pk=said["successor"])
        return Person(said["username"], said["full_name"]) if said["who"] == "new" else None
