"""Who may sign in. moto plays the user pool; mails, and what they do to tokens, are AWS's."""

from dataclasses import replace

import boto3
import pytest

from docloft.clock import timestamp
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.tables.records import Member
from operate import __main__ as operate
from operate import accounts
from tests.fixtures import LIBRARY, make_document
from tests.recording import recording
from tools.failure import OperatorError

ADA = "ada@example.org"


class Recorder:
    """The real client of moto, with a list of what was requested of it."""

    def __init__(self, service):
        self.requests = []
        self.real = boto3.client(service, region_name="eu-central-1")

    def __getattr__(self, name):
        return recording(self.requests, getattr(self.real, name), lambda **given: (name, given))

    def get_paginator(self, name):
        return self.real.get_paginator(name)

    def named(self, name):
        return [given for requested, given in self.requests if requested == name]


@pytest.fixture
def clients(cloud, monkeypatch):
    recorders = {name: Recorder(name) for name in ("cognito-idp", "dynamodb")}
    monkeypatch.setattr(accounts, "client", recorders.__getitem__)
    return recorders


@pytest.fixture
def cognito(clients):
    return clients["cognito-idp"]


@pytest.fixture
def pool(cognito, monkeypatch):
    """With the settings of services/api/resources/auth-cognito.yml that matter here."""
    made = cognito.create_user_pool(PoolName="docloft-test", UsernameAttributes=["email"])["UserPool"]["Id"]
    monkeypatch.setattr(accounts, "outputs_of", lambda _stack: {"UserPoolId": made})
    return made


@pytest.fixture
def account(cognito, pool):
    def found(email=ADA):
        user = cognito.real.admin_get_user(UserPoolId=pool, Username=email)
        return {one["Name"]: one["Value"] for one in user["UserAttributes"]} | user

    return found


@pytest.fixture
def active(stage, cognito, pool):
    """A person who accepted the invitation."""
    accounts.invite(stage, ADA)
    cognito.real.admin_set_user_password(UserPoolId=pool, Username=ADA, Password="Long-enough-1", Permanent=True)
    cognito.requests.clear()


def test_invited_person_receives_a_mail_and_can_recover_a_password(stage, cognito, pool, account):
    assert accounts.invite(stage, ADA) == 0

    # AWS mails a recovery code to verified addresses only.
    assert account()["email_verified"] == "true"
    (invitation,) = cognito.named("admin_create_user")
    assert (invitation["DesiredDeliveryMediums"], "MessageAction" in invitation) == (["EMAIL"], False)


def test_person_who_has_not_accepted_receives_another_mail(stage, cognito, pool, account):
    accounts.invite(stage, ADA)
    before = account()["sub"]

    accounts.invite(stage, ADA)

    again = cognito.named("admin_create_user")[1]
    assert (again["MessageAction"], again["DesiredDeliveryMediums"]) == ("RESEND", ["EMAIL"])
    assert account()["sub"] == before


def test_person_who_was_created_by_hand_can_recover_a_password_after_an_invitation(stage, cognito, pool, account):
    cognito.admin_create_user(
        UserPoolId=pool, Username=ADA, UserAttributes=[{"Name": "email", "Value": ADA}], MessageAction="SUPPRESS"
    )

    accounts.invite(stage, ADA)

    assert account()["email_verified"] == "true"


def test_person_who_signs_in_already_is_left_alone(stage, cognito, pool, active, capsys):
    accounts.invite(stage, ADA)

    assert {name for name, _ in cognito.requests} == {"admin_get_user"}
    assert "may sign in, with the password they chose" in capsys.readouterr().out


def test_person_without_documents_is_deleted(stage, clients, cognito, pool, active, account):
    accounts.remove(stage, ADA)

    # An older state of the table could lack the first document of a person.
    assert [given["ConsistentRead"] for given in clients["dynamodb"].named("query")] == [True]
    with pytest.raises(cognito.real.exceptions.UserNotFoundException):
        account()


def test_member_of_another_library_keeps_the_account(stage, cognito, pool, active, account):
    user_id = account()["sub"]
    Member(LIBRARY, Member.key(user_id), created_at=timestamp(), role=Role.VIEWER, user_id=user_id).save()

    accounts.remove(stage, ADA)

    assert account()["Enabled"] is False


def test_person_with_documents_is_disabled_signed_out_and_gets_the_same_library_back(
    stage, cognito, pool, active, account, capsys
):
    library = account()["sub"]
    make_document(State.READY, library_id=library)

    accounts.remove(stage, ADA)

    assert account()["Enabled"] is False
    assert len(cognito.named("admin_user_global_sign_out")) == 1
    assert "make invite STAGE=test EMAIL=ada@example.org" in capsys.readouterr().out

    accounts.invite(stage, ADA)

    assert (account()["Enabled"], account()["sub"]) == (True, library)


def test_person_who_was_removed_before_they_accepted_is_mailed_another_password(stage, cognito, pool, account):
    library = invite_and_remove(stage, account)

    accounts.invite(stage, ADA)

    assert (account()["Enabled"], account()["sub"]) == (True, library)
    assert cognito.named("admin_create_user")[-1]["MessageAction"] == "RESEND"


def invite_and_remove(stage, account):
    accounts.invite(stage, ADA)
    library = account()["sub"]
    make_document(State.READY, library_id=library)
    accounts.remove(stage, ADA)
    return library


def test_local_stage_prints_the_password_that_no_mail_brings(stage, cognito, pool, capsys):
    local = replace(stage, name="local")

    accounts.invite(local, ADA)
    accounts.invite(local, ADA)

    first, second = (line.rsplit(" ", 1)[1] for line in capsys.readouterr().out.splitlines())
    assert first != second
    assert cognito.named("admin_set_user_password")[0]["Password"] == second


def test_address_that_aws_refuses_is_an_error_and_not_reported_as_invited(stage, cognito, pool, capsys):
    with pytest.raises(OperatorError, match="is not an email address that AWS accepts"):
        accounts.invite(stage, "not an address")

    assert capsys.readouterr().out == ""


def test_lost_second_factor_is_turned_off(stage, cognito, pool, active):
    accounts.reset_second_factor(stage, ADA)

    (given,) = cognito.named("admin_set_user_mfa_preference")
    assert given["SoftwareTokenMfaSettings"] == {"Enabled": False, "PreferredMfa": False}


def test_second_factor_that_the_pool_requires_is_not_reported_as_reset(stage, cognito, pool, active, capsys):
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON"
    )

    with pytest.raises(OperatorError, match='mfa: "ON"'):
        accounts.reset_second_factor(stage, ADA)

    assert cognito.named("admin_set_user_mfa_preference") == []
    assert capsys.readouterr().out == ""


def test_everyone_is_listed_with_what_is_missing(stage, cognito, pool, active, capsys):
    accounts.invite(stage, "grace@example.org")
    cognito.admin_create_user(
        UserPoolId=pool, Username="bob@example.org", UserAttributes=[{"Name": "email", "Value": "bob@example.org"}]
    )
    cognito.admin_disable_user(UserPoolId=pool, Username=ADA)
    capsys.readouterr()

    accounts.show(stage)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ada@example.org: removed since 20")
    assert lines[1].startswith("bob@example.org: invited since 20")
    assert lines[1].endswith("cannot recover a password: invite again")
    assert lines[2].startswith("grace@example.org: invited since 20")
    assert lines[-1].startswith("Accounts: 3.")


@pytest.mark.parametrize("act", [accounts.remove, accounts.reset_second_factor])
def test_unknown_person_is_an_error(stage, pool, act):
    with pytest.raises(OperatorError, match=r"There is no account for ada@example\.org"):
        act(stage, ADA)


def test_stage_of_one_owner_has_no_people(stage, monkeypatch):
    monkeypatch.setattr(accounts, "outputs_of", lambda _stack: {})

    with pytest.raises(OperatorError, match="has no user pool"):
        accounts.show(stage)


@pytest.mark.parametrize(
    ("given", "calls"),
    [
        ([], ["show"]),
        (["--email", ADA], ["invite"]),
        (["--email", ADA, "--remove"], ["remove"]),
        (["--email", ADA, "--reset"], ["reset_second_factor"]),
        (["--remove"], []),
    ],
)
def test_arguments_select_what_is_done(stage, monkeypatch, capsys, given, calls):
    done: list[str] = []
    monkeypatch.setattr(operate.stages, "enter", lambda _name: stage)
    for name in ("show", "invite", "remove", "reset_second_factor"):
        monkeypatch.setattr(accounts, name, recording(done, lambda *_: 0, lambda *_, name=name: name))

    assert operate.main(["invite", "--stage", "test", *given]) == (0 if calls else 1)
    assert done == calls
    assert calls or "EMAIL is missing" in capsys.readouterr().err
