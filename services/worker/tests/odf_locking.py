"""Locks OpenDocument files with a password, for tests, as the programs do that write them."""

import hashlib
import io
import zipfile
import zlib
from base64 import b64encode

from Cryptodome.Cipher import AES, Blowfish
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT = bytes(range(16))
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
EXTENSIONS = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"


def with_blowfish(body, password, bits=64):
    """OpenOffice. LibreOffice with `bits` of 8."""
    start = hashlib.sha1(password.encode()).digest()  # noqa: S324 - as the format is
    key = hashlib.pbkdf2_hmac("sha1", start, SALT, 1024, 16)
    vector = bytes(range(8))

    def encrypted(content):
        return Blowfish.new(key, Blowfish.MODE_CFB, iv=vector, segment_size=bits).encrypt(content)  # noqa: S304

    return by_parts(body, encrypted, how("Blowfish CFB", vector, "PBKDF2", 'manifest:iteration-count="1024"'))


def with_aes(body, password):
    """LibreOffice before 24.8."""
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), SALT, 100_000, 32)
    vector = bytes(range(16))

    def encrypted(content):
        padding = 16 - len(content) % 16
        return AES.new(key, AES.MODE_CBC, iv=vector).encrypt(content + bytes([0] * (padding - 1) + [padding]))

    algorithm = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
    return by_parts(body, encrypted, how(algorithm, vector, "PBKDF2", STRONG, 'manifest:iteration-count="100000"'))


def as_a_whole(body, password):
    """LibreOffice from 24.8."""
    start = hashlib.sha256(password.encode()).digest()
    key = Argon2id(salt=SALT, length=32, iterations=3, lanes=4, memory_cost=65_536).derive(start)
    vector = bytes(range(12))
    sealed, tag = AES.new(key, AES.MODE_GCM, nonce=vector).encrypt_and_digest(deflated(body))
    costs = 'loext:argon2-iterations="3" loext:argon2-memory="65536" loext:argon2-lanes="4"'
    derivation = "urn:org:documentfoundation:names:experimental:office:manifest:argon2id"
    encryption = how("http://www.w3.org/2009/xmlenc11#aes256-gcm", vector, derivation, STRONG, costs)
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        media_type = package.read("mimetype")
    parts = {
        "mimetype": media_type,
        "encrypted-package": vector + sealed + tag,
        "META-INF/manifest.xml": manifest([("encrypted-package", len(body))], encryption),
    }
    return zipped(parts)


STRONG = 'manifest:key-size="32"'
STRONG_START = (
    '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"'
    ' manifest:key-size="32"/>'
)


def how(algorithm, vector, derivation, *costs):
    return (
        f'<manifest:encryption-data><manifest:algorithm manifest:algorithm-name="{algorithm}"'
        f' manifest:initialisation-vector="{b64encode(vector).decode()}"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="{derivation}" {" ".join(costs)}'
        f' manifest:salt="{b64encode(SALT).decode()}"/>{STRONG_START if STRONG in costs else ""}'
        "</manifest:encryption-data>"
    )


def by_parts(body, encrypted, encryption):
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    locked = [(name, len(content)) for name, content in parts.items() if name != "mimetype"]
    for name, _ in locked:
        parts[name] = encrypted(deflated(parts[name]))
    return zipped({**parts, "META-INF/manifest.xml": manifest(locked, encryption)})


def manifest(locked, encryption):
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:size="{size}">{encryption}</manifest:file-entry>'
        for name, size in locked
    )
    return f'<manifest:manifest xmlns:manifest="{MANIFEST}" xmlns:loext="{EXTENSIONS}">{entries}</manifest:manifest>'


def deflated(content):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def zipped(parts):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()
