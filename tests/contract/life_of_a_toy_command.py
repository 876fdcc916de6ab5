"""Everything that works for a command after adding one registry line and one module. test_registered_commands.py runs
this with copies of the shared code and of the worker that contain the toy command.
"""

import json
from io import StringIO

import pytest
from aws_lambda_powertools import Logger

from docloft import commands
from docloft.ids import new_id
from docloft_worker import handler
from services.api import derived
from services.worker.tests.documents import deliver_each_message
from tests.fixtures import LIBRARY, dead_letters

pytestmark = pytest.mark.usefixtures("cloud")


def test_toy_is_sent_and_handled(monkeypatch, request):
    log = StringIO()
    monkeypatch.setattr(handler, "logger", Logger(service=request.node.name, stream=log))
    document_id = new_id()

    commands.send(
        commands.registry.ACTIONS["toy"], LIBRARY, document_id=document_id, job_id=new_id(), correlation_id="click"
    )

    assert deliver_each_message() == ([1], [])
    assert dead_letters() == {}
    line = json.loads(log.getvalue())
    assert (line["command"], line["outcome"], line["hop"]) == ("toy", f"handled {document_id}", 0)
    assert (line["document_id"], line["correlation_id"]) == (document_id, "click")


def test_toy_is_a_kind_of_job_in_the_api():
    assert "toy" in commands.registry.job_kinds()
    assert '"toy"' in derived.contents()[derived.ROOT / "docs/openapi.json"]
