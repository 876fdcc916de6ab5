"""`python -m tests.contract`: lists each practice with the rules that prove it, and whether the current templates of
every stage follow them. Builds the templates first, without an AWS account.
"""

import sys

from tests.contract.copies import OWN_DOMAIN, ROOT, TEMPLATES_ONLY, WEBSITE, package, single_owner, templates
from tests.contract.rules import PRACTICES, RULES, Deployment


def main() -> int:
    """Returns 0 if no rule is violated, else 1."""
    website = templates(package(ROOT, "prod", "frontend", parameters=WEBSITE), "frontend")
    domain = templates(package(ROOT, "prod", parameters=OWN_DOMAIN, **TEMPLATES_ONLY))
    prod, local = (templates(package(ROOT, stage, **TEMPLATES_ONLY)) for stage in ("prod", "local"))
    made = {
        "prod": prod,
        "local": local,
        "single_owner": single_owner(ROOT, local),
        "domain": domain,
        "website": prod | website,
    }
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
