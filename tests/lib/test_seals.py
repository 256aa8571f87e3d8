import base64
import hashlib
import zlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib import qr, seals
from kheo.lib.seals import FIELDS, LONGEST, Forged, TooLong, Unreadable

KEY = base64.b32encode(bytes(range(32))).decode().rstrip("=")
PUBLIC = seals.public_of(KEY)
FACTS = {
    "serial": "YM-2017-0042",
    "number": "17-QĐ/BCĐ",
    "decided_on": "2017-12-22",
    "issued_on": "2017-12-25",
    "level": "district",
    "issuer": "Ban Chỉ đạo Dân vận khéo huyện Yên Mô",
    "holder": "Đảng ủy xã Yên Thành, huyện Yên Mô",
    "title": "Vận động nhân dân hiến đất làm đường",
}
LONG = (
    "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn gắn với xây dựng nông thôn mới kiểu mẫu của "
    "Chi bộ và Ban công tác Mặt trận xóm 3, phối hợp với Hội Cựu chiến binh, Hội Liên hiệp Phụ nữ, Đoàn Thanh niên, "
    "Hội Nông dân trên địa bàn xã giai đoạn 2015 - 2017 theo Nghị quyết Đại hội Đảng bộ"
)
ADDRESS = "https://dan-van-kheo.yen-mo.ninh-binh.gov.vn/chung-nhan/"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


def raw(token):
    return base64.b32decode(token + "=" * (-len(token) % 8))


def text(raw):
    return base64.b32encode(raw).decode().rstrip("=")


def test_what_is_sealed_is_read_and_verified():
    payload = seals.verify(seals.seal(KEY, FACTS), [PUBLIC])
    assert (payload.facts, payload.is_cut, payload.says(FACTS)) == (FACTS, False, True)
    assert payload.says({**FACTS, "title": "Một mô hình khác"}) is False


def test_keys_are_new_each_time_and_have_one_public_side():
    one, other = seals.new_key(), seals.new_key()
    assert one != other
    assert seals.public_of(one) == seals.public_of(one) != seals.public_of(other)


def test_the_same_facts_give_the_same_token():
    assert seals.seal(KEY, FACTS) == seals.seal(KEY, dict(reversed(FACTS.items())))


def test_decomposed_letters_and_spaces_make_no_difference():
    loose = {**FACTS, "holder": "  Đảng u\u0309y xã Yên Thành,\n huyện Yên Mô"}
    assert seals.seal(KEY, loose) == seals.seal(KEY, FACTS)


def test_others_can_verify_with_what_the_description_says():
    token = raw(seals.seal(KEY, FACTS))
    public = raw(PUBLIC)
    assert token[:2] == bytes((1, 1))
    assert token[2:6] == hashlib.sha256(public).digest()[:4] == bytes.fromhex(seals.key_id(PUBLIC))
    Ed25519PublicKey.from_public_bytes(public).verify(token[-64:], token[:-64])
    assert zlib.decompress(token[6:-64], -15).decode().split("\x1f") == [FACTS[name] for name in FIELDS]


def test_facts_that_deflate_would_lengthen_stay_plain():
    short = dict(zip(FIELDS, "abcdefgh", strict=True))
    token = seals.seal(KEY, short)
    assert raw(token)[1] == 0
    assert seals.verify(token, [PUBLIC]).facts == short


def test_a_long_title_is_cut_at_a_word_and_the_whole_one_still_proved():
    whole = {**FACTS, "title": LONG}
    token = seals.seal(KEY, whole)
    payload = seals.verify(token, [PUBLIC])
    cut = payload.facts["title"].removesuffix(" …")
    assert (payload.is_cut, cut != LONG, LONG.startswith(cut + " "), len(raw(token)) <= LONGEST) == (True,) * 4
    assert {**payload.facts, "title": LONG} == whole
    assert payload.says(whole) is True
    assert payload.says({**whole, "title": LONG + " nữa"}) is False
    assert payload.says(payload.facts) is False


@pytest.mark.parametrize("title", ["Hiến đất làm đường", FACTS["title"] * 2, LONG])
def test_the_code_of_an_address_stays_small(title):
    assert len(ADDRESS) <= 60
    assert qr.make(ADDRESS + seals.seal(KEY, {**FACTS, "title": title})).version <= 15


def test_what_may_not_be_cut_is_too_long():
    with pytest.raises(TooLong):
        seals.seal(KEY, {**FACTS, "number": "".join(hashlib.sha256(bytes([i])).hexdigest() for i in range(9))})


@pytest.mark.parametrize("wrong", [{"serial": "1"}, {**FACTS, "note": ""}, {}])
def test_a_seal_holds_its_fields_and_no_others(wrong):
    with pytest.raises(ValueError, match="a seal holds serial"):
        seals.seal(KEY, wrong)


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS[5:], WORDS)))
def test_whatever_is_sealed_says_what_was_given(given_facts):
    whole = {**FACTS, **given_facts}
    token = seals.seal(KEY, whole)
    payload = seals.verify(token, [PUBLIC])
    assert (payload.says(whole), len(raw(token)) <= LONGEST) == (True, True)


def test_any_changed_byte_is_noticed():
    token = raw(seals.seal(KEY, FACTS))
    for place in range(len(token)):
        forged = bytearray(token)
        forged[place] ^= 1
        with pytest.raises((Forged, Unreadable)):
            seals.verify(text(bytes(forged)), [PUBLIC])


def test_another_key_does_not_do():
    with pytest.raises(Forged, match=seals.key_id(PUBLIC)):
        seals.verify(seals.seal(KEY, FACTS), [seals.public_of(seals.new_key())])
    with pytest.raises(Forged):
        seals.verify(seals.seal(KEY, FACTS), [])


def test_old_keys_go_on_verifying():
    token = seals.seal(KEY, FACTS)
    assert seals.verify(token, [seals.public_of(seals.new_key()), PUBLIC]).facts == FACTS


def test_small_letters_and_spaces_around_are_taken():
    assert seals.read(f" {seals.seal(KEY, FACTS).lower()}\n").payload.facts == FACTS


def test_a_token_has_one_spelling():
    tokens = [seals.seal(KEY, {**FACTS, "serial": serial}) for serial in ("1", "12")]
    token = next(token for token in tokens if len(raw(token)) % 5)  # its last letter has bits to spare
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(token[-1]) + 1]
    with pytest.raises(Unreadable):
        seals.read(token[:-1] + last)
    with pytest.raises(Unreadable):
        seals.read(token + "=")


def packed(text, flags=1):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return bytes((1, flags)) + bytes(4) + packer.compress(text) + packer.flush() + bytes(64)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "chứng nhận",
        "AEAQ",
        text(bytes(100)),
        text(b"\x01\x04" + bytes(100)),
        text(b"\x01\x00" + bytes(4) + b"a\x1fb" + bytes(64)),
        text(b"\x01\x00" + bytes(4) + b"\xff" + b"\x1f" * 7 + bytes(64)),
        text(b"\x01\x01" + bytes(4) + b"\xff\xff\xff" + bytes(64)),
        text(packed(b"\x1f" * 100_000)),
        text(packed(b"\x1f" * 7)[:-64] + b"more" + bytes(64)),
        text(b"\x01\x00" + b"\x1f" * 500),
    ],
)
def test_what_is_no_token(token):
    with pytest.raises(Unreadable):
        seals.read(token)


@given(st.binary(max_size=LONGEST + 1))
def test_no_bytes_upset_the_reader(noise):
    with pytest.raises((Forged, Unreadable)):
        seals.verify(text(b"\x01\x01" + noise), [PUBLIC])


@pytest.mark.parametrize("key", ["", "AAAA", "chìa khóa", PUBLIC + "A"])
def test_what_is_no_key(key):
    with pytest.raises(Unreadable):
        seals.public_of(key)
