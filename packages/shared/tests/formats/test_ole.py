import struct

import pytest

from docloft.formats import ole
from docloft.formats.ole import SIGNATURE
from tests.ole_files import ole_file

END, UNUSED = 0xFFFFFFFE, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


def entry(name, kind=STREAM, length=None):
    """What follows the name and the kind looks like an entry, too."""
    encoded = name.encode("utf-16-le", "surrogatepass")
    length = len(encoded) + 2 if length is None else length
    return (encoded.ljust(64, b"\x00") + struct.pack("<HB", length, kind)).ljust(80, b"\x00") + struct.pack(
        "<HB45x", 8, STREAM
    )


def table(following, size=512):
    """A sector of the allocation table, with the sector that follows each."""
    return struct.pack(f"<{size // 4}I", *(following.get(number, END) for number in range(size // 4)))


@pytest.fixture
def write(tmp_path):
    def write_file(sectors, first=1, tables=(0,), shift=9):
        size = 1 << shift
        path = tmp_path / "file.ole"
        with path.open("wb") as file:
            file.write(SIGNATURE.ljust(30, b"\x00") + struct.pack("<H", shift).ljust(18, b"\x00"))
            file.write(struct.pack("<I", first).ljust(28, b"\x00"))
            file.write(struct.pack("<109I", *tables, *[UNUSED] * (109 - len(tables))))
            for number, content in sectors.items():
                file.seek((number + 1) * size)
                file.write(content)
        return path

    return write_file


def names(*letters):
    return b"".join(entry(letter) for letter in letters)


def test_directory_is_followed_through_its_sectors(write):
    first, second = table({3: 105, 105: 130}), table({2: 2 * 128 - 1})
    sectors = {0: first, 1: second, 3: names(*"abcd"), 4: names("x"), 105: names(*"efgh"), 130: names(*"ijkl")}

    assert ole.entries(write({**sectors, 255: names("m")}, first=3, tables=(0, 1))) == set("abcdefghijklm")


def test_sectors_of_newer_files_have_4096_bytes(write):
    letters = [chr(ord("A") + number) for number in range(40)]
    sectors = {0: table({1: 3}, 4096), 1: names(*letters[:32]), 2: names("x"), 3: names(*letters[32:])}

    assert ole.entries(write(sectors, shift=12)) == set(letters)


@pytest.mark.parametrize("shift", [8, 10, 11, 13])
def test_sectors_of_other_sizes_are_not_read(write, shift):
    assert ole.entries(write({0: table({}, 1024), 1: names("a")}, shift=shift)) == set()


def test_only_streams_and_storages_with_a_name_are_entries(write):
    longest = "x" * 31
    directory = [entry("Root Entry", ROOT), entry("a", STORAGE), entry("\ud800"), entry("removed", 0)]
    damaged = [entry("b", length=length) for length in (0, 2, 65, 66, 0xFFFF)]

    path = write(
        {0: table({1: 2, 2: 3}), 1: b"".join(directory), 2: b"".join(damaged[:4]), 3: damaged[4] + entry(longest)}
    )

    assert ole.entries(path) == {"a", "\ufffd", longest}


def test_directory_that_leads_back_to_itself_is_read(write):
    assert ole.entries(write({0: table({1: 2, 2: 1}), 1: names("a"), 2: names("b")})) == {"a", "b"}


@pytest.mark.parametrize("mark", [0xFFFFFFFA, 0xFFFFFFFC, END, UNUSED])
def test_directory_without_a_table_ends_with_its_first_sector(write, mark):
    assert ole.entries(write({1: names("a")}, tables=(mark,))) == {"a"}


def test_directory_behind_the_tables_of_the_header_is_not_followed(write):
    assert ole.entries(write({0: table({}), 109 * 128: names("a")}, first=109 * 128)) == {"a"}


def test_entry_that_is_cut_off_is_left_out(write):
    assert ole.entries(write({0: table({}), 1: names(*"abc")[:-1]})) == {"a", "b"}
    assert ole.entries(write({0: table({}), 1: names(*"abc")})) == {"a", "b", "c"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", SIGNATURE, SIGNATURE + bytes(504), ole_file("Workbook")[:500]])
def test_other_and_damaged_files_have_no_entries(tmp_path, content):
    path = tmp_path / "file.ole"
    path.write_bytes(content)

    assert ole.entries(path) == frozenset()


def test_file_that_does_not_exist_has_no_entries(tmp_path):
    assert ole.entries(tmp_path / "missing") == frozenset()


@pytest.mark.parametrize(
    ("content", "is_ole", "is_encrypted"),
    [
        (ole_file("EncryptionInfo", "EncryptedPackage"), True, True),
        (ole_file("Workbook"), True, False),
        (b"EncryptedPackage", False, False),
        (b"", False, False),
    ],
)
def test_encrypted_document_is_recognised_by_its_stream(tmp_path, content, is_ole, is_encrypted):
    path = tmp_path / "file.ole"
    path.write_bytes(content)

    assert ole.has_signature(path) is is_ole
    assert ole.is_encrypted(path) is is_encrypted
