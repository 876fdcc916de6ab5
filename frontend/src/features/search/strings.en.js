export default {
  "search.label": "Search",
  "search.placeholder": "Search every word in every document",
  "search.count.one": "1 document",
  "search.count.other": "{n} documents",
  "search.results": "Results for “{query}”",
  "search.nothing": "No results for “{query}”",
  "search.nothingHint":
    "Check the spelling, use fewer words, or type the beginning of a word followed by a star: invoi*. Documents you have just added can be found as soon as they are ready.",
  "search.corrected": "No exact matches. Showing results for “{query}”.",
  "search.rebuilding": "The search index is being rebuilt. Some results may be missing until it is finished.",
  "search.page": "Page {page}",
  "search.hint": "Type any word from the document. Use “quotation marks” for an exact phrase, and a minus sign to exclude a word: -draft.",
  "search.more": "Show more results",
};
