"""Opens the XML parts of an office file that `check_archive` has looked over."""

import zipfile
from typing import Any

from lxml import etree

from kheo.lib.unsafe import Problem, Unsafe

Element = Any  # lxml has no types of its own


def parse(data: bytes, part: str) -> Element:
    """Return the root of a part: no entities, nothing fetched, nesting and length within the library's limits.

    :raises Unsafe: if it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unsafe(Problem.DAMAGED, part=part) from error


def part_of(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the root of a part, or None where the file has none of that name."""
    if name not in archive.namelist():
        return None
    return parse(archive.read(name), name)
