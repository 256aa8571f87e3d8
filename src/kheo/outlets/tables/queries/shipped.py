"""The forms of table that are shipped, to be taken over and changed by who uses them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.queries import units_to_choose
from kheo.organisation.units.models import Unit
from kheo.outlets.tables.models import TableForm

FOLDER = Path(__file__).parent.parent / "data"

# Lines of a form, for the page's help.
HINTS = (
    "theo đơn vị | Tên đơn vị",
    "theo danh sách | Chỉ tiêu",
    "số thứ tự",
    "đánh số cột",
    "cột tong | Tổng số | sổ registered",
    "cột lv | Chia theo lĩnh vực | sổ registered | mỗi lĩnh_vực",
    "cột ca_nhan | Chia theo chủ thể > Cá nhân | sổ registered chủ_thể=individual",
    "cột ty_le | Tỷ lệ (%) | tính cong_nhan / tong | %",
    "cột con_lai | Còn lại | tính tong - cong_nhan",
    "cột nguoi | Số người dự | nhập",
    "cột ghi_chu | Ghi chú | chữ",
    "dòng tap_the | - Tập thể | với chủ_thể=collective | bậc 1",
    "dòng tong | Tổng số | tính tap_the + ca_nhan | đậm",
    "cộng đầu | Tổng số",
    "lọc tong < chi_tieu",
    "kiểm lv = tong | Các lĩnh vực cộng lại phải bằng tổng số.",
)


@dataclass(frozen=True)
class Shipped:
    """A form that is shipped: its name in addresses, and what it says."""

    key: str
    said: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.said["title"])


@cache
def shipped() -> dict[str, Shipped]:
    """Return the shipped forms in their order."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [Shipped(path.stem.split("-", 1)[1], tomllib.loads(path.read_text("utf-8"))) for path in files]
    return {each.key: each for each in found}


def not_taken_over(forms: list[TableForm]) -> list[Shipped]:
    """Return the shipped forms whose title nobody uses yet."""
    known = {form.title for form in forms}
    return [each for each in shipped().values() if each.title not in known]


@dataclass(frozen=True)
class Choice:
    """The campaigns and units that somebody may ask a table about, and those that fit best."""

    campaigns: list[Campaign]
    units: list[Unit]

    @property
    def campaign(self) -> Campaign:
        begun = (each for each in self.campaigns if each.state != CampaignState.PLANNED)
        return next(begun, self.campaigns[0])

    def unit_for(self, campaign: Campaign) -> Unit:
        """Return the unit that a table of a campaign is about if nothing else is asked."""
        return next((unit for unit in self.units if unit.pk == campaign.unit_id), self.units[0])


def choice_of(user: User) -> Choice | None:
    """Return what somebody may ask a table about; None if there is nothing."""
    campaigns = list(Campaign.objects.visible_to(user).select_related("unit", "movement").newest_first())
    units = units_to_choose(user, "tables.view")
    return Choice(campaigns, units) if campaigns and units else None
