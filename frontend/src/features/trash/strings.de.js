export default {
  "trash.title": "Papierkorb",
  "trash.empty": "Der Papierkorb ist leer",
  "trash.emptyHint": "Dokumente im Papierkorb bleiben hier, bis Sie sie wiederherstellen oder endgültig löschen.",
  "trash.moved": "„{title}“ wurde in den Papierkorb verschoben.",
  "trash.restored": "„{title}“ ist wieder in der Bibliothek.",
  "trash.undo": "Rückgängig",
  "trash.since": "Im Papierkorb seit {date}",
  "trash.sure": "„{title}“ endgültig löschen?",
  "trash.sureText": "Das Original, der Text und alle Versionen werden gelöscht. Das lässt sich nicht rückgängig machen.",
  "trash.deleting": "„{title}“ wird endgültig gelöscht.",
  "trash.deleted": "„{title}“ wurde endgültig gelöscht.",
  "trash.notDeleted": "„{title}“ konnte nicht gelöscht werden: {reason}",
};
