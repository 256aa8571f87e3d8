"""How the pictures of the docs are taken: a served data folder, somebody before it, a file that is light enough."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from kheo.faces.demo.rules import PASSWORD

KHEO = Path(sys.executable).parent / "kheo"
IMAGES = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES = 150_000
DESK = 1280


def kheo(folder: Path, *words: str) -> None:
    """Run a command of Khéo on a data folder."""
    subprocess.run([KHEO, *words], env=os.environ | {"KHEO_DATA_DIR": str(folder)}, check=True, capture_output=True)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a data folder on a free port; yields the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"KHEO_DATA_DIR": str(folder)}
    server = subprocess.Popen([KHEO, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; ends the program when it has ended."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 -- our own server
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


@contextmanager
def looking(browser: Browser, address: str, who: str, height: int = 900) -> Iterator[Page]:
    """Open a page as wide as a desk's, signed in as somebody of the demo if named."""
    context = browser.new_context(base_url=address, viewport={"width": DESK, "height": height}, locale="vi-VN")
    page = context.new_page()
    if who:
        page.goto("/tai-khoan/dang-nhap/")
        page.locator("[name=login]").fill(who)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/lam-viec/**")
    yield page
    context.close()


def keep(name: str, png: bytes) -> None:
    """Write a picture as WebP, and refuse one that is too heavy for a slow line."""
    target = IMAGES / f"{name}.webp"
    with Image.open(BytesIO(png)) as image:
        image.convert("RGB").save(target, quality=80, method=6)
    if target.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{target.name}: {target.stat().st_size} bytes, more than {MOST_BYTES}")
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


def take(name: str, page: Page) -> None:
    """Keep what the page shows now."""
    page.wait_for_load_state("networkidle")
    keep(name, page.screenshot())


def document(folder: Path, data: Path) -> None:
    """Take the first page of the Word report, where LibreOffice can read it."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        print("report-word.webp: left as it is, for LibreOffice or pdftoppm is missing")
        return
    kheo(data, "report", "year-end", "--campaign", "dan-van-kheo-2017", "--out", str(folder / "report.docx"))
    office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "report.docx"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", "90", "-singlefile", "-png", "report.pdf", "page"], cwd=folder, check=True)
    keep("report-word", (folder / "page.png").read_bytes())


def press(page: Page, name: str) -> None:
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    """Follow a link of the page itself."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()
