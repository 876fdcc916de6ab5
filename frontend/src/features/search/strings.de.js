export default {
  "search.label": "Suche",
  "search.placeholder": "Jedes Wort in allen Dokumenten suchen",
  "search.count.one": "1 Dokument",
  "search.count.other": "{n} Dokumente",
  "search.results": "Ergebnisse für „{query}“",
  "search.nothing": "Keine Ergebnisse für „{query}“",
  "search.nothingHint":
    "Prüfen Sie die Schreibweise, geben Sie weniger Wörter ein oder nur den Anfang eines Wortes mit einem Stern: Rechn*. Gerade hinzugefügte Dokumente finden Sie, sobald sie fertig sind.",
  "search.corrected": "Keine genauen Treffer. Angezeigt werden Ergebnisse für „{query}“.",
  "search.rebuilding": "Der Suchindex wird gerade neu aufgebaut. Bis er fertig ist, können Ergebnisse fehlen.",
  "search.page": "Seite {page}",
  "search.hint": "Geben Sie ein beliebiges Wort aus dem Dokument ein. „Anführungszeichen“ suchen die genaue Wortfolge, ein Minuszeichen schließt ein Wort aus: -Entwurf.",
  "search.more": "Weitere Ergebnisse anzeigen",
};
