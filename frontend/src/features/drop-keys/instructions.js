/** What a person copies to a machine along with a drop key (docs/openapi.json, POST /v1/inbox). Pure functions. */

/** @param {string} apiUrl */
export function inboxUrl(apiUrl) {
  return `${apiUrl}/v1/inbox`;
}

/** One line that adds one file, in any shell. @param {string} apiUrl @param {string} key */
export function curlLine(apiUrl, key) {
  return `curl -H "x-api-key: ${key}" --data-binary @scan.pdf "${inboxUrl(apiUrl)}?file_name=scan.pdf"`;
}

/**
 * A shell script for a folder: it skips a file that is still being written, and leaves a rejected one where it is.
 * Running it twice at the same time creates no duplicates: the same bytes become one document. `--url-query` needs curl
 * 7.87.
 * @param {string} apiUrl
 * @param {string} keyPlace words in place of the key
 */
export function folderScript(apiUrl, keyPlace) {
  return `key='${keyPlace.replaceAll("'", "")}'
inbox='${inboxUrl(apiUrl)}'
mkdir -p added
find . -maxdepth 1 -name '*.pdf' -mmin +1 |
while read -r file; do
  curl --fail --retry 5 -H "x-api-key: $key" \\
    --url-query "file_name=$file" --data-binary "@$file" "$inbox" &&
    mv "$file" added/
done`;
}

/**
 * Returns Idempotency-Keys: the same key for the same name as before, and a new key for another name.
 * @returns {(name: string) => string}
 */
export function requestKeys() {
  let last = { name: "", key: "" };
  return (name) => {
    if (last.name !== name) last = { name, key: crypto.randomUUID() };
    return last.key;
  };
}
