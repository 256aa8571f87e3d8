"""Makes the tables of an empty database in an eighth of the time that Django takes.

Django renders a new model's whole neighbourhood anew after every step of a migration, so that code which runs between
the steps sees each model with all that points to it. Our models form one neighbourhood of three hundred. On an empty
database nothing runs between the steps but the making of tables, for which a model by itself is enough; where there
are tables already, Django's own way is taken. docs/decisions/0023 has the measurements.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ModelState, ProjectState


def make_tables() -> None:
    """Bring the tables of the database to this version."""
    with nothing() if connection.introspection.table_names() else each_by_itself():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def nothing() -> Iterator[None]:
    """Leave Django's way as it is."""
    yield


@contextmanager
def each_by_itself() -> Iterator[None]:
    """Let a model that is new, or gets an index or a constraint, be rendered alone."""
    with mock.patch.multiple(ProjectState, add_model=_add_model, _append_option=_append_option):
        yield


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)  # type: ignore[attr-defined]
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    state = self.models[app_label, model_name]
    state.options[option_name] = [*state.options[option_name], obj]
    if "apps" in self.__dict__:
        self.apps.unregister_model(app_label, model_name)
        self.apps.render_multiple([state])
