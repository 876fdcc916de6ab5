"""The first person, their first papers and a key for a scanner: made as an operator makes a person, dropped as a person
drops papers.
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from local import deploying
from local.samples import samples
from tools.api_client import Client
from tools.local_stage import settings
from tools.progress import step

EMAIL = "demo@docloft.example"
# A real pool on a real address: it is no secret, and worth nothing outside this machine.
PASSWORD = "Docloft-demo-2026"  # noqa: S105


def seed() -> None:
    """Makes the demo person, drops the samples into their library and makes a drop key, once: what they delete does not
    come back. Where there is one owner with a key, that is the person.
    """
    outputs = deploying.outputs_now()
    if outputs["drop_key"] is not None:
        return
    if outputs["auth"] == "cognito":
        _make_person(outputs["user_pool_id"])
        outputs["demo_user"] = {"email": EMAIL, "password": PASSWORD}
    with step("Dropping a dozen sample documents"):
        person = Client(outputs)
        for document_id in [person.drop(s.file_name, s.content, s.media_type) for s in samples()]:
            person.wait(document_id)
    outputs["drop_key"] = person.make_drop_key("Scanner")["key"]
    settings().outputs.write_text(json.dumps(outputs, indent=2) + "\n")


def _make_person(user_pool_id: str) -> None:
    cognito: Any = deploying.client("cognito-idp")
    try:
        cognito.admin_get_user(UserPoolId=user_pool_id, Username=EMAIL)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
    else:
        return
    cognito.admin_create_user(
        UserPoolId=user_pool_id,
        Username=EMAIL,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}],
    )
    cognito.admin_set_user_password(UserPoolId=user_pool_id, Username=EMAIL, Password=PASSWORD, Permanent=True)
