"""What an office turns from outside: one word each in the environment, read as what it must be or refused."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from gettext import gettext as _  # Django has no words yet when its settings are read
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url  # type: ignore[import-untyped]  # it ships no types

_YES = frozenset({"1", "true", "t", "yes", "y", "on"})
_NO = frozenset({"0", "false", "f", "no", "n", "off"})


class WrongSetting(ValueError):
    """A word in the environment that cannot be what it must be."""


class Environment:
    """The environment of the process. What is not given has its default; what is given wrongly stops the start."""

    def __init__(self, given: Mapping[str, str] = os.environ) -> None:
        """Read from what is given."""
        self._given = given

    def text(self, name: str, *, default: str, among: Collection[str] = ()) -> str:
        """Return words; where only some are possible, one `among` them."""
        said = self._given.get(name, default)
        if among and said not in among:
            raise WrongSetting(_("%(name)s must be one of: %(these)s.") % {"name": name, "these": ", ".join(among)})
        return said

    def switch(self, name: str, *, default: bool) -> bool:
        """Return whether something is on."""
        said = self._given.get(name, str(default)).lower()
        if said not in _YES | _NO:
            raise WrongSetting(_("%(name)s must be true or false.") % {"name": name})
        return said in _YES

    def number(self, name: str, *, default: int) -> int:
        """Return a whole number."""
        return int(self._read(name, int, default, _("%(name)s must be a whole number.")))

    def path(self, name: str, *, default: Path) -> Path:
        """Return a place in the file system."""
        return Path(self._given.get(name, default))

    def words(self, name: str, *, default: Sequence[str]) -> list[str]:
        """Return words that were given with commas between them."""
        return [word.strip() for word in self._given[name].split(",") if word] if name in self._given else [*default]

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings of the database at an address."""
        wrong = _("%(name)s is no address of a database, such as postgres://user:password@host/name.")
        return dict(self._read(name, dj_database_url.parse, dj_database_url.parse(default), wrong))

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings of the way that an address of a mail server tells."""
        wrong = _("%(name)s is no address of a mail server, such as submission://user:password@host.")
        way: dict[str, Any] = self._read(name, dj_email_url.parse, dj_email_url.parse(default), wrong)
        if "EMAIL_BACKEND" not in way:
            raise WrongSetting(wrong % {"name": name})
        return way

    def _read(self, name: str, parse: Callable[[str], Any], default: Any, wrong: str) -> Any:
        """Return what is read from the words of that name; where they are none of the kind, say what is wrong."""
        if name not in self._given:
            return default
        try:
            return parse(self._given[name])
        except ValueError as error:
            raise WrongSetting(wrong % {"name": name}) from error
