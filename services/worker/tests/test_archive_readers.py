"""ZIP, tar and gzip archives, and files embedded in PDFs."""

import gzip
import io
import tarfile
import zipfile
from base64 import b64decode

import pikepdf
import pytest

from docloft.errors import Cause, Refused
from docloft_worker.readers import pdf_attachments, pdf_reader, tar_reader, zip_reader
from services.worker.tests.originals import pdf, pinned_pdf
from services.worker.tests.taken_parts import parts_of


def zipped(files, change=lambda _entry: None):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            change(entry)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def tarred(files):
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return body.getvalue()


FILES = {"Folder/Größe.txt": "Größe".encode() * 500, "b.bin": bytes(range(256)) * 20, "empty": b""}


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (zip_reader, zipped(FILES)),
        (tar_reader, tarred(FILES)),
        (tar_reader, gzip.compress(tarred(FILES))),
    ],
    ids=["zip", "tar", "tar.gz"],
)
def test_archive_lists_its_files_and_gives_them_out_in_pieces(path_of, reader, content):
    path = path_of(content)

    # Entries without content do not become documents.
    assert parts_of(reader, path, most=777) == {name: content for name, content in FILES.items() if content}
    assert reader.read(path)["pages"] == ["\n".join(FILES)]
    several = reader.pieces(path, [0, 1], 0, 1 << 20)["pieces"]
    assert [(one["number"], one["state"]) for one in several] == [(0, "last"), (1, "last")]


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (tar_reader, gzip.compress(tarred(FILES))),
        (tar_reader, gzip.compress(b"text " * 2000)),
        (zip_reader, zipped(FILES)),
    ],
    ids=["tar.gz", "gz", "zip"],
)
def test_archive_is_unpacked_once_for_all_calls(path_of, monkeypatch, reader, content):
    path = path_of(content)
    listed = [one["number"] for one in reader.listing(path)["parts"]]
    begun, begin = [], reader._members

    def counted(*arguments, **options):
        begun.append(arguments)
        return begin(*arguments, **options)

    monkeypatch.setattr(reader, "_members", counted)
    taken, left, offset = 0, listed, 0
    while left:
        for piece in reader.pieces(path, left, offset, 777)["pieces"]:
            taken += len(b64decode(piece["content"]))
            offset += len(b64decode(piece["content"]))
            if piece["state"] == "last":
                left, offset = left[1:], 0

    assert (len(begun), taken) == (1, sum(one["size"] for one in reader.listing(path)["parts"]))


@pytest.mark.parametrize("reader", [tar_reader, zip_reader])
def test_parts_can_be_taken_out_in_any_order_and_from_any_byte(path_of, reader):
    path = path_of(zipped(FILES) if reader is zip_reader else gzip.compress(tarred(FILES)))
    expected = list(FILES.values())

    for number, offset, most in [(1, 0, 100), (0, 50, 10), (1, 100, 10), (1, 90, 20), (0, 0, 7), (0, 7, 5), (1, 0, 9)]:
        (piece, *_) = reader.pieces(path, [number], offset, most)["pieces"]
        assert b64decode(piece["content"]) == expected[number][offset : offset + most]


def test_another_file_in_the_same_place_is_read_from_its_beginning(path_of):
    for content in (b"first", b"other"):
        path = path_of(gzip.compress(tarred({"a.txt": content * 100})))
        (piece,) = tar_reader.pieces(path, [0], 0, 5)["pieces"]
        assert b64decode(piece["content"]) == content


def test_compressed_file_has_one_part_with_its_original_name(path_of):
    body = io.BytesIO()
    with gzip.GzipFile("backup/letter.txt", "wb", fileobj=body, mtime=0) as packed:
        packed.write(b"Dear Ada")

    assert parts_of(tar_reader, path_of(body.getvalue())) == {"letter.txt": b"Dear Ada"}
    assert parts_of(tar_reader, path_of(gzip.compress(b"Dear Bob", mtime=0))) == {"": b"Dear Bob"}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "cp850"])
def test_name_in_an_old_encoding_is_read(path_of, encoding):
    name = "Größe für Köln.txt"
    tape = tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT, encoding) + bytes(1024)
    packed = gzip.compress(b"x")
    named = packed[:3] + b"\x08" + packed[4:10] + name.encode(encoding) + b"\x00" + packed[10:]

    assert [tar_reader.read(path_of(content))["pages"] for content in (tape, named)] == [[name], [name]]


def test_name_in_utf8_without_the_flag_is_read(path_of):
    # As the archive utility of macOS writes it.
    content = zipped({"Gr__e.txt": b"x"}).replace(b"Gr__e", b"Gr\xc3\xb6e")

    assert list(parts_of(zip_reader, path_of(content))) == ["Gröe.txt"]


def test_name_in_code_page_437_is_read(path_of):
    assert list(parts_of(zip_reader, path_of(zipped({"Gr_.txt": b"x"}).replace(b"Gr_", b"Gr\x94")))) == ["Grö.txt"]


def encrypted(content, *names):
    """Sets the flag of encryption in the directory and before each of the files."""
    body = bytearray(content)
    for name in names:
        for signature, flags, header in ((b"PK\x01\x02", 8, 46), (b"PK\x03\x04", 6, 30)):
            at = body.find(signature)
            while at >= 0:
                if body[at + header : at + header + len(name)] == name:
                    body[at + flags] |= 1
                at = body.find(signature, at + 4)
    return bytes(body)


def test_locked_archive_is_refused_as_locked(path_of):
    path = path_of(encrypted(zipped({"a.txt": b"A", "b.txt": b"B"}), b"a.txt", b"b.txt"))

    with pytest.raises(Refused) as refusal:
        zip_reader.read(path)
    assert refusal.value.cause == Cause.LOCKED


def test_locked_files_are_left_out_and_the_others_are_not(path_of):
    path = path_of(encrypted(zipped({"a.txt": b"A", "b.txt": b"B"}), b"a.txt"))

    assert parts_of(zip_reader, path) == {"b.txt": b"B"}
    assert zip_reader.listing(path)["left_out"]


def test_damaged_file_is_lost_and_the_next_one_is_not(path_of):
    content = zipped({"a.txt": b"A" * 50, "b.txt": b"B"})
    at = content.find(b"a.txt") + 5

    assert parts_of(zip_reader, path_of(content[:at] + b"\xff\xff" + content[at + 2 :])) == {
        "a.txt": "lost",
        "b.txt": b"B",
    }


def test_links_and_devices_in_a_tar_archive_are_not_files(path_of):
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            member = tarfile.TarInfo(f"m{kind[0]}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)

    assert tar_reader.listing(path_of(body.getvalue())) == {"parts": [], "left_out": False}


def test_archive_that_was_cut_keeps_what_is_there(path_of):
    whole = gzip.compress(tarred({"a.txt": b"A" * 100, "b.bin": bytes(range(256)) * 400, "c.txt": b"C"}), 0)

    listed = tar_reader.listing(path_of(whole[: len(whole) // 2]))

    assert listed["parts"][0]["name"] == "a.txt"
    assert listed["left_out"]


def test_bomb_of_gzip_is_left_out(path_of, monkeypatch):
    monkeypatch.setattr(tar_reader, "MAX_EXPANDED", 1_000_000)

    assert tar_reader.listing(path_of(gzip.compress(bytes(5_000_000)))) == {"parts": [], "left_out": True}


@pytest.mark.parametrize("reader", [zip_reader, tar_reader])
def test_file_that_is_not_an_archive_is_refused(path_of, reader):
    for content in (b"PK\x03\x04" + b"x" * 900, b"\x1f\x8b\x08" + b"x" * 900):
        with pytest.raises(Refused):
            reader.read(path_of(content))


def test_files_in_a_pdf_are_its_parts(path_of):
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("A page."))) as document:
        document.attachments["Rechnung €.xml"] = b"<invoice/>"
        document.attachments["data.bin"] = bytes(5000)
        document.save(body)
    path = path_of(body.getvalue())

    assert parts_of(pdf_attachments, path, most=1000) == {"Rechnung €.xml": b"<invoice/>", "data.bin": bytes(5000)}
    assert pdf_attachments.listing(path_of(pdf("A page."))) == {"parts": [], "left_out": False}


def test_files_of_annotations_are_parts_of_a_pdf(path_of):
    path = path_of(pinned_pdf())
    pages = pdf_reader.read(path, 0, 1000)["attached"]
    listed = pdf_attachments.listing(path, pages)

    assert pages == [1]
    assert [part["name"] for part in listed["parts"]] == ["embedded.txt", "pinned.txt"]
    numbers = [part["number"] for part in listed["parts"]]
    found = pdf_attachments.pieces(path, numbers, 0, 1000)["pieces"]
    assert [b64decode(piece["content"]) for piece in found] == [b"one", b"two"]
    assert pdf_attachments.pieces(path, [numbers[1] - 1, 10**9], 0, 9)["pieces"][0]["state"] == "lost"


def test_beginning_of_a_cut_gzip_file_is_kept(path_of):
    lines = b"".join(b"line %d\n" % number for number in range(90_000))
    path = path_of(gzip.compress(lines)[:-2_000])

    assert tar_reader.listing(path)["left_out"]
    (content,) = parts_of(tar_reader, path, most=100_000).values()
    assert lines.startswith(content)
    assert len(content) > len(lines) // 2


def test_gzip_file_of_which_nothing_can_be_read_is_refused(path_of):
    with pytest.raises(Refused):
        tar_reader.listing(path_of(gzip.compress(b"line")[:12]))
