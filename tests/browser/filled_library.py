"""`python -m tests.browser.filled_library <library> <documents>`: writes photos without text that have a word of their
titles in common straight into a library of the running local stage, a thousand times as fast as uploads. They have
been there for years, so their history need not be read when they are changed.
"""

import sys

from bench import stage_resources

WORD = "wombat"


def main(library_id: str, count: int) -> None:
    # The settings come first: the code reads them when it is imported.
    stage_resources.enter("worker", "index")
    from bench import generated_library
    from docloft.search import api as search
    from docloft.texts import Text

    documents = []
    for number in range(count):
        document = generated_library.record(library_id, Text((f"{WORD} {number}",)), number)
        document.has_text, document.language, document.updated_at = False, None, document.created_at
        documents.append(document)
    location = search.location_of(library_id)
    draft = search.draft_of(location)
    entries = [search.document_of(generated_library.entry_of(one), None) for one in documents]

    def add(batch: search.Batch) -> None:
        for entry in entries:
            batch.put(entry)

    draft.apply(add)
    generated_library.publish(library_id, location, draft)
    generated_library.save(documents)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
