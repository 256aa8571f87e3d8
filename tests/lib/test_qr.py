import io
import re

import pytest
import segno
from PIL import Image

from kheo.lib import qr

ADDRESS = "https://yenmo.gov.vn/chung-nhan/" + "AEBAGBAFAYDQQCIK" * 20


def test_an_address_that_ends_in_capitals_needs_a_smaller_code():
    plain = segno.make(ADDRESS, error="m", boost_error=False).version
    assert qr.make(ADDRESS).version < plain
    assert qr.make(ADDRESS.lower()).version == plain


def test_svg_has_its_border_and_no_size_of_its_own():
    whole = qr.make(ADDRESS).symbol_size(border=0)[0]
    for border in (0, 4):
        head = re.match(r"<svg[^>]*>", qr.svg(ADDRESS, border=border))[0]
        assert re.search(r'viewBox="([^"]+)"', head)[1] == f"0 0 {whole + 2 * border} {whole + 2 * border}"
        assert re.search(r"\s(width|height)=", head) is None


def test_a_quick_code_is_as_large():
    assert qr.make(ADDRESS, mask=0).version == qr.make(ADDRESS).version
    assert qr.svg(ADDRESS, is_quick=True) == qr.svg(ADDRESS, is_quick=True)


@pytest.mark.parametrize(("border", "scale"), [(4, 8), (1, 3)])
def test_png_shows_the_modules(border, scale):
    code = qr.make("Yên Mô 2017")
    modules = range(len(code.matrix))
    with Image.open(io.BytesIO(qr.png("Yên Mô 2017", border=border, scale=scale))) as image:
        assert image.size == code.symbol_size(scale, border)
        grey, (x, y) = image.convert("L"), (scale // 2 + border * scale,) * 2
        dark = [[grey.getpixel((x + scale * column, y + scale * row)) == 0 for column in modules] for row in modules]
    assert dark == [[bool(module) for module in row] for row in code.matrix]


def test_a_higher_level_is_larger():
    sizes = [qr.make(ADDRESS, level).version for level in ("l", "m", "q", "h")]
    assert sizes == sorted(set(sizes))
    assert [qr.make(ADDRESS, level).error for level in ("l", "m", "q", "h")] == ["L", "M", "Q", "H"]


def test_too_much_is_refused():
    with pytest.raises(qr.TooMuch):
        qr.svg("đ" * 3000)
