from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


def words_for(code: str, *, name: str, most: int) -> str:
    """Return why a file was not taken in, and what to do about it."""
    known = {
        "too_large": _("“%(name)s” is larger than %(most)s. Send a smaller one."),
        "wrong_kind": _("“%(name)s” is not a kind of file that is accepted here."),
        "too_many_pixels": _("The picture “%(name)s” has too many pixels. Send a smaller one."),
        "encrypted": _("“%(name)s” is protected by a password. Remove the password and send it again."),
        "not_a_workbook": _("“%(name)s” is not an Excel workbook. Save it as .xlsx and send it again."),
        "bomb": _("“%(name)s” unpacks to far more than it should and was refused."),
        "too_many_rows": _("“%(name)s” has more rows or columns than can be read. Split it and send the parts."),
        "too_many_empty_rows": _(
            "“%(name)s” has very many empty formatted rows. Delete the rows below the table and send it again."
        ),
        "macros": _("“%(name)s” contains macros. Save it as .xlsx without macros and send it again."),
        "external_links": _("“%(name)s” has links to other files. Break the links and send it again."),
        "damaged": _("“%(name)s” is damaged and cannot be read. Save it again and send the new copy."),
    }
    words = known.get(code, known["damaged"])
    return words % {"name": name, "most": filesizeformat(most)}
