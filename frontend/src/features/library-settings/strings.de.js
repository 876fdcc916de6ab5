export default {
  "settings.title": "Einstellungen der Bibliothek",
  "settings.ownersOnly": "Nur Eigentümer ändern die Einstellungen",
  "settings.ownersOnlyHint": "Bitten Sie einen Eigentümer dieser Bibliothek darum.",
  "settings.languages": "Sprachen gescannter Seiten",
  "settings.languagesHint": "Wählen Sie die Sprachen Ihrer Post: Weniger Sprachen werden zuverlässiger unterschieden. Wenn Sie keine wählen, werden alle versucht. Bereits gelesene Seiten bleiben, wie sie sind.",
  "settings.save": "Speichern",
  "settings.saved": "Die Einstellungen wurden gespeichert.",
};
