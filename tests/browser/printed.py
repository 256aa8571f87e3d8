"""Reads the modules of a QR code off a printed page, as a camera would see them."""

import re
from statistics import median

import pypdfium2
from PIL import Image

from kheo.lib import qr

SCALE = 4  # pixels for a point
_RUNS = re.compile(rb"\x00+|\xff+")


def pages_of(pdf):
    """Return the pages of a PDF as black and white pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=SCALE).to_pil().convert("L") for page in document]
    return [picture.point(lambda grey: 255 * (grey > 127)) for picture in pictures]


def holds(picture, text):
    """Return whether the one QR code of a page is that of a text, module by module."""
    return modules_of(picture) == [[bool(each) for each in row] for row in qr.make(text, mask=0).matrix]


def modules_of(picture):
    """Return the modules of the one QR code of a page, dark ones true: its three eyes say where it lies."""
    eyes = _eyes(picture)
    size = median(width for _x, _y, width in eyes) / 7
    left, top = min(x for x, _y, _width in eyes), min(y for _x, y, _width in eyes)
    right, foot = max(x for x, _y, _width in eyes), max(y for _x, y, _width in eyes)
    number = round((right - left) / size) + 7
    step = (right - left) / (number - 7), (foot - top) / (number - 7)
    at = [[(left + (x - 3) * step[0], top + (y - 3) * step[1]) for x in range(number)] for y in range(number)]
    return [[picture.getpixel((round(x), round(y))) == 0 for x, y in row] for row in at]


def _eyes(picture):
    """Return the middles and widths of what runs 1:1:3:1:1 from dark to dark, across and down."""
    across = [(x, y, width) for y, line in enumerate(_lines(picture)) for x, width in _crossed(line)]
    turned = _lines(picture.transpose(Image.Transpose.TRANSPOSE))
    down = {(round(x / 3), round(y / 3)) for x, line in enumerate(turned) for y, _width in _crossed(line)}
    found = []
    for x, y, width in across:
        near = {(round(x / 3) + i, round(y / 3) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        if near & down:
            found.append((x, y, width))
    return found


def _lines(picture):
    wide, data = picture.width, picture.tobytes()
    return [data[start : start + wide] for start in range(0, len(data), wide)]


def _crossed(line):
    """Yield the middle and width of each crossing of an eye in a line of pixels."""
    runs = [(match.start(), match.end() - match.start()) for match in _RUNS.finditer(line)]
    for place in range(len(runs) - 4):
        five = runs[place : place + 5]
        if line[five[0][0]]:
            continue
        unit = sum(length for _start, length in five) / 7
        far = (abs(length - unit * n) for (_start, length), n in zip(five, (1, 1, 3, 1, 1), strict=True))
        if unit >= 2 and max(far) <= unit * 0.45:
            yield five[0][0] + unit * 3.5 - 0.5, unit * 7
