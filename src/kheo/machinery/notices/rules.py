import smtplib
import unicodedata
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.machinery.notices.states import LADDER, Rung

HANDFUL = 5  # more mail at once than this is held until somebody has looked through it
TITLE, ERROR, REASON = 200, 500, 300
PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
LEASE = timedelta(minutes=10)  # a mail that is being sent for so long has lost its sender


# What may be written in a notice and on an envelope -------------------------------------------------------------------


def one_line(text: str, most: int = TITLE) -> str:
    """Return a text without line breaks and signs that are not seen, cut to a length: nothing in it can begin another
    header."""
    seen = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def many_lines(text: str) -> str:
    """Return a text with its line breaks and without other signs of control."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(sign for sign in line if unicodedata.category(sign) != "Cc") for line in lines).strip()


def is_inside(url: str) -> bool:
    """Tell whether an address is a path of this site, whatever a browser may make of it."""
    plain = url.isprintable() and not {" ", "\\"} & set(url)
    return plain and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def link_to(url: str) -> str:
    """Return where a path of this site is found from outside: below the public address where one is set, else the path
    itself, for nobody but the settings says what this site is called."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}"


def address_of(user: User) -> str:
    """Return the one address to write to a person, or nothing if there is none that may be written to."""
    try:
        validate_email(user.email)
    except ValidationError:
        return ""
    return user.email


def letter(title: str, text: str, url: str) -> str:
    """Return the text of a mail that brings a notice."""
    page = _("The page in Khéo: %(link)s") % {"link": link_to(url)}
    foot = _("Khéo wrote this by itself. E-mail can be turned off on the page %(link)s; notices remain.")
    parts = [title, text, page, f"-- \n{foot % {'link': link_to('/lam-viec/thong-bao/tuy-chon/')}}"]
    return "\n\n".join(part for part in parts if part) + "\n"


# Sending --------------------------------------------------------------------------------------------------------------


def pause_after(tries: int) -> timedelta | None:
    """Return how long a mail rests after so many tries, or None if there is to be no other."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def next_try(tries: int, at: datetime) -> datetime | None:
    """Return when a mail that failed at a moment is tried again, if it is."""
    pause = pause_after(tries)
    return None if pause is None else at + pause


def is_about_the_mail(error: Exception) -> bool:
    """Tell whether a failure is about this one mail, so that others may well be taken."""
    return isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | smtplib.SMTPSenderRefused | ValueError
    )


def is_final(error: Exception) -> bool:
    """Tell whether it is of no use to try again: the server refused the mail for good, or it is no mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def said_by(error: Exception) -> str:
    """Return what a failure says, in a line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_text(answer)}" for code, answer in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        said = f"{type(error).__name__}: {error}"
    return one_line(said, ERROR)


def _text(answer: bytes | str) -> str:
    return str(answer, "utf-8", "replace") if isinstance(answer, bytes) else answer


def why_not_drop(reason: str) -> list[str]:
    """Return every reason against dropping a batch."""
    return [] if normalise(reason) else [_("Say why these mails are not to be sent.")]


# Calling to mind ------------------------------------------------------------------------------------------------------


def rung_on(due_on: date, since: date, day: date) -> Rung | None:
    """Return the rung of the ladder to tell of on a day, the round before having been on another: the latest of those
    that have come since."""
    come = [rung for rung in LADDER if since < due_on + timedelta(days=rung.days) <= day]
    return come[-1] if come else None


def deadline(due_on: date, day: date) -> str:
    """Return how a last day stands to a day, in words; the last day still belongs to the doer."""
    left = (due_on - day).days
    if left < 0:
        said = ngettext(
            "The last day was %(day)s: %(count)s day late.", "The last day was %(day)s: %(count)s days late.", -left
        )
    elif left == 0:
        said = _("The last day is today, %(day)s.")
    else:
        said = ngettext(
            "The last day is %(day)s: %(count)s day left.", "The last day is %(day)s: %(count)s days left.", left
        )
    return said % {"day": short_date(due_on), "count": abs(left)}
