"""The HTTP side: what the official client's connections reach."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import urllib3
from urllib3._collections import HTTPHeaderDict

from docloft.search import api as search
from docloft.settings import settings
from tests.narrowing import present
from tests.opensearch.documents import Index
from tests.opensearch.errors import RefusedRequestError, require
from tests.opensearch.searches import search as searched

HOST = "search-docloft-test.eu-central-1.es.amazonaws.com"


@dataclass(frozen=True)
class Request:
    """`body`: decoded; of a bulk request, its lines."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    size: int


@dataclass
class Answer:
    """What urllib3 returns."""

    status: int
    data: bytes
    headers: HTTPHeaderDict = field(default_factory=lambda: HTTPHeaderDict({"content-type": "application/json"}))


@dataclass
class Service:
    """`failing`: returns a status and a body for a request that is to fail."""

    indexes: dict[str, Index] = field(default_factory=dict, repr=False)
    requests: list[Request] = field(default_factory=list, repr=False)
    failing: Callable[[Request], tuple[int, Any] | None] = lambda _: None

    def urlopen(self, method: str, url: str, body: Any, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        text = body.decode() if isinstance(body, bytes) else body or ""
        is_bulk = parts.path.endswith(("/_bulk", "/_msearch"))
        decoded = [json.loads(line) for line in text.splitlines()] if is_bulk else json.loads(text or "null")
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        request = Request(method, parts.path, parameters, dict(headers), decoded, len(text.encode()))
        self.requests.append(request)
        status, made = self.failing(request) or self._handled(request)
        return Answer(status, json.dumps(made).encode())

    def searches(self) -> list[Request]:
        """Each search, also those of one request."""
        several = [(one, one.body[1::2]) for one in self.requests if one.path.endswith("/_msearch")]
        single = [one for one in self.requests if one.path.endswith("/_search")]
        return [*single, *(replace(one, body=body) for one, bodies in several for body in bodies)]

    def _handled(self, request: Request) -> tuple[int, Any]:
        match = present(re.fullmatch(r"/([a-z0-9-]+)(?:/(_\w+))?", request.path))
        require(match is not None, request.path)
        name, operation = match.groups()
        try:
            if request.method == "PUT" and operation is None:
                return self._create(name, request.body)
            return 200, _OPERATIONS[request.method, operation](self._index(name), request)
        except RefusedRequestError as error:
            if operation == "_msearch" and error.status == HTTPStatus.NOT_FOUND:
                # Each search has the error, and the request succeeds.
                return 200, {"responses": [error.body for _ in request.body[1::2]]}
            return error.status, error.body

    def _index(self, name: str) -> Index:
        if name not in self.indexes:
            raise RefusedRequestError("index_not_found_exception", f"no such index [{name}]", 404)
        return self.indexes[name]

    def _create(self, name: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        if name in self.indexes:
            raise RefusedRequestError("resource_already_exists_exception", f"index [{name}] already exists")
        mappings = body["mappings"]
        require(set(mappings) == {"dynamic", "_source", "properties"} and mappings["dynamic"] == "strict", "mappings")
        self.indexes[name] = Index(name, mappings["properties"], uuid4().hex)
        return 200, {"acknowledged": True, "shards_acknowledged": True, "index": name}


def _settings(index: Index, _request: Request) -> Any:
    found = {"uuid": index.uuid, "creation_date": "1764463000000", "number_of_shards": "1", "provided_name": index.name}
    return {index.name: {"settings": {"index": found}}}


def _search(index: Index, request: Request) -> Any:
    require(set(request.parameters) <= {"allow_partial_search_results"}, "unrecognized parameter")
    return searched(index, request.body)


def _search_each(index: Index, request: Request) -> Any:
    require(not request.parameters, "unrecognized parameter")
    headers, bodies = request.body[::2], request.body[1::2]
    require(len(headers) == len(bodies) and not any(headers), "headers")
    return {"took": 1, "responses": [_one_of_several(index, body) for body in bodies]}


def _one_of_several(index: Index, body: Any) -> Any:
    try:
        return {**searched(index, body), "status": 200}
    except RefusedRequestError as error:
        return {**error.body, "status": error.status}


def _get_many(index: Index, request: Request) -> Any:
    found = [(key, index.documents.get(key)) for key in request.body["ids"]]
    return {
        "docs": [
            {"_index": index.name, "_id": key, "found": False}
            if one is None
            else {
                "_index": index.name,
                "_id": key,
                "_version": one.version,
                "_seq_no": 1,
                "_primary_term": 1,
                "found": True,
            }
            for key, one in found
        ]
    }


def _write(index: Index, request: Request) -> Any:
    lines, items = list(request.body), []
    while lines:
        [(action, options)] = lines.pop(0).items()
        require(action in ("index", "delete"), action)
        items.append(index.write(action, options, lines.pop(0) if action == "index" else None))
    failed = any("error" in outcome for item in items for outcome in item.values())
    return {"took": 1, "errors": failed, "items": items}


_OPERATIONS: Mapping[tuple[str, str | None], Callable[[Index, Request], Any]] = {
    ("GET", "_settings"): _settings,
    ("POST", "_search"): _search,
    ("POST", "_msearch"): _search_each,
    ("POST", "_mget"): _get_many,
    ("POST", "_bulk"): _write,
}


@contextmanager
def chosen(monkeypatch: pytest.MonkeyPatch, service: str = "es") -> Iterator[Service]:
    """Search uses OpenSearch, which is empty."""
    monkeypatch.setenv("SEARCH_ENGINE", "opensearch")
    monkeypatch.setenv("OPENSEARCH_ENDPOINT", f"https://{HOST}")
    monkeypatch.setenv("OPENSEARCH_SERVICE", service)
    settings.cache_clear()
    made = Service()
    real = urllib3.HTTPConnectionPool.urlopen

    def urlopen(pool: Any, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> Any:
        if pool.host != HOST:
            return real(pool, method, url, body, headers, **options)
        return made.urlopen(method, url, body, headers)

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", urlopen)
    search.forget()
    yield made
    search.forget()
    monkeypatch.undo()
    settings.cache_clear()
