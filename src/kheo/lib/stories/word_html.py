"""Mends the HTML that Word puts on the clipboard, or saves: its lists are paragraphs that begin with a dot or a number,
its headings begin at the first level, and its spaces are stretched by spaces that do not break."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

Element = Any  # lxml has no types of its own

_BULLET = r"[·•▪§Ø●○–—-]"
_NUMBER = r"\(?(?:\d{1,3}|[a-zđ]|[ivx]{1,5})[.)]"
# Word's own list paragraphs say that they are; elsewhere only a dot, or a sign with a stretch of hard spaces behind it,
# is surely no word of the text: people write dialogues with a dash, and years and names with a point behind.
_MARKED = re.compile(rf"\s*(?P<mark>{_BULLET}|[ovüq]|{_NUMBER})[\s\xa0]+")
_SURE = re.compile(rf"\s*(?P<mark>[·•▪§●○]|(?:{_BULLET}|{_NUMBER})(?=[ ]?\xa0[\s\xa0]))[\s\xa0]+")
_LIST_CLASS = re.compile(r"MsoList(?!Table)", re.I)
_LIST_STYLE = re.compile(r"mso-list:\s*(?!ignore|none|skip)", re.I)
_LEVEL = re.compile(r"\blevel(\d)\b", re.I)
_HEADING = re.compile(r"h[1-6]$")
_UNSAID = ("style", "script", "xml", "head", "title", "meta", "link")
_SPACES = re.compile(r"[ \t\xa0]*\xa0[ \t\xa0]*")
_NONE = "\xa0 \t\r\n"
_DEEPEST = 3


def mend(text: str) -> str:
    """Return the HTML with real lists, headings from the second level on, and single spaces. Nothing in it is made
    safe: whoever keeps it cleans it afterwards. What is mended already stays as it is."""
    if "<" not in text:
        return _SPACES.sub(" ", text)
    root = html.fragment_fromstring(_without_controls(text), create_parent="div")
    for element in list(root.iter(*_UNSAID, etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    _number_headings(root)
    _make_lists(root)
    for element in root.iter():
        element.text = _single(element.text)
        element.tail = _single(element.tail)
    etree.strip_tags(root, "span", "font", "o:p", "p:p", "w:sdt")
    _drop_empty(root)
    return _inside(root)


def _without_controls(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " or letter in "\t\r\n")


def _single(text: str | None) -> str | None:
    return _SPACES.sub(" ", text) if text else text


def _inside(root: Element) -> str:
    """Return what stands inside an element, as HTML."""
    written = html.tostring(root, encoding="unicode")
    return str(written[len("<div>") : -len("</div>")])


def _drop(element: Element) -> None:
    """Take an element out, and keep the words behind it."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            element.getparent().text = (element.getparent().text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    element.getparent().remove(element)


def _number_headings(root: Element) -> None:
    """Let headings begin at the second level, for the first is the title, and let there be two levels."""
    found = [element for element in root.iter() if isinstance(element.tag, str) and _HEADING.match(element.tag)]
    down = 1 if any(element.tag == "h1" for element in found) else 0
    for element in found:
        element.tag = "h2" if int(element.tag[1]) + down <= 2 else "h3"


def _make_lists(root: Element) -> None:
    """Put each row of paragraphs that only look like a list into a list."""
    for parent in {element.getparent() for element in root.iter("p")}:
        for row in _rows(parent):
            _make_list(row)


def _rows(parent: Element) -> Iterator[list[tuple[Element, str, int]]]:
    """Yield the rows of neighbouring list paragraphs, each with its mark and level."""
    row: list[tuple[Element, str, int]] = []
    for child in [*parent, None]:
        found = _mark_of(child) if child is not None and child.tag == "p" else None
        if found:
            row.append((child, *found))
            if not (child.tail or "").strip(_NONE):
                continue
        if row:
            yield row
        row = []


def _mark_of(paragraph: Element) -> tuple[str, int] | None:
    """Return the mark and level of a list paragraph; None if it is none."""
    style = paragraph.get("style") or ""
    is_words = bool(_LIST_STYLE.search(style) or _LIST_CLASS.search(paragraph.get("class") or ""))
    found = (_MARKED if is_words else _SURE).match("".join(paragraph.itertext()))
    if not found or not "".join(paragraph.itertext())[found.end() :].strip(_NONE):
        return None
    level = _LEVEL.search(style)
    return found["mark"], min(int(level[1]), _DEEPEST) if level else 1


def _make_list(row: list[tuple[Element, str, int]]) -> None:
    """Put a row of list paragraphs into one list, with lists inside it by their levels."""
    open_lists: list[tuple[int, Element]] = []
    for paragraph, mark, level in row:
        while len(open_lists) > 1 and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            fresh = _list_for(mark)
            if open_lists:
                open_lists[-1][1][-1].append(fresh)
            else:
                paragraph.addprevious(fresh)
            open_lists.append((level, fresh))
        _into_item(paragraph, open_lists[-1][1])


def _list_for(mark: str) -> Element:
    """Return an empty list of the kind that a mark begins: with dots, numbers or letters, and with which number."""
    name = mark.strip("(.)")
    if name == mark:
        return etree.Element("ul")
    if name.isdigit():
        return etree.Element("ol", {} if int(name) == 1 else {"start": str(int(name))})
    return etree.Element("ol", {"type": "i" if set(name) <= set("ivx") else "a"})


def _into_item(paragraph: Element, into: Element) -> None:
    _strip_mark(paragraph)
    paragraph.getparent().remove(paragraph)
    paragraph.attrib.clear()
    paragraph.tail = None
    item = etree.SubElement(into, "li")
    item.append(paragraph)


def _strip_mark(paragraph: Element) -> None:
    """Take the mark and the spaces behind it off the beginning of a paragraph, wherever Word has put them."""
    found = _MARKED.match("".join(paragraph.itertext()))
    left = found.end() if found else 0
    for element, place in _texts(paragraph):
        text = getattr(element, place) or ""
        setattr(element, place, text[left:])
        left -= len(text)
        if left <= 0:
            return


def _texts(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield each place of text inside an element, in the order of reading."""
    yield element, "text"
    for child in element:
        yield from _texts(child)
        yield child, "tail"


def _drop_empty(root: Element) -> None:
    """Take out paragraphs and marks of weight in which nothing is left."""
    for element in reversed(list(root.iter("p", "b", "i", "strong", "em", "u", "h2", "h3"))):
        if not len(element) and not (element.text or "").strip(_NONE):
            if element.text and element.tag not in ("p", "h2", "h3"):
                element.tail = " " + (element.tail or "").lstrip(_NONE)
            _drop(element)
