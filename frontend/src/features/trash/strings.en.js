export default {
  "trash.title": "Trash",
  "trash.empty": "The trash is empty",
  "trash.emptyHint": "Documents you move to the trash stay here until you restore them or delete them permanently.",
  "trash.moved": "“{title}” was moved to the trash.",
  "trash.restored": "“{title}” is back in the library.",
  "trash.undo": "Undo",
  "trash.since": "In the trash since {date}",
  "trash.sure": "Delete “{title}” permanently?",
  "trash.sureText": "The original, its text and all its versions will be deleted. This cannot be undone.",
  "trash.deleting": "“{title}” is being deleted permanently.",
  "trash.deleted": "“{title}” was deleted permanently.",
  "trash.notDeleted": "“{title}” could not be deleted: {reason}",
};
