from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb, find, progress
from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.intake import actions, queries
from kheo.machinery.intake.kit import SHEETS, Occasion, Sheet
from kheo.machinery.intake.models import Upload
from kheo.machinery.intake.states import WRITTEN, UploadState, Verdict
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit

MOST_NAMED = 50


class Command(Verb):
    help = _("check a workbook row by row, and enter it with --apply")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to read, for whom, and whether to enter it."""
        parser.add_argument("list", choices=sorted(SHEETS), help=_("which list: %(choices)s"))
        parser.add_argument("file", nargs="?", type=Path, help=_("the workbook (.xlsx, .xls or .ods)"))
        parser.add_argument("--campaign", help=_("short address of the campaign; a list of units has none"))
        parser.add_argument("--unit", help=_("short address of the unit; may be left out by who has only one"))
        parser.add_argument(
            "--as", dest="username", help=_("user name of who brings it; may be left out with one standing office")
        )
        parser.add_argument("--apply", action="store_true", help=_("enter the rows; without it nothing is entered"))
        parser.add_argument("--submit", action="store_true", help=_("with --apply: hand the records in at once"))
        parser.add_argument("--template", type=Path, metavar="OUT.xlsx", help=_("write the empty form and end"))

    def handle(self, *, file: Path | None, template: Path | None, **options: Any) -> None:
        """Write the form, or check the workbook and enter it if that was asked for."""
        sheet = SHEETS[options["list"]]
        occasion = _occasion(sheet, options)
        if template:
            _write_form(template, sheet, occasion)
            self.answer({"template": str(template)}, options, lambda: _("Written: %(file)s") % {"file": template})
            return
        upload = _received(file, sheet, occasion)
        refused = bool(upload.counts[Verdict.REFUSED])
        if options["apply"] and not refused:
            _apply(upload, occasion, hand_in=options["submit"])
        facts = _facts(upload)
        self.answer(facts, options, lambda: _words(facts, upload))
        if refused:
            raise SystemExit(1)


def _occasion(sheet: Sheet, options: dict[str, Any]) -> Occasion:
    user = find(User.objects.all(), username=options["username"]) if options["username"] else _only_office()
    if options["unit"]:
        unit = find(Unit.objects.all(), slug=options["unit"])
    elif len(roots := queries.roots_of(user, sheet)) == 1:
        unit = roots[0]
    else:
        raise Refused(_("Say for which unit with --unit."))
    periods = [period.key for period in sheet.periods(user)]
    if not options["campaign"] and len(periods) != 1:
        raise Refused(_("Say for which campaign with --campaign."))
    return Occasion(user, unit, options["campaign"] or periods[0], timezone.now())


def _only_office() -> User:
    """Return the one person who is the standing office today; raises Refused if there are several or none."""
    posts = Post.objects.on(local_day(timezone.now())).filter(role=Role.STANDING_OFFICE, user__is_active=True)
    people = list(User.objects.filter(pk__in=posts.values("user")))
    if len(people) != 1:
        raise Refused(_("Say who brings the file with --as USERNAME: there is not exactly one standing office."))
    return people[0]


def _write_form(template: Path, sheet: Sheet, occasion: Occasion) -> None:
    try:
        queries.write_form(template, sheet, occasion)
    except OSError as error:
        raise Refused(_("The file “%(name)s” cannot be written: is the folder there?") % {"name": template}) from error


def _received(file: Path | None, sheet: Sheet, occasion: Occasion) -> Upload:
    if file is None or not file.is_file():
        raise Refused(_("There is no file “%(name)s”.") % {"name": file or ""})
    with file.open("rb") as opened, progress(_("Checking the rows")) as step:
        return actions.receive(File(opened, name=file.name), sheet=sheet, occasion=occasion, tell=step)


def _apply(upload: Upload, occasion: Occasion, *, hand_in: bool) -> None:
    written = sum(upload.counts[verdict] for verdict in WRITTEN)
    with progress(_("Entering the rows"), written) as step:
        actions.apply(upload, hand_in=hand_in, by=occasion.by, at=occasion.at, tell=step)


def _facts(upload: Upload) -> dict[str, Any]:
    rows = upload.rows.filter(verdict=Verdict.REFUSED).order_by("pk")
    return {
        "upload": upload.pk,
        "applied": upload.state == UploadState.APPLIED,
        "rows": sum(upload.counts.values()),
        "counts": upload.counts,
        "notices": upload.notices,
        "acts": upload.acts,
        "refused": [
            {"sheet": row.sheet_name, "row": row.number, "cell": reason["cell"], "reason": reason["text"]}
            for row in rows
            for reason in row.reasons
        ],
    }


def _words(facts: dict[str, Any], upload: Upload) -> str:
    """Return the result for a reader: counts, what is refused and where, what was said of the file, what comes next."""
    counted = "; ".join(f"{verdict.label}: {facts['counts'][verdict]}" for verdict in Verdict)
    refused = [
        _("Sheet “%(sheet)s”, row %(row)s: %(text)s")
        % {"sheet": one["sheet"], "row": one["row"], "text": " ".join(filter(None, (one["cell"], one["reason"])))}
        for one in facts["refused"][:MOST_NAMED]
    ]
    if more := len(facts["refused"]) - len(refused):
        refused.append(_("… and %(count)s more; see them all in the workspace.") % {"count": more})
    acts = [] if facts["counts"][Verdict.REFUSED] else list(map(_act_words, facts["acts"]))
    return "\n".join([counted, *acts, *refused, *facts["notices"], _next(facts)])


def _act_words(act: dict[str, Any]) -> str:
    """Return what rows do together, in one line."""
    return "; ".join([act["title"], *(f"{label}: {text}" for label, text in act["lines"])])


def _next(facts: dict[str, Any]) -> str:
    if facts["applied"]:
        return _("Entered.")
    if facts["refused"]:
        return _("Nothing was entered. Correct the file and run the command again.")
    return _("Nothing was entered: this was a check. Run it again with --apply to enter the rows.")
