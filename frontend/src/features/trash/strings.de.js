export default {
  "trash.title": "Papierkorb",
  "trash.empty": "Der Papierkorb ist leer",
  "trash.emptyHint": "Was Sie in den Papierkorb legen, bleibt hier, bis Sie es wiederherstellen oder endgültig löschen.",
  "trash.moved": "„{title}“ liegt jetzt im Papierkorb.",
  "trash.restored": "„{title}“ ist wieder in der Bibliothek.",
  "trash.undo": "Rückgängig",
  "trash.since": "Im Papierkorb seit {date}",
  "trash.sure": "„{title}“ endgültig löschen?",
  "trash.sureText": "Das Original, sein Text und jede Fassung werden entfernt. Das lässt sich nicht rückgängig machen.",
  "trash.deleting": "„{title}“ wird endgültig gelöscht.",
  "trash.deleted": "„{title}“ wurde endgültig gelöscht.",
  "trash.notDeleted": "„{title}“ konnte nicht gelöscht werden: {reason}",
};
