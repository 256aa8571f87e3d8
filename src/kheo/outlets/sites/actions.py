"""Every write of a site. Each tells the rooms that make public pages."""

from dataclasses import replace
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.refusals import Refused, Stale
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Installation
from kheo.outlets.sites.models import Site
from kheo.outlets.sites.policy import KEEP
from kheo.outlets.sites.queries import is_of_installation, names
from kheo.outlets.sites.rules import SiteFacts, tidied, why_not_colour, why_not_name, why_not_say
from kheo.outlets.sites.signals import site_changed


class NotOpened(Refused):
    """A site cannot be as it was said."""


@transaction.atomic
def open_site(facts: SiteFacts, *, by: User | None, at: datetime, logo: "File[bytes] | None" = None) -> Site:
    """Open the site of a unit; said again in the same words it is the one that is there.

    :raises NotOpened: with every reason against.
    """
    _ask(by, facts.unit.pk)
    _lock()
    known = Site.objects.filter(unit=facts.unit).first()
    if known and _says(known, facts):
        return known
    reasons = [_("%(unit)s has a site already.") % {"unit": facts.unit.name}] if known else []
    facts = _checked(facts, reasons, None, logo, by, at)
    site = Site(version=1)
    _say(site, facts)
    record("sites.open_site", on=site, by=by, at=at, host=site.host, unit=site.unit_id, shown=site.is_shown)
    site_changed.send(Site, site=site)
    return site


@transaction.atomic
def amend_site(
    site: Site, facts: SiteFacts, *, version: int, by: User | None, at: datetime, logo: "File[bytes] | None" = None
) -> Site:
    """Say anew what a site is; the unit stays. In the same words it changes nothing.

    :raises NotOpened: with every reason against.
    :raises Stale: if somebody changed it after `version`.
    """
    _ask(by, site.unit_id)
    _lock()
    site = Site.objects.select_related("unit").get(pk=site.pk)
    facts = replace(facts, unit=site.unit)
    if logo is None and _says(site, facts):
        return site
    if version != site.version:
        raise Stale(_("Somebody changed this site meanwhile. Reload the page to see it."))
    facts = _checked(facts, [], site, logo, by, at)
    before = {name: getattr(site, name) for name in tidied(facts)}
    site.version += 1
    _say(site, facts)
    changed = sorted(name for name, was in before.items() if getattr(site, name) != was)
    record("sites.amend_site", on=site, by=by, at=at, host=site.host, changed=changed, shown=site.is_shown)
    site_changed.send(Site, site=site)
    return site


@transaction.atomic
def close_site(site: Site, *, by: User | None, at: datetime) -> None:
    """Close a site for good: its name leads to the main site, where what it showed stays. Closed again, nothing is
    done."""
    _ask(by, site.unit_id)
    _lock()
    kept = Site.objects.filter(pk=site.pk).first()
    if kept is None:
        return
    record("sites.close_site", on=kept, by=by, at=at, host=kept.host, unit=kept.unit_id, name=kept.name)
    kept.delete()
    site_changed.send(Site, site=site)


def _ask(by: User | None, unit_id: int) -> None:
    if by is not None:
        require(by, KEEP, on=unit_id)


def _lock() -> None:
    """Let one at a time change sites: a name and a unit have one."""
    Installation.objects.select_for_update(no_key=True).first()


def _says(site: Site, facts: SiteFacts) -> bool:
    """Tell whether a site is as it is said already."""
    return all(getattr(site, name) == value for name, value in tidied(facts).items())


def _checked(
    facts: SiteFacts, reasons: list[str], site: Site | None, logo: "File[bytes] | None", by: User | None, at: datetime
) -> SiteFacts:
    """Return what was said with its new logo, if nothing is against it."""
    said = tidied(facts)
    others = Site.objects.exclude(pk=site.pk) if site else Site.objects.all()
    is_taken = others.filter(host=said["host"]).exists()
    is_main = is_of_installation(facts.unit.pk)
    reasons = [*reasons, *why_not_say(said), *why_not_colour(said["colour"])]
    reasons += why_not_name(said["host"], names(), is_taken=is_taken, is_main=is_main)
    if reasons:
        raise NotOpened(*reasons)
    return replace(facts, logo_id=keep(logo, kinds=PHOTO_KINDS, by=by, at=at).pk) if logo else facts


def _say(site: Site, facts: SiteFacts) -> None:
    for name, value in tidied(facts).items():
        setattr(site, name, value)
    site.save()
