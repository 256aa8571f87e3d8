"""The `kheo` command."""

import gettext
import os
import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.utils.translation import gettext as _

from kheo.lib.environment import WrongSetting

LOCALE = Path(__file__).resolve().parent.parent.parent / "locale"


def main() -> None:
    """Run the command that was typed, or list those of Khéo. Django's own may be called too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kheo.project.settings")
    # The words that argparse itself says ("usage", "options", its errors) come from our catalogue.
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("django", LOCALE)
    gettext.textdomain("django")
    try:
        django.setup()
    except WrongSetting as error:
        sys.exit(gettext.gettext("A setting in the environment cannot be used: %(error)s") % {"error": error})
    asked = sys.argv[1:]
    if asked in ([], ["-h"], ["--help"], ["help"]):
        print(listing())
    elif asked == ["--version"]:
        print(f"Khéo {version('kheo')}")
    elif asked[0] in get_commands() or asked[0] == "help":
        try:
            execute_from_command_line(["kheo", *asked])
        except KeyboardInterrupt:
            sys.exit(130)
    else:
        print(_("There is no command “%(name)s”.") % {"name": asked[0]}, listing(), sep="\n\n", file=sys.stderr)
        sys.exit(2)


def listing() -> str:
    """Return the list of our commands, each with what it does."""
    ours = {name: room for name, room in sorted(get_commands().items()) if room.startswith("kheo.")}
    width = max(map(len, ours))
    lines = [f"  {name:<{width}} {load_command_class(room, name).help}" for name, room in ours.items()]
    head = _("Khéo runs the movement “Dân vận khéo”. Usage: kheo COMMAND [options]")
    foot = _("“kheo COMMAND --help” tells more about a command.")
    return "\n".join([head, "", _("Commands:"), *lines, "", foot])
