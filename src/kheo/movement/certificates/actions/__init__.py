"""What is done with certificates: designed, issued, printed; and the key that seals them."""

from kheo.movement.certificates.actions.designs import NotDesignable, draw, redraw
from kheo.movement.certificates.actions.issuing import NotIssuable, issue
from kheo.movement.certificates.actions.keys import renew_key
from kheo.movement.certificates.actions.printing import NotPrintable, keep_run

__all__ = ["NotDesignable", "NotIssuable", "NotPrintable", "draw", "issue", "keep_run", "redraw", "renew_key"]
