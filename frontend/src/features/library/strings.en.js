export default {
  "library.title": "Library",
  "library.filter": "Which documents",
  "library.all": "All",
  "library.working": "In progress",
  "library.failed": "Needs a look",
  "library.view": "How to show them",
  "library.grid": "Grid",
  "library.list": "List",
  "library.list.label": "Documents",
  "library.more": "Show more",
  "library.empty": "Your library is empty",
  "library.emptyHint":
    "Drop scans, PDFs, photos, Word files or text anywhere on this page, or choose them. Seconds later every word in them can be found.",
  "library.emptyWorking": "Nothing is being read right now",
  "library.emptyWorkingHint": "New documents are listed here until every word of them has been read.",
  "library.emptyFailed": "Nothing needs a look",
  "library.emptyFailedHint": "A document that could not be read is listed here, with the reason.",
};
