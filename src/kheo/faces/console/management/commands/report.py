from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import NotFound, Verb, day_of, find, progress
from kheo.lib.dates import NotADay, local_day, parse_day
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.movement.closings.states import Period
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.actions import print_annex, print_report, write_annex, write_half_year, write_year_end
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import form_of
from kheo.outlets.reports.states import DocumentForm
from kheo.ui.forms import NOT_A_DAY

# What draws and writes each report, and whose closings it is printed from.
KINDS: dict[str, tuple[Callable[..., Any], Callable[..., None], Period]] = {
    "year-end": (year_end, write_year_end, Period.YEAR),
    "half-year": (half_year, write_half_year, Period.HALF_YEAR),
}


class Command(Verb):
    help = _("write the year-end or half-year report of a campaign (Word) and its annex (Excel)")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to report, where to, and what stands on it."""
        parser.add_argument("kind", choices=list(KINDS), help=_("which report: year-end or half-year"))
        parser.add_argument("--campaign", required=True, help=_("short address of the campaign"))
        parser.add_argument("--map", help=_("day whose map of units is meant (default: as reported)"))
        parser.add_argument("--unit", help=_("short address of the unit (default: the steering unit)"))
        parser.add_argument(
            "--closing",
            type=int,
            help=_("closed version of the period's figures to print from (default: the figures of now)"),
        )
        parser.add_argument("--out", required=True, type=Path, help=_("the Word document to write"))
        parser.add_argument("--annex", type=Path, help=_("the Excel annex to write"))
        parser.add_argument(
            "--form", choices=DocumentForm.values, help=_("Party or State form (default: by who signs)")
        )
        parser.add_argument("--number", default="", help=_("number of the document (default: dots to fill in)"))
        parser.add_argument("--date", help=_("day of signing, dd/mm/yyyy (default: dots to fill in)"))

    def handle(self, *, out: Path, annex: Path | None, **options: Any) -> None:
        """Write the documents."""
        campaign = find(Campaign.objects.select_related("unit", "movement"), slug=options["campaign"])
        unit = find(Unit.objects.select_related("parent"), slug=options["unit"]) if options["unit"] else campaign.unit
        at = timezone.now()
        letter = {"number": options["number"], "signed_on": _day(options["date"])}
        day = day_of(options["map"]) if options["map"] else None
        _must_be_writable(out, annex)
        if options["closing"] is not None:
            self._print(campaign, letter, out, annex, options)
            return
        with progress(_("Writing the report")):
            draw, write, _period = KINDS[options["kind"]]
            report = draw(campaign, unit, drawn_on=local_day(at), on=day, **letter)
            form = DocumentForm(options["form"] or form_of(report.letterhead.issuer))
            if annex:
                write_annex(report, out=annex, by=None, at=at)
            write(report, form=form, out=out, has_annex=bool(annex), by=None, at=at)
        written = [str(path) for path in (out, annex) if path]
        facts = {"campaign": campaign.slug, "unit": unit.slug, "form": form, "written": written}
        self.answer(
            facts
            | {
                "units_as_of": report.statistics.scope.on,
                "total": report.statistics.total,
                "sums_agree": report.statistics.sums_agree,
            },
            options,
            lambda: _written(written),
        )

    def _print(
        self, campaign: Campaign, letter: dict[str, Any], out: Path, annex: Path | None, options: dict[str, Any]
    ) -> None:
        """Write the documents as a closing kept them."""
        if options["unit"] or options["map"]:
            raise Refused(_("Closed figures are those of the whole campaign, as reported: leave out --unit and --map."))
        closing = _closing(campaign, KINDS[options["kind"]][2], options["closing"])
        at = timezone.now()
        with progress(_("Writing the report")):
            here = installation()
            form = DocumentForm(options["form"] or form_of(here.issuer_name if here else ""))
            if annex:
                print_annex(closing, out=annex, by=None, at=at)
            print_report(closing, form=form, **letter, has_annex=bool(annex), out=out, by=None, at=at)
        written = [str(path) for path in (out, annex) if path]
        facts = {"campaign": campaign.slug, "closing": closing.version, "hash": closing.hash, "form": form}
        self.answer(facts | {"written": written}, options, lambda: _written(written))


def _written(paths: Sequence[str]) -> str:
    return "\n".join(_("Written: %(file)s") % {"file": path} for path in paths)


def _closing(campaign: Campaign, period: Period, version: int) -> Closing:
    """Return a version of the closed figures of a period; raises NotFound."""
    found = Closing.objects.filter(campaign=campaign, period=period, version=version)
    if closing := found.select_related("campaign").first():
        return closing
    raise NotFound(_("These figures were not closed for the time %(version)s.") % {"version": version})


def _day(text: str | None) -> Any:
    """Return the day that was typed; raises Refused if it is none."""
    try:
        return parse_day(text) if text else None
    except NotADay as error:
        raise Refused(NOT_A_DAY[error.problem]) from error


def _must_be_writable(*paths: Path | None) -> None:
    """Do nothing if the folders of the files are there; raise Refused otherwise, before any work is done."""
    for path in paths:
        if path and (path.is_dir() or not path.parent.is_dir()):
            raise Refused(_("The file “%(name)s” cannot be written: is the folder there?") % {"name": path})
