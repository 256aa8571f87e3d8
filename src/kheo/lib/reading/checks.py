"""Whether the parts make the whole: equal, not_equal, compatible with the qualifiers, or not_checkable."""

from collections.abc import Iterable
from decimal import Decimal

from kheo.lib.reading.findings import Amount

_SLACK = {
    "over": (Decimal(1), Decimal("1.25")),
    "nearly": (Decimal("0.8"), Decimal(1)),
    "about": (Decimal("0.9"), Decimal("1.1")),
}
"""From what to what a number may be meant: "hơn 100" is 100 to 125."""


def bounds(amount: Amount) -> tuple[Decimal, Decimal] | None:
    """Return between which numbers an amount lies; None if it says none."""
    if amount.value is None:
        return None
    value = Decimal(amount.value)
    if amount.qualifier == "range" and amount.high is not None:
        return value, Decimal(amount.high)
    least, most = _SLACK.get(amount.qualifier, (Decimal(1), Decimal(1)))
    return value * least, value * most


def compare(total: Amount | None, parts: Iterable[Amount], complete: bool) -> str:
    """Return how the sum of the parts stands to the total.

    >>> one = Amount(start=0, end=0, text="", value=3, qualifier="exact")
    >>> compare(Amount(start=0, end=0, text="", value=6, qualifier="exact"), [one, one], complete=True)
    'equal'
    """
    listed = list(parts)
    whole = bounds(total) if total else None
    edges = [bounds(part) for part in listed]
    if whole is None or not complete or not listed or None in edges:
        return "not_checkable"
    least = sum((edge[0] for edge in edges if edge), Decimal(0))
    most = sum((edge[1] for edge in edges if edge), Decimal(0))
    if total and all(part.qualifier == "exact" for part in [total, *listed]):
        return "equal" if least == whole[0] else "not_equal"
    return "compatible" if least <= whole[1] and whole[0] <= most else "not_equal"
