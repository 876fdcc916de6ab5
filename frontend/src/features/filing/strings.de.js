export default {
  "filing.heading": "Ablage",
  "filing.sender": "Absender",
  "filing.kind": "Art",
  "filing.tags": "Schlagwörter",
  "filing.addTag": "Schlagwort hinzufügen",
  "filing.removeTag": "Schlagwort entfernen",
  "filing.due": "Fällig am",
  "filing.amount": "Betrag",
  "filing.noAmount": "Das ist kein Betrag. Schreiben Sie ihn wie 119,00 EUR.",
};
