"""What every page's frame shows: the body, the day, and the menu of those who signed in."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.notices.queries import unread_of
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.units.models import Installation
from kheo.organisation.units.queries import installation

WORKSPACE = "/lam-viec/"


@dataclass(frozen=True)
class Body:
    """The body whose pages these are."""

    name: str
    superior_name: str
    address: str
    phone: str
    email: str
    responsible: str


@dataclass(frozen=True)
class Entry:
    """A line of the menu: shown to those who may do the act somewhere."""

    url_name: str
    label: Promise
    icon: str
    act: str


@dataclass(frozen=True)
class Group:
    """Entries of the menu that belong together, with their heading."""

    heading: Promise | str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it; the first of a group has its heading."""

    url: str
    label: Promise
    icon: str
    active: bool
    heading: Promise | str = ""


@dataclass(frozen=True)
class Bell:
    """Where the notices are, and how many are not read."""

    url: str
    count: int


MENU = (
    Group(
        "",
        (
            Entry("workspace:home", _("Overview"), "house", "workspace.home"),
            Entry("workspace:leader", pgettext_lazy("menu", "Year at a glance"), "bar-chart-line", "workspace.lead"),
            Entry("duties:list", _("Tasks"), "list-check", "workspace.home"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Emulation movement"),
        (
            Entry("campaigns:list", _("Campaigns"), "calendar-event", "workspace.home"),
            Entry("criteria:list", pgettext_lazy("menu", "Criteria"), "clipboard-check", "criteria.view"),
            Entry("registry:list", _("Registrations"), "journal-text", "registry.view"),
            Entry("likeness:list", pgettext_lazy("menu", "Duplicates"), "circle-half", "likeness.view"),
            Entry("press:mine", pgettext_lazy("menu", "Press works to judge"), "newspaper", "press.mark"),
            Entry("appraisal:mine", pgettext_lazy("menu", "My scoring"), "clipboard-check", "appraisal.mark"),
            Entry("appraisal:current", pgettext_lazy("menu", "Appraisal"), "list-check", "appraisal.oversee"),
            Entry("meetings:list", pgettext_lazy("menu", "Review meetings"), "hand-thumbs-up", "meetings.view"),
            Entry("recognition:list", _("Decisions"), "award", "registry.view"),
            Entry("certificates:list", pgettext_lazy("menu", "Certificates"), "patch-check", "registry.view"),
            Entry("commendation:list", pgettext_lazy("menu", "Commendation"), "trophy", "commendation.view"),
            Entry("newrural:board", pgettext_lazy("menu", "New rural area"), "table", "newrural.view"),
            Entry("replication:list", pgettext_lazy("menu", "Replication"), "diagram-3", "replication.view"),
            Entry("pledges:list", pgettext_lazy("menu", "Pledges of clusters"), "diagram-3", "pledges.view"),
            Entry("registers:index", pgettext_lazy("menu", "Registers"), "book", "registers.view"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Figures and reports"),
        (
            Entry("reports:statistics", _("Statistics"), "bar-chart-line", "registry.view"),
            Entry("tables:list", pgettext_lazy("tables", "Statistical tables"), "table", "tables.view"),
            Entry("reports:year_end", _("Reports"), "file-earmark-word", "reports.compose"),
            Entry("reporting:list", _("Periodic reports"), "send", "reporting.view"),
            Entry("intake:list", _("Excel in"), "file-earmark-excel", "intake.receive"),
            Entry("readings:list", _("Reports in"), "file-earmark-text", "readings.view"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Steering"),
        (
            Entry("committees:list", _("Committees"), "bank", "committees.view"),
            Entry("conferences:list", _("Conferences"), "people", "workspace.home"),
            Entry("directives:list", _("Documents"), "file-earmark-text", "workspace.home"),
            Entry("correspondence:list", pgettext_lazy("menu", "In and out"), "inbox", "correspondence.view"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Organisation"),
        (
            Entry("changes:units", pgettext_lazy("menu", "Units"), "diagram-3", "workspace.home"),
            Entry("statuses:list", pgettext_lazy("menu", "Statuses"), "patch-check", "statuses.view"),
            Entry("workspace:people", _("People"), "person-plus", "access.admit"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Portal"),
        (
            Entry("newsroom:articles", _("Portal"), "newspaper", "newsroom.write"),
            Entry("sites:list", pgettext_lazy("menu", "Sites"), "globe2", "sites.keep"),
            Entry("search:abbreviations", pgettext_lazy("menu", "Abbreviations"), "search", "search.abbreviate"),
        ),
    ),
    Group(
        pgettext_lazy("menu group", "Tools for documents"),
        (
            Entry("drafting:start", pgettext_lazy("menu", "Draw up a document"), "file-earmark-word", "drafting.write"),
            Entry("papers:list", pgettext_lazy("menu", "Templates"), "file-earmark-text", "papers.view"),
            Entry("formats:check", pgettext_lazy("menu", "Document layout"), "clipboard-check", "formats.check"),
            Entry("typefaces:start", pgettext_lazy("menu", "Typefaces"), "arrow-repeat", "typefaces.use"),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the body, the day, and in the workspace the menu; read only when a template asks."""
    given: dict[str, Any] = {"today": _today(), "body": SimpleLazyObject(_body)}
    if request.path.startswith(WORKSPACE):
        given["nav"] = SimpleLazyObject(lambda: _menu(request))
        given["bell"] = SimpleLazyObject(lambda: _bell(request))
        given["search_url"] = reverse("workspace:search")
        given["user_links"] = [
            {"url": reverse("workspace:delegations"), "label": _("Delegate while away")},
            {"url": reverse("jobs:list"), "label": _("Background work")},
            {"url": reverse("notices:preferences"), "label": _("Notices by e-mail")},
            {"url": reverse("account_change_password"), "label": _("Change password")},
            {"url": "/", "label": _("Public portal")},
        ]
    return given


def _today() -> date:
    return local_day(timezone.now())


def _body() -> Body | None:
    here: Installation | None = installation()
    if here is None:
        return None
    return Body(here.portal_name, here.superior_name, here.address, here.phone, here.email, here.responsible)


def _bell(request: HttpRequest) -> Bell | None:
    """Return the bell of who is signed in, in one query."""
    user = request.user
    return Bell(reverse("notices:list"), unread_of(user)) if user.is_authenticated else None


def _menu(request: HttpRequest) -> list[Link]:
    """Return the entries open to the user, the deepest that fits the address marked."""
    user = request.user
    if not user.is_authenticated:
        return []
    links = [link for group in MENU for link in _links(user, group)]
    here = max((link.url for link in links if request.path.startswith(link.url)), key=len, default="")
    return [replace(link, active=link.url == here) for link in links]


def _links(user: User, group: Group) -> list[Link]:
    """Return the entries of a group that are open to the user, none marked yet."""
    entries = [entry for entry in group.entries if can_anywhere(user, entry.act)]
    headings = [group.heading, *("" for _each in entries[1:])]
    pairs = zip(entries, headings, strict=False)  # a group without entries has no heading either
    return [Link(reverse(entry.url_name), entry.label, entry.icon, False, heading) for entry, heading in pairs]
