"""One page that checks codes without a network: the keys, the words and the program in one file."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kheo.lib import seals
from kheo.lib.dates import short_date
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.models import Key

PAGE = Path(__file__).parent.parent / "offline" / "check.html"
_DATA = "{{data}}"


def offline_page(keys: Sequence[Key], address: str) -> str:
    """Return the page with these keys; `address` is where the present state of a certificate can be asked for."""
    data = {
        "language": get_language(),
        "address": address,
        "keys": {seals.key_id(key.public): key.public for key in keys},
        "fields": seals.FIELDS,
        "levels": {level.value: str(level.label) for level in Level},
        "words": words() | {"keys": _keys_of(keys)},
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return PAGE.read_text("utf-8").replace(_DATA, text)


def _keys_of(keys: Sequence[Key]) -> str:
    if not keys:
        return _("It holds no key yet: no certificate has been issued. Download it again later.")
    last = short_date(max(key.made_at for key in keys).date())
    return _("It holds the keys up to that of %(day)s; for a certificate of a later key, download it again.") % {
        "day": last
    }


def words() -> dict[str, str]:
    """Return all that the page says, in the reader's language."""
    return {
        "title": _("Check a certificate without a network"),
        "label": _("Code or address from the certificate"),
        "hint": _("Paste the address that the QR code holds. The short code under it can be checked only online."),
        "button": _("Check"),
        "good": _("The signature is genuine: this certificate was issued here and has not been changed."),
        "limits": _(
            "This page works without a network and so cannot know what happened since: whether the recognition was"
            " amended or revoked, or the certificate replaced. Ask for its present state at:"
        ),
        "forged": _("The signature is false: the code was changed after it was issued. Do not trust it."),
        "foreign": _(
            "The code was sealed by a key that this page does not know. Download the page again, or ask online."
        ),
        "unreadable": _("This is no code of a certificate. Copy the whole address from the QR code."),
        "old": _("This browser is too old for this check. Use a newer one, or ask online."),
        "cut": _("A name was too long for the code and is shortened (…); compare it with the paper."),
        "empty": _("Enter a code first."),
        "serial": _("Serial number"),
        "number": _("Number of the decision"),
        "decided_on": _("Decision signed on"),
        "issued_on": _("Certificate issued on"),
        "level": _("Level"),
        "issuer": _("Issuing unit"),
        "holder": _("Unit"),
        "title_fact": _("Name of the model"),
    }
