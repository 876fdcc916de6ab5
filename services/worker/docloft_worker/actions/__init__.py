"""One module for each action in docloft.commands.registry, which names its `handle(command, until)`. That returns the
outcome for the log, raises to have the command delivered again, and has to end before `until` (time.monotonic).
"""
