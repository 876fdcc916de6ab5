export default {
  "library.title": "Bibliothek",
  "library.filter": "Welche Dokumente",
  "library.all": "Alle",
  "library.working": "In Arbeit",
  "library.failed": "Zu prüfen",
  "library.view": "Ansicht",
  "library.grid": "Kacheln",
  "library.list": "Liste",
  "library.list.label": "Dokumente",
  "library.more": "Mehr anzeigen",
  "library.empty": "Ihre Bibliothek ist leer",
  "library.emptyHint":
    "Legen Sie Scans, PDFs, Fotos, Word-Dateien oder Texte irgendwo auf dieser Seite ab, oder wählen Sie sie aus. Sekunden später können Sie jedes Wort darin suchen.",
  "library.emptyWorking": "Kein Dokument in Arbeit",
  "library.emptyWorkingHint": "Hier erscheinen neue Dokumente, bis ihr ganzer Text gelesen ist.",
  "library.emptyFailed": "Nichts zu prüfen",
  "library.emptyFailedHint": "Hier erscheinen Dokumente, die nicht gelesen werden konnten, mit dem Grund.",
};
