export default {
  "fields.heading": "Fields",
  "fields.add": "Add or create a field",
  "fields.addShort": "Add a field",
  "fields.clear": "Remove the value",
  "fields.open": "Open",
  "fields.find": "Find a document",
  "fields.found.one": "{n} document found",
  "fields.found.other": "{n} documents found",
  "fields.deletedDocument": "(deleted document)",
  "fields.inTrash": "in the trash",
  "fields.linking": "Linked from",
};
