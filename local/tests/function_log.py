"""Prints the log that the emulator makes of each invocation of a function, as JSON. Run by the emulator's Python; the
arguments are the source of the function and its time limit in seconds. The emulator's threads get each line 0.2 seconds
late, as on a busy machine.
"""

import io
import json
import queue
import sys
import time
import types
import zipfile
from pathlib import Path

from ministack.core import lambda_runtime

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from local import function_logs

INVOCATIONS = 2


class LateQueue(queue.Queue[str | None]):
    def put(self, item, *waits):
        time.sleep(0.2)
        super().put(item, *waits)


lambda_runtime.queue = types.SimpleNamespace(Queue=LateQueue, Empty=queue.Empty)
function_logs.install()
# A really busy machine must not disturb this.
function_logs._DEAD_SECONDS = 3.0
package = io.BytesIO()
with zipfile.ZipFile(package, "w") as written:
    written.writestr("function.py", sys.argv[1])
config = {
    "Runtime": "python3.13",
    "Handler": "function.handle",
    "Timeout": int(sys.argv[2]),
    "FunctionName": "trial",
    "FunctionArn": "arn:aws:lambda:eu-central-1:000000000000:function:trial",
}
worker = lambda_runtime.Worker("trial", config, package.getvalue())
print(json.dumps([worker.invoke({"number": number}, f"request-{number}")["log"] for number in range(INVOCATIONS)]))
worker.kill()
