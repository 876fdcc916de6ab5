"""Damages valid files in ways that keep most of their structure. The same seed always makes the same damage."""

import io
import random
import struct
import zipfile
from collections.abc import Sequence

from tests.hostile.archives import zipped

_SIZES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_MOST_CHANGES = 4
_ZIP = b"PK\x03\x04"


def mutated(body: bytes, others: Sequence[bytes], seed: int) -> bytes:
    """`others` are files to take pieces from. Of a ZIP package, often an entry is changed and packed again: a changed
    byte of the package would only be a wrong checksum.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable
    if body.startswith(_ZIP) and chance.random() < 0.8:
        return _repacked(body, others, chance)
    return _changed(body, others, chance)


def _repacked(body: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        entries = [(name, package.read(name)) for name in package.namelist()]
    place = chance.randrange(len(entries))
    name, content = entries[place]
    entries[place] = (name, _changed(content, others, chance))
    if chance.random() < 0.1:
        del entries[chance.randrange(len(entries))]
    return zipped(entries)


def _changed(body: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        if not changed:
            break
        start = chance.randrange(len(changed))
        end = min(len(changed), start + chance.choice((1, 4, 16, 200, 5_000)))
        match chance.randrange(6):
            case 0:
                changed[start] ^= 1 << chance.randrange(8)
            case 1:
                del changed[start:end]
            case 2:
                del changed[start:]
            case 3:
                changed[start:start] = changed[start:end] * chance.choice((1, 2, 50))
            case 4:
                other = chance.choice(others)
                first = chance.randrange(max(1, len(other)))
                changed[start:end] = other[first : first + end - start]
            case _:
                field = struct.pack(chance.choice("<>") + "I", chance.choice(_SIZES))
                changed[start : start + 4] = field[: chance.choice((2, 4))]
    return bytes(changed)
