"""Slips of the typist that offices make often, and what was meant; each as long as the other."""

import re

from kheo.lib.vitext import place_tones

SLIPS = {
    "dận vận": "dân vận",
    "dâm vận": "dân vận",
    "mô hinh": "mô hình",
    "mô hỉnh": "mô hình",
    "mô hìmh": "mô hình",
    "điển hinh": "điển hình",
    "vể": "về",
    "đăng kí": "đăng ký",
    "xây dưng": "xây dựng",
    "hệ thông": "hệ thống",
    "chính tri": "chính trị",
    "quốc phong": "quốc phòng",
    "xã hôi": "xã hội",
    "kinh tê": "kinh tế",
    "an nình": "an ninh",
    "triệu đông": "triệu đồng",
    "tỷ đông": "tỷ đồng",
    "hội nghi": "hội nghị",
    "tổng kêt": "tổng kết",
    "sơ kêt": "sơ kết",
    "chât lượng": "chất lượng",
    "tâp thể": "tập thể",
    "cá nhan": "cá nhân",
    "nông thông mới": "nông thôn mới ",
}
"""Words as they are mistyped, in small letters."""

_MEANT = {place_tones(slip): place_tones(meant) for slip, meant in SLIPS.items()}
_SLIP = re.compile("(?<!\\w)(?:" + "|".join(sorted(_MEANT, key=len, reverse=True)) + ")(?!\\w)")


def mended(low: str) -> str:
    """Return words in small letters without the usual slips, every letter at its place.

    >>> mended("24 mô hinh dận vận khéo")
    '24 mô hình dân vận khéo'
    """
    return _SLIP.sub(lambda found: _MEANT[found[0]], low)
