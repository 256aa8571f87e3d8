"""What a Word document really says of a paragraph or of letters: through defaults, styles, tables, lists and themes."""

import zipfile
from collections.abc import Iterator

from kheo.lib.office.word_parts import W, said, value
from kheo.lib.office.xml_in import Element, part_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MM_PER_TWIP = 25.4 / 1440
_MOST_DEEP = 20
_MOST = 1e6
_BLACK = {"", "auto", "000000"}


def number(written: str, otherwise: float = 0.0) -> float:
    """Return a number as an attribute gives it; otherwise what is usual."""
    try:
        found = float(written)
    except ValueError:
        return otherwise
    return found if abs(found) < _MOST else otherwise


class Values:
    """The layers of a document, the strongest first, asked by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read styles, lists and the theme."""
        root = part_of(archive, "word/styles.xml")
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, Element | None] = {"rPr": None, "pPr": None}
        self.usual: dict[str, str] = {}
        if root is not None:
            self._read_styles(root)
        self._levels = dict(_levels(archive))
        self._themes = dict(_theme_fonts(archive))

    def _read_styles(self, root: Element) -> None:
        for kind in self._defaults:
            self._defaults[kind] = root.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
        for style in root.iter(W + "style"):
            name = str(style.get(W + "styleId"))
            self._styles[name] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self.usual[str(style.get(W + "type"))] = name

    def line_of(self, name: str, kind: str) -> Iterator[Element]:
        """Yield the properties ("rPr", "pPr") of a style and of those that it is based on."""
        seen = 0
        while name in self._styles and seen < _MOST_DEEP:
            found = self._styles[name].find(W + kind)
            if found is not None:
                yield found
            name, seen = value(self._styles[name], "basedOn"), seen + 1

    def paragraph(self, properties: Element | None, table_style: str) -> list[Element]:
        """Return the layers of a paragraph: its own, its list's, its style's, its table's, the usual."""
        style = value(properties, "pStyle") or self.usual.get("paragraph", "")
        layers = [] if properties is None else [properties]
        listed, by_style = self._level(properties), list(self.line_of(style, "pPr"))
        if listed is not None:
            layers.append(listed)
        layers += by_style
        for layer in by_style if listed is None else []:
            if (level := self._level(layer)) is not None:
                layers.append(level)
                break
        layers += self.line_of(table_style, "pPr")
        return [*layers, *self._usual("pPr")]

    def letters(self, properties: Element | None, paragraph: Element | None, table_style: str) -> "LetterLayers":
        """Return the layers of letters: their own, their style's, their paragraph's, their table's, the usual."""
        own = [] if properties is None else [properties]
        by_letters = list(self.line_of(value(properties, "rStyle"), "rPr"))
        style = value(paragraph, "pStyle") or self.usual.get("paragraph", "")
        below = [*self.line_of(style, "rPr"), *self.line_of(table_style, "rPr")]
        return LetterLayers(own, by_letters, below, self._usual("rPr"), self._themes)

    def _usual(self, kind: str) -> list[Element]:
        found = self._defaults[kind]
        return [] if found is None else [found]

    def _level(self, properties: Element | None) -> Element | None:
        numbering = properties.find(W + "numPr") if properties is not None else None
        return self._levels.get((value(numbering, "numId"), value(numbering, "ilvl") or "0"))


class LetterLayers:
    """What is said of letters, the strongest first."""

    def __init__(
        self,
        own: list[Element],
        by_letters: list[Element],
        below: list[Element],
        usual: list[Element],
        themes: dict[str, str],
    ) -> None:
        """Keep the layers."""
        self._own, self._by_letters, self._below, self._usual, self._themes = own, by_letters, below, usual, themes
        self._all = [*own, *by_letters, *below, *usual]

    def size(self) -> float:
        """Return the size in points."""
        return number(first_value(self._all, "sz"), 20) / 2

    def font(self, kind: str) -> str:
        """Return the font of "ascii" or "hAnsi" letters; a theme's goes before one that stands beside it."""
        for layer in self._all:
            if theme := value(layer, "rFonts", kind + "Theme"):
                return self._themes.get(theme[:5], "")
            if name := value(layer, "rFonts", kind):
                return name
        return "Times New Roman"

    def toggled(self, name: str) -> bool:
        """Return whether "b", "i" or "caps" is on: what letters say themselves holds; in styles two make none."""
        if (here := _first_said(self._own, name)) is not None:
            return here
        styles = [_first_said(self._by_letters, name), _first_said(self._below, name)]
        if any(one is not None for one in styles):
            return bool(styles[0]) != bool(styles[1])
        return bool(_first_said(self._usual, name))

    def underlined(self) -> bool:
        """Return whether a line stands under the letters."""
        return first_value(self._all, "u") not in ("", "none")

    def hidden(self) -> bool:
        """Return whether the letters are not shown."""
        return self.toggled("vanish")

    def colour(self) -> str:
        """Return the colour in six signs, nothing for black."""
        layer = next((one for one in self._all if value(one, "color") or value(one, "color", "themeColor")), None)
        if value(layer, "color", "themeColor") in ("text1", "dark1"):
            return ""
        found = value(layer, "color").lower()
        return "" if found in _BLACK else found


def first_value(layers: list[Element], name: str, attribute: str = "val") -> str:
    """Return an attribute of the first layer that has it."""
    return next((found for layer in layers if (found := value(layer, name, attribute))), "")


def first_said(layers: list[Element], name: str) -> bool:
    """Return whether the first layer that speaks of something switches it on."""
    return bool(_first_said(layers, name))


def _first_said(layers: list[Element], name: str) -> bool | None:
    return next((found for layer in layers if (found := said(layer, name)) is not None), None)


def _levels(archive: zipfile.ZipFile) -> Iterator[tuple[tuple[str, str], Element]]:
    """Yield how the paragraphs of each list stand."""
    root = part_of(archive, "word/numbering.xml")
    if root is None:
        return
    abstract = {str(one.get(W + "abstractNumId")): one for one in root.iter(W + "abstractNum")}
    for one in root.iter(W + "num"):
        for level in abstract.get(value(one, "abstractNumId"), ()):
            properties = level.find(W + "pPr") if level.tag == W + "lvl" else None
            if properties is not None:
                yield (str(one.get(W + "numId")), str(level.get(W + "ilvl"))), properties


def _theme_fonts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the fonts of a theme by the first letters of how styles call them: "major", "minor"."""
    root = part_of(archive, "word/theme/theme1.xml")
    if root is None:
        return
    for name in ("major", "minor"):
        latin = root.find(f".//{A}{name}Font/{A}latin")
        if latin is not None:
            yield name, str(latin.get("typeface") or "")
