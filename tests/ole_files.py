"""Writes small OLE compound files for tests."""

import struct


def ole_file(*names, **streams):
    """An OLE file ([MS-CFB]) with these streams, empty or with the given content of at least 4,096 bytes. A name such
    as "storage/stream" is a stream in a storage.
    """
    contents = {**dict.fromkeys(names, b""), **streams}
    paths = [tuple(name.split("/")) for name in contents]
    storages = {path[:depth] for path in paths for depth in range(1, len(path))}
    places = sorted({*storages, *paths})
    numbers = {path: number for number, path in enumerate(places, 1)}
    children = {parent: [path for path in places if path[:-1] == parent] for parent in ((), *storages)}
    directory = -(-(len(places) + 1) // 4)
    table = [0xFFFFFFFD, *range(2, directory + 1), 0xFFFFFFFE]
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=numbers[children[()][0]] if places else 0xFFFFFFFF)]
    body = b""
    for path in places:
        siblings = children[path[:-1]]
        right = next((numbers[one] for one in siblings[siblings.index(path) + 1 :]), 0xFFFFFFFF)
        if path in storages:
            entries.append(_ole_entry(path[-1], 1, 0xFFFFFFFE, 0, right=right, child=numbers[children[path][0]]))
            continue
        content = contents["/".join(path)]
        assert not content or len(content) >= 4096
        sectors = -(-len(content) // 512)
        start = len(table) if content else 0xFFFFFFFE
        entries.append(_ole_entry(path[-1], 2, start, len(content), right=right))
        table += [*range(start + 1, start + sectors), 0xFFFFFFFE] if content else []
        body += content.ljust(sectors * 512, b"\x00")
    assert len(table) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table += [0xFFFFFFFF] * (128 - len(table))
    return header + struct.pack("<128I", *table) + b"".join(entries).ljust(directory * 512, b"\x00") + body


def _ole_entry(name, kind, start, size, *, right=0xFFFFFFFF, child=0xFFFFFFFF):
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", 0xFFFFFFFF, right, child, start, size)
