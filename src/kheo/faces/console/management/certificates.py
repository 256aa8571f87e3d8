"""Checking a certificate without a database: the published keys are read from a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kheo.faces.console.kit import NotFound
from kheo.lib import seals
from kheo.lib.dates import parse_day, short_date
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.queries import tidied


class NotGenuine(Refused):
    """The code is not that of a certificate, or no key of the file has sealed it."""


def checked(code: str, keys: Path) -> dict[str, Any]:
    """Return what a code says if one of the published keys of a file has sealed it.

    :raises NotFound: if there is no such file.
    :raises Refused: if it holds no keys.
    :raises NotGenuine: with the reason.
    """
    publics = dict(keys_in(keys))
    try:
        payload = seals.verify(tidied(code), publics.values())
    except seals.Unreadable as error:
        raise NotGenuine(_("This is no code of a certificate. Copy the whole address from the QR code.")) from error
    except seals.Forged as forged:
        if str(forged) in publics:
            reason = _("The signature is false: the code was changed after it was issued. Do not trust it.")
        else:
            reason = _("The code was sealed by a key that the file does not hold. Download the keys again.")
        raise NotGenuine(reason) from forged
    return {"genuine": True, "shortened": payload.is_cut, **payload.facts}


def keys_in(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the keys of a file as it is published, as text or as JSON, each after its id."""
    if not file.is_file():
        raise NotFound(_("There is no file “%(name)s”.") % {"name": file})
    text = file.read_text("utf-8", errors="replace")
    found = False
    for public in _publics(text):
        try:
            yield seals.key_id(public), public
        except seals.Unreadable:
            continue
        found = True
    if not found:
        raise Refused(_("“%(name)s” holds no public key. Download it from /xac-thuc/khoa/.") % {"name": file})


def _publics(text: str) -> list[str]:
    try:
        rows = json.loads(text)["keys"]
        return [str(row["public"]) for row in rows]
    except (ValueError, KeyError, TypeError):
        lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
        return [words[1] if len(words) > 1 else words[0] for words in lines if words]


def in_words(facts: dict[str, Any]) -> str:
    """Return what was found, and what cannot be known without asking."""
    lines = {
        _("Serial number"): facts["serial"],
        _("Name of the model"): facts["title"],
        _("Unit"): facts["holder"],
        _("Level"): str(Level(facts["level"]).label) if facts["level"] in Level.values else facts["level"],
        _("Number of the decision"): facts["number"],
        _("Decision signed on"): _day(facts["decided_on"]),
        _("Issuing unit"): facts["issuer"],
        _("Certificate issued on"): _day(facts["issued_on"]),
    }
    told = [_("The signature is genuine."), *(f"  {label}: {text}" for label, text in lines.items())]
    if facts["shortened"]:
        told.append(_("A name was too long for the code and is shortened (…); compare it with the paper."))
    told.append(
        _("Whether it was amended, replaced or revoked since cannot be known offline: ask at /xac-thuc/ of the site.")
    )
    return "\n".join(told)


def _day(text: str) -> str:
    return short_date(parse_day(text))
