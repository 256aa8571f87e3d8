from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kheo.faces.setup.rules import NamedUnit
from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.organisation.access.actions import admit, appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.actions import UnitFacts, found, install
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.newsroom.actions import new_edition, open_section

# With which sections the portal begins, until its editors arrange them.
SECTIONS = (
    ("tin-hoat-dong", pgettext_lazy("section of the portal", "News of the movement")),
    ("mo-hinh-dien-hinh", pgettext_lazy("section of the portal", "Models and exemplars")),
    ("tu-co-so", pgettext_lazy("section of the portal", "From the units")),
)


@dataclass(frozen=True)
class Office:
    """What an office says of itself on the first day. Its own unit's name is the place or body that it steers."""

    name: str
    kind: UnitKind
    superior_name: str
    issuer_name: str
    place_name: str
    units: Sequence[NamedUnit]
    administrator: Person
    valid_from: date


@dataclass(frozen=True)
class Begun:
    """What the first day leaves: how many units, and the code that opens the first account."""

    installation: Installation
    units: int
    administrator: User
    code: str


@transaction.atomic
def begin(office: Office, *, at: datetime) -> Begun:
    """Set up an empty copy of Khéo for a real office: its body, its units, its first administrator. There is nobody
    yet, so there is no `by`.

    The administrator is also its standing office until others are appointed, so that a small office can start.

    :raises Refused: if the copy is in use, or with every reason against what was said.
    """
    if Unit.objects.exists() or User.objects.exists():
        raise Refused(
            _("This copy of Khéo is in use already. For another office, or after the demo, use an empty data folder.")
        )
    root = found(UnitFacts(name=office.name, kind=office.kind), valid_from=office.valid_from, by=None, at=at)
    for named in office.units:
        facts = UnitFacts(name=named.name, kind=named.kind, parent=root, code=named.code)
        found(facts, valid_from=office.valid_from, by=None, at=at)
    installation = Installation(
        unit=root,
        portal_name=_("“Dân vận khéo” of %(name)s") % {"name": root.name},
        superior_name=office.superior_name,
        issuer_name=office.issuer_name,
        place_name=office.place_name,
    )
    install(installation, by=None, at=at)
    day = office.valid_from
    user, code = admit(office.administrator, role=Role.ADMINISTRATOR, unit=root, valid_from=day, by=None, at=at)
    appoint(user, role=Role.STANDING_OFFICE, unit=root, valid_from=day, by=None, at=at)
    for order, (slug, name) in enumerate(SECTIONS, start=1):
        open_section(slug=slug, name=str(name), order=order, by=None, at=at)
    new_edition()
    return Begun(installation, len(office.units), user, code)
