"""Checks of how letters and lines are set: typefaces, sizes, looks, where lines stand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kheo.lib.encodings.stretches import stretches
from kheo.lib.office.fonts import typing_of
from kheo.lib.office.formats.blocks import ARTICLE, Parts
from kheo.lib.office.formats.findings import Finding, Severity, What, at, told
from kheo.lib.office.formats.lines import Line, Paper
from kheo.lib.office.formats.profiles import Block, Look, Profile, Span

NATURAL = 1.15  # how high a line of Times New Roman is, in its own size
_ROUNDED = 0.5  # millimetres that a word processor rounds by
_ALIKE = {"times new roman", "timesnewroman", "timesnewromanpsmt"}
_LOOKS = (("bold", What.NOT_BOLD, What.BOLD), ("italic", What.NOT_ITALIC, What.ITALIC))
_SETS = (Block.ARTICLE, Block.BODY, Block.PAGE_NUMBER, Block.PAGE, Block.LETTERS)


def typefaces(paper: Paper, profile: Profile) -> Iterator[Finding]:
    """Yield typefaces and colours that are not allowed, and texts from before Unicode."""
    clause = profile.typeface_clause
    for line in (*paper.lines, *paper.cells):
        for font in sorted({font for run in line.solid for font in run.fonts}):
            if typing_of(font):
                yield _wrong(Block.LETTERS, What.OLD_TYPEFACE, font, profile.typeface, clause, line)
            elif font.lower() not in _ALIKE:
                yield _wrong(Block.LETTERS, What.TYPEFACE, font, profile.typeface, clause, line)
        if any(run.colour for run in line.solid):
            colour = next(run.colour for run in line.solid if run.colour)
            yield _wrong(Block.LETTERS, What.COLOUR, colour.upper(), "", clause, line)
    yield from old_letters(paper, clause)


def old_letters(paper: Paper, clause: str) -> Iterator[Finding]:
    """Yield lines that were typed in an encoding from before Unicode and set in a font of today."""
    lines = [one for one in (*paper.lines, *paper.cells) if not any(typing_of(f) for r in one.solid for f in r.fonts)]
    starts = list(accumulate((len(line.words) + 1 for line in lines), initial=0))
    seen = -1
    for part in stretches("\n".join(line.words for line in lines)):
        place = bisect_right(starts, part.start) - 1
        if place > seen:
            yield _wrong(Block.LETTERS, What.OLD_LETTERS, part.scheme.old.upper(), "Unicode", clause, lines[place])
        seen = max(seen, place)


def looks(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what departs from the look of each part but the text."""
    for block, look in profile.looks.items():
        if block in _SETS:
            continue
        is_alone = block == Block.POST and profile.form == "party" and not parts.of(Block.AUTHORITY)
        for line in parts.of(block):
            yield from sizes(block, line, look)
            yield from manner(block, line, look, weighs_bold=not is_alone)
            is_left = look.align == "left" and line.align == "both"
            if look.align and line.align != look.align and not is_left and block != Block.BASES:
                yield _wrong(block, What.ALIGNED, line.align, look.align, look.clause, line)


def sizes(block: Block, line: Line, look: Look) -> Iterator[Finding]:
    """Yield the sizes of a line that the rule does not allow."""
    for size in sorted({run.size for run in line.solid if not look.size.holds(run.size)}):
        yield _wrong(block, What.SIZE, told(size), span(look.size), look.clause, line)


def manner(block: Block, line: Line, look: Look, *, weighs_bold: bool = True) -> Iterator[Finding]:
    """Yield what is heavy, slanted, underlined or in capitals, or not, against the rule."""
    for name, lacking, excess in _LOOKS:
        wanted = getattr(look, name)
        if wanted is None or name == "bold" and not weighs_bold:
            continue
        if wanted and not line.is_all(name):
            yield _wrong(block, lacking, "", "", look.clause, line)
        if not wanted and line.is_any(name):
            yield _wrong(block, excess, "", "", look.clause, line)
    if look.underline and not line.is_any("underline"):
        yield _wrong(block, What.NOT_UNDERLINED, "", "", look.clause, line)
    letters = "".join(filter(str.isalpha, line.words))
    if look.case == "upper" and letters and not letters.isupper():
        yield _wrong(block, What.NOT_CAPITALS, "", "", look.clause, line)
    if look.case == "mixed" and len(letters) > 3 and letters.isupper():
        yield _wrong(block, What.CAPITALS, "", "", look.clause, line)


def text(parts: Parts, paper: Paper, profile: Profile) -> Iterator[Finding]:
    """Yield what departs in the paragraphs of the text, headings and bases among them."""
    look = profile.looks[Block.BODY]
    for line in parts.of(Block.BODY):
        yield from sizes(Block.BODY, line, look)
    for line in parts.of(Block.ARTICLE):
        yield from _article(line, profile.looks[Block.ARTICLE])
    for block, lines in ((Block.BODY, parts.plain), (Block.BASES, parts.of(Block.BASES))):
        for line in lines:
            yield from _stands(block, line, paper, profile)
        for before, after in zip(lines, lines[1:], strict=False):
            yield from _gap(block, before, after, profile)
    yield from _same_size(parts, look)


def _article(line: Line, look: Look) -> Iterator[Finding]:
    """Yield an article whose word and number are not heavy."""
    found = ARTICLE.match(line.words)
    end, seen = (found.end() if found else 0), 0
    for run in line.solid:
        if seen < end and not run.bold:
            yield _wrong(Block.ARTICLE, What.NOT_BOLD, "", "", look.clause, line)
            return
        seen += len(run.text)


def _stands(block: Block, line: Line, paper: Paper, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with how a paragraph stands: its sides, its first line, its lines."""
    rules = profile.lines
    has_tab = "\t" in "".join(run.text for run in line.letters).strip()
    if line.align != "both" and not has_tab and not line.goes_on and len(line.words) > 20:
        yield _wrong(block, What.ALIGNED, line.align, "both", rules.clause, line)
    if not line.goes_on:
        yield from _first_line(block, line, paper, profile)
    yield from _spacing(block, line, profile)


def _first_line(block: Block, line: Line, paper: Paper, profile: Profile) -> Iterator[Finding]:
    rules, raw = profile.lines, "".join(run.text for run in line.letters)
    if raw.startswith("   "):
        yield _wrong(block, What.INDENTED_BY_SPACES, "", "", rules.clause, line, Severity.BETTER)
        return
    begins = line.left + line.first
    if raw.startswith("\t"):
        begins += paper.tab if begins < 0.1 else 0
    is_listed = line.words[:1] in "-+•*" or bool(line.mark)
    if is_listed and begins > 5 or any(one.holds(begins, _ROUNDED) for one in rules.first_line):
        return
    wanted = " / ".join(span(one) for one in rules.first_line)
    severity = Severity.BETTER if is_listed else Severity.WRONG
    yield _wrong(block, What.FIRST_LINE, told(begins), wanted, rules.clause, line, severity)


def _spacing(block: Block, line: Line, profile: Profile) -> Iterator[Finding]:
    """Yield lines that stand too near or too far; measured in lines or in points, as the rule does."""
    rules, size = profile.lines, max((run.size for run in line.solid), default=14)
    high = {"auto": line.spacing * NATURAL * size, "exact": line.spacing}
    points = high.get(line.rule, max(line.spacing, NATURAL * size))
    lines = points / (NATURAL * size)
    if rules.lines and not rules.lines.holds(lines, 0.03):
        yield _wrong(block, What.LINE_SPACING, f"{lines:.2f}".replace(".", ","), span(rules.lines), rules.clause, line)
    if rules.points and not rules.points.holds(points, 0.05):
        yield _wrong(block, What.LINE_SPACING_RULE, told(points), span(rules.points), rules.clause, line)
    elif rules.is_exact and line.rule != "exact":
        wanted = span(rules.points) if rules.points else ""
        yield _wrong(block, What.LINE_SPACING_RULE, told(points), wanted, rules.clause, line, Severity.BETTER)


def _gap(block: Block, before: Line, after: Line, profile: Profile) -> Iterator[Finding]:
    """Yield two paragraphs, one right after the other, that stand too near."""
    if after.goes_on or after.spot.paragraph != before.spot.paragraph + 1:
        return
    is_one_list = before.contextual and after.contextual and before.style == after.style
    between = 0 if is_one_list else before.after + after.before
    if between < profile.lines.between_paragraphs:
        wanted = told(profile.lines.between_paragraphs)
        yield _wrong(block, What.BETWEEN_PARAGRAPHS, told(between), wanted, profile.lines.clause, after)


def _same_size(parts: Parts, look: Look) -> Iterator[Finding]:
    """Yield paragraphs in another size than most of the text, where both are allowed."""
    sizes_here = (run.size for line in parts.plain for run in line.solid for _letter in run.text)
    counts = Counter(size for size in sizes_here if look.size.holds(size))
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for line in parts.plain:
        for size in sorted({run.size for run in line.solid if look.size.holds(run.size)} - {usual}):
            yield _wrong(Block.BODY, What.SIZES_DIFFER, told(size), told(usual), "", line, Severity.BETTER)


def span(of: Span) -> str:
    """Return a span as an office writes it: "13–14", "15"."""
    return told(of.low) if of.low == of.high else f"{told(of.low)}–{told(of.high)}"


def _wrong(
    block: Block, what: What, found: str, wanted: str, clause: str, line: Line, severity: Severity = Severity.WRONG
) -> Finding:
    return Finding(block, what, severity, found, wanted, clause, at(line))


def head_sizes(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield sizes of the head that are allowed each but do not go together."""
    blocks: Sequence[Block] = (Block.NATION, Block.MOTTO, Block.PLACE_AND_DAY)
    if not profile.head_sizes or not all(parts.of(block) and parts.of(block)[0].solid for block in blocks):
        return
    found = tuple(parts.of(block)[0].solid[0].size for block in blocks)
    allowed = all(profile.looks[block].size.holds(size) for block, size in zip(blocks, found, strict=True))
    if allowed and found not in profile.head_sizes:
        wanted = " / ".join("–".join(map(told, sizes)) for sizes in profile.head_sizes)
        written = "–".join(map(told, found))
        line = parts.of(Block.NATION)[0]
        clause = profile.head_sizes_clause
        yield _wrong(Block.NATION, What.HEAD_SIZES, written, wanted, clause, line, Severity.BETTER)
