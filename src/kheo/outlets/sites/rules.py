"""What a site must be, and how it stands to units and to names on the net."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet
from django.http.request import split_domain_port, validate_host  # noqa: TID251 -- the gate's own rules of names
from django.utils.translation import gettext as _

from kheo.lib.contrast import BLACK, WHITE, YELLOW, deeper, is_colour, is_enough, nearest
from kheo.lib.vitext import normalise
from kheo.organisation.units.models import Lineage, Unit
from kheo.outlets.sites.kit import PublicSite

HOST_LIMIT = 253
# What stands on the band in the site's colour: words, and the name and the place in the menu.
ON_THE_BAND = (WHITE, YELLOW)
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


@dataclass(frozen=True)
class SiteFacts:
    """What an administrator says of a site."""

    unit: Unit
    host: str
    name: str
    responsible: str
    tagline: str = ""
    colour: str = "#b3131b"
    office: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    sections: Sequence[str] = ()
    hidden: Sequence[str] = ()
    is_shown: bool = False
    logo_id: UUID | None = None


class Names(NamedTuple):
    """The names on the net that the installation answers to, and where its own portal is."""

    hosts: Sequence[str]
    public_url: str = ""


# Names ----------------------------------------------------------------------------------------------------------------


def host_of(asked: str) -> str:
    """Return the name in a request's host, or as somebody typed or pasted it: small letters, without a port, a scheme
    or a dot at its end; of a Vietnamese name what the net writes for it. Empty if it is none."""
    text = normalise(asked).strip().lower()
    text = urlsplit(text).netloc if "//" in text else text.partition("/")[0]
    if not text.isascii():
        try:
            text = text.encode("idna").decode()
        except UnicodeError:
            return ""
    return split_domain_port(text)[0].rstrip(".")


def answers_to(host: str, names: Names) -> bool:
    """Tell whether the installation answers to a name at all."""
    return validate_host(host, names.hosts)


def main_host(names: Names, taken: set[str]) -> str:
    """Return the name of the main site: that of the public address, else the first whole name that no site has."""
    whole = [host for host in names.hosts if not host.startswith(".") and host != "*"]
    told = [host_of(names.public_url)] if names.public_url else []
    return next((host for host in [*told, *whole] if host not in taken), "")


def origin_at(host: str, scheme: str, asked: str) -> str:
    """Return how addresses at a name begin: the scheme and the port are those by which the reader came."""
    port = split_domain_port(asked.lower())[1]
    return f"{scheme}://{host}{':' + port if port else ''}"


# Colours --------------------------------------------------------------------------------------------------------------


def passes(colour: str) -> bool:
    """Tell whether all that stands on a band in a colour can be read."""
    return is_colour(colour) and is_enough(colour, ON_THE_BAND)


def nearest_passing(colour: str) -> str:
    """Return the nearest colour on which all that stands there can be read."""
    return nearest(colour, ON_THE_BAND)


def stylesheet(colour: str) -> str:
    """Return the rules that give the public pages a colour that passes; where a reader asked for high contrast the
    pages stay black, and only lines and headings carry it, light enough for black."""
    deep, light = deeper(colour, 0.22), nearest(colour, (BLACK,), lighter=True)
    return (
        f'html:not([data-contrast="high"]) :is(.public, .site-preview) {{ --red: {colour}; --red-deep: {deep}; }}\n'
        f'html[data-contrast="high"] .public .block > h2 {{ color: {light}; border-color: {light}; }}\n'
        f'html[data-contrast="high"] :is(.public .colophon, .site-preview) {{ border-color: {light}; }}\n'
    )


# What stands against a site -------------------------------------------------------------------------------------------


def tidied(facts: SiteFacts) -> dict[str, Any]:
    """Return the columns of a site as somebody said them, without needless spaces."""
    words = ("name", "responsible", "tagline", "office", "address", "phone", "email")
    said: dict[str, Any] = {name: normalise(getattr(facts, name)).strip() for name in words}
    said |= {"host": host_of(facts.host), "colour": facts.colour.strip().lower(), "is_shown": facts.is_shown}
    said |= {"sections": list(facts.sections), "hidden": sorted(facts.hidden), "logo_id": facts.logo_id}
    return said | {"unit_id": facts.unit.pk}


def why_not_name(host: str, names: Names, *, is_taken: bool, is_main: bool) -> list[str]:
    """Return why a site cannot have a name; `is_main` tells that it is the site of the installation's own body."""
    if len(host) > HOST_LIMIT or not _HOST.fullmatch(host):
        return [_("Write a domain name such as yenhoa.example.vn, without http:// and without a path.")]
    if is_taken:
        return [_("Another site has the domain name “%(host)s”.") % {"host": host}]
    if not is_main and names.public_url and host == host_of(names.public_url):
        return [_("“%(host)s” is the name of the main portal.") % {"host": host}]
    if not answers_to(host, names):
        return [
            _(
                "This installation does not answer to “%(host)s” yet. Ask the operator to add %(host)s to the setting"
                " KHEO_HOSTS and to restart Khéo, then save again."
            )
            % {"host": host}
        ]
    return []


def why_not_colour(colour: str) -> list[str]:
    """Return why a site cannot have a colour, and which one is near."""
    if not is_colour(colour):
        return [_("Write the colour as a hash sign and six digits, for example #0b57a4.")]
    if not passes(colour):
        return [
            _("White and yellow letters are hard to read on %(colour)s. The nearest colour that will do is %(near)s.")
            % {"colour": colour, "near": nearest_passing(colour)}
        ]
    return []


def why_not_say(said: dict[str, Any]) -> list[str]:
    """Return what is missing in what a site says of itself."""
    missing = {
        _("The name of the portal is missing."): not said["name"],
        _("Say who answers for the content: post and full name."): not said["responsible"],
        _("Give readers an address, a telephone number or an e-mail address before the site is opened to them."): (
            said["is_shown"] and not (said["address"] or said["phone"] or said["email"])
        ),
    }
    return [words for words, is_missing in missing.items() if is_missing]


# What a site shows ----------------------------------------------------------------------------------------------------


def units_on(site: PublicSite, day: date) -> QuerySet[Lineage, int]:
    """Return the numbers of the units of which a site shows what they publish: its own, all below it on a day, and
    those that were closed and have their heirs among them. It is a subquery, for `unit__in=`."""
    return Lineage.objects.reaching(day).filter(ancestor=site.unit_id).values_list("unit_id", flat=True)
