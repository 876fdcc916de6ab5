"""`python -m tests.contract`: lists each practice with the rules that prove it, and whether the current templates of
every stage follow them. Builds the templates first, without an AWS account.
"""

import sys
import tempfile
from pathlib import Path

from services.api import derived  # noqa: F401 - adds the service to sys.path, which only pytest does otherwise
from tests.contract.copies import templates_of_every_kind
from tests.contract.rules import PRACTICES, RULES, Deployment


def main() -> int:
    """Returns 0 if no rule is violated, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        made = templates_of_every_kind(Path(folder))
    deployments = [Deployment.of(stage, of_all) for stage, of_all in made.items()]
    broken = 0
    for name, practice in [*PRACTICES.items(), ("", "Settings of this product")]:
        print(f"{practice}{f' ({name})' if name else ''}")
        for rule in RULES.values():
            if rule.practice == name:
                found = [
                    f"{deployment.stage}: {violation}"
                    for deployment in deployments
                    if deployment.stage in rule.stages
                    for violation in rule.violations(deployment)
                ]
                broken += len(found)
                print(
                    f"     {'broken' if found else 'kept':6} {rule.name.replace('_', ' ')} ({', '.join(rule.stages)})"
                )
                for violation in found:
                    print(f"            {violation}")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
