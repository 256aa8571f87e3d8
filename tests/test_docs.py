"""The docs tell the truth: what they list exists, and what exists is listed."""

import re
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings

from tools import generate

ROOT = Path(settings.ROOT)
PAGES = [
    p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/kheo/**/README.md")] if p.is_file()
]
ROOMS = [f"{wing}/{room}" for wing, rooms in generate.wings().items() for room in rooms if room != wing]


@pytest.mark.parametrize(
    "page", [generate.rooms, generate.states, generate.rights, generate.settings, generate.figures]
)
def test_generated_pages_are_fresh(page):
    assert generate.written(page) == (ROOT / "docs" / "generated" / f"{page.__name__}.md").read_text("utf-8")


@pytest.mark.parametrize("room", [*ROOMS, "ui", "lib"])
def test_every_room_says_what_it_is(room):
    first = (ROOT / "src" / "kheo" / room / "README.md").read_text("utf-8").partition("\n")[0]
    assert re.fullmatch(rf"# {room.rpartition('/')[2]}: \S.+", first)


def test_links_lead_somewhere():
    wrong = []
    for page in PAGES:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            if not (page.parent / link).exists():
                wrong.append(f"{page.relative_to(ROOT)}: {link}")
    assert wrong == []


def test_files_and_commands_named_in_the_docs_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    wrong = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]:
        text = page.read_text("utf-8")
        wrong += [f"{page.name}: make {name}" for name in re.findall(r"`make ([a-z]+)", text) if name not in targets]
        named = re.findall(r"`((?:src|tests|tools|docs)/[\w./-]+)`", text)
        wrong += [f"{page.name}: {path}" for path in named if not (ROOT / path).exists()]
    assert wrong == []


def test_every_setting_is_used_as_it_is_documented():
    names = set(re.findall(r"KHEO_[A-Z_]+", (ROOT / "src/kheo/project/settings.py").read_text("utf-8")))
    assert len(names) <= 25
    told = "".join(page.read_text("utf-8") for page in PAGES)
    assert set(re.findall(r"KHEO_[A-Z_]+", told)) == names


def _said_in_vietnamese():
    """Return a pattern for each text of the screens, what is filled in being anything."""
    with (ROOT / "src/kheo/locale/vi/LC_MESSAGES/django.po").open("rb") as catalogue:
        messages = pofile.read_po(catalogue)
    for message in messages:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            yield re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text)) + "( …)?")


@pytest.mark.parametrize("page", sorted((ROOT / "docs/guide").glob("*.md")), ids=lambda page: page.stem)
def test_the_guide_names_buttons_as_the_screens_do(page):
    said = list(_said_in_vietnamese())
    named = set(re.findall(r"\*\*(.+?)\*\*", page.read_text("utf-8")))
    assert sorted(name for name in named if not any(each.fullmatch(name) for each in said)) == []


def test_the_guide_shows_every_picture_of_the_docs():
    shown = {Path(name).name for page in PAGES for name in re.findall(r"images/([\w.-]+)", page.read_text("utf-8"))}
    assert shown == {picture.name for picture in (ROOT / "docs/images").iterdir()}
