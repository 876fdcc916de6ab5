"""A command needs one module and one registry line; no other code lists commands."""

import shutil

from tests.conftest import ROOT
from tests.contract.toys import require_pass

DECLARATION = """
TOY = declare(
    "toy",
    idempotence="Changes nothing.",
    required=("document_id",),
    optional=("job_id",),
)
"""
OF_EVERY_COMMAND = [
    "services/worker/tests/test_command_chain.py::test_handler_of_every_action_is_in_its_own_module[toy]"
]


def test_command_needs_one_module_and_one_registry_line(tmp_path):
    shutil.copytree(ROOT / "packages/shared/src", tmp_path / "shared")
    shutil.copytree(ROOT / "services/worker/docloft_worker", tmp_path / "worker/docloft_worker")
    registry = tmp_path / "shared/docloft/commands/registry.py"
    registry.write_text(registry.read_text() + DECLARATION)
    shutil.copy(ROOT / "tests/contract/toy_command.py", tmp_path / "worker/docloft_worker/actions/toy.py")

    copies = [tmp_path / "shared", tmp_path / "worker", "."]
    require_pass("life_of_a_toy_command", copies, also=OF_EVERY_COMMAND)
