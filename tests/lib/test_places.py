import pytest

from kheo.lib.places import split_place


@pytest.mark.parametrize(
    ("text", "kinds", "name"),
    [
        ("TT. Yên Thịnh", {"township"}, "yen thinh"),
        ("tt Yên Thịnh", {"township"}, "yen thinh"),
        ("Thị  trấn Yên Thịnh", {"township"}, "yen thinh"),
        ("X.Yên Hoà", {"commune"}, "yen hoa"),
        ("xã Yên Hòa", {"commune"}, "yen hoa"),
        ("P. 4", {"ward"}, "4"),
        ("TP. Hồ Chí Minh", {"province", "district"}, "ho chi minh"),
        ("Thành phố Tam Điệp", {"province", "district"}, "tam diep"),
        ("Đặc khu Côn Đảo", {"special_zone"}, "con dao"),
        ("Tổ dân phố 3", {"hamlet"}, "3"),
        ("Yên Hòa", set(), "yen hoa"),
        ("Xã", set(), "xa"),
        ("Bản Cái", {"hamlet"}, "cai"),
        ("", set(), ""),
    ],
)
def test_a_place_is_split_into_what_it_is_and_its_name(text, kinds, name):
    assert split_place(text) == (frozenset(kinds), name)
