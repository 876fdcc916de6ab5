"""Commands on the work queue: requests to the worker that name a document or a job by id and carry no content.

    commands.send(commands.registry.READ, library_id, document_id=document_id)

Callers import this package only. Each action is declared in `registry`: its name, payload, handler, and what it may do.
"""

from docloft.commands import registry
from docloft.commands.chain import MAX_HOPS, ChainError, handling
from docloft.commands.codec import MAX_BODY_BYTES, VERSION, Command, InvalidCommandError, decode, encode
from docloft.commands.registry import Action
from docloft.commands.work_queue import client, deliver_again, send, send_again, send_to_dead_letters

__all__ = [
    "MAX_BODY_BYTES",
    "MAX_HOPS",
    "VERSION",
    "Action",
    "ChainError",
    "Command",
    "InvalidCommandError",
    "client",
    "decode",
    "deliver_again",
    "encode",
    "handling",
    "registry",
    "send",
    "send_again",
    "send_to_dead_letters",
]
