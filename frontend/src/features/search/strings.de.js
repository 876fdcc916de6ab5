export default {
  "search.label": "Suche",
  "search.placeholder": "Jedes Wort in jedem Dokument suchen",
  "search.count.one": "1 Dokument",
  "search.count.other": "{n} Dokumente",
  "search.results": "Ergebnisse für „{query}“",
  "search.nothing": "Nichts gefunden für „{query}“",
  "search.nothingHint":
    "Prüfen Sie die Schreibweise, versuchen Sie es mit weniger Wörtern oder mit einem Wortanfang und Stern: Rechn*. Gerade hinzugefügte Dokumente finden Sie, sobald sie fertig sind.",
  "search.corrected": "Keine genauen Treffer. Hier sind Ergebnisse für „{query}“.",
  "search.page": "Seite {page}",
  "search.hint": "Geben Sie ein Wort aus dem Dokument ein. „Anführungszeichen“ halten Wörter zusammen, ein Minuszeichen schließt ein -Wort aus.",
  "search.more": "Weitere Ergebnisse anzeigen",
};
