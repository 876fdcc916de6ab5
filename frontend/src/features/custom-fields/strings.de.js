export default {
  "fields.heading": "Felder",
  "fields.add": "Feld hinzufügen oder anlegen",
  "fields.addShort": "Feld hinzufügen",
  "fields.clear": "Wert entfernen",
  "fields.open": "Öffnen",
  "fields.find": "Dokument suchen",
  "fields.found.one": "{n} Dokument gefunden",
  "fields.found.other": "{n} Dokumente gefunden",
  "fields.deletedDocument": "(gelöschtes Dokument)",
  "fields.inTrash": "im Papierkorb",
  "fields.linking": "Verlinkt von",
};
