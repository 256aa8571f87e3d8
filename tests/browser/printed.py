"""Reads the modules of a QR code off a printed page, as a camera would see them."""

import re
from statistics import median

import pypdfium2
from PIL import Image

from kheo.lib import qr

SCALE = 4  # pixels for a point
STEP = 2  # every second line is looked at
NEAR = 4
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
    number = 17 + 4 * round(((right - left) / size + 7 - 17) / 4)  # as large as a version is
    across, down = (right - left) / (number - 7), (foot - top) / (number - 7)
    rows = [[(left + (x - 3) * across, top + (y - 3) * down) for x in range(number)] for y in range(number)]
    return [[picture.getpixel((round(x), round(y))) == 0 for x, y in row] for row in rows]


def _eyes(picture):
    """Return the middle and width of each of the three eyes: what runs 1:1:3:1:1 from dark to dark, across and down."""
    across = [(x, y, width) for y, line in _lines(picture) for x, width in _crossed(line)]
    turned = _lines(picture.transpose(Image.Transpose.TRANSPOSE))
    down = [(x, y) for x, line in turned for y, _width in _crossed(line)]
    met = [each for each in across if any(abs(each[0] - x) < NEAR and abs(each[1] - y) < NEAR for x, y in down)]
    heaps = []
    for each in met:
        heap = next((heap for heap in heaps if _is_near(heap[0], each)), None)
        heap.append(each) if heap else heaps.append([each])
    found = sorted((tuple(median(values) for values in zip(*heap, strict=True)), len(heap)) for heap in heaps)
    usual = median(eye[2] for eye, _lines in found)
    alike = [(lines, eye) for eye, lines in found if abs(eye[2] - usual) < usual / 5]
    return [eye for _lines, eye in sorted(alike)[-3:]]


def _is_near(one, other):
    return abs(one[0] - other[0]) < one[2] / 2 and abs(one[1] - other[1]) < one[2] / 2


def _lines(picture):
    """Return some lines of pixels of a picture, each with its place."""
    wide, data = picture.width, picture.tobytes()
    return [(place, data[place * wide : (place + 1) * wide]) for place in range(0, picture.height, STEP)]


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
