"""Makes the sizes of a photo that pages show, from a file that a stranger sent."""

import os
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kheo.lib.file_kinds import Kind
from kheo.lib.safe_files import Problem, Unsafe, kind_of
from kheo.lib.sandbox import ChildFailed, run

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
_LARGEST = 20 << 20
_SCRIPTS = (b"%pdf-", b"<svg", b"<html", b"<script", b"<?php")


@dataclass(frozen=True)
class Variant:
    """One size of a photo, as written."""

    path: Path
    width: int
    height: int
    mime: str
    size: int


def make_variants(
    path: Path, out_dir: Path, widths: tuple[int, ...] = (320, 640, 1280), largest: int = _LARGEST
) -> list[Variant]:
    """Write a photo as WebP in each width (never wider than it is) and one JPEG of the middle width.

    The orientation is applied and all metadata dropped; nothing is left behind on failure.

    :raises Unsafe: if it is larger than `largest` bytes, no photo, or more than a photo.
    """
    size = path.stat().st_size
    if size > largest:
        raise Unsafe(Problem.TOO_LARGE, size=size, limit=largest)
    _check(path)
    with tempfile.TemporaryDirectory(dir=out_dir) as desk:
        try:
            made = run(_make, path, Path(desk), widths)
        except ChildFailed as failure:
            raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure
        return [_moved(variant, out_dir) for variant in made]


def _check(path: Path) -> None:
    kind = kind_of(path)
    if kind is Kind.SVG:
        raise Unsafe(Problem.SVG)
    if kind not in (Kind.JPEG, Kind.PNG, Kind.WEBP):
        raise Unsafe(Problem.NOT_AN_IMAGE, kind=kind.value)
    with path.open("rb") as file:
        head = file.read(1024).lower()
    if zipfile.is_zipfile(path) or any(script in head for script in _SCRIPTS):
        raise Unsafe(Problem.POLYGLOT)


def _moved(variant: Variant, out_dir: Path) -> Variant:
    kept = out_dir / variant.path.name
    os.replace(variant.path, kept)
    return replace(variant, path=kept)


def _make(path: Path, desk: Path, widths: tuple[int, ...]) -> list[Variant]:
    """Do the drawing, in the child."""
    photo = _read(path, max(widths))
    fitting = sorted({min(width, photo.width) for width in widths})
    middle = fitting[(len(fitting) - 1) // 2]
    wanted = [(width, "webp") for width in fitting] + [(middle, "jpeg")]
    return [_write(photo, desk / f"{width}.{form}", width, form) for width, form in wanted]


def _read(path: Path, widest: int) -> "Image":
    """Return the photo the right way up; its pixels are counted before they are decoded."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- slow import

    Image.MAX_IMAGE_PIXELS = None  # the cap below is the stricter one
    try:
        with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unsafe(Problem.TOO_MANY_PIXELS, width=opened.width, height=opened.height, limit=MOST_PIXELS)
            opened.draft("RGB", (2 * widest, 2 * widest))
            return _on_white(ImageOps.exif_transpose(opened))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unsafe(Problem.DAMAGED) from error


def _on_white(photo: "Image") -> "Image":
    """Return a photo in plain colours without transparency and without its metadata."""
    from PIL import Image  # noqa: PLC0415 -- slow import

    plain = Image.new("RGB", photo.size, "white")
    if photo.has_transparency_data:
        photo = photo.convert("RGBA")
        plain.paste(photo, mask=photo)
    else:
        plain.paste(photo.convert("RGB"))
    return plain


def _write(photo: "Image", path: Path, width: int, form: str) -> Variant:
    height = max(1, round(photo.height * width / photo.width))
    photo.resize((width, height), reducing_gap=3).save(path, form, quality=80, method=4, optimize=True)
    return Variant(path, width, height, f"image/{form}", path.stat().st_size)
