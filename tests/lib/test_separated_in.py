import pytest

from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.office import separated_in
from kheo.lib.office.separated_in import read_separated
from kheo.lib.unsafe import Problem, Unsafe

TABLE = [["STT", "Tên mô hình", "Lĩnh vực"], ["1", "Vườn rau, ao cá", "Kinh tế"]]


def read(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return read_separated(path)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_unicode_are_found_out(separator, encoding, tmp_path):
    text = "\n".join(separator.join(row) for row in TABLE)
    assert read(tmp_path, text.encode(encoding)) == TABLE


def test_commas_in_quotes_and_lines_in_cells(tmp_path):
    text = 'STT,Tên mô hình,Lĩnh vực\r\n1,"Vườn rau, ao cá","Kinh\ntế"\r\n'
    assert read(tmp_path, text.encode())[1] == ["1", "Vườn rau, ao cá", "Kinh\ntế"]


def test_old_code_pages_are_found_out(tmp_path):
    tcvn3 = "\n".join(to_tcvn3(";".join(row)) for row in TABLE).encode("cp1252")
    assert read(tmp_path, tcvn3) == TABLE
    apart = "STT;Tên mô hi\u0300nh;Li\u0303nh vư\u0323c\n1;Vươ\u0300n rau;Kinh tê\u0301".encode("cp1258")
    assert read(tmp_path, apart) == [["STT", "Tên mô hình", "Lĩnh vực"], ["1", "Vườn rau", "Kinh tế"]]


def test_what_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(separated_in, "MOST_ROWS", 3)
    with pytest.raises(Unsafe) as refusal:
        read(tmp_path, b"a;b\n" * 4)
    assert (refusal.value.code, refusal.value.details["cell"]) == (Problem.TOO_MANY_ROWS, "A4")
    with pytest.raises(Unsafe) as refusal:
        read(tmp_path, b"a;" * 201 + b"b\n")
    assert refusal.value.code is Problem.TOO_MANY_COLUMNS
    with pytest.raises(Unsafe) as refusal:
        read(tmp_path, b'"' + b"a" * 200_000 + b'"')
    assert refusal.value.code is Problem.DAMAGED
