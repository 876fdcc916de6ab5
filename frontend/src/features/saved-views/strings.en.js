export default {
  "views.save": "Save this search",
  "views.rename": "Rename this view",
  "views.delete": "Delete this view",
  "views.name": "Name",
  "views.saveText": "It appears under “Saved” for everyone in this library, with a count of its documents.",
  "views.saved": "“{name}” was saved.",
  "views.deleted": "“{name}” was deleted.",
  "views.undo": "Undo",
  "views.new.one": "{n} new",
  "views.new.other": "{n} new",
};
