"""Reads the QR codes of printed pages, as a camera would."""

import pypdfium2
import zxingcpp

SCALE = 4  # pixels for a point


def pages_of(pdf):
    """Return the pages of a PDF as pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def codes_of(picture):
    """Return what the QR codes of a page say."""
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
