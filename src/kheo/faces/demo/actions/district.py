"""What has been loaded of the demo so far."""

from dataclasses import dataclass, field
from datetime import datetime

from kheo.faces.demo.rules import PEOPLE
from kheo.foundation.accounts.models import User
from kheo.machinery.directives.models import Directive
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


@dataclass
class District:
    """What has been loaded so far, by short address."""

    at: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    directives: dict[str, Directive] = field(default_factory=dict)
    exemplars: dict[str, Exemplar] = field(default_factory=dict)

    @property
    def office(self) -> User:
        return self.people["thuongtruc"]

    def officer_of(self, unit: str) -> User:
        """Return who enters for a unit: its own officer, or the standing office on its behalf."""
        own = (person.username for person in PEOPLE if person.unit == unit and person.role == Role.OFFICER)
        return self.people.get(next(own, ""), self.office)

    @property
    def scorers(self) -> list[User]:
        return [self.people[person.username] for person in PEOPLE if person.role == Role.APPRAISER]
