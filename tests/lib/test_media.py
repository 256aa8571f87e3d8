"""What is a video or a sound, and what only says so."""

import pytest

from kheo.lib.file_kinds import Kind
from kheo.lib.media import check_captions, look_over
from kheo.lib.safe_files import Unsafe, kind_of
from tests.portal import clips


def kept(tmp_path, data):
    path = tmp_path / "clip"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (clips.mp4(), Kind.MP4),
        (clips.mp4(b"soun"), Kind.M4A),  # what a phone records as a sound
        (clips.mp4(b"soun", brand=b"M4A "), Kind.M4A),
        (clips.mp4(b"vide", brand=b"M4A "), Kind.MP4),
        (clips.webm(), Kind.WEBM),
        (clips.mp3(), Kind.MP3),
        (clips.mp3(b"TIT2" + bytes(200)), Kind.MP3),
        (clips.ogg(), Kind.OGG),
    ],
)
def test_a_clip_is_known_by_its_content(tmp_path, data, kind):
    path = kept(tmp_path, data)
    assert look_over(path, kind_of(path)) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00\x00\x18ftypqt  " + bytes(40),
        b"\x00\x00\x00\x18ftypavif" + bytes(40),
        b"\x1aE\xdf\xa3\x9fB\x82\x88matroska" + bytes(40),
        b"OggS" + bytes(24) + b"\x80theora" + bytes(40),
    ],
)
def test_other_films_are_none_of_ours(data):
    assert kind_of(data) == Kind.UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        clips.mp4(words=b"<html><script>alert(1)</script>"),
        clips.mp4(words=b"<SVG onload=alert(1)>"),
        clips.mp3(b"<!DOCTYPE html>"),
        clips.mp4() + b"PK\x05\x06" + bytes(18),
        clips.mp4()[:-200],
        clips.mp4(b"text"),
        clips.mp4() + b"\x00\x00\x00\x07junk",
        b"ID3\x04\x00\x00\x00\x00\x00\x05" + bytes(900),
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x00moov" + b"\x00\x00\x00\x00trak",
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff",
    ],
)
def test_a_clip_that_is_more_or_less_than_one_is_refused(tmp_path, data):
    path = kept(tmp_path, data)
    with pytest.raises(Unsafe):
        look_over(path, kind_of(path))


def test_boxes_in_boxes_end(tmp_path):
    data = b""
    for _ in range(50):
        data = clips.box(b"moov", data)
    deep = clips.box(b"ftyp", b"isom" + bytes(4)) + data
    with pytest.raises(Unsafe):
        look_over(kept(tmp_path, deep), Kind.MP4)


def test_captions_have_times_in_utf8(tmp_path):
    path = kept(tmp_path, clips.VTT)
    assert kind_of(path) == Kind.VTT
    check_captions(path)
    old_letters = clips.VTT.decode().encode("utf-16")
    for wrong in (b"WEBVTT\n\nXin", old_letters, clips.VTT + b"\xff", clips.VTT + b" " * (1 << 20)):
        with pytest.raises(Unsafe):
            check_captions(kept(tmp_path, wrong))
