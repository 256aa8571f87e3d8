"""The two forms in which our templates are laid out. What a rule says comes from `kheo.lib.office.formats.profiles`;
here only stands what we choose where a rule leaves a choice.
"""

from dataclasses import dataclass
from datetime import date

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from kheo.lib.office.formats.profiles import Block, Profile, profile_on
from tools.office_layout import new_document, rule, write

# Sizes that we would like; each is brought within the span of the rule. The head is in the State's smaller set.
LIKED = {Block.KIND: 16.0, Block.NATION: 12.0, Block.MOTTO: 13.0, Block.PLACE_AND_DAY: 13.0}
LIKED |= {Block.SUPERIOR: 12.0, Block.ISSUER: 12.0, Block.RECIPIENTS_HEAD: 12.0, Block.RECIPIENTS: 11.0}
USUAL = 14.0
_ALIGNS = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "both": ALIGN.JUSTIFY}


@dataclass(frozen=True)
class Form:
    """A profile as our templates follow it."""

    profile: Profile

    @property
    def name(self) -> str:
        """Return the name of the form, as templates are called by it."""
        return self.profile.form

    @property
    def is_party(self) -> bool:
        """Return whether it is that of the Party."""
        return self.profile.form == "party"

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Return the margins in millimetres: top, bottom, left, right."""
        sides = self.profile.margins
        return sides.top.low, sides.bottom.low, sides.left.low, sides.right.low

    @property
    def width(self) -> float:
        """Return how wide the text is on a page, in millimetres."""
        return 210 - self.margins[2] - self.margins[3]

    @property
    def first_line(self) -> float:
        """Return where the first line of a paragraph begins, in millimetres."""
        allowed = self.profile.lines.first_line[-1]
        return (allowed.low + allowed.high) / 2

    @property
    def signature(self) -> str:
        """Return the sign before the body for which somebody signs: "TM. ", "T/M "."""
        return self.profile.signs.authorities[0] + " "

    @property
    def end(self) -> str:
        """Return what ends a line of a list that goes on."""
        return "," if self.is_party else ";"

    def size(self, block: Block) -> float:
        """Return the size of a block in points."""
        span = self.profile.looks[block].size
        return min(max(LIKED.get(block, USUAL), span.low), span.high)

    def put(self, place: Paragraph | _Cell, text: str, block: Block) -> Paragraph:
        """Add one line in the look of a block to a cell, or fill a paragraph."""
        look = self.profile.looks[block]
        set_so = {name: bool(getattr(look, name)) for name in ("bold", "italic", "underline")}
        align = _ALIGNS[look.align or ("center" if block == Block.ADDRESSEE else "left")]
        return write(place, text, size=self.size(block), align=align, **set_so)

    def end_title(self, line: Paragraph, across: float) -> None:
        """End what a document is about: dashes in the Party's form, a short rule in the State's; the text is so many
        centimetres across."""
        last = write(line, "-----" if self.is_party else "", size=USUAL if self.is_party else 2)
        last.paragraph_format.space_after = Pt(12)
        if not self.is_party:
            rule(last, (across - 5) / 2)


PARTY = Form(profile_on("party", date.max))
STATE = Form(profile_on("state", date.max))


def blank(form: Form) -> Word:
    """Return an empty document in a form."""
    return new_document(form.margins, exact=form.profile.lines.is_exact)
