"""The people who may sign in to a stage: list them, invite one, remove one, reset a second factor."""

import secrets
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from operate.stage import Stage, client, code, outputs_of
from tools.failure import OperatorError
from tools.local_stage import STAGE as LOCAL

_INVITED = "FORCE_CHANGE_PASSWORD"
_STATES = {_INVITED: "invited", "CONFIRMED": "active", "RESET_REQUIRED": "must choose a new password"}


@dataclass(frozen=True, slots=True)
class Person:
    """`user_id` is also the id of their library. `state` is the user pool's (AWS: UserStatus)."""

    user_id: str
    email: str
    state: str
    is_enabled: bool
    is_verified: bool
    has_second_factor: bool
    since: str

    def __str__(self) -> str:
        state = _STATES.get(self.state, self.state.lower()) if self.is_enabled else "removed"
        factor = ", second factor" if self.has_second_factor else ""
        unverified = "" if self.is_verified else ", cannot recover a password: invite again"
        return f"{self.email}: {state} since {self.since}{factor}{unverified}"


def show(stage: Stage) -> int:
    """Prints everyone with an account, removed people included. Returns the exit status, like all verbs here."""
    pool = _pool(stage)
    pages = client("cognito-idp").get_paginator("list_users").paginate(UserPoolId=pool)
    people = [_found(pool, user["Username"]) for page in pages for user in page["Users"]]
    for person in sorted((one for one in people if one), key=lambda one: one.email):
        print(person)
    print(f"\nAccounts: {len(people)}. To invite someone: {stage.command('invite', EMAIL='ada@example.org')}")
    return 0


def invite(stage: Stage, email: str) -> int:
    """Creates an account, to which AWS mails a temporary password. A person who has not signed in yet is mailed another
    one; a person who was removed may sign in again and finds their documents. Can be repeated. The address is marked as
    verified, because AWS mails recovery codes to verified addresses only (AWS: recovering a password). Raises
    OperatorError for an address that AWS does not accept.
    """
    pool = _pool(stage)
    person = _found(pool, email)
    if person and not person.is_enabled:
        client("cognito-idp").admin_enable_user(UserPoolId=pool, Username=person.user_id)
    if person is None:
        _create(stage, pool, email)
    elif person.state == _INVITED:
        _invite_again(stage, pool, person)
    else:
        print(f"{email} may sign in, with the password they chose. The sign-in page recovers a forgotten one.")
    if person and not person.is_verified:
        verified = [{"Name": "email_verified", "Value": "true"}]
        client("cognito-idp").admin_update_user_attributes(
            UserPoolId=pool, Username=person.user_id, UserAttributes=verified
        )
    return 0


def remove(stage: Stage, email: str) -> int:
    """Signs a person out everywhere. If their library has documents, or they are a member of another one, the account
    is only disabled, because a new account would have neither. Otherwise it is deleted. Raises OperatorError for an
    unknown person.
    """
    pool = _pool(stage)
    person = _required(stage, pool, email)
    cognito = client("cognito-idp")
    cognito.admin_disable_user(UserPoolId=pool, Username=person.user_id)
    cognito.admin_user_global_sign_out(UserPoolId=pool, Username=person.user_id)
    if _has_documents(stage, person.user_id) or _is_member_elsewhere(person.user_id):
        back = stage.command("invite", EMAIL=email)
        print(f"{email} may no longer sign in. Their documents and drop keys are kept. To undo it: {back}")
    else:
        cognito.admin_delete_user(UserPoolId=pool, Username=person.user_id)
        print(f"{email} is deleted: they had no documents.")
    print("A page that they have open stops working within five minutes.")
    return 0


def reset_second_factor(stage: Stage, email: str) -> int:
    """For a person who lost their authenticator app: the password is enough until they set up another one. Raises
    OperatorError for an unknown person, and when the pool requires a second factor, where the call would succeed
    without effect (docs/decisions/0021-second-factor.md).
    """
    pool = _pool(stage)
    person = _required(stage, pool, email)
    if client("cognito-idp").get_user_pool_mfa_config(UserPoolId=pool).get("MfaConfiguration") == "ON":
        raise OperatorError(
            f'{email} keeps the second factor: this stage requires one (mfa: "ON"), and Cognito cannot reset it. Set '
            f'mfa: "OPTIONAL" in serverless.common.yml, {stage.command("deploy")}, then run this again.'
        )
    client("cognito-idp").admin_set_user_mfa_preference(
        UserPoolId=pool, Username=person.user_id, SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False}
    )
    print(f"{email} signs in with the password alone until they set up a second factor again.")
    return 0


def _pool(stage: Stage) -> str:
    pool = outputs_of(f"docloft-api-{stage.name}").get("UserPoolId")
    if pool:
        return pool
    raise OperatorError(
        f"Stage {stage.name} has no user pool. Its owner signs in with a key (auth: api_key), or its API is not "
        f"deployed: {stage.command('deploy', SERVICE='api')}"
    )


def _required(stage: Stage, pool: str, email: str) -> Person:
    person = _found(pool, email)
    if person is None:
        everyone = stage.command("invite")
        raise OperatorError(f"There is no account for {email}. Nothing was changed. Everyone: {everyone}")
    return person


def _found(pool: str, name: str) -> Person | None:
    """Finds a person by address or id."""
    try:
        user = client("cognito-idp").admin_get_user(UserPoolId=pool, Username=name)
    except ClientError as error:
        if code(error) == "UserNotFoundException":
            return None
        raise
    attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    return Person(
        user_id=attributes["sub"],
        email=attributes.get("email", name),
        state=user["UserStatus"],
        is_enabled=user["Enabled"],
        is_verified=attributes.get("email_verified") == "true",
        has_second_factor="SOFTWARE_TOKEN_MFA" in user.get("UserMFASettingList", []),
        since=f"{user['UserLastModifiedDate']:%Y-%m-%d}",
    )


def _create(stage: Stage, pool: str, email: str) -> None:
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    delivery = _delivery(stage)
    try:
        client("cognito-idp").admin_create_user(UserPoolId=pool, Username=email, UserAttributes=attributes, **delivery)
    except ClientError as error:
        if code(error) == "InvalidParameterException":
            raise OperatorError(f"{email} is not an email address that AWS accepts.") from error
        raise
    _report(email, delivery)


def _invite_again(stage: Stage, pool: str, person: Person) -> None:
    delivery = _delivery(stage)
    if stage.name == LOCAL:
        client("cognito-idp").admin_set_user_password(
            UserPoolId=pool, Username=person.user_id, Password=delivery["TemporaryPassword"], Permanent=False
        )
    else:
        client("cognito-idp").admin_create_user(
            UserPoolId=pool, Username=person.email, **{**delivery, "MessageAction": "RESEND"}
        )
    _report(person.email, delivery)


def _delivery(stage: Stage) -> dict[str, Any]:
    """How the temporary password reaches the person. The local stage sends no mail, so it is printed."""
    if stage.name == LOCAL:
        return {"MessageAction": "SUPPRESS", "TemporaryPassword": f"Aa1-{secrets.token_hex(8)}"}
    return {"DesiredDeliveryMediums": ["EMAIL"]}


def _report(email: str, delivery: dict[str, Any]) -> None:
    if password := delivery.get("TemporaryPassword"):
        print(f"{email} is invited. The local stage sends no mail; the temporary password is {password}")
    else:
        print(f"{email} is invited: AWS mails them a temporary password, which is valid for 7 days.")


def _has_documents(stage: Stage, library_id: str) -> bool:
    found = client("dynamodb").query(
        TableName=stage.table("documents"),
        ConsistentRead=True,
        KeyConditionExpression="library_id = :library",
        ExpressionAttributeValues={":library": {"S": library_id}},
        Select="COUNT",
        Limit=1,
    )
    return bool(found["Count"])


def _is_member_elsewhere(user_id: str) -> bool:
    # docloft.tables reads the names of the tables when it is imported, so the stage must be known first.
    from docloft import tables  # noqa: PLC0415

    return any(member.library_id != user_id for member in tables.library.list_memberships(user_id))
