from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb, day_of, find, progress
from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.refusals import Refused
from kheo.organisation.national.actions import Loaded, load_national
from kheo.organisation.national.kit import DAY, disagreements, read
from kheo.organisation.national.rules import ListedHeir, ended_by_list
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.organisation.units.queries import Heir, faults, find_units, heirs_of, on_map, without_heir
from kheo.organisation.units.states import Share, UnitKind

LOAD, AT, FIND, CHECK = "load-national", "at", "find", "check"


class Command(Verb):
    help = _("the map of units: of any day, by name, the whole country; and whether it is whole")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to do, and on which day or for which name."""
        parser.add_argument(
            "what",
            choices=[AT, FIND, LOAD, CHECK],
            help=_(
                "at DAY: the units of a day; find NAME: units of a name; load-national: bring in the units of the"
                " whole country before and after 1 July 2025; check: whether the tree of units is whole"
            ),
        )
        parser.add_argument("value", nargs="?", default="", metavar="DAY | NAME", help=_("2017-12-31 or 31/12/2017"))
        parser.add_argument("--under", help=_("short address of the unit below which to look"))
        parser.add_argument("--on", help=_("with find: the day whose map is asked (default: today)"))
        parser.add_argument("--bodies", action="store_true", help=_("with at: bodies too, not only places"))

    def handle(self, *, what: str, **options: Any) -> None:
        """Do what was asked for."""
        {AT: self._at, FIND: self._find, LOAD: self._load, CHECK: self._check}[what](options)

    def _at(self, options: dict[str, Any]) -> None:
        day, under = day_of(options["value"]), _unit(options["under"])
        facts: dict[str, Any] = {"day": day, "under": under.slug}
        heirs = heirs_of(under) if under.closed_on and under.closed_on <= day else []
        if under.closed_on and under.closed_on <= day:
            facts |= {"dissolved_on": under.closed_on, "heirs": [vars(heir) for heir in heirs]}
        elif day >= DAY and (listed := ended_by_list(read(), under.code, under.kind, under.name)):
            self._tell_of_the_list(facts, listed, under, options)
            return
        units = on_map(under, day, with_bodies=options["bodies"])
        facts["units"] = [_fact(version) for version in units]
        self.answer(facts, options, lambda: _map_in_words(under, day, units, heirs))

    def _tell_of_the_list(
        self, facts: dict[str, Any], listed: Sequence[ListedHeir], under: Unit, options: dict[str, Any]
    ) -> None:
        """Tell what became of a unit that this register, which was not told yet, still keeps as standing."""
        facts |= {"dissolved_on": DAY, "heirs": [vars(heir) for heir in listed], "units": []}
        facts["register_knows"] = False
        ended = _("%(unit)s ended on %(day)s.") % {"unit": under.name, "day": short_date(DAY)}
        unknown = _("So says the list of the whole country; this register does not know it yet: %(command)s.")
        lines = [ended, unknown % {"command": "kheo units load-national"}, _("Taken over by:")]
        lines += [f"  {heir.code:<6} {heir.name} ({Share(heir.share).label.lower()})" for heir in listed]
        self.answer(facts, options, lambda: "\n".join(lines))

    def _find(self, options: dict[str, Any]) -> None:
        day = day_of(options["on"]) if options["on"] else timezone.localdate()
        found = find_units(options["value"], under=_unit(options["under"]), on=day)
        facts = [{"slug": unit.slug, "code": unit.code, "name": unit.name, "kind": unit.kind} for unit in found]
        self.answer(
            {"day": day, "units": facts},
            options,
            lambda: "\n".join(f"{unit.code:<6} {unit.name} ({unit.slug})" for unit in found) or _("No such unit."),
        )

    def _load(self, options: dict[str, Any]) -> None:
        with progress(_("Loading the units of the whole country"), 4) as step:
            loaded = load_national(by=None, at=timezone.now(), tell=lambda done, _of: step() if done else None)
        facts = vars(loaded) | {"codes_that_differ": len(disagreements())}
        self.answer(facts, options, lambda: _load_in_words(loaded))

    def _check(self, options: dict[str, Any]) -> None:
        found, unknown = faults(), without_heir()
        facts = {
            "whole": not found,
            "faults": [vars(fault) for fault in found],
            "heirs_unknown": [unit.slug for unit in unknown],
            "codes_that_differ": [
                {"code": here, "name": name, "other_code": there} for here, name, there in disagreements()
            ],
        }
        words = [_("The tree of units is whole.")] if not found else []
        words += [f"{fault.kind}: {fault.unit} {fault.day or ''}" for fault in found]
        words += [_("Nobody knows yet who took over %(unit)s.") % {"unit": unit.name} for unit in unknown]
        self.answer(facts, options, lambda: "\n".join(words))
        if found:
            raise SystemExit(1)


def _unit(slug: str | None) -> Unit:
    if not slug:
        raise Refused(_("Say below which unit with --under."))
    return find(Unit.objects.all(), slug=slug)


def _fact(version: UnitVersion) -> dict[str, Any]:
    return {"code": version.code, "name": version.name, "kind": version.kind, "slug": version.unit.slug}


def _map_in_words(under: Unit, day: date, units: Sequence[UnitVersion], heirs: Sequence[Heir]) -> str:
    lines = []
    if under.closed_on and under.closed_on <= day:
        ended = _("%(unit)s ended on %(day)s.") % {"unit": under.name, "day": short_date(under.closed_on)}
        lines += [ended, *([_("Taken over by:")] if heirs else [_("Nobody knows yet who took it over.")])]
        lines += [f"  {heir.code:<6} {heir.name} ({Share(heir.share).label.lower()})" for heir in heirs]
    else:
        told = {"unit": under.name, "day": short_date(day), "number": grouped(len(units))}
        lines.append(_("%(unit)s on %(day)s: %(number)s units") % told)
    return "\n".join([*lines, *(f"  {each.code:<6} {each.name} ({UnitKind(each.kind).label})" for each in units)])


def _load_in_words(loaded: Loaded) -> str:
    if loaded.is_repeated:
        return _("The units of the whole country are loaded already; nothing was changed.")
    counts = {name: grouped(number) for name, number in loaded.made.items()} | {"known": loaded.known_already}
    lines = [
        _(
            "Until 30/06/2025: %(old_province)s provinces, %(old_district)s districts and %(old_commune)s communes"
            " entered; %(known)s were there already."
        )
        % counts,
        _("Since 01/07/2025: %(new_province)s new provinces, %(new_commune)s new communes.") % counts,
        _("Codes that another source gives otherwise: %(number)s (see “kheo units check --json”).")
        % {"number": len(disagreements())},
    ]
    lines += [_("Nobody knows yet who took over %(unit)s.") % {"unit": name} for name in loaded.unknown_heirs]
    return "\n".join(lines)
