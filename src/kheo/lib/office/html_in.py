"""Reads the text of a web page: the article with its title, date line and byline, not the menus around it."""

import re
from email import message_from_bytes, policy
from typing import Any

from lxml import etree, html

from kheo.lib.encodings.pages import text_of
from kheo.lib.office.text_parts import Draft, PartKind
from kheo.lib.unsafe import Problem, Unsafe

Element = Any  # lxml has no types of its own

_NEVER_SAID = "script style noscript template svg iframe object embed form select button nav aside footer head"
_NEVER = _NEVER_SAID.split()
_AROUND = re.compile(
    r"\b(menu|nav(bar|igation)?|breadcrumbs?|footer|sidebar|related|share|social|comments?|advert\w*|banner|pager|toolbar|"
    r"tin-?lien-?quan|binh-?luan|quang-?cao|lien-?ket|cookie)\b",
    re.I,
)
_ARTICLE = re.compile(r"article|content|detail|news|post|entry|story|body|noi-?dung|chi-?tiet|bai-?viet|journal", re.I)
_DATE = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}")
_DATE_NAME = re.compile(r"date|time|publish|ngay", re.I)
_BYLINE_NAME = re.compile(r"author|byline|tac-?gia|nguon|source", re.I)
_OWN_LINE = """
    p div h1 h2 h3 h4 h5 h6 li tr table ul ol section article main blockquote pre dt dd figure figcaption header body
    center address hr
"""
_BLOCKS = frozenset(_OWN_LINE.split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_SHORT = 120
_MOST_DEEP = 200
_KINDS: dict[str, PartKind] = {"li": "item", "tr": "row"}


def read_html(data: bytes, draft: Draft) -> None:
    """Put the text of a page into a draft.

    :raises Unsafe: if it is no page.
    """
    text = _decoded(data)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unsafe(Problem.DAMAGED) from error
    title = _title(root)
    _Page(draft, title).read(root)


def read_mht(data: bytes, draft: Draft) -> None:
    """Put the text of a page saved as one file into a draft; its pictures and scripts are not looked at.

    :raises Unsafe: if it holds no page.
    """
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        page = pages[0].get_payload(decode=True) if pages else None
    except (ValueError, LookupError, AssertionError, RecursionError, TypeError) as error:
        raise Unsafe(Problem.DAMAGED) from error
    if not isinstance(page, bytes):
        raise Unsafe(Problem.DAMAGED)
    read_html(page, draft)


def _decoded(data: bytes) -> str:
    """Return the page's text: in UTF-8 or by its mark where it is that, else as it says, else as Vietnamese has it."""
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii", errors="ignore").lower() if declared else ""
    text = data.decode(name, errors="replace") if name in ("windows-1258", "utf-16") else text_of(data)
    # The parser takes no text that also declares its encoding, nor a character that XML cannot hold.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text))


def _title(root: Element) -> str:
    for path in ("//h1", "//meta[@property='og:title']/@content", "//title"):
        found = root.xpath(path)
        said = [" ".join((item if isinstance(item, str) else item.text_content()).split()) for item in found]
        if len(said) == 1 and said[0]:
            return str(said[0])
    return ""


class _Page:
    """Walks through one page."""

    def __init__(self, draft: Draft, title: str) -> None:
        self._draft, self._title = draft, title
        self._left_out = 0

    def read(self, root: Element) -> None:
        """Add the title, the date line and byline beside it, and the article."""
        for element in list(root.iter(*_NEVER, etree.Comment, etree.ProcessingInstruction)):
            if element.getparent() is not None and not (element.tag == "form" and _words(element) > _SHORT):
                element.drop_tree()
        for element in [each for each in root.iter() if _is_around(each)]:
            if element.getparent() is not None and element.tag not in ("body", "html"):
                self._left_out += 1
                element.drop_tree()
        self._draft.add("title", self._title)
        article = _article(root)
        if article is not root:
            self._beside(root, article)
        self._blocks(article, "paragraph", 0)
        if self._left_out:
            self._draft.notices["menus_left_out"] = self._left_out

    def _beside(self, root: Element, article: Element) -> None:
        """Add a date and a byline that stand beside the article, not in it."""
        inside = set(article.iter())
        for name, kind in ((_DATE_NAME, "dateline"), (_BYLINE_NAME, "byline")):
            for element in root.iter():
                said = _said(element) if name.search(_named(element)) and element not in inside else ""
                if said and len(said) < _SHORT and (kind == "byline" or _DATE.search(said)):
                    self._draft.add("dateline" if kind == "dateline" else "byline", said)
                    break

    def _blocks(self, parent: Element, kind: PartKind, deep: int) -> None:
        """Add what stands in an element: texts between blocks are paragraphs of their own."""
        loose = [parent.text or ""]
        for child in parent.iterchildren():
            if child.tag == "br":
                loose.append("\n")
            elif deep < _MOST_DEEP and (
                child.tag in _BLOCKS or any(each.tag in _BLOCKS for each in child.iterdescendants())
            ):
                self._flush(loose, kind, parent)
                self._block(child, kind, deep + 1)
            else:
                loose.append(_content(child))
            loose.append(child.tail or "")
        self._flush(loose, kind, parent)

    def _block(self, element: Element, kind: PartKind, deep: int) -> None:
        if element.tag == "tr":
            cells = [_said(cell) for cell in element.iterchildren("td", "th")]
            if any(cells):
                self._draft.add("row", " | ".join(cells))
        elif re.fullmatch("h[1-6]", element.tag):
            if (said := _said(element)) and said != self._title:
                self._draft.add("heading", said, level=int(element.tag[1]))
        else:
            self._blocks(element, _KINDS.get(element.tag, kind), deep)

    def _flush(self, loose: list[str], kind: PartKind, parent: Element) -> None:
        for line in re.sub(r"[^\S\n]+", " ", "".join(loose).replace("\u00a0", " ")).split(
            "\n" if "\n" in loose else "\0"
        ):
            said = " ".join(line.split())
            if said and said != self._title:
                self._draft.add(_role(said, parent, kind), said)
        loose.clear()


def _role(said: str, parent: Element, kind: PartKind) -> PartKind:
    if kind == "paragraph" and len(said) < _SHORT:
        if _DATE_NAME.search(_named(parent)) and _DATE.search(said):
            return "dateline"
        if _BYLINE_NAME.search(_named(parent)):
            return "byline"
    return kind


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}" + (
        " time" if element.tag == "time" else ""
    )


def _is_around(element: Element) -> bool:
    """Return whether an element is a menu or the like: named so, or hardly more than links."""
    if not isinstance(element.tag, str) or element.tag in ("body", "html", "article", "main"):
        return False
    if element.tag in ("ul", "ol", "div", "section", "td", "table"):
        links = element.xpath("count(.//a)")
        total = _words(element)
        if links >= 3 and total and sum(_words(a) for a in element.iter("a")) > 0.7 * total:
            return True
    return bool(_AROUND.search(_named(element))) and _words(element) < 4_000


def _article(root: Element) -> Element:
    """Return the element that holds the article: named so and holding most text in paragraphs, else the whole page."""
    best, most = root, 0.0
    for element in root.iter("article", "main", "div", "section", "td"):
        weight = sum(_words(child) for child in element.iterchildren("p", "h2", "h3", "ul", "ol", "table"))
        weight *= 2 if element.tag in ("article", "main") or _ARTICLE.search(_named(element)) else 1
        if weight > most:
            best, most = element, weight
    return best if most > 2 * _SHORT and most > 0.4 * _words(root) else root


def _words(element: Element) -> int:
    return len("".join(element.itertext()).strip()) if isinstance(element.tag, str) else 0


def _content(element: Element) -> str:
    return "".join(element.itertext()) if isinstance(element.tag, str) else ""


def _said(element: Element) -> str:
    return " ".join(_content(element).split())
