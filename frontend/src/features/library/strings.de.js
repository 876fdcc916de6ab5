export default {
  "library.title": "Bibliothek",
  "library.filter": "Welche Dokumente",
  "library.all": "Alle",
  "library.working": "In Arbeit",
  "library.failed": "Braucht einen Blick",
  "library.view": "Darstellung",
  "library.grid": "Kacheln",
  "library.list": "Liste",
  "library.list.label": "Dokumente",
  "library.more": "Mehr zeigen",
  "library.empty": "Ihre Bibliothek ist leer",
  "library.emptyHint":
    "Lassen Sie Scans, PDFs, Fotos, Word-Dateien oder Texte irgendwo auf dieser Seite fallen, oder wählen Sie sie aus. Sekunden später ist jedes Wort darin zu finden.",
  "library.emptyWorking": "Gerade wird nichts gelesen",
  "library.emptyWorkingHint": "Neue Dokumente stehen hier, bis jedes Wort gelesen ist.",
  "library.emptyFailed": "Nichts braucht einen Blick",
  "library.emptyFailedHint": "Ein Dokument, das nicht gelesen werden konnte, steht hier mit dem Grund.",
};
