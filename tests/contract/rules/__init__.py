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
    2: "Partial batch response on every queue's mapping",
    3: "A dead-letter queue or on-failure destination on every asynchronous path, kept for 14 days",
    5: "Visibility timeout at least six times the function's",
    6: "At least five receives, a maximum concurrency, no reserved concurrency",
    8: "No function writes where it wakes one, or sends to its own queue",
    23: "Every method has an authorizer or a key, or stands on a short public list",
    24: "One role for each function, no star",
    25: "CORS names the exact site, on refusals of the gateway and the bucket too",
    26: "The site's headers, and the same policy said by the page",
    27: "Buckets: no public access, owner enforced, TLS only, encrypted, versioned, with a lifecycle",
    30: "Keys of machines are limited, and add without reading",
    32: "Idle is free",
    33: "Stateful resources are retained, protected, restorable, and keep their logical ids",
    35: "Alarms, each with its section of the runbook",
    36: "Log retention on every log group, tracing",
    38: "Throttling for every method",
}
"""What production serverless is held to, as far as a template shows it; the numbers are those of the whole list."""
