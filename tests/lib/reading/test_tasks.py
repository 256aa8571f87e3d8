import pytest

from kheo.lib.reading.reader import read

HEAD = "Tổng kết phong trào “Dân vận khéo” huyện A Bình năm 2019\n"


def told(words):
    return [one.text for one in read(HEAD + words).directives]


def test_a_request_is_parted_into_what_is_asked():
    assert told("Đồng chí Bí thư yêu cầu các xã rà soát mô hình, ghi chép sổ sách; gắn phong trào với việc khó.") == [
        "các xã rà soát mô hình",
        "ghi chép sổ sách",
        "gắn phong trào với việc khó",
    ]


def test_numbered_tasks_follow_a_request():
    lines = "Năm 2020, tôi đề nghị tập trung 2 việc:\nMột là, tuyên truyền sâu rộng.\nHai là, quan tâm kinh phí."
    assert told(lines) == ["tuyên truyền sâu rộng", "quan tâm kinh phí"]


@pytest.mark.parametrize(
    "words",
    [
        "Ban Chỉ đạo đề nghị UBND huyện khen thưởng 3 tập thể.",
        "Các đơn vị đã thực hiện theo yêu cầu của Huyện ủy.",
        "Đề nghị các xã đối chiếu số liệu với biểu trên.",
        "PV: Thời gian tới huyện sẽ làm gì?",
    ],
)
def test_what_asks_nothing_of_the_body(words):
    assert told(words) == []


@pytest.mark.parametrize("words", ["hoàn thành 600 mô hình", "xây dựng thêm 600 mô hình"])
def test_what_is_asked_for_is_never_the_total(words):
    found = read(f"{HEAD}Đồng chí Bí thư đề nghị các xã {words}.")
    assert (found.total, [one.value for one in found.targets]) == (None, [600])
