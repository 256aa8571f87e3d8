"""Small sounds and videos for tests, byte by byte: there is nothing in them to be seen or heard."""

import struct

from django.core.files.uploadedfile import SimpleUploadedFile

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nXin chào bà con.\n".encode()


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def track(kind: bytes) -> bytes:
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13))))


def mp4(*tracks: bytes, brand: bytes = b"isom", words: bytes = b"") -> bytes:
    made = b"".join(track(kind) for kind in tracks or (b"vide", b"soun"))
    media = box(b"mdat", bytes(range(256)) * 20)
    return box(b"ftyp", brand + bytes(4) + b"isom") + box(b"free", words) + box(b"moov", made) + media


def mp3(words: bytes = b"") -> bytes:
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, len(words) >> 7, len(words) & 0x7F]) + words
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return tag + frame * 6


def ogg() -> bytes:
    return b"OggS" + bytes(24) + b"OpusHead" + bytes(300)


def webm() -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(300)


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
