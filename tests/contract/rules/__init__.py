"""The rules a deploy is held to, on the templates it would send: what only AWS enforces, and the local emulator does
not, is proven here. A rule is a function over a Deployment that yields what breaks it. `python -m tests.contract` lists
the practices with the rules that prove them.
"""

from tests.contract.rules import delivery, doors, hosting, keys, money, naming, roles, sizes, storage, watching
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import RULES, STAGES, Rule

__all__ = [
    "PRACTICES",
    "RULES",
    "STAGES",
    "Deployment",
    "Rule",
    "delivery",
    "doors",
    "hosting",
    "keys",
    "money",
    "naming",
    "roles",
    "sizes",
    "storage",
    "watching",
]

PRACTICES = {
    "partial-batches": "Partial batch response on every queue's mapping",
    "dead-letters": "A dead-letter queue or on-failure destination on every asynchronous path, kept for 14 days",
    "visibility": "Visibility timeout at least six times the function's",
    "bounded-consumers": "At least five receives, a maximum concurrency, no reserved concurrency",
    "no-loops": "No function writes where it wakes one, or sends to its own queue",
    "authorizers": "Every method has an authorizer or a key, or is on a short public list",
    "least-privilege": "One role for each function, no star",
    "cors": "CORS names the exact site, on refusals of the gateway and the bucket too",
    "site-headers": "The site's headers, and the same policy in the page",
    "buckets": "Buckets: no public access, owner enforced, TLS only, encrypted, versioned, with a lifecycle",
    "machine-keys": "Keys of machines are limited, and add without reading",
    "idle-is-free": "Idle is free",
    "stateful-resources": "Stateful resources are retained, protected, restorable, and keep their logical ids",
    "alarms": "Alarms, each with its section of the runbook",
    "logs-and-tracing": "Log retention on every log group, tracing",
    "throttling": "Throttling for every method",
}
"""What the templates must keep, by the name that rules refer to."""
