export default {
  "library.title": "Bibliothek",
  "library.filter": "Filter",
  "library.all": "Alle",
  "library.working": "In Arbeit",
  "library.view": "Ansicht",
  "library.grid": "Kacheln",
  "library.list": "Liste",
  "library.list.label": "Dokumente",
  "library.more": "Mehr anzeigen",
  "library.empty": "Ihre Bibliothek ist leer",
  "library.emptyHint":
    "Legen Sie Scans, PDFs, Fotos, Word-Dateien oder Texte irgendwo auf dieser Seite ab, oder wählen Sie sie aus. Sekunden später können Sie ihren ganzen Text durchsuchen.",
  "library.emptyWorking": "Keine Dokumente in Arbeit",
  "library.emptyWorkingHint": "Neue Dokumente erscheinen hier, bis ihr Text vollständig gelesen ist.",
};
