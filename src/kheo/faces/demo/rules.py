"""The people who can sign in to the demo, so that everybody sees Khéo through other eyes."""

from dataclasses import dataclass

from kheo.organisation.access.states import Role

PASSWORD = "dan-van-kheo"  # noqa: S105 -- known to all the world: production refuses to start on a demo database


@dataclass(frozen=True)
class DemoPerson:
    username: str
    full_name: str
    role: Role
    unit: str


PEOPLE = (
    DemoPerson("thuongtruc", "Phạm Thị Thu Hường", Role.STANDING_OFFICE, "huyen-yen-mo"),
    DemoPerson("yenhoa", "Nguyễn Thị Lan Anh", Role.OFFICER, "xa-yen-hoa"),
    DemoPerson("hoinongdan", "Trịnh Văn Sáng", Role.OFFICER, "hoi-nong-dan-huyen"),
    DemoPerson("thamdinh1", "Vũ Đình Khoa", Role.APPRAISER, "huyen-yen-mo"),
    DemoPerson("thamdinh2", "Lê Thị Thoa", Role.APPRAISER, "huyen-yen-mo"),
    DemoPerson("thamdinh3", "Đỗ Văn Tuấn", Role.APPRAISER, "huyen-yen-mo"),
    DemoPerson("lanhdao", "Đinh Quốc Toản", Role.LEADER, "huyen-yen-mo"),
    DemoPerson("bientap", "Lã Thị Mai Phương", Role.EDITOR, "huyen-yen-mo"),
    DemoPerson("quantri", "Tạ Minh Đức", Role.ADMINISTRATOR, "huyen-yen-mo"),
)
