"""Fault drills: the deployed functions run behind a proxy that injects faults of AWS, and their processes are killed.
What counts is what people see afterwards: every document that was accepted is there, once, and search finds it.

| module | subject |
|--|--|
| `proxy` | passes the functions' calls on to the emulator and injects faults |
| `plans` | which call has which fault |
| `library` | a person who uploads as a patient browser does, and checks what happened to the documents |
| `drills` | the drills; `__main__` runs them and prints the table |
"""
