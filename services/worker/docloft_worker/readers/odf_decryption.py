"""OpenDocument files that are locked with a password (ISO/IEC 26300-3, 3.4, and what LibreOffice has added: the package
as a whole since 24.8, AES-GCM and Argon2id). Runs in the sandbox's child.

The ciphers are those of libraries that other readers need. The one library for these files, odfdecrypt, writes them to
temporary files, which the child may not do, and does not inflate the entries of LibreOffice before 24.8.
"""

import hashlib
import io
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

from Cryptodome.Cipher import AES, Blowfish
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import Decrypted, xml_elements
from docloft_worker.readers.containers import decrypted
from docloft_worker.readers.packages import MAX_EXPANDED

_MANIFEST = "META-INF/manifest.xml"
_MANIFEST_BYTES = 4 * 1024 * 1024
_WHOLE = "encrypted-package"
_MOST_PARTS = 200
"""The most parts that are decrypted. Each has its own key, which takes up to 0.05 s."""

# A file may claim any number. LibreOffice writes 100,000 rounds of PBKDF2, or 3 of Argon2id with 64 MB and 4 lanes.
_MOST_ROUNDS, _MOST_PASSES, _MOST_KILOBYTES, _MOST_LANES = 1_000_000, 10, 128 * 1024, 16
_KEY_BYTES = frozenset({16, 24, 32})
_NONCE_BYTES, _TAG_BYTES = 12, 16

_ERRORS = (zipfile.BadZipFile, zlib.error, ExpatError, ValueError, KeyError, OSError, EOFError, RuntimeError)
"""zipfile raises RuntimeError for an entry that the archive itself encrypts, and NotImplementedError, which is one."""


class _WrongKeyError(Exception):
    """The decrypted bytes are not the ones that were encrypted."""


@dataclass(slots=True)
class _Locked:
    """A part that is encrypted. `values`: the attributes of all elements that say how, without their namespaces."""

    name: str
    size: int
    values: dict[str, str] = field(default_factory=dict)


def decrypt(path: str, password: str, offset: int, most: int) -> Decrypted:
    """At most `most` bytes of a copy with the parts that have text, from `offset`. Raises Refused for a wrong password,
    and for an encryption that is not known.
    """
    try:
        with zipfile.ZipFile(path) as package:
            locked = _locked_parts(package)
            body = _whole(package, locked[_WHOLE], password) if _WHOLE in locked else _copy(package, locked, password)
    except _WrongKeyError as error:
        raise Refused(reasons.WRONG_PASSWORD) from error
    except _ERRORS as error:
        raise Refused(reasons.UNKNOWN_ENCRYPTION) from error
    return decrypted(io.BytesIO(body), offset, most)


def _locked_parts(package: zipfile.ZipFile) -> dict[str, _Locked]:
    found: dict[str, _Locked] = {}
    last: _Locked | None = None

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal last
        kind = element.rpartition(" ")[2]
        values = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if kind == "file-entry":
            last = _Locked(values.get("full-path", ""), int(values.get("size", -1)))
        elif last is not None:
            found[last.name] = last
            if kind == "start-key-generation":
                # The size of the derived key has the same name.
                values.pop("key-size", None)
            last.values.update(values)

    parser = xml_elements.parser(start)
    with package.open(_MANIFEST) as manifest:
        parser.Parse(manifest.read(_MANIFEST_BYTES), True)  # noqa: FBT003 - expat accepts it by position only
    return found


def _whole(package: zipfile.ZipFile, locked: _Locked, password: str) -> bytes:
    """The package inside."""
    if package.getinfo(_WHOLE).file_size > MAX_EXPANDED:
        raise Refused(reasons.LARGE_OFFICE)
    body = next(_candidates(package.read(_WHOLE), locked.values, password))
    return body if body.startswith(b"PK") else _inflated(body, MAX_EXPANDED)


def _copy(package: zipfile.ZipFile, locked: Mapping[str, _Locked], password: str) -> bytes:
    """A package with the parts that the reader needs, and without the manifest that says that they are encrypted."""
    copy, left = io.BytesIO(), MAX_EXPANDED
    names = [name for name in package.namelist() if name == "mimetype" or name.endswith(".xml")]
    # Those of objects inside the document, in folders, come last: there may be any number of them.
    names.sort(key=lambda name: "/" in name)
    with zipfile.ZipFile(copy, "w") as written:
        for name in names[:_MOST_PARTS]:
            if name == _MANIFEST:
                continue
            if package.getinfo(name).file_size > left:
                if "/" in name:
                    continue
                raise Refused(reasons.LARGE_OFFICE)
            body = package.read(name)
            if name in locked:
                body = _part(body, locked[name], password, left)
            left -= len(body)
            written.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _part(body: bytes, locked: _Locked, password: str, most: int) -> bytes:
    """Parts are compressed before they are encrypted, so a wrong key does not inflate to the size in the manifest."""
    if locked.size > most:
        raise Refused(reasons.LARGE_OFFICE)
    for candidate in _candidates(body, locked.values, password):
        try:
            inflated = _inflated(candidate, most)
        except zlib.error:
            continue
        if locked.size in {-1, len(inflated)}:
            return inflated
    raise _WrongKeyError


def _inflated(body: bytes, most: int) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)


def _candidates(body: bytes, values: Mapping[str, str], password: str) -> Iterator[bytes]:
    """The candidates for the decrypted bytes. Raises ValueError for an unknown algorithm, and _WrongKeyError if the
    algorithm itself detects a wrong key.
    """
    key, vector = _key(values, password), b64decode(values["initialisation-vector"])
    match values["algorithm-name"].rpartition("#")[2].lower():
        case "aes256-gcm" | "aes192-gcm" | "aes128-gcm":
            body = body.removeprefix(vector[:_NONCE_BYTES])
            cipher = AES.new(key, AES.MODE_GCM, nonce=vector)
            try:
                yield cipher.decrypt_and_verify(body[:-_TAG_BYTES], body[-_TAG_BYTES:])
            except ValueError as error:
                raise _WrongKeyError from error
        case "aes256-cbc" | "aes192-cbc" | "aes128-cbc":
            # The padding follows the end of the compressed data.
            yield AES.new(key, AES.MODE_CBC, iv=vector).decrypt(body)
        case "blowfish" | "blowfish cfb":
            # The standard says 8 bits. OpenOffice has always written 64, and LibreOffice both.
            for bits in (64, 8):
                yield Blowfish.new(key, Blowfish.MODE_CFB, iv=vector, segment_size=bits).decrypt(body)  # noqa: S304 - as the file is
        case unknown:
            raise ValueError(unknown)


def _key(values: Mapping[str, str], password: str) -> bytes:
    salt, size = b64decode(values["salt"]), int(values.get("key-size", 16))
    if size not in _KEY_BYTES:
        raise ValueError(size)
    digest = hashlib.sha256 if values.get("start-key-generation-name", "").endswith("sha256") else hashlib.sha1
    start = digest(password.encode()).digest()
    if values["key-derivation-name"].lower().endswith("argon2id"):
        passes, memory, lanes = (int(values[f"argon2-{name}"]) for name in ("iterations", "memory", "lanes"))
        _require(0 < passes <= _MOST_PASSES and 0 < memory <= _MOST_KILOBYTES and 0 < lanes <= _MOST_LANES)
        return Argon2id(salt=salt, length=size, iterations=passes, lanes=lanes, memory_cost=memory).derive(start)
    rounds = int(values.get("iteration-count", 1024))
    _require(0 < rounds <= _MOST_ROUNDS and "PBKDF2" in values["key-derivation-name"].upper())
    return hashlib.pbkdf2_hmac("sha1", start, salt, rounds, size)


def _require(is_known: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_known:
        raise ValueError("An encryption of another kind, or too costly.")
