"""Whether words on a colour can be read, as WCAG 2.2 counts it (success criterion 1.4.3)."""

import colorsys
import re
from collections.abc import Iterable

ENOUGH = 4.5
WHITE, BLACK, YELLOW = "#ffffff", "#000000", "#ffde00"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STEPS = 256


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour in six small digits after a hash sign."""
    return bool(_COLOUR.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 for the same, 21 for black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_enough(colour: str, others: Iterable[str]) -> bool:
    """Tell whether each of the others can be read on a colour, and the colour on each of them."""
    return all(contrast(colour, other) >= ENOUGH for other in others)


def nearest(colour: str, others: Iterable[str], *, lighter: bool = False) -> str:
    """Return the colour nearest to one, of its own hue, that is enough beside all others: made darker, or lighter, step
    by step. Black and white are the ends of the way."""
    on = tuple(others)
    return next(
        (each for step in range(_STEPS + 1) if is_enough(each := _moved(colour, step, lighter), on)),
        WHITE if lighter else BLACK,
    )


def deeper(colour: str, part: float) -> str:
    """Return a colour with a part of its lightness taken away."""
    hue, light, strength = _parts(colour)
    return _written(hue, light * (1 - part), strength)


def _moved(colour: str, step: int, lighter: bool) -> str:
    hue, light, strength = _parts(colour)
    end = 1.0 if lighter else 0.0
    return _written(hue, light + (end - light) * step / _STEPS, strength) if step else colour


def _parts(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(each / 255 for each in bytes.fromhex(colour[1:])))


def _written(hue: float, light: float, strength: float) -> str:
    return "#" + bytes(round(each * 255) for each in colorsys.hls_to_rgb(hue, light, strength)).hex()


def _luminance(colour: str) -> float:
    shares = (0.2126, 0.7152, 0.0722)
    return sum(share * _linear(each / 255) for share, each in zip(shares, bytes.fromhex(colour[1:]), strict=True))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
