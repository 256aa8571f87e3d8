"""What a view does with an act that may be refused: what is against it stands on the form, or is said."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from kheo.lib.refusals import Refused


def attempt(act: Callable[[], object], form: forms.BaseForm) -> bool:
    """Do an act and return whether it was done; what is against it stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


def fill_in(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do an act if a form was sent and can be read, and return whether it was done."""
    return form.is_bound and form.is_valid() and attempt(act, form)


def press(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Do what a button without a form asks for, and say so or what is against it."""
    try:
        act()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return False
    if done:
        messages.success(request, done)
    return True
