"""The job that makes the rendition of a document."""

import pytest

from docloft import objects, reasons, tables
from docloft.commands import Command
from docloft.commands.registry import MAKE_RENDITION
from docloft.lifecycle import changes
from docloft.sandbox import ChildFailed
from docloft_worker import reading, rendition
from docloft_worker.actions import make_rendition
from docloft_worker.rendition_page import page_of
from services.worker.tests.documents import make_job, received, reload
from tests.fixtures import LIBRARY


def test_page_forbids_everything_before_its_content():
    found = page_of({"body": "<p>x</p>", "look": '"><script>', "missing": [], "sent_at": ""})

    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert found.index(f'http-equiv="Content-Security-Policy" content="{policy}"') < found.index("<style>")
    assert "<script>" not in found


def job_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, found.reason


def facts_of(key):
    head = objects.head(key)
    assert head is not None
    return head.content_type, head.metadata


def made(document, job):
    return rendition.make(LIBRARY, document.document_id, job.job_id, reading.sandbox)


@pytest.fixture
def web_page(cloud):
    return received(b"<!doctype html><h1>Hello</h1><img src=http://evil.example/a.png>", "text/html")


def test_job_stores_the_page_and_leaves_the_original(web_page):
    job = make_job("make_rendition", document_id=web_page.document_id)

    assert [made(web_page, job), made(web_page, job)] == [rendition.MADE, rendition.OVER]

    assert job_of(job) == ("done", None)
    key = objects.rendition_key(LIBRARY, web_page.document_id)
    body, _ = objects.read(key)
    assert b"<h1>Hello</h1>" in body
    assert b"evil" not in body
    assert facts_of(key) == ("text/html; charset=utf-8", {"missing": "remote_pictures"})
    assert b"evil" in objects.read(objects.original_key(LIBRARY, web_page.document_id))[0]


def test_action_makes_it_again(web_page):
    command = Command(MAKE_RENDITION, LIBRARY, web_page.document_id)

    assert [make_rendition.handle(command, 0), make_rendition.handle(command, 0)] == [rendition.MADE, rendition.MADE]


def test_format_without_a_renderer_is_refused(cloud):
    document = received(b"words")
    job = make_job("make_rendition", document_id=document.document_id)

    assert made(document, job) == rendition.REFUSED
    assert job_of(job) == ("failed", reasons.NO_RENDITION)


def test_child_that_fails_costs_the_rendition_only(web_page, monkeypatch):
    job = make_job("make_rendition", document_id=web_page.document_id)

    def fail(*_arguments):
        raise ChildFailed("time", reasons.TOO_SLOW)

    monkeypatch.setattr(reading.sandbox, "call", fail)

    assert made(web_page, job) == rendition.REFUSED
    assert job_of(job) == ("failed", reasons.TOO_SLOW)
    assert reload(web_page).state == web_page.state


def test_child_that_was_taken_over_stores_no_other_codes_and_no_endless_page(web_page, monkeypatch):
    responses = [
        {"body": "<script>1</script>", "look": "x", "missing": ["end", "x\r\nSet-Cookie: a"], "sent_at": ""},
        {"body": "x" * (rendition.MAX_CHARACTERS + 1), "look": "", "missing": [], "sent_at": ""},
    ]
    monkeypatch.setattr(reading.sandbox, "call", lambda *_: responses.pop(0))
    first, second = (make_job("make_rendition", document_id=web_page.document_id) for _ in range(2))

    assert [made(web_page, first), made(web_page, second)] == [rendition.MADE, rendition.REFUSED]

    key = objects.rendition_key(LIBRARY, web_page.document_id)
    assert facts_of(key) == ("text/html; charset=utf-8", {"missing": "end"})
    assert objects.read(key)[0].index(b"default-src 'none'") < objects.read(key)[0].index(b"<script>")


def test_deleted_document_ends_its_job(web_page):
    job = make_job("make_rendition", document_id=web_page.document_id)
    changes.erase(reload(web_page), actor="test")

    assert made(web_page, job) == rendition.GONE
    assert job_of(job) == ("failed", reasons.DELETED)
