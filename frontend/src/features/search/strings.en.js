export default {
  "search.label": "Search",
  "search.placeholder": "Search every word in every document",
  "search.count.one": "1 document",
  "search.count.other": "{n} documents",
  "search.results": "Results for “{query}”",
  "search.nothing": "Nothing found for “{query}”",
  "search.nothingHint":
    "Check the spelling, try fewer words, or type the beginning of a word with a star: invoi*. Documents you have just added can be found as soon as they are ready.",
  "search.corrected": "No exact matches. Showing results for “{query}”.",
  "search.page": "Page {page}",
  "search.hint": "Type a word that is in the document. “Quotation marks” keep words together, and a minus sign -excludes a word.",
  "search.more": "Show more results",
};
