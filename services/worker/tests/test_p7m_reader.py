"""Signed files: what was signed becomes a document, and the signers are found by their names."""

import io
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.errors import Refused
from docloft_worker.readers import cms, p7m_reader
from services.worker.tests.signatures import encrypted, in_base64, signed, streamed
from tests.narrowing import present
from tests.spent import ROUNDS, spent

INVOICE = b"<FatturaElettronica>zebrawood</FatturaElettronica>\n"


def parts_of(path):
    listed = p7m_reader.listing(path)["parts"]
    found = p7m_reader.pieces(path, [one["number"] for one in listed], 0, 1 << 20)["pieces"]
    return [b64decode(one["content"]) for one in found]


@pytest.mark.parametrize(
    "body",
    [
        signed(INVOICE),
        streamed(INVOICE),
        in_base64(signed(INVOICE), label=False),
        in_base64(signed(INVOICE), label=True),
    ],
    ids=["whole", "streamed", "Base64", "labelled Base64"],
)
def test_signed_file_is_a_part_and_its_signer_is_named(path_of, body):
    path = path_of(body)

    assert parts_of(path) == [INVOICE]
    assert p7m_reader.read(path)["pages"] == ["Signed by: Maria Rossi, Rossi S.p.A."]


def test_signature_kept_apart_from_its_file_has_the_signer_and_no_part(path_of):
    path = path_of(signed(INVOICE, detached=True))

    assert p7m_reader.listing(path) == {"parts": [], "left_out": False}
    assert p7m_reader.read(path)["pages"] == ["Signed by: Maria Rossi, Rossi S.p.A."]


def test_encrypted_file_is_reported_as_left_out(path_of):
    path = path_of(encrypted(INVOICE))

    assert p7m_reader.listing(path) == {"parts": [], "left_out": True}
    assert p7m_reader.read(path)["pages"] == [""]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_file_is_refused(path_of, share):
    body = signed(INVOICE)

    with pytest.raises(Refused):
        p7m_reader.read(path_of(body[: int(len(body) * share)]))


def test_content_in_many_chunks_is_read_in_linear_time():
    small, large = streamed(bytes(50_000), 1), streamed(bytes(200_000), 1)

    def seconds(body):
        return spent(lambda: present(present(cms.opened(body)).content))

    assert not any(present(present(cms.opened(large)).content))
    assert any(seconds(large) < 12 * seconds(small) for _ in ROUNDS)


WHOLE, STREAMED = signed(INVOICE), streamed(INVOICE)


@given(
    body=st.sampled_from([WHOLE, STREAMED]),
    at=st.integers(0, len(STREAMED)),
    change=st.binary(max_size=8),
)
def test_changed_bytes_are_read_or_refused(body, at, change):
    changed = io.BytesIO(body)
    changed.seek(at)
    changed.write(change)

    try:
        found = cms.opened(changed.getvalue())
    except Refused:
        return
    assert found is None or found.content is None or isinstance(found.content, bytes)
