"""What the commands of Khéo share: how they answer, refuse and show that they are at work."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from difflib import get_close_matches
from threading import Timer
from typing import Any, Protocol, TypeVar
from unittest import mock

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kheo.lib.dates import parse_day
from kheo.lib.refusals import Refused

SECONDS_BEFORE_BAR = 2
Record = TypeVar("Record", bound=Model)


class NotFound(Refused):
    """What the command was asked about does not exist."""


class Verb(BaseCommand):
    """A command of ours. Its exit code is 0 when done, 1 when refused, 2 when wrongly typed, 3 when nothing was found.

    A subclass sets `help`, adds its arguments and does its work in `handle`; `Refused` may simply rise. One that works
    on a fresh database sets `makes_tables`, one that needs none sets `needs_database` to False; one that a program may
    read sets `answers_json` and calls `answer`.
    """

    makes_tables = False
    needs_database = True
    answers_json = False
    requires_system_checks = []
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return Django's parser, with --json where the command answers so."""
        self.help = str(self.help)  # may be lazy
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if self.answers_json:
            parser.add_argument(
                "--json", action="store_true", help=_("print the answer as JSON, for a program to read")
            )
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run what was typed; a refusal is told on the error stream, reason by reason, and in the exit code."""
        try:
            super().run_from_argv(argv)
        except Refused as refusal:
            reasons = [str(reason) for reason in refusal.reasons]
            if "--json" in argv:
                self.stdout.write(as_json({"refused": reasons}))
            self.stderr.write("\n".join(reasons))
            sys.exit(3 if isinstance(refusal, NotFound) else 1)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command on a database whose tables are there.

        :raises Refused: if they are not and the command is not one to make them.
        """
        self.refuse_first()
        if self.needs_database and tables_to_make():
            if not self.makes_tables:
                raise Refused(_("The database is not ready yet. Run “kheo serve” or “kheo init” first."))
            self.stderr.write(_("Preparing the database…"), self.style.NOTICE)
            make_tables()
        return super().execute(*args, **options)

    def refuse_first(self) -> None:
        """Refuse what must be refused before the database is touched."""

    def answer(self, facts: Mapping[str, Any], options: Mapping[str, Any], words: Callable[[], str]) -> None:
        """Print the facts as JSON if that was asked for, and otherwise in words."""
        self.stdout.write(as_json(facts) if options["json"] else words())


def as_json(facts: Mapping[str, Any]) -> str:
    """Return facts as one line of JSON that keeps its Vietnamese letters."""
    return json.dumps(facts, ensure_ascii=False, cls=DjangoJSONEncoder)


def tables_to_make() -> bool:
    """Tell whether the database lacks a migration of this version.

    :raises Refused: if a newer version of Khéo has worked on the database.
    """
    executor = MigrationExecutor(connection)
    ours = {app for app, _name in executor.loader.disk_migrations}
    if any(m[0] in ours and m not in executor.loader.disk_migrations for m in executor.loader.applied_migrations):
        raise Refused(_("The database was made by a newer version of Khéo. Install that version, or restore a copy."))
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def find(records: QuerySet[Record], **by: str) -> Record:
    """Return the one record with the given value.

    :raises NotFound: if there is none, with the values that come near.
    """
    if (record := records.filter(**by).first()) is not None:
        return record
    ((column, value),) = by.items()
    what = records.model._meta.verbose_name
    reasons = [_("There is no %(what)s “%(value)s”.") % {"what": what, "value": value}]
    if near := get_close_matches(value, records.values_list(column, flat=True), n=3):
        reasons.append(_("Did you mean: %(near)s?") % {"near": ", ".join(near)})
    raise NotFound(*reasons)


def day_of(text: str) -> date:
    """Return the day that was typed; raises Refused if it is none."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise Refused(_("“%(text)s” is not a day. Write it as 31/12/2017.") % {"text": text}) from error


class Step(Protocol):
    """Tells of progress."""

    def __call__(self, done: int | None = None, of: int | None = None) -> None:
        """Tell that a step is done, or how many of how many are."""


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Step]:
    """Yield what is to be called after each step, or with how many of how many are done; a terminal shows a bar once
    two seconds have passed."""
    from rich.console import Console  # noqa: PLC0415 -- slow import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 -- slow import

    terminal = Console(stderr=True)
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    bar = Progress(*(columns if total else columns[:2]), console=terminal, transient=True)
    job = bar.add_task(words, total=total)
    late = Timer(SECONDS_BEFORE_BAR, bar.start)
    if terminal.is_terminal:
        late.start()

    def step(done: int | None = None, of: int | None = None) -> None:
        if done is None:
            bar.advance(job)
        else:
            bar.update(job, completed=done, total=of)

    try:
        yield step
    finally:
        late.cancel()
        if late.ident:
            late.join()
        if bar.live.is_started:
            bar.stop()


# The tables of an empty database --------------------------------------------------------------------------------------
#
# Django renders a new model's whole neighbourhood anew after every step of a migration, so that code which runs between
# the steps sees each model with all that points to it. Our models form one neighbourhood of three hundred. On an empty
# database nothing runs between the steps but the making of tables, for which a model by itself is enough: an eighth of
# the time. Where there are tables already, Django's own way is taken (docs/decisions/0023).


def make_tables() -> None:
    """Bring the tables of the database to this version."""
    with nullcontext() if connection.introspection.table_names() else each_by_itself():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def each_by_itself() -> Iterator[None]:
    """Let a model that is new, or gets an index or a constraint, be rendered alone."""
    with mock.patch.multiple(ProjectState, add_model=_add_model, _append_option=_append_option):
        yield


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    state = self.models[app_label, model_name]
    state.options[option_name] = [*state.options[option_name], obj]
    if "apps" in self.__dict__:
        self.apps.unregister_model(app_label, model_name)
        self.apps.render_multiple([state])
