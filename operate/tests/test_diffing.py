"""What `make diff` prints, with an account and without one."""

import json

import pytest

from operate import __main__ as command
from operate import deployed, diffing, packaged
from operate.packaged import Packaged
from tools.failure import OperatorError

RED = "\033[31m"


def stage_with(**queue):
    """A package whose storage stack has one retained queue with these properties."""
    resource = {
        "Type": "AWS::SQS::Queue",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"QueueName": "work", **queue},
    }
    return Packaged({"storage": {"Resources": {"Work": resource}}}, {})


def functions_with(**code):
    """A package whose worker stack has these functions with this code."""
    resources = {
        name: {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": f"docloft-test-{name}"}} for name in code
    }
    checksums = {f"docloft-test-{name}": one for name, one in code.items() if one}
    return Packaged({"worker": {"Resources": resources}}, checksums)


@pytest.fixture
def here(monkeypatch):
    def install(found):
        monkeypatch.setattr(packaged, "package", lambda _stage, _folder: found)

    return install


@pytest.fixture
def there(monkeypatch):
    def install(found, drift):
        monkeypatch.setattr(deployed, "read", lambda _stage: found)
        monkeypatch.setattr(deployed, "drift", lambda _stage, stack: drift if stack == "storage" else {})

    return install


def test_replaced_resource_and_drift_are_red_and_the_rest_is_not(stage, here, there, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    here(stage_with(QueueName="other"))
    there(stage_with(), {"WorkRole (AWS::IAM::Role)": ["Policies.0"]})

    assert diffing.diff(stage) == 0

    lines = capsys.readouterr().out.splitlines()
    kept = "replaced, and the old one is kept outside the stack: Work (AWS::SQS::Queue): QueueName"
    assert f"{RED}storage: {kept}\033[0m" in lines
    assert any(
        line.startswith(f"{RED}storage: drifted: WorkRole (AWS::IAM::Role): Policies.0 changed") for line in lines
    )
    assert "api: no drift" in lines


def test_changed_property_is_listed_without_color(stage, here, there, monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    here(stage_with(VisibilityTimeout=60))
    there(stage_with(), {})

    diffing.diff(stage)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "storage: changed: Work (AWS::SQS::Queue): VisibilityTimeout"


@pytest.mark.parametrize(
    ("work", "index", "changed"),
    [("b", "b", "work, index"), ("a", "b", "index"), ("b", "a", "work"), ("a", None, "index")],
)
def test_functions_with_other_code_are_named(stage, here, there, capsys, work, index, changed):
    here(functions_with(work="a", index="a"))
    there(functions_with(work=work, index=index), {})

    diffing.diff(stage)

    assert capsys.readouterr().out.splitlines()[0] == f"worker: changed: the code of {changed} (zip)"


def test_stack_that_is_not_deployed_is_new(stage, here, there, capsys):
    here(stage_with())
    there(Packaged({}, {}), {})

    diffing.diff(stage)

    assert "storage: a new stack" in capsys.readouterr().out


def test_drift_that_cannot_be_detected_is_reported_and_the_rest_goes_on(stage, here, there, monkeypatch, capsys):
    here(stage_with())
    there(stage_with(), {})

    def fail(_stage, stack):
        raise OperatorError(f"no rights for {stack}")

    monkeypatch.setattr(deployed, "drift", fail)

    assert diffing.diff(stage) == 0
    assert "worker: drift is not known (no rights for worker)" in capsys.readouterr().out


def test_without_an_account_the_last_package_is_compared(here, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(diffing, "ROOT", tmp_path)
    monkeypatch.setattr(command.stages, "has_credentials", lambda _name: False)
    here(stage_with(VisibilityTimeout=60))
    (tmp_path / ".local/package/prod/storage").mkdir(parents=True)
    monkeypatch.setattr(packaged, "read", lambda _folder: stage_with())

    assert command.main(["diff", "--stage", "prod"]) == 0

    printed = capsys.readouterr().out
    assert "No AWS credentials: compared with the package of 20" in printed
    assert "storage: changed: Work (AWS::SQS::Queue): VisibilityTimeout" in printed
    assert "Drift is not known without an account." in printed


def test_without_an_account_and_a_package_it_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(diffing, "ROOT", tmp_path)
    monkeypatch.setattr(command.stages, "has_credentials", lambda _name: False)

    assert command.main(["diff", "--stage", "prod"]) == 1

    assert "make package STAGE=prod" in capsys.readouterr().err


def test_packages_are_read_with_the_checksums_that_lambda_reports(tmp_path):
    folder = tmp_path / "worker"
    folder.mkdir()
    template = functions_with(work="", index="").templates["worker"]
    (folder / "cloudformation-template-update-stack.json").write_text(json.dumps(template))
    (folder / "docloft-worker.zip").write_bytes(b"")

    checksum = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert packaged.read(tmp_path) == functions_with(work=checksum, index=checksum)
