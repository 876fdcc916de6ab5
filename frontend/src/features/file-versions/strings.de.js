export default {
  "versions.heading": "Versionen der Datei",
  "versions.number": "Version {number}",
  "versions.current": "Aktuell",
  "versions.upload": "Neue Version hochladen",
  "versions.hint": "Die neue Datei wird statt dieser angezeigt und durchsucht. Alle Versionen bleiben erhalten.",
  "versions.download": "Herunterladen",
  "versions.restore": "Wiederherstellen",
  "versions.restored": "Version {number} ist wieder die aktuelle.",
  "versions.undo": "Rückgängig",
  "versions.you": "Sie",
  "versions.formerMember": "ein früheres Mitglied",
};
