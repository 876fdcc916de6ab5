export default {
  "settings.title": "Library settings",
  "settings.ownersOnly": "Only owners change the settings",
  "settings.ownersOnlyHint": "Ask an owner of this library to change them.",
  "settings.languages": "Languages of scanned pages",
  "settings.languagesHint": "Choose the languages of your letters: the fewer they are, the better the language of a page is guessed. If you choose none, all are tried. Pages that were read before stay as they are.",
  "settings.save": "Save",
  "settings.saved": "The settings were saved.",
};
