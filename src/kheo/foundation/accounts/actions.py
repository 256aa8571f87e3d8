"""Making and opening accounts. Who may make one is decided where posts are known: in `access`."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import OneTimeCode, User
from kheo.foundation.accounts.rules import CODE_LIFE, digest_of, new_code
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise


@dataclass(frozen=True)
class Person:
    """Who an account is for."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""


class NotOpened(Refused):
    """The account cannot be made or opened as asked."""


@transaction.atomic
def make_account(person: Person, *, by: User | None, at: datetime) -> User:
    """Make an account without a password; a one-time code opens it.

    :raises NotOpened: with every reason against.
    """
    username, full_name = person.username.strip().lower(), normalise(person.full_name)
    reasons = [] if full_name else [_("The full name is missing.")]
    try:
        User.username_validator(username)
    except ValidationError as wrong:
        reasons += wrong.messages
    if User.objects.filter(username=username).exists():
        reasons.append(_("The user name “%(username)s” is taken.") % {"username": username})
    if reasons:
        raise NotOpened(*reasons)
    user = User(username=username, full_name=full_name, email=person.email, phone=person.phone)
    user.set_unusable_password()
    user.save(force_insert=True)
    record("accounts.make", on=user, by=by, at=at, username=username)
    return user


@transaction.atomic
def hand_code(user: User, *, by: User | None, at: datetime) -> str:
    """Make a one-time code for a person and return it, once; earlier codes stop working."""
    OneTimeCode.objects.filter(user=user).open_at(at).update(expires_at=at)
    code = new_code()
    kept = OneTimeCode.objects.create(user=user, digest=digest_of(code), made_at=at, expires_at=at + CODE_LIFE)
    record("accounts.hand_code", on=kept, by=by, at=at, user=user.pk)
    return code


@transaction.atomic
def redeem(*, username: str, code: str, password: str, at: datetime) -> User:
    """Open an account with its one-time code and set the password. Nobody is signed in yet, so there is no `by`.

    :raises NotOpened: if the code is not right, was used or is too old, or the password is too weak.
    """
    codes = OneTimeCode.objects.select_for_update().open_at(at).select_related("user")
    found = codes.filter(digest=digest_of(code), user__username=username.strip().lower(), user__is_active=True).first()
    if found is None:
        raise NotOpened(_("The user name and the code do not go together, or the code was used or is too old."))
    user = found.user
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise NotOpened(*weak.messages) from weak
    found.used_at = at
    found.save(update_fields=["used_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accounts.redeem", on=user, by=user, at=at)
    return user


@transaction.atomic
def keep_address(address: str, *, by: User, at: datetime) -> None:
    """Keep the e-mail address that a person gives for the own account; an empty one takes it away.

    :raises Refused: if it is no address.
    """
    try:
        if address:
            validate_email(address)
    except ValidationError as wrong:
        raise Refused(*wrong.messages) from wrong
    if address != by.email:
        by.email = address
        by.save(update_fields=["email"])
        record("accounts.keep_address", on=by, by=by, at=at, has_address=bool(address))


@transaction.atomic
def close_account(user: User, *, by: User, at: datetime) -> None:
    """Stop an account from signing in; everything it did stays."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record("accounts.close", on=user, by=by, at=at)
