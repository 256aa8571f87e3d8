"""On which documents a campaign rests, and each of its phases and levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.machinery.directives.queries.citing import Basis, bases_of, bases_of_many
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.states import PhaseKind


@dataclass(frozen=True)
class Part:
    """A part of a campaign that rests on documents, as the register of documents knows it."""

    label: str
    kind: str
    record: int
    bases: list[Basis]


def parts_of(campaign: Campaign, levels: Sequence[CampaignLevel], day: date) -> list[Part]:
    """Return a campaign, its phases and its levels, each with the documents on which it rests."""
    phases = list(campaign.phases.order_by("starts_on", "pk"))
    parts = [(_("The whole campaign"), "campaign", campaign.pk)]
    parts += [(str(PhaseKind(each.kind).label), "phase", each.pk) for each in phases]
    parts += [(each.get_level_display(), "level", each.pk) for each in levels]
    asked = {kind: [record for _label, of, record in parts if of == kind] for kind in ("campaign", "phase", "level")}
    found = bases_of_many(asked, day)
    return [Part(label, kind, record, found[kind][record]) for label, kind, record in parts]


def bases_of_level(campaign: Campaign, level: str, day: date) -> list[Basis]:
    """Return the documents on which a level of a campaign rests, with its quorum and its majority."""
    here = CampaignLevel.objects.filter(campaign=campaign, level=level).values("pk")
    return [basis for bases in bases_of("level", here, day).values() for basis in bases]
