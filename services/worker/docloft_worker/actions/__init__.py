"""One module for each action in docloft.commands.registry, which names its `handle(command, until)`. The
function returns the outcome for the log, raises if the command must be delivered again, and has to end before `until`
(time.monotonic).
"""
