import json

import pytest
from django.core.management import call_command

from kheo.faces.console.kit import NotFound
from kheo.faces.console.management import readings
from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.reading.reader import Notice
from kheo.lib.refusals import Refused

TEXT = (
    "Năm 2017, toàn huyện đăng ký 138 mô hình “Dân vận khéo”, trong đó 52 mô hình kinh tế, "
    "56 mô hình văn hóa - xã hội, "
    "20 mô hình quốc phòng - an ninh, 10 mô hình xây dựng hệ thống chính trị. Tiêu biểu là mô hình “Đường hoa”.\n"
)


def said(capsys, path, **options):
    call_command("read", str(path), **options)
    return capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_report_is_read_without_a_database(tmp_path, capsys, encoding):
    path = tmp_path / "bao-cao.txt"
    path.write_bytes(TEXT.encode(encoding))
    found = json.loads(said(capsys, path, json=True))
    total = found["total"]
    assert (total["value"], total["counts"], found["sum_check"]) == (138, "registered", "equal")
    assert TEXT[total["start"] : total["end"]] == "138 mô hình"


def test_a_report_typed_in_an_old_font_is_read(tmp_path, capsys):
    path = tmp_path / "bao-cao.txt"
    old = "Năm 2017, toàn huyện đăng ký 138 mô hình dân vận khéo, nhiều mô hình được nhân rộng.\n"
    path.write_bytes(to_tcvn3(old).encode("latin-1"))
    assert json.loads(said(capsys, path, json=True))["total"]["value"] == 138


def test_in_words_each_finding_has_its_words(tmp_path, capsys):
    path = tmp_path / "bao-cao.txt"
    path.write_text(TEXT, "utf-8")
    words = said(capsys, path)
    assert "138" in words
    assert "(“138 mô hình”)" in words
    assert "Đường hoa" in words
    assert str(readings.CHECKS["equal"]) in words


def test_what_the_reader_warns_of_is_said_in_words(tmp_path, capsys):
    path = tmp_path / "bao-cao.txt"
    path.write_text("Hôm nay trời đẹp.", "utf-8")
    notices = json.loads(said(capsys, path, json=True))["notices"]
    assert notices == [str(readings.NOTICES[Notice.ANOTHER_MOVEMENT])]
    assert set(readings.NOTICES) == set(Notice)


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(NotFound):
        call_command("read", str(tmp_path / "nothing.txt"))
    for name, content in (
        ("anh.jpg", b"\xff\xd8\xff\xe0 a picture"),
        ("lon.txt", b"x" * (5 * 1024 * 1024 + 1)),
        ("hong.txt", b"\xff\xfe\x00\xd8\x00"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Refused):
            call_command("read", str(tmp_path / name))
