"""`python -m tests.browser.filled_library <library> <documents>`: writes short documents that have a word in common
straight into a library of the running local stage (bench.generated_library), a hundred times as fast as uploads.
"""

import sys

from bench import stage_resources

WORD = "wombat"


def main(library_id: str, count: int) -> None:
    # The settings come first: the code reads them when it is imported.
    stage_resources.enter("worker", "index")
    from bench import generated_library
    from docloft.texts import Text

    class Short(generated_library.Generator):
        def text(self) -> Text:
            return Text((" ".join(self._word("en") for _ in range(20)) + f" {WORD}",), "en")

    generated_library.fill(library_id, count, Short())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
