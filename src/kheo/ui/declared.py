"""What rooms declare for others in their modules of one name (`jobs.py`, `figures.py`, …), read when somebody first
needs it: a process that only shows the portal does without (docs/decisions/0027)."""

import threading
from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar, overload

from django.dispatch import Signal
from django.utils.module_loading import autodiscover_modules

Value = TypeVar("Value")


class Modules:
    """The modules of one name in every room."""

    def __init__(self, name: str) -> None:
        """Name them; none is read yet."""
        self._name, self._lock = name, threading.RLock()
        self._is_read = self._is_being_read = False

    def read(self) -> None:
        """Read them all, once. Who asks while they are read waits; what is asked for by themselves is what is there."""
        if not self._is_read:
            with self._lock:
                self._read()

    def _read(self) -> None:
        if self._is_read or self._is_being_read:
            return
        self._is_being_read = True
        try:
            autodiscover_modules(self._name)
            self._is_read = True
        finally:
            self._is_being_read = False


@cache
def modules(name: str) -> Modules:
    """Return the modules of a name."""
    return Modules(name)


class Catalogue(MutableMapping[str, Value], Generic[Value]):
    """What the modules of a name declare, by its key. To declare reads nothing; to look reads them all."""

    def __init__(self, name: str) -> None:
        """Name the modules."""
        self._modules, self._declared = modules(name), dict[str, Value]()

    def declare(self, key: str, value: Value) -> None:
        """Add something under a key, which is declared once."""
        if key in self._declared:
            raise ValueError(f"{key} is declared twice.")
        self._declared[key] = value

    def _all(self) -> dict[str, Value]:
        self._modules.read()
        return self._declared

    def __getitem__(self, key: str) -> Value:
        return self._all()[key]

    def __setitem__(self, key: str, value: Value) -> None:
        self._all()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class Offers(Sequence[Value]):
    """What the modules of a name offer, in order. To offer reads nothing; to look reads them all."""

    def __init__(self, name: str) -> None:
        """Name the modules."""
        self._modules, self._offered = modules(name), list[Value]()

    def add(self, offer: Value) -> None:
        """Add an offer behind the others."""
        self._offered.append(offer)

    def add_first(self, offer: Value) -> None:
        """Add an offer before the others: rooms are read the last first."""
        self._offered.insert(0, offer)

    @overload
    def __getitem__(self, place: int) -> Value: ...

    @overload
    def __getitem__(self, place: slice) -> list[Value]: ...

    def __getitem__(self, place: int | slice) -> Value | list[Value]:
        self._modules.read()
        return self._offered[place]

    def __len__(self) -> int:
        self._modules.read()
        return len(self._offered)


class Announcement(Signal):
    """A signal to which the `receivers.py` of other rooms listen: they are read before it is first sent."""

    def send(self, sender: Any, **told: Any) -> list[tuple[Any, Any]]:  # Any: as Django's own
        """Tell everybody who listens."""
        modules("receivers").read()
        return super().send(sender, **told)
