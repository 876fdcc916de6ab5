export default {
  "trash.title": "Trash",
  "trash.empty": "The trash is empty",
  "trash.emptyHint": "What you move to the trash stays here until you restore it or delete it for ever.",
  "trash.moved": "“{title}” was moved to the trash.",
  "trash.restored": "“{title}” is back in the library.",
  "trash.undo": "Undo",
  "trash.since": "In the trash since {date}",
  "trash.sure": "Delete “{title}” for ever?",
  "trash.sureText": "The original, its text and every version of it are removed. This cannot be undone.",
  "trash.deleting": "“{title}” is being deleted for ever.",
  "trash.deleted": "“{title}” was deleted for ever.",
  "trash.notDeleted": "“{title}” could not be deleted: {reason}",
};
