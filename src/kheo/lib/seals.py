"""Seals the facts of a certificate in a short token, so that anybody can check them without asking the office.

A token is base32 (RFC 4648, capitals, no padding: a QR code holds these letters in its narrow mode) of

    1 byte    version, 1
    1 byte    flags: 1 = the facts are deflated, 2 = some fact is cut and a digest follows
    4 bytes   key id: the first of SHA-256(public key)
    10 bytes  digest, only with flag 2: the first of SHA-256(the facts before any was cut)
    n bytes   the facts: the values of `FIELDS` in this order, UTF-8 (NFC), joined by the byte 1F;
              with flag 1 as a raw deflate stream (RFC 1951)
    64 bytes  Ed25519 signature (RFC 8032) of all bytes before it

To verify with other tools: decode, take off the last 64 bytes, check them over the rest with the public key whose id it
names (a key as text is its 32 bytes in the same base32), then inflate and split. A cut fact ends in "…"; whoever has
the facts in full, from the paper or a register, compares their digest.

A token has at most `LONGEST` bytes, so that a QR code of an address of up to 60 characters and the token stays within
version 15 at error level M.
"""

import base64
import binascii
import hashlib
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FIELDS = ("serial", "number", "decided_on", "issued_on", "level", "issuer", "holder", "title")
"""What a seal holds, in the order of the token; days as 2017-12-22, the level by its code."""

LONGEST = 318  # bytes of a token
_VERSION = 1
_DEFLATED, _CUT = 1, 2
_HEAD, _DIGEST, _SIGNATURE = 6, 10, 64
_MAY_BE_CUT = ("title", "holder", "issuer")
_BETWEEN = "\x1f"
_MOST_TEXT = 4096  # bytes of the facts, inflated


class Unreadable(ValueError):
    """A text is no token of a seal, or a key is no key."""


class Forged(ValueError):
    """No known key has signed this token as it is."""


class TooLong(ValueError):
    """The facts cannot be made short enough for a QR code: what may not be cut is too long."""


@dataclass(frozen=True)
class Payload:
    """What a seal says: the facts by their names, and the digest of the whole ones if any of them is cut."""

    facts: Mapping[str, str]
    digest: bytes = b""

    @property
    def is_cut(self) -> bool:
        """Tell whether a fact had to be shortened."""
        return bool(self.digest)

    def says(self, whole: Mapping[str, str]) -> bool:
        """Tell whether these facts, in full, are the ones that were sealed."""
        if self.is_cut:
            return _digest(_tidy(whole)) == self.digest
        return _tidy(whole) == self.facts


@dataclass(frozen=True)
class Sealed:
    """A token taken apart, its signature not yet checked."""

    payload: Payload
    key_id: str
    signed: bytes
    signature: bytes


def new_key() -> str:
    """Return a new private key as text for a settings file."""
    return _text(Ed25519PrivateKey.generate().private_bytes_raw())


def public_of(private: str) -> str:
    """Return the public key of a private one, as text to publish.

    :raises Unreadable: if it is no key.
    """
    return _text(_private(private).public_key().public_bytes_raw())


def key_id(public: str) -> str:
    """Return by which id tokens name a public key."""
    return _id(_key_bytes(public)).hex()


def seal(private: str, payload: Mapping[str, str]) -> str:
    """Return the token of these facts, which are all of `FIELDS`; the longest are cut at a word where they must be.

    :raises TooLong: if even that does not make it short enough.
    """
    key = _private(private)
    whole = _tidy(payload)
    head = _id(key.public_key().public_bytes_raw())
    signed = _unsigned(head, whole, b"")
    facts = whole
    while len(signed) > LONGEST - _SIGNATURE:
        facts = _shortened(facts)
        signed = _unsigned(head, facts, _digest(whole))
    return _text(signed + key.sign(signed))


def read(token: str) -> Sealed:
    """Return what a token says, whoever made it; small letters are taken too.

    :raises Unreadable: if it is no token.
    """
    signed, signature = _taken_apart(token)
    return Sealed(_payload(signed), _key_named(signed), signed, signature)


def verify(token: str, public_keys: Iterable[str]) -> Payload:
    """Return what a token says if one of these keys has signed it; nothing of it is unpacked before that is known.

    :raises Unreadable: if it is no token.
    :raises Forged: if none has.
    """
    signed, signature = _taken_apart(token)
    if not any(_has_signed(public, signed, signature) for public in public_keys):
        raise Forged(_key_named(signed))
    return _payload(signed)


def _taken_apart(token: str) -> tuple[bytes, bytes]:
    """Return what was signed and the signature."""
    raw = _bytes(token.strip().upper())
    if not _HEAD + _SIGNATURE < len(raw) <= LONGEST or raw[0] != _VERSION or raw[1] > _DEFLATED | _CUT:
        raise Unreadable(token)
    return raw[:-_SIGNATURE], raw[-_SIGNATURE:]


def _payload(signed: bytes) -> Payload:
    start = _HEAD + _DIGEST * bool(signed[1] & _CUT)
    body = _inflated(signed[start:]) if signed[1] & _DEFLATED else signed[start:]
    return Payload(_facts(body), signed[_HEAD:start])


def _key_named(signed: bytes) -> str:
    return signed[2:_HEAD].hex()


def _has_signed(public: str, signed: bytes, signature: bytes) -> bool:
    raw = _key_bytes(public)
    if _id(raw).hex() != _key_named(signed):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _tidy(payload: Mapping[str, str]) -> dict[str, str]:
    """Return the facts in the order of `FIELDS`, composed and on one line each."""
    if set(payload) != set(FIELDS):
        raise ValueError(f"a seal holds {', '.join(FIELDS)}")
    return {name: unicodedata.normalize("NFC", " ".join(payload[name].split())) for name in FIELDS}


def _shortened(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts with the last word taken from the longest that may be cut."""
    longest = max(_MAY_BE_CUT, key=lambda name: len(facts[name].encode()))
    words, _space, _last = facts[longest].removesuffix(" …").rpartition(" ")
    cut = f"{words} …".strip()
    if cut == facts[longest]:
        raise TooLong(longest)
    return {**facts, longest: cut}


def _unsigned(key: bytes, facts: Mapping[str, str], digest: bytes) -> bytes:
    plain = _joined(facts)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(plain) + packer.flush()
    is_shorter = len(packed) < len(plain)
    flags = _DEFLATED * is_shorter | _CUT * bool(digest)
    return bytes((_VERSION, flags)) + key + digest + (packed if is_shorter else plain)


def _inflated(packed: bytes) -> bytes:
    packer = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = packer.decompress(packed, _MOST_TEXT)
    except zlib.error as error:
        raise Unreadable("deflate") from error
    if not packer.eof or packer.unused_data:
        raise Unreadable("deflate")
    return plain


def _facts(body: bytes) -> dict[str, str]:
    try:
        return dict(zip(FIELDS, body.decode().split(_BETWEEN), strict=True))
    except ValueError as error:  # of the letters, or of their number
        raise Unreadable("facts") from error


def _joined(facts: Mapping[str, str]) -> bytes:
    return _BETWEEN.join(facts[name] for name in FIELDS).encode()


def _digest(facts: Mapping[str, str]) -> bytes:
    return hashlib.sha256(_joined(facts)).digest()[:_DIGEST]


def _id(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:4]


def _private(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_key_bytes(text))


def _key_bytes(text: str) -> bytes:
    raw = _bytes(text.strip())
    if len(raw) != 32:
        raise Unreadable("key")
    return raw


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Return what base32 without padding says; a text has one spelling only."""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise Unreadable("base32") from error
    if _text(raw) != text:
        raise Unreadable("base32")
    return raw
