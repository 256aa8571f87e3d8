from datetime import date

from kheo.machinery.registers.kit import Fault


def why_not_enter(said):
    """Only what was published before the contest closed takes part."""
    if said["published_on"] > date(2017, 9, 2):
        return [Fault("Tác phẩm phải được đăng trước khi cuộc thi khóa sổ (02/9/2017).", "published_on")]
    return []
