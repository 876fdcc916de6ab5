export default {
  "views.save": "Suche speichern",
  "views.rename": "Ansicht umbenennen",
  "views.delete": "Ansicht löschen",
  "views.name": "Name",
  "views.saveText": "Sie steht dann für alle in dieser Bibliothek unter „Gespeichert“, mit der Anzahl ihrer Dokumente.",
  "views.saved": "„{name}“ wurde gespeichert.",
  "views.deleted": "„{name}“ wurde gelöscht.",
  "views.undo": "Rückgängig",
  "views.new.one": "{n} neu",
  "views.new.other": "{n} neu",
};
