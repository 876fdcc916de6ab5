export default {
  "steps.title": "Drei Schritte für den Anfang",
  "steps.close": "Diese Schritte ausblenden",
  "steps.done": "(erledigt)",
  "steps.add": "Dokumente hinzufügen",
  "steps.addText": "Dateien oder einen Ordner mit der Schaltfläche oben auswählen oder auf diese Seite ziehen.",
  "steps.find": "Eines finden",
  "steps.findText": "Ein beliebiges Wort daraus eingeben, auch aus einem Scan oder Foto.",
  "steps.file": "Ablegen",
  "steps.fileText": "Der Eingang schlägt Datum, Absender und Art vor. Eine Taste oder ein Tippen übernimmt sie.",
};
