"""Makes moto 5.2 take less of the processor in unit tests, which call it some 100,000 times. What it stores and returns
stays the same: tests/contract/test_fast_moto.py compares both. The shares are those of a profile of services/api/tests.

- A request is matched against 400 patterns of addresses, and those of its service are built again for it (8 %). The
  handler of an address never changes.
- A transaction copies every table it writes, once for each item, in case it fails (6 %). A copy that shares the items
  is enough if an item is replaced, and not changed, by an update.
- Values of attributes are looked up under several names at each level of a response (10 %). They are in their final
  form already, unless they are bytes.
- Calls of DynamoDB go through HTTP (45 %; direct_dynamodb.py), and update expressions are validated node by node (10 %;
  fast_updates.py).
- Items are copied, measured and compared value by value (8 %; fast_items.py).
- The names of a handler's methods are listed for each request (1 %), and the regions of each service for each test.
"""

import copy
import re
from collections import defaultdict
from functools import lru_cache
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

import pytest
from botocore import useragent
from botocore.awsrequest import AWSPreparedRequest
from moto import backend_index, backends
from moto.core import botocore_stubber, responses, serialize
from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.exceptions import HTTPException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.request import normalize_request
from moto.core.utils import get_equivalent_url_in_aws_domain
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.sqs import models as sqs_models

from tests import direct_dynamodb, fast_items, fast_updates
from tests.direct_dynamodb import is_final

_slow_process = botocore_stubber.BotocoreStubber.process_request
_slow_structure = serialize.BaseJSONSerializer._serialize_type_structure
_slow_update = models.DynamoDBBackend.update_item
_slow_regions: Any = AccountSpecificBackend._generate_regions.__wrapped__


def _process(stubber: Any, request: AWSPreparedRequest) -> Any:
    address, _ = get_equivalent_url_in_aws_domain(request.url)
    handle = _handler(f"{address.scheme}://{address.netloc}{address.path}")
    if handle is None:
        return _slow_process(stubber, request)
    normalized = normalize_request(request)
    try:
        return handle(normalized, normalized.raw_url, normalized.headers)
    except HTTPException as error:
        return error.code, error.get_headers(), error.get_body()


@lru_cache(10_000)
def _handler(address: str) -> Any:
    """The function that moto calls for an address, or None if it has none."""
    for service, pattern in backend_index.backend_url_patterns:
        if pattern.match(address):
            found: Any = backends.get_backend(service)  # type: ignore[call-overload]
            regions = found[DEFAULT_ACCOUNT_ID] if isinstance(found, BackendDict) else found
            backend = next(regions[name] for name in ("us-east-1", "aws", "global") if name in regions)
            for path, handle in backend.urls.items():
                if re.match(path, address):
                    return handle
    return None


def _structure(serializer: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if key and shape.name == "AttributeValue" and is_final(value):
        serializer._default_serialize(serialized, value, shape, key)
    else:
        _slow_structure(serializer, serialized, value, shape, key)


def _copy(value: Any, memo: Any = None) -> Any:
    if not isinstance(value, Table) or value.stream_shard is not None:
        return copy.deepcopy(value, memo)
    made = copy.copy(value)
    made.items = defaultdict(
        dict, {key: dict(items) if isinstance(items, dict) else items for key, items in value.items.items()}
    )
    return made


def _update(backend: Any, table_name: str, key: dict[str, Any], *arguments: Any, **named: Any) -> Any:
    table = backend.tables.get(table_name)
    if table is not None and {*key} == {*table.table_key_attrs}:
        hash_key = DynamoType(key[table.hash_key_attr])
        range_key = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
        # A copy of the table may share the item.
        if hash_key in table.items:
            if range_key is None:
                table.items[hash_key] = copy.deepcopy(table.items[hash_key])
            elif range_key in table.items[hash_key]:
                table.items[hash_key][range_key] = copy.deepcopy(table.items[hash_key][range_key])
    return _slow_update(backend, table_name, key, *arguments, **named)


@lru_cache(1000)
def _regions_of(service_name: str) -> list[str]:
    found: list[str] = _slow_regions(None, service_name)
    return found


def _regions(_backend: Any, service_name: str) -> list[str]:
    """moto keeps them for each backend, and makes the backends again for each test."""
    return _regions_of(service_name)


def _cached(module: Any, name: str) -> tuple[Any, str, Any]:
    return module, name, lru_cache(1000)(getattr(module, name))


_CHANGES: tuple[tuple[Any, str, Any], ...] = (
    (botocore_stubber.BotocoreStubber, "process_request", _process),
    (serialize.BaseJSONSerializer, "_serialize_type_structure", _structure),
    (models, "copy", SimpleNamespace(**{**vars(copy), "deepcopy": _copy})),
    (models.DynamoDBBackend, "update_item", _update),
    _cached(responses, "method_names_from_class"),
    _cached(responses, "camelcase_to_underscores"),
    _cached(sqs_models, "camelcase_to_underscores"),
    (AccountSpecificBackend, "_generate_regions", _regions),
    _cached(useragent, "sanitize_user_agent_string_component"),
    (responses, "gen_amzn_requestid_long", lambda headers: headers.setdefault("x-amzn-requestid", token_hex(26))),
    *direct_dynamodb.CHANGES,
    *fast_items.CHANGES,
    *fast_updates.CHANGES,
)
_MISSING = object()
_ORIGINALS = [(of, name, vars(of).get(name, _MISSING)) for of, name, _ in _CHANGES]


def install(patch: pytest.MonkeyPatch) -> None:
    """Changes moto until `patch` is undone."""
    for of, name, replacement in _CHANGES:
        patch.setattr(of, name, replacement, raising=False)


def remove(patch: pytest.MonkeyPatch) -> None:
    """Makes moto what it is by itself until `patch` is undone."""
    for of, name, original in _ORIGINALS:
        if original is _MISSING:
            patch.delattr(of, name, raising=False)
        else:
            patch.setattr(of, name, original)
