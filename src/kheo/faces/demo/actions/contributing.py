"""What was given for models of the demo district in 2017, and what it was used for."""

from datetime import datetime, time
from decimal import Decimal

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.contributions.registers import CONTRIBUTIONS, USES
from kheo.movement.contributions.states import DonorClass, Measure


def contribute(district: District) -> None:
    """Enter contributions and uses as the officers of the communes that hold the models."""
    for model in kit.read("contributions")["model"]:
        exemplar = district.exemplars[model["name"]]
        about = {"unit": exemplar.unit, "exemplar": exemplar}
        by = district.officer_of(exemplar.unit.slug)
        for row in model["given"]:
            said = {**about, **row, "quantity": Decimal(row["quantity"]), "measure": Measure(row["measure"])}
            said["donor_class"] = DonorClass(row["donor_class"])
            enter(CONTRIBUTIONS, said, by=by, at=datetime.combine(row["given_on"], time(10), LOCAL))
        for row in model["used"]:
            said = {**about, **row, "quantity": Decimal(row["quantity"]), "measure": Measure(row["measure"])}
            enter(USES, said, by=by, at=datetime.combine(row["used_on"], time(15), LOCAL))
