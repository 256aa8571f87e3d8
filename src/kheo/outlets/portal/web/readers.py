"""Who has read what today, in a form that leads back to nobody and is forgotten at midnight."""

import re
import secrets
import threading
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from kheo.ui.limits import address_of

# As many readers of one article are told apart behind one address: the computers of an office or school are, while
# whoever changes the name of a browser a thousand times is counted this often at most.
BROWSERS = 32
MOST = 500_000  # that are remembered in each of two halves; the older half goes first
# The part of an address of the newer kind that a network is given; the rest each computer makes up as it likes.
_NETWORK = re.compile(r"(?:[0-9a-f]{0,4}:){1,4}", re.IGNORECASE)


class Readers:
    """The readers of a day, each as a number made of address, browser and article with a salt that is kept nowhere."""

    def __init__(self) -> None:
        """Begin with a day on which nobody has read anything."""
        self._lock = threading.Lock()
        self._begin(None)

    def _begin(self, day: date | None) -> None:
        self._day, self._salt = day, secrets.token_bytes(16)
        self._now: set[bytes] = set()
        self._before: set[bytes] = set()

    def is_first(self, article: int, meta: Mapping[str, str], day: date) -> bool:
        """Tell whether this reader opens the article for the first time today, and remember that."""
        with self._lock:
            if day != self._day:
                self._begin(day)
            mark = self._mark(article, meta)
            if mark in self._now or mark in self._before:
                return False
            if len(self._now) >= MOST:
                self._before, self._now = self._now, set()
            self._now.add(mark)
            return True

    def _mark(self, article: int, meta: Mapping[str, str]) -> bytes:
        browser = self._digest(meta.get("HTTP_USER_AGENT", ""))[0] % BROWSERS
        return self._digest(f"{_network(address_of(meta))} {browser} {article}")

    def _digest(self, text: str) -> bytes:
        return blake2b(text.encode(errors="replace"), key=self._salt, digest_size=8).digest()


def _network(address: str) -> str:
    found = _NETWORK.match(address) if ":" in address and "." not in address else None
    return found[0] if found else address
