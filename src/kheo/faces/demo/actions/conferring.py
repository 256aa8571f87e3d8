"""The demo's next conference, as far as it is prepared."""

from datetime import date, time, timedelta

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import local_day
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.rules import ConferenceFacts
from kheo.movement.conferences.states import Circle, ConferenceKind


def prepare_next(district: District, campaign: Campaign) -> None:
    """Prepare the half-year review of the present year, ten days after the demo was loaded: its programme, its
    delegates, the numbers asked of two communes. Nobody is invited yet."""
    data = kit.read("conference")["next"]
    day: date = local_day(district.at) + timedelta(days=10)
    texts = {name: data[name] for name in ("title", "place", "chair")}
    facts = ConferenceFacts(ConferenceKind.HALF_YEAR, campaign, held_on=day, begins_at=time(7, 30), **texts)
    made = actions.prepare(facts, unit=district.units[data["unit"]], by=district.office, at=district.at)
    for row in data["item"]:
        actions.add_item(
            made, content=row["content"], who=row["who"], minutes=row["minutes"], by=district.office, at=district.at
        )
    actions.add_people(made, queries.people_in(Circle.MEMBERS, made), by=district.office, at=district.at)
    asked = {district.units[slug].pk: number for slug, number in data["asked"].items()}
    actions.ask_units(made, asked, by=district.office, at=district.at)
