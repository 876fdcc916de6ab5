export default {
  "library.title": "Library",
  "library.filter": "Filter",
  "library.all": "All",
  "library.working": "In progress",
  "library.view": "View",
  "library.grid": "Grid",
  "library.list": "List",
  "library.list.label": "Documents",
  "library.more": "Show more",
  "library.empty": "Your library is empty",
  "library.emptyHint":
    "Drop scans, PDFs, photos, Word files or text anywhere on this page, or choose them. Seconds later you can search all their text.",
  "library.emptyWorking": "No documents in progress",
  "library.emptyWorkingHint": "New documents are listed here until all their text has been read.",
};
