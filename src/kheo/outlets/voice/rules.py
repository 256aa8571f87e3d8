"""What a remark and a vote must be, the same for every door."""

from django.utils.translation import gettext as _

NAME_LIMIT = 100
REMARK_LIMIT = 3_000
STARS = range(1, 6)


def why_not_remark(name: str, text: str) -> list[str]:
    """Return every reason against a reader's remark."""
    reasons = []
    if not name:
        reasons.append(_("Please enter your full name."))
    if not text:
        reasons.append(_("Please write your remark."))
    if len(name) > NAME_LIMIT:
        reasons.append(_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT})
    if len(text) > REMARK_LIMIT:
        reasons.append(_("The remark is longer than %(limit)s characters.") % {"limit": REMARK_LIMIT})
    return reasons
