"""Contributions and uses for tests, made through the real verbs. All of it is invented."""

from datetime import date
from decimal import Decimal

from kheo.machinery.registers.actions import enter
from kheo.movement.contributions.registers import CONTRIBUTIONS, USES
from tests import make

DAY = date(2017, 5, 12)


def model(cast, unit=None, **said):
    """Return a model of Yên Hòa, or of another unit."""
    campaign = said.pop("campaign", None) or make.campaign(cast.district)
    return make.registration(campaign, unit or cast.hoa, cast.commune_officer, **said).exemplar


def said_of(exemplar, **said):
    """Return all that is said of a contribution."""
    usual = {"donor": "Công ty TNHH Hoàng Long", "donor_class": "enterprise", "is_anonymous": False}
    usual |= {"content": "Tiền mặt", "qualifier": "", "quantity": Decimal(5), "measure": "million_dong", "kind": ""}
    usual |= {"worth": None, "given_on": DAY, "receipt": ""}
    return {"unit": exemplar.unit if exemplar else None, "exemplar": exemplar, **usual, **said}


def contribution(exemplar, *, by=None, **said):
    return enter(CONTRIBUTIONS, said_of(exemplar, **said), by=by, at=make.NOW)


def said_of_use(exemplar, **said):
    """Return all that is said of a use."""
    usual = {"purpose": "Mua xi măng", "qualifier": "", "quantity": Decimal(2), "measure": "million_dong", "kind": ""}
    usual |= {"used_on": DAY, "receipt": ""}
    return {"unit": exemplar.unit if exemplar else None, "exemplar": exemplar, **usual, **said}


def use(exemplar, *, by=None, **said):
    return enter(USES, said_of_use(exemplar, **said), by=by, at=make.NOW)
