export default {
  "search.label": "Suche",
  "search.placeholder": "Jedes Wort in jedem Dokument suchen",
  "search.clear": "Suche leeren",
  "search.count.one": "1 Dokument",
  "search.count.other": "{n} Dokumente",
  "search.results": "Ergebnisse für „{query}“",
  "search.nothing": "Nichts gefunden für „{query}“",
  "search.nothingHint":
    "Prüfen Sie die Schreibweise, nehmen Sie weniger Wörter oder einen Wortanfang mit Stern: Rechn*. Was eben erst abgelegt wurde, wird gefunden, sobald es bereit ist.",
  "search.corrected": "Genau so wurde nichts gefunden. Gezeigt werden Ergebnisse für „{query}“.",
  "search.page": "Seite {page}",
  "search.hint": "Geben Sie ein Wort aus dem Dokument ein. „Anführungszeichen“ halten Wörter zusammen, ein Minus lässt -Wörter weg.",
  "search.more": "Weitere Ergebnisse",
};
