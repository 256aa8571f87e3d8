"""How an action says no: one exception that carries every reason, in the reader's words."""


class Refused(Exception):
    """An expected no. `reasons` are kept as given (lazy strings too) and become text when shown."""

    def __init__(self, *reasons: object) -> None:
        """Keep every reason."""
        super().__init__(*reasons)
        self._reasons = reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the reasons; a lazy string stays lazy, so that it is shown in the reader's language."""
        return self._reasons  # type: ignore[return-value]  # a lazy string is no str but behaves as one

    def __str__(self) -> str:
        """Return all reasons as one line."""
        return " ".join(str(reason) for reason in self._reasons)


class Stale(Refused):
    """Somebody changed the record after it was read."""
