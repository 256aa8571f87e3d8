"""Parts of addresses."""


class Colour:
    """A colour in six small digits."""

    regex = "[0-9a-f]{6}"

    def to_python(self, text: str) -> str:
        """Return it."""
        return text

    def to_url(self, colour: str) -> str:
        """Return it."""
        return colour
