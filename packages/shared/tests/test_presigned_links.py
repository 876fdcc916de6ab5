from datetime import UTC, datetime
from typing import Any

import pytest

from docloft import objects


@pytest.mark.parametrize(
    ("key", "content_type", "disposition"),
    [
        ("thumbnails/l/D", "image/webp", ""),
        ("originals/l/D/1", "text/plain", objects.content_disposition("inline", "größe & 1.txt")),
        ("text/l/a b+c~é", "", ""),
    ],
)
def test_link_is_the_one_that_botocore_makes(cloud, monkeypatch, key, content_type, disposition):
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: datetime(2026, 11, 30, 9, 41, tzinfo=UTC))
    headers = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    wanted = {name: value for name, value in headers.items() if value}
    client: Any = objects.client()

    made = objects.presigned(key, 900, content_type=content_type, content_disposition=disposition)

    assert made == client.generate_presigned_url(
        "get_object", Params={"Bucket": objects.bucket(), "Key": key, **wanted}, ExpiresIn=900
    )
