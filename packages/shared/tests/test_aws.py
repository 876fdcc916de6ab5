import pytest
from botocore.utils import parse_timestamp

from docloft import aws, objects


@pytest.mark.parametrize(
    "value",
    ["Mon, 30 Nov 2026 09:41:07 GMT", "2026-11-30T09:41:07.000Z", "20261130T094107Z", 1796031667, "1796031667"],
)
def test_moments_in_responses_are_those_that_botocore_finds(value):
    found = aws.parse_moment(value)

    assert found == parse_timestamp(value)
    assert found.utcoffset() is not None


def test_value_that_is_no_moment_is_an_error_as_in_botocore():
    with pytest.raises(ValueError, match="Invalid"):
        aws.parse_moment("never GMT")


def test_requests_to_s3_say_which_process_sends_them(cloud, monkeypatch):
    """tests/fault_drills recognises it by that."""
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "docloft-local-work-4711")
    aws.session.cache_clear()
    objects.client.cache_clear()
    try:
        sent: list[str] = []
        client = objects.client()
        client.meta.events.register("before-send.s3", lambda request, **_: sent.append(str(request.headers)))
        objects.write("text/one", b"x", "text/plain")
    finally:
        aws.session.cache_clear()
        objects.client.cache_clear()

    assert "app/docloft-local-work-4711" in sent[0]
