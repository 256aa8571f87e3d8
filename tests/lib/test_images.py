import io
import zipfile

import pytest
from PIL import Image

from kheo.lib.images import make_variants
from kheo.lib.safe_files import Problem, Unsafe
from tests.lib.hostile import write_zip

pytestmark = pytest.mark.slow

ORIENTATION, GPS = 0x0112, 0x8825


def photo(path, form="JPEG", size=(1600, 1200), mode="RGB", colour="red", **options):
    Image.new(mode, size, colour).save(path, form, **options)
    return path


def refusal(path, out, **options):
    with pytest.raises(Unsafe) as caught:
        make_variants(path, out, **options)
    assert list(out.iterdir()) == []
    return caught.value


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_variants_of_a_photo(tmp_path, out):
    made = make_variants(photo(tmp_path / "a.jpg"), out)
    assert [(one.path.name, one.width, one.height, one.mime) for one in made] == [
        ("320.webp", 320, 240, "image/webp"),
        ("640.webp", 640, 480, "image/webp"),
        ("1280.webp", 1280, 960, "image/webp"),
        ("640.jpeg", 640, 480, "image/jpeg"),
    ]
    assert sorted(out.iterdir()) == sorted(one.path for one in made)
    for one in made:
        assert one.size == one.path.stat().st_size
        with Image.open(one.path) as image:
            assert image.size == (one.width, one.height)


def test_a_small_photo_is_not_blown_up(tmp_path, out):
    made = make_variants(photo(tmp_path / "a.png", "PNG", (500, 100)), out)
    assert [one.path.name for one in made] == ["320.webp", "500.webp", "320.jpeg"]


def test_it_stands_upright_and_forgets_where_it_was_taken(tmp_path, out):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    path = photo(tmp_path / "a.jpg", exif=exif, comment=b"secret", icc_profile=b"x" * 200)
    for one in make_variants(path, out, widths=(300,)):
        with Image.open(one.path) as image:
            assert image.size == (300, 400)
            assert dict(image.getexif()) == {}
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert b"secret" not in one.path.read_bytes()


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("L", 255), ("1", 1)])
def test_what_is_transparent_becomes_white(mode, colour, tmp_path, out):
    options = {"transparency": 0} if mode == "P" else {}
    path = photo(tmp_path / "a.png", "PNG", (40, 40), mode, colour, **options)
    made = make_variants(path, out)[-1]
    with Image.open(made.path) as image:
        assert image.mode == "RGB"
        assert image.getpixel((20, 20)) == (255, 255, 255)


def test_a_large_file_is_refused_unread(tmp_path, out):
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(80 << 20)
    found = refusal(path, out)
    assert (found.code, found.details) == (Problem.TOO_LARGE, {"size": 80 << 20, "limit": 20 << 20})
    assert refusal(photo(tmp_path / "b.jpg"), out, largest=100).code is Problem.TOO_LARGE


def test_too_many_pixels_are_never_decoded(tmp_path, out):
    path = photo(tmp_path / "a.png", "PNG", (20_000, 2_001), mode="1", colour=1)
    assert path.stat().st_size < 50_000
    found = refusal(path, out)
    assert (found.code, found.details["width"]) == (Problem.TOO_MANY_PIXELS, 20_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Problem.SVG),
        (b"GIF89a", Problem.NOT_AN_IMAGE),
        ("chữ".encode(), Problem.NOT_AN_IMAGE),
        (b"", Problem.NOT_AN_IMAGE),
        (b"\xff\xd8\xff\xfe\x00\x20<script>alert(1)</script>", Problem.POLYGLOT),
        (b"\xff\xd8\xff\xe0 no more", Problem.DAMAGED),
        (b"\x89PNG\r\n\x1a\n no more", Problem.DAMAGED),
    ],
)
def test_what_is_no_photo(content, code, tmp_path, out):
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    assert refusal(path, out).code is code


def test_a_photo_that_is_an_archive_too(tmp_path, out):
    path = photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes() + write_zip(tmp_path / "b.zip", {"x.html": "x"}).read_bytes())
    assert zipfile.is_zipfile(path)
    assert refusal(path, out).code is Problem.POLYGLOT


def test_half_a_photo_is_damaged(tmp_path, out):
    whole = io.BytesIO()
    Image.effect_noise((800, 600), 80).save(whole, "JPEG")
    path = tmp_path / "a.jpg"
    path.write_bytes(whole.getvalue()[:20_000])
    assert refusal(path, out).code is Problem.DAMAGED
