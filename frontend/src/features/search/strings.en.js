export default {
  "search.label": "Search",
  "search.placeholder": "Search every word in every document",
  "search.clear": "Clear the search",
  "search.count.one": "1 document",
  "search.count.other": "{n} documents",
  "search.results": "Results for “{query}”",
  "search.nothing": "Nothing found for “{query}”",
  "search.nothingHint":
    "Check the spelling, try fewer words, or the beginning of a word with a star: invoi*. What was dropped a moment ago is found as soon as it is ready.",
  "search.corrected": "Nothing was found exactly as typed. Showing results for “{query}”.",
  "search.page": "Page {page}",
  "search.hint": "Type a word that is in the document. “Quotation marks” keep words together, a minus leaves -words out.",
  "search.more": "Show more results",
};
