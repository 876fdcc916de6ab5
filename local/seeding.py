"""The demo account, its sample documents, of which some are filed, and a drop key, made through the public API."""

from typing import Any

from botocore.exceptions import ClientError

from local import outputs, sample_filing, stacks
from tools.api_client import Client
from tools.local_stage import settings
from tools.progress import step

EMAIL = "demo@docloft.example"
# Not a secret: it is worth nothing outside this machine.
PASSWORD = "Docloft-demo-2026"  # noqa: S105


def seed() -> None:
    """Makes the demo account, uploads the samples to its library and makes a drop key. Only once, so that a sample that
    was deleted does not come back. On a stage for one owner, the owner replaces the demo account.
    """
    written = outputs.read()
    if written["drop_key"] is not None:
        return
    if written["auth"] == "cognito":
        make_person(written["user_pool_id"], EMAIL, PASSWORD)
        written["demo_user"] = {"email": EMAIL, "password": PASSWORD}
    person = Client(written)
    if settings().has_samples:
        # Importing the code that writes documents takes half a second, and only the first start needs it.
        from local.samples import samples  # noqa: PLC0415

        with step("Uploading a dozen sample documents"):
            uploaded = {one.file_name: person.drop(one.file_name, one.content, one.media_type) for one in samples()}
            for document_id in uploaded.values():
                person.wait(document_id)
            for file_name, facts in sample_filing.DEMO.items():
                sample_filing.file(person, uploaded[file_name], facts)
    written["drop_key"] = person.make_drop_key("Scanner")["key"]
    outputs.save(written)


def make_person(user_pool_id: str, email: str, password: str) -> None:
    """Makes an account with this password, unless there is one with this address."""
    cognito: Any = stacks.client("cognito-idp")
    try:
        cognito.admin_get_user(UserPoolId=user_pool_id, Username=email)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
    else:
        return
    cognito.admin_create_user(
        UserPoolId=user_pool_id,
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    cognito.admin_set_user_password(UserPoolId=user_pool_id, Username=email, Password=password, Permanent=True)
