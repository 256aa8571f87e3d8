"""What may happen to a file on its way: bytes that change, parts that are lost, marks that lie. The same number of a
mutation always makes the same file."""

import io
import random
import re
import zipfile

_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb'"[^"<>]{0,80}"')
_NUMBER = re.compile(rb"\d+")
_SAID = re.compile(rb">([^<>]{1,300})<")
_WORDS = [
    b"",
    b"0",
    b"-5",
    b"1e308",
    b"45000.5",
    b"2958466",
    b"TRUE",
    b"#REF!",
    b"=1+1",
    b"I. L&#x129;nh v&#x1EF1;c kinh t&#x1EBF;",
    "Tổng cộng".encode(),
    "‮đường​ hoa".encode(),
    "M« h×nh".encode(),
    b"31/02/2017",
    b"&#10;&#10;",
    b"x" * 33_000,
    "ệ".encode() * 5_000,
]
_ODD = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"&a;",
    b"&#0;",
    b"&#x1F600;",
    b"]]>",
    b"<!--",
    b"1e308",
    b"-1",
    b"99999999999999999999",
    b"NaN",
    b"A1:XFD1048576",
    b"../../etc/passwd",
    b"=HYPERLINK(1)",
    "ệ\u0301\u200b\u202e".encode(),
    b"x" * 40_000,
]
_ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def mutated(data, dice):
    """Return a file with one to four changes."""
    for _time in range(dice.choice([1, 1, 1, 2, 3])):
        way = dice.choice(_OF_ARCHIVES if data[:4] == b"PK\x03\x04" and dice.random() < 0.95 else _OF_BYTES)
        data = way(data, dice)
    return data


def flipped(data, dice):
    """Change some bytes."""
    changed = bytearray(data)
    for _time in range(dice.randint(1, 30)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data, dice):
    """Lose the end, or the beginning."""
    place = dice.randrange(len(data) + 1)
    return data[:place] if dice.random() < 0.8 else data[place:]


def put_in(data, dice):
    """Put something odd somewhere."""
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.choice(_ODD) + data[place:]


def repeated(data, dice):
    """Say a stretch again and again."""
    start = dice.randrange(len(data) + 1)
    stretch = data[start : start + dice.randrange(1, 200)]
    return data[:start] + stretch * dice.choice([2, 50, 3_000]) + data[start:]


def untagged(data, dice):
    """Lose a tag, or close none."""
    tags = [found.span() for found in _TAG.finditer(data[:2_000_000])]
    if not tags:
        return flipped(data, dice)
    start, end = dice.choice(tags)
    return data[:start] + (data[start:end] * 2 if dice.random() < 0.3 else b"") + data[end:]


def misnumbered(data, dice):
    """Let a number or an attribute say something else."""
    places = [found.span() for found in dice.choice([_NUMBER, _ATTRIBUTE]).finditer(data[:2_000_000])]
    if not places:
        return put_in(data, dice)
    start, end = dice.choice(places)
    odd = dice.choice(_ODD)
    return data[:start] + (b'"' + odd + b'"' if data[start : start + 1] == b'"' else odd) + data[end:]


def deep(data, dice):
    """Nest without end."""
    place = data.find(b">", dice.randrange(len(data) + 1)) + 1
    tag = dice.choice([b"p", b"div", b"w:p", b"a:t", b"row", b"c"])
    return data[:place] + (b"<" + tag + b">") * dice.choice([200, 5_000, 60_000]) + data[place:]


def entities(data, dice):
    """Declare entities."""
    end = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:end] + _ENTITIES + data[end:].replace(b">", b">&b;", dice.randint(1, 20))


def reworded(data, dice):
    """Let one to ten texts between tags say something else, well formed."""
    for _time in range(dice.randint(1, 10)):
        places = [found.span(1) for found in _SAID.finditer(data[:2_000_000])]
        if not places:
            return data
        start, end = dice.choice(places)
        data = data[:start] + dice.choice(_WORDS) + data[end:]
    return data


_OF_BYTES = [flipped, cut, put_in, repeated, misnumbered, untagged, flipped, deep, entities]


def _members(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # it was broken by the change before
        return []


def _packed(members, dice):
    packed = io.BytesIO()
    way = dice.choice([zipfile.ZIP_DEFLATED] * 8 + [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
    with zipfile.ZipFile(packed, "w", way) as archive:
        for name, content in members:
            archive.writestr(name or "x", content)
    return packed.getvalue()


def part_changed(data, dice):
    """Change the inside of one part."""
    members = _members(data)
    if not members:
        return flipped(data, dice)
    place = dice.randrange(len(members))
    name, content = members[place]
    way = reworded if dice.random() < 0.6 else dice.choice(_OF_BYTES)
    members[place] = (name, way(content, dice))
    return _packed(members, dice)


def part_lost(data, dice):
    """Lose a part, have it twice, or under another name."""
    members = _members(data)
    if not members:
        return cut(data, dice)
    place = dice.randrange(len(members))
    name, content = members[place]
    other = dice.choice(members)[0]
    renamed = [[(said, content)] for said in (other, name.upper(), "../" + name)]
    new = [[], [(name, content)] * 2, [(name, b"")], *renamed]
    return _packed(members[:place] + dice.choice(new) + members[place + 1 :], dice)


def bomb(data, dice):
    """Add what grows."""
    members = _members(data) or [("a.xml", b"")]
    place = dice.randrange(len(members))
    name, content = members[place]
    members[place] = (name, content + b" " * dice.choice([1_000_000, 30_000_000]))
    return _packed(members, dice)


_OF_ARCHIVES = [part_changed] * 8 + [part_lost] * 3 + [bomb]


def dice_of(number):
    """Return the dice of a mutation."""
    return random.Random(number)
