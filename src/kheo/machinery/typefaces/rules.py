from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KEPT_FOR = timedelta(days=1)

AUTO = "auto"
CHOICES = {
    AUTO: _("find out by the text"),
    "tcvn3": pgettext_lazy("typeface", "TCVN3 (ABC; fonts .VnTime, .VnArial)"),
    "vni": pgettext_lazy("typeface", "VNI (fonts VNI-Times, VNI-Helve)"),
    "vps": pgettext_lazy("typeface", "VPS (fonts VPS Times)"),
    "viqr": pgettext_lazy("typeface", "VIQR (plain letters with signs: Vie^.t)"),
    "none": _("none of them, the letters are right"),
}
WHYS = {
    "tcvn3": _("typed in TCVN3 (ABC): read so, they are Vietnamese syllables"),
    "vni": _("typed in VNI: read so, they are Vietnamese syllables"),
    "vps": _("typed in VPS: read so, they are Vietnamese syllables"),
    "viqr": _("typed in VIQR: read so, they are Vietnamese syllables"),
    "utf8": _("Unicode (UTF-8) that was read as Latin letters"),
    "composed": _("a letter and its mark by themselves were joined"),
    "eth": _("Ð of another language became Đ"),
    "unseen": _("characters that are not seen were left out"),
    "quotes": _("quotation marks were made to match"),
    "spaces": _("spaces and ends of lines"),
}
