"""An export on the deployed stage: everything that a library has comes out by the links of the API."""

import json
import time
from io import BytesIO
from zipfile import ZipFile

import requests

from tests.conftest import PATIENCE_SECONDS


def finished(person, job_id, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while (found := person.get(f"/v1/exports/{job_id}"))["job"]["state"] != "done":
        assert time.monotonic() < deadline, found
        time.sleep(0.3)
    return found


def test_library_is_exported_and_downloaded(person):
    letters = {f"Letter {number}.txt": f"Words of letter {number}".encode() for number in range(3)}
    ids = {person.drop(name, body): body for name, body in letters.items()}
    for document_id in ids:
        person.wait(document_id)

    job = person.request("POST", "/v1/exports").json()["job"]
    (file,) = finished(person, job["id"])["files"]

    archive = ZipFile(BytesIO(requests.get(file["url"], timeout=30).content))
    documents = json.loads(archive.read("docloft-export.json"))["documents"]
    assert {one["id"]: archive.read(one["path"]) for one in documents} == ids
