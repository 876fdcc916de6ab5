"""The index of the tests' library: what is found in it, and its objects in the bucket."""

from docloft import objects
from docloft.search import api as search
from docloft.search.index import manifest
from docloft.search.index.location import location_of
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

LOCATION = location_of(LIBRARY)
EnginePanic = type("PanicException", (BaseException,), {})


def find(typed="*", **options):
    return search.find(LIBRARY, search.parse(typed), offset=0, limit=100, **options)


def ids(typed="*"):
    found = find(typed)
    assert not found.is_damaged
    return sorted(found.document_ids)


def keys(prefix=LOCATION.prefix):
    return sorted(
        entry["Key"] for entry in objects.client().list_objects_v2(Bucket=objects.bucket(), Prefix=prefix)["Contents"]
    )


def published():
    return manifest.decode(objects.read(LOCATION.manifest_key)[0])


def adding(document_id, *pages):
    document = search.document_of(entry(document_id), Text(pages))

    return lambda batch: batch.put(document)
