"""Wrong arguments of the operator's commands, from `make` to the sentence that the operator reads."""

import os
import shlex
import subprocess
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

import operate.__main__ as command
from operate import doctor, redriving, restoring
from tests.recording import recording
from tools.local_stage import ROOT

AT = "2026-11-25T08:00:00Z"
OF_MAKE = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"}


@pytest.fixture
def entered(stage, monkeypatch):
    """The stage can be reached. Returns what was done."""
    done: list[Any] = []

    def done_by(described):
        return recording(done, lambda *_, **__: 0, described)

    monkeypatch.setattr(command.stages, "enter", lambda _name: stage)
    monkeypatch.setattr(restoring, "restore", done_by(lambda _stage, request, *, do: (request, do)))
    monkeypatch.setattr(restoring, "remove_copy", done_by(lambda _stage, request: (request, "remove")))
    monkeypatch.setattr(redriving, "redrive", done_by(lambda _stage, *, one, everything: (one, everything)))
    return done


def run(verb, *options):
    return command.main([verb, "--stage", "test", *options])


def recipe(*arguments):
    """What make would run, without the variables of a `make test` that runs these tests."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    return subprocess.run(
        ["make", "-n", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["restore"], "AT is missing."),
        (["restore", "--at", ""], "AT is missing."),
        (["restore", "--at", "yesterday"], "AT is a time like 2026-11-25T08:00:00Z, not 'yesterday'."),
        (["restore", "--at", AT, "--table", "dokuments"], "TABLE is one of documents, library, jobs, history, not"),
        (["restore", "--at", AT, "--yes", "no"], "YES is 1 or left out, not 'no'."),
        (["restore", "--at", AT, "--overwrite", "0"], "OVERWRITE is 1 or left out, not '0'."),
        (["redrive", "--yes", "0"], "YES is 1 or left out, not '0'."),
        (["invite", "--remove", "1"], "EMAIL is missing: make invite STAGE=test EMAIL=ada@example.org REMOVE=1"),
        (["invite", "--email", "ada"], "EMAIL=ada is not an address like ada@example.org."),
        (["invite", "--email", "a@b.org", "--remove", "1", "--reset", "1"], "exclude each other"),
        (["redrive", "nonsense"], "unrecognized arguments: nonsense."),
    ],
)
def test_wrong_argument_is_one_sentence_and_nothing_is_done(entered, capsys, given, sentence):
    assert run(*given) == 1

    error = capsys.readouterr().err
    assert error.startswith("Docloft: ")
    assert sentence in error
    assert error.count("\n") == 1
    assert entered == []


def test_switch_is_on_only_when_it_is_1(entered):
    for options in ([], ["--yes", ""], ["--yes", "1"]):
        assert run("redrive", *options) == 0

    assert [everything for _, everything in entered] == [False, False, True]


@pytest.mark.parametrize("name", ["", "PROD", "pro-d", "my stage", "a" * 17])
def test_impossible_name_of_a_stage_is_refused_with_the_rule(monkeypatch, capsys, name):
    assert command.main(["doctor", "--stage", name]) == 1

    assert "lower-case letters and digits, at most 16, a letter first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("AccessDeniedException", "operate/README.md, Rights"),
        ("ExpiredTokenException", "aws sts get-caller-identity"),
        ("ThrottlingException", "Try again in a minute"),
    ],
)
def test_refusal_of_aws_says_what_to_do(entered, monkeypatch, capsys, code, advice):
    def refused(*_, **__):
        raise RuntimeError from ClientError({"Error": {"Code": code}}, "ReceiveMessage")

    monkeypatch.setattr(redriving, "redrive", refused)

    assert run("redrive") == 1
    assert f"AWS refused ReceiveMessage: {code}." in (error := capsys.readouterr().err)
    assert advice in error


def test_lost_connection_and_ctrl_c_print_no_traceback(entered, monkeypatch, capsys):
    for failure, status in ((EndpointConnectionError(endpoint_url="https://x"), 1), (KeyboardInterrupt(), 130)):

        def fail(*_, failure=failure, **__):
            raise failure

        monkeypatch.setattr(redriving, "redrive", fail)
        assert run("redrive") == status
        assert "the rest may be done in part" in capsys.readouterr().err


def test_bug_of_a_command_keeps_its_traceback(entered, monkeypatch):
    monkeypatch.setattr(redriving, "redrive", lambda *_, **__: vars()["missing"])

    with pytest.raises(KeyError):
        run("redrive")


def test_value_reaches_the_command_as_one_word():
    made = recipe("redrive", "STAGE=x;echo $$HOME 'y'", "ONE=a b")

    (_, line) = made.stdout.replace("\\\n", " ").splitlines()
    assert shlex.split(line)[4:8] == ["--stage", "x;echo $HOME 'y'", "--one", "a b"]


def test_variable_that_make_does_not_know_is_refused():
    made = recipe("restore", "YES=1", f"AT={AT}", "LIBRARIES=one")

    assert made.returncode == 2
    assert "There is no variable LIBRARIES." in made.stderr
    assert made.stdout == ""


def test_variables_of_the_makefile_are_known():
    made = recipe("package", "STAGE=prod", "AWS_REGION=eu-west-1", "DOCLOFT_AUTH=api_key")

    assert (made.returncode, made.stderr) == (0, "")


def test_missing_check_is_refused_with_the_names_of_all(stage, monkeypatch, capsys):
    monkeypatch.setattr(command.stages, "enter", lambda _name: stage)

    assert run("doctor", "--only", "alarm") == 1
    assert f"The checks are: {', '.join(doctor.CHECKS | doctor.ON_REQUEST)}." in capsys.readouterr().err
