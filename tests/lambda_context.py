"""The context that Lambda passes to a handler."""

from aws_lambda_powertools.utilities.typing import LambdaContext


class Context(LambdaContext):
    """`seconds`: how long the function may still run."""

    def __init__(self, seconds: float = 300.0) -> None:
        self.seconds = seconds
        self._function_name = "docloft-test"
        self._aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"

    # The class that Powertools offers for annotations declares a static method.
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]
        return int(self.seconds * 1000)
