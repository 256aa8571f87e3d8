import base64
import json

import pytest
from django.core.management import call_command

from kheo.faces.console.kit import NotFound
from kheo.faces.console.management.certificates import NotGenuine, checked
from kheo.lib import seals
from kheo.lib.refusals import Refused
from kheo.movement.certificates.models import Key

KEY, OTHER = (base64.b32encode(bytes([each] * 32)).decode().rstrip("=") for each in (1, 2))
PUBLIC = seals.public_of(KEY)
FACTS = {
    "serial": "0042/2017",
    "number": "17-QĐ/BCĐ",
    "decided_on": "2017-12-22",
    "issued_on": "2017-12-25",
    "level": "district",
    "issuer": "Huyện Yên Mô",
    "holder": "Xã Yên Hòa",
    "title": "Đường hoa",
}
TOKEN = seals.seal(KEY, FACTS)
TEXT = f"# id, key, from, until\n{seals.key_id(PUBLIC)} {PUBLIC} 2017-03-10 -\n"


@pytest.fixture(
    params=[TEXT, json.dumps({"keys": [{"id": "x", "public": PUBLIC}]}), f"{PUBLIC}\n"], ids=["text", "json", "bare"]
)
def keys(request, tmp_path):
    file = tmp_path / "khoa"
    file.write_text(request.param, "utf-8")
    return file


def test_a_code_is_checked_without_a_database(keys, capsys):
    call_command("check-certificate", TOKEN, keys=keys, json=True)
    assert json.loads(capsys.readouterr().out) == {"genuine": True, "shortened": False, **FACTS}


def test_what_is_told_in_words_says_what_cannot_be_known(keys, capsys):
    call_command("check-certificate", f"https://yenmo.example/xac-thuc/{TOKEN}/", keys=keys)
    told = capsys.readouterr().out
    for words in ("0042/2017", "Đường hoa", "22/12/2017", "25/12/2017", "/xac-thuc/"):
        assert words in told


@pytest.mark.parametrize("code", [TOKEN[:-9] + "AAAAAAAAA", seals.seal(OTHER, FACTS), "chứng nhận", ""], ids="abcd")
def test_what_is_not_genuine_is_refused(keys, code):
    with pytest.raises(NotGenuine):
        checked(code, keys)


def test_no_file_and_no_key(tmp_path):
    with pytest.raises(NotFound):
        checked(TOKEN, tmp_path / "khoa")
    for content in ("", "# nothing\n", "<html>\n", '{"keys": []}', '{"keys": [{"public": "AAAA"}]}', "[1]"):
        (tmp_path / "khoa").write_text(content)
        with pytest.raises(Refused):
            checked(TOKEN, tmp_path / "khoa")


def test_a_new_key_is_made(db, capsys):
    call_command("renew-certificate-key", json=True)
    assert json.loads(capsys.readouterr().out)["public"] == Key.objects.get().public
