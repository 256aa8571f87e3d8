"""What must be true of a group, and of what it did in a year."""

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import Fault, Said

FIRST_YEAR, LAST_YEAR = 1990, 2100


def why_not_group(said: Said) -> list[Fault]:
    """Return everything that is against a group: its days and its numbers."""
    faults = []
    if said["ended_on"] and said["ended_on"] <= said["founded_on"]:
        words = _("It cannot have ended before it was founded (%(day)s).") % {"day": short_date(said["founded_on"])}
        faults.append(Fault(words, "ended_on"))
    if not said["members"]:
        faults.append(Fault(_("A group has one member at least."), "members"))
    for name in ("women", "party_members"):
        if said[name] is not None and said[name] > said["members"]:
            faults.append(Fault(_("These are more than its members (%(members)s).") % said, name))
    return faults


def why_not_year(said: Said) -> list[Fault]:
    """Return everything that is against what a group did in a year."""
    faults, group, year = [], said["group"], said["year"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(Fault(_("Write the year with four digits, for example 2017."), "year"))
    elif year < group.founded_on.year:
        words = _("The group was founded on %(day)s only.") % {"day": short_date(group.founded_on)}
        faults.append(Fault(words, "year"))
    elif group.ended_on and year > group.ended_on.year:
        words = _("The group ended on %(day)s.") % {"day": short_date(group.ended_on)}
        faults.append(Fault(words, "year"))
    if said["settled"] > said["handled"]:
        faults.append(Fault(_("More cases cannot be settled than were handled (%(handled)s).") % said, "settled"))
    return faults
