"""Rules for the templates that a deploy would send. They check what AWS enforces and the local emulator does not. A
rule is a function that takes a Deployment and yields its violations. `python -m tests.contract` lists the practices
with the rules that prove them.
"""

from tests.contract.rules import (
    access,
    delivery,
    deploying,
    hosting,
    keys,
    money,
    naming,
    people,
    regions,
    roles,
    sizes,
    storage,
    watching,
)
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import RULES, STAGES, Rule

__all__ = [
    "PRACTICES",
    "RULES",
    "STAGES",
    "Deployment",
    "Rule",
    "access",
    "delivery",
    "deploying",
    "hosting",
    "keys",
    "money",
    "naming",
    "people",
    "regions",
    "roles",
    "sizes",
    "storage",
    "watching",
]

PRACTICES = {
    "partial-batches": "Partial batch responses for every queue",
    "dead-letters": "A dead-letter queue or on-failure destination on every asynchronous path, kept for 14 days",
    "visibility": "Visibility timeout at least six times the function's",
    "bounded-consumers": "At least five receives, a maximum concurrency, no reserved concurrency",
    "no-loops": "No function triggers itself: by writing under a notifying prefix, or by endless commands to its queue",
    "authorizers": "Every method has an authorizer or a key, or is on a short public list",
    "least-privilege": "One role for each function, without wildcards",
    "deploy-role": "The role that deploys from GitHub allows every call of a deploy",
    "cors": "CORS names the exact site, also in error responses of the gateway and in the bucket",
    "site-headers": "Security headers for the site, and the same policy in the page",
    "buckets": "Buckets: no public access, owner enforced, TLS only, encrypted, versioned, with a lifecycle",
    "machine-keys": "Keys for machines are throttled, and can add but not read",
    "idle-is-free": "Idle is free",
    "stateful-resources": "Stateful resources are retained, protected, restorable, and keep their logical ids",
    "failed-deploys": "A failed first deploy leaves nothing behind and can be repeated",
    "regions": "Templates fit every region and partition",
    "alarms": "Alarms, each with a section in the runbook",
    "logs-and-tracing": "Retention for every log group, and tracing",
    "throttling": "Throttling for every method",
}
"""What the templates must guarantee, by the name that rules refer to."""
