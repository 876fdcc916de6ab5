"""All hostile files. `make test` uses CASES."""

from tests.hostile import archives, mails, office, ole, pdfs, pictures, texts

CASES = (*archives.CASES, *mails.CASES, *office.CASES, *ole.CASES, *pdfs.CASES, *pictures.CASES, *texts.CASES)
COSTLY = pdfs.COSTLY
