"""Failures that happen on AWS: duplicate and concurrent events, missing permissions, dying child processes."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

from local.samples import make_pdf
from tests.overdue import sweep_later


def created_event(bucket, key):
    """An S3 event (AWS: S3 event message structure) with the fields that consumers use."""
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Post",
        "s3": {"bucket": {"name": bucket}, "object": {"key": key, "sequencer": "0055AED6DCD90281E5"}},
    }
    return json.dumps({"Records": [record]}).encode()


def test_event_delivered_five_times_at_once_creates_one_document(person, stack, aws):
    # Given an upload, which also causes one event itself
    content = make_pdf(["Delivered again and again: kingfisher."])
    created = person.create("Again.pdf", content)
    document_id = created["document"]["id"]
    event = created_event(stack["files_bucket"], created["upload"]["fields"]["key"])
    assert person.send(created["upload"], content).ok

    # When the same event is delivered five times at once
    def deliver(_):
        return aws("lambda").invoke(
            FunctionName="docloft-local-receive", InvocationType="RequestResponse", Payload=event
        )

    with ThreadPoolExecutor(5) as together:
        responses = list(together.map(deliver, range(5)))

    # Then there is one complete document, and nothing failed
    assert [response.get("FunctionError") for response in responses] == [None] * 5
    assert person.wait(document_id)["state"] == "ready"
    person.find("kingfisher", document_id)
    assert [d["id"] for d in person.get("/v1/documents")["documents"]] == [document_id]
    assert person.get("/v1/search", q="kingfisher")["total"] == 1


def test_document_that_kills_its_reader_affects_no_other(person, dead_letters):
    # Given a page with so many strokes that rendering it exceeds the time limit of the child
    strokes = b"0 0 m 100 100 l S\n" * 3_000_000
    heavy = person.drop("Heavy.pdf", pdf_with(strokes))
    light = person.drop("Light.pdf", make_pdf(["Light as a feather: sandpiper."]))

    documents = {one: person.wait(one) for one in (heavy, light)}

    # Then the other document is ready, and no message is lost or left over
    assert documents[light]["state"] == "ready"
    assert documents[heavy]["state"] in {"ready", "failed"}
    assert documents[heavy]["thumbnail"] is None
    assert person.find("sandpiper", light)
    assert dead_letters() == 0


def pdf_with(content):
    """A PDF with one page drawn by these operators."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def test_upload_whose_event_was_lost_is_received_by_the_sweep(person, stack, aws):
    # Given a bucket without notifications
    s3, bucket = aws("s3"), stack["files_bucket"]
    notifications = s3.get_bucket_notification_configuration(Bucket=bucket)
    del notifications["ResponseMetadata"]
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    try:
        # When a document is uploaded and the sweep runs
        document_id = person.drop("Lost.pdf", make_pdf(["A letter about a lost lapwing."]))
    finally:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=notifications)
    assert person.get(f"/v1/documents/{document_id}")["state"] == "awaiting_upload"
    sweep_later(stack)

    # Then it is received and read
    assert person.wait(document_id)["state"] == "ready"
    assert person.find("lapwing", document_id)


def test_role_without_put_item_cannot_create_documents(person, aws):
    # Given the API's role without dynamodb:PutItem
    iam = aws("iam")
    policy = iam.get_role_policy(RoleName="docloft-local-api", PolicyName="api")["PolicyDocument"]
    document = policy if isinstance(policy, dict) else json.loads(policy)
    weaker = json.loads(json.dumps(document))
    for statement in weaker["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        statement["Action"] = [action for action in actions if action != "dynamodb:PutItem"] or ["dynamodb:ListTables"]
    assert weaker != document
    iam.put_role_policy(RoleName="docloft-local-api", PolicyName="api", PolicyDocument=json.dumps(weaker))
    announcement = {
        "file_name": "A.pdf",
        "media_type": "application/pdf",
        "size": 10,
        "checksum_sha256": "A" * 43 + "=",
    }
    try:
        # When a person adds a document
        refused = person.request("POST", "/v1/documents", json=announcement)
    finally:
        iam.put_role_policy(RoleName="docloft-local-api", PolicyName="api", PolicyDocument=json.dumps(document))
    time.sleep(0.5)

    # Then it fails with a problem that reveals no internals, and succeeds once the permission is back
    assert refused.status_code in {500, 503}
    assert "dynamodb" not in refused.text
    assert person.request("POST", "/v1/documents", json=announcement).status_code == 201
