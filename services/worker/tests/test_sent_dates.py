"""When a mail was sent, in the page that shows it."""

import pytest

from docloft import objects
from docloft_worker import reading, rendition, sent_dates
from docloft_worker.renderers import mail_renderer
from services.worker.tests.documents import make_job, received
from services.worker.tests.messages import message
from tests.fixtures import LIBRARY


def in_each_language(english, german):
    return f'<span lang="en">{english}</span><span lang="de">{german}</span>'


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        (
            "Tue, 03 Nov 2026 10:15:00 +0100",
            "Tuesday, 3 November 2026, 10:15 (UTC+01:00)",
            "Dienstag, 3. November 2026, 10:15 Uhr (UTC+01:00)",
        ),
        (
            "Sun, 1 Mar 2026 00:05 -0330 (NDT)",
            "Sunday, 1 March 2026, 00:05 (UTC-03:30)",
            "Sonntag, 1. März 2026, 00:05 Uhr (UTC-03:30)",
        ),
        (
            "2026-03-01T08:05:00+00:00",
            "Sunday, 1 March 2026, 08:05 (UTC)",
            "Sonntag, 1. März 2026, 08:05 Uhr (UTC)",
        ),
        # The time zone of the sender is not known.
        ("1 Mar 2026 08:05 -0000", "Sunday, 1 March 2026, 08:05", "Sonntag, 1. März 2026, 08:05 Uhr"),
    ],
)
def test_day_is_written_in_each_language(written, english, german):
    assert sent_dates.markup(written) == in_each_language(english, german)


@pytest.mark.parametrize("written", ["", "yesterday", "<b>", "Mon, 99 Foo 2026", "9" * 400, "1 Jan 99999 00:00 +9999"])
def test_day_that_is_not_understood_is_shown_as_it_is(written):
    assert sent_dates.markup(written) in {written, "&lt;b&gt;"}


def test_page_of_a_mail_has_the_day_in_words_and_the_moment(path_of):
    made = mail_renderer.render(path_of(message()))

    assert "Wednesday, 20 July 2016, 23:35 (UTC-04:00)" in made["body"]
    assert made["sent_at"] == "2016-07-20T23:35:02-04:00"


def test_moment_is_stored_beside_the_page_and_nothing_else_that_a_child_returns(cloud, monkeypatch):
    mail = received(message(), "message/rfc822")
    key = objects.rendition_key(LIBRARY, mail.document_id)

    def stored():
        rendition.make(
            LIBRARY, mail.document_id, make_job("make_rendition", document_id=mail.document_id).job_id, reading.sandbox
        )
        head = objects.head(key)
        assert head is not None
        return head.metadata

    assert stored() == {"missing": "", "sent-at": "2016-07-20T23:35:02-04:00"}
    monkeypatch.setattr(
        reading.sandbox, "call", lambda *_: {"body": "x", "look": "", "missing": [], "sent_at": "x\r\nevil: 1"}
    )
    assert stored() == {"missing": ""}
