"""Parts of addresses."""


class YearInFull:
    """A year of the archive."""

    regex = "19[0-9]{2}|2[01][0-9]{2}"

    def to_python(self, text: str) -> int:
        """Return the year."""
        return int(text)

    def to_url(self, year: int | str) -> str:
        """Return it in four digits."""
        return str(year)


class TwoDigits:
    """A month or day, with its zero."""

    regex = "[0-9]{2}"

    def to_python(self, text: str) -> int:
        """Return the number."""
        return int(text)

    def to_url(self, number: int | str) -> str:
        """Return it in two digits."""
        return f"{int(number):02}"


class FeedKind:
    """A way to write a feed."""

    regex = "atom|rss"

    def to_python(self, text: str) -> str:
        """Return it."""
        return text

    def to_url(self, kind: str) -> str:
        """Return it."""
        return kind
