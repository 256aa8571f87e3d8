"""Draw the demo's pictures: each tools/pictures/*.svg becomes a JPEG of the demo data (Chromium, Pillow)."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

SOURCES = Path(__file__).parent / "pictures"
TARGET = Path(__file__).parents[1] / "src/kheo/faces/demo/data/pictures"
SIZE = (1280, 720)
MAX_BYTES = 120_000


def render(svg: str, png: Path) -> None:
    """Write the drawing as a PNG of the full size."""
    page = png.with_suffix(".html")
    page.write_text(
        f"<!doctype html><style>body{{margin:0}}svg{{display:block}}</style>{svg}",
        encoding="utf-8",
    )
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
    ]
    size = f"--window-size={SIZE[0]},{SIZE[1] + 200}"  # headless Chromium keeps some rows for its own frame
    subprocess.run(
        ["chromium", *options, size, f"--screenshot={png}", page.as_uri()],
        check=True,
        capture_output=True,
    )


def draw(source: Path, parts: str, folder: Path) -> None:
    """Draw one picture and refuse one that is too heavy for a slow line."""
    png, jpeg = folder / f"{source.stem}.png", TARGET / f"{source.stem}.jpg"
    render(source.read_text(encoding="utf-8").replace("<!-- parts -->", parts), png)
    with Image.open(png) as image:
        image.convert("RGB").crop((0, 0, *SIZE)).save(jpeg, quality=84, optimize=True, progressive=True)
    if jpeg.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{jpeg.name}: {jpeg.stat().st_size} bytes, more than {MAX_BYTES}")
    print(f"{jpeg.name}: {jpeg.stat().st_size // 1024} kB")


def main() -> None:
    """Draw all pictures."""
    parts = (SOURCES / "_parts.svg").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(SOURCES.glob("[!_]*.svg")):
            draw(source, parts, Path(folder))


if __name__ == "__main__":
    main()
