"""Of what kind a contribution is, in what it is measured, and who gave it."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What was given."""

    MONEY = "money", pgettext_lazy("contribution kind", "Money")
    LABOUR = "labour", pgettext_lazy("contribution kind", "Labour")
    LAND = "land", pgettext_lazy("contribution kind", "Land")
    GOODS = "goods", pgettext_lazy("contribution kind", "Goods")


class Measure(TextChoices):
    """The unit in which it was given, as the list said it. A sào is 360 m² in the north and 500 m² in the centre."""

    DONG = "dong", pgettext_lazy("measure", "đồng")
    THOUSAND_DONG = "thousand_dong", pgettext_lazy("measure", "thousand đồng")
    MILLION_DONG = "million_dong", pgettext_lazy("measure", "million đồng")
    BILLION_DONG = "billion_dong", pgettext_lazy("measure", "billion đồng")
    WORKDAY = "workday", pgettext_lazy("measure", "labour days")
    M2 = "m2", pgettext_lazy("measure", "m²")
    HECTARE = "ha", pgettext_lazy("measure", "ha")
    SAO_NORTH = "sao_north", pgettext_lazy("measure", "sào (north, 360 m²)")
    SAO_CENTRE = "sao_centre", pgettext_lazy("measure", "sào (centre, 500 m²)")
    KG = "kg", pgettext_lazy("measure", "kg")
    QUINTAL = "quintal", pgettext_lazy("measure", "quintals")
    TONNE = "tonne", pgettext_lazy("measure", "tonnes")
    BAG = "bag", pgettext_lazy("measure", "bags")
    TREE = "tree", pgettext_lazy("measure", "trees")
    HEAD = "head", pgettext_lazy("measure", "head of livestock")
    PIECE = "piece", pgettext_lazy("measure", "pieces")
    SET = "set", pgettext_lazy("measure", "sets")
    SHARE = "share", pgettext_lazy("measure", "gift shares")
    BRICK = "brick", pgettext_lazy("measure", "bricks")
    METRE = "m", pgettext_lazy("measure", "m")
    M3 = "m3", pgettext_lazy("measure", "m³")
    LITRE = "litre", pgettext_lazy("measure", "litres")
    HOUSE = "house", pgettext_lazy("measure", "houses")


class Scale(NamedTuple):
    """Of which kind something is that is measured so, and how many of which unit one of it is in a view."""

    kind: Kind
    base: Measure
    times: Decimal = Decimal(1)


_OF_MORE = {
    Measure.DONG: Scale(Kind.MONEY, Measure.DONG),
    Measure.THOUSAND_DONG: Scale(Kind.MONEY, Measure.DONG, Decimal(1_000)),
    Measure.MILLION_DONG: Scale(Kind.MONEY, Measure.DONG, Decimal(1_000_000)),
    Measure.BILLION_DONG: Scale(Kind.MONEY, Measure.DONG, Decimal(1_000_000_000)),
    Measure.WORKDAY: Scale(Kind.LABOUR, Measure.WORKDAY),
    Measure.M2: Scale(Kind.LAND, Measure.M2),
    Measure.HECTARE: Scale(Kind.LAND, Measure.M2, Decimal(10_000)),
    Measure.SAO_NORTH: Scale(Kind.LAND, Measure.M2, Decimal(360)),
    Measure.SAO_CENTRE: Scale(Kind.LAND, Measure.M2, Decimal(500)),
}
# Goods are never converted: a tonne of cement and a kilogram of rice make no sum.
SCALES = {measure: _OF_MORE.get(measure) or Scale(Kind.GOODS, measure) for measure in Measure}


class Qualifier(TextChoices):
    """The word before a number that is not exact, as the list said it."""

    NEARLY = "nearly", pgettext_lazy("qualifier", "nearly")
    OVER = "over", pgettext_lazy("qualifier", "over")
    ABOUT = "about", pgettext_lazy("qualifier", "about")


class DonorClass(TextChoices):
    """Who gave it."""

    ENTERPRISE = "enterprise", pgettext_lazy("donor", "Enterprise")
    BENEFACTOR = "benefactor", pgettext_lazy("donor", "Benefactor")
    HOUSEHOLD = "household", pgettext_lazy("donor", "Household")
    ORGANISATION = "organisation", pgettext_lazy("donor", "Organisation")
    OTHER = "other", pgettext_lazy("donor", "Other")


# Whose names the public may read, if they did not ask otherwise: private persons are never named.
NAMED_IN_PUBLIC = (DonorClass.ENTERPRISE, DonorClass.ORGANISATION)
