export default {
  "steps.title": "Drei Schritte für den Anfang",
  "steps.close": "Diese Schritte ausblenden",
  "steps.done": "(erledigt)",
  "steps.add": "Dokumente hinzufügen",
  "steps.addText": "Wählen Sie mit der Schaltfläche oben Dateien oder einen Ordner aus, oder ziehen Sie sie auf diese Seite.",
  "steps.find": "Ein Dokument finden",
  "steps.findText": "Geben Sie ein beliebiges Wort daraus ein, auch aus einem Scan oder Foto.",
  "steps.file": "Ablegen",
  "steps.fileText": "Der Eingang schlägt Datum, Absender und Art vor. Ein Tastendruck oder ein Tippen übernimmt sie.",
};
