"""Rules for the people who sign in: the user pool and its client."""

from collections.abc import Iterator
from typing import Any

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import WITH_PEOPLE, rule

LONGEST_MINUTES = 5
"""How long the ID token of a removed person may work. The gateway cannot know that it was revoked (AWS: revoking
tokens), and Cognito issues none for less (AWS: IdTokenValidity).
"""
LOOPBACK = ["http://localhost:18423/"]
"""The address that the command line's sign-in redirects to: Cognito allows http for localhost only (AWS: CallbackURLs).
"""
OWN_ACCOUNT = "aws.cognito.signin.user.admin"


def _is_of_the_command_line(client: Any) -> bool:
    return str(client.properties.get("ClientName", "")).endswith("-command-line")


@rule(stages=("prod",))
def passwords_never_reach_our_code(deployment: Deployment) -> Iterator[str]:
    address = f"{deployment.outputs['frontend/SiteOrigin']}/"
    for client in deployment.of_kind("Cognito::UserPoolClient"):
        wanted: dict[str, Any] = {
            "AllowedOAuthFlows": ["code"],
            "CallbackURLs": LOOPBACK if _is_of_the_command_line(client) else [address],
            "LogoutURLs": None if _is_of_the_command_line(client) else [address],
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": True,
        }
        for name, value in wanted.items():
            if client.properties.get(name) != value:
                yield f"{client.name}: {name} is {client.properties.get(name)}"
        if client.properties.get("GenerateSecret"):
            yield f"{client.name}: a browser cannot keep a secret"
        for flow in client.properties.get("ExplicitAuthFlows", []):
            if "PASSWORD" in flow:
                yield f"{client.name}: {flow}"


@rule(stages=WITH_PEOPLE)
def only_admins_create_accounts(deployment: Deployment) -> Iterator[str]:
    for pool in deployment.of_kind("Cognito::UserPool"):
        if pool.properties.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly") is not True:
            yield f"{pool.name}: anyone may sign up"


@rule(stages=WITH_PEOPLE)
def invited_people_can_sign_in_and_recover_a_password(deployment: Deployment) -> Iterator[str]:
    """Cognito mails recovery codes to verified addresses only; operate/accounts.py marks them as verified."""
    address = f"{deployment.outputs['frontend/SiteOrigin']}/"
    for pool in deployment.of_kind("Cognito::UserPool"):
        recovery = pool.properties.get("AccountRecoverySetting", {}).get("RecoveryMechanisms")
        if recovery != [{"Name": "verified_email", "Priority": 1}]:
            yield f"{pool.name}: a forgotten password is recovered by {recovery}"
        invitation = pool.properties.get("AdminCreateUserConfig", {}).get("InviteMessageTemplate", {})
        for part in (f'"{address}"', "{username}", "{####}"):
            if part not in invitation.get("EmailMessage", ""):
                yield f"{pool.name}: the invitation lacks {part}"


@rule(stages=WITH_PEOPLE)
def tokens_of_removed_people_expire_soon(deployment: Deployment) -> Iterator[str]:
    for client in deployment.of_kind("Cognito::UserPoolClient"):
        validity = client.properties.get("IdTokenValidity", 60)
        unit = client.properties.get("TokenValidityUnits", {}).get("IdToken", "hours")
        if unit != "minutes" or validity > LONGEST_MINUTES:
            yield f"{client.name}: ID tokens work for {validity} {unit}"


@rule(stages=WITH_PEOPLE)
def people_may_set_up_a_second_factor(deployment: Deployment) -> Iterator[str]:
    for pool in deployment.of_kind("Cognito::UserPool"):
        if pool.properties.get("MfaConfiguration") not in {"OPTIONAL", "ON"}:
            yield f"{pool.name}: a second factor is {pool.properties.get('MfaConfiguration')}"
        if "SOFTWARE_TOKEN_MFA" not in pool.properties.get("EnabledMfas", []):
            yield f"{pool.name}: no authenticator apps"
    for client in deployment.of_kind("Cognito::UserPoolClient"):
        has_own_account = OWN_ACCOUNT in client.properties.get("AllowedOAuthScopes", [])
        if _is_of_the_command_line(client) and has_own_account:
            yield f"{client.name}: a program on a person's machine may change their password and second factor"
        if not _is_of_the_command_line(client) and not has_own_account:
            yield f"{client.name}: no token for the own account"
    connects = deployment.outputs["frontend/ContentSecurityPolicyBase64"].partition("connect-src ")[2].partition(";")[0]
    if deployment.outputs["api/UserPoolsUrl"] not in connects.split():
        yield f"frontend: the site may not connect to {deployment.outputs['api/UserPoolsUrl']}"
