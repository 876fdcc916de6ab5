export default {
  "steps.title": "Get started in three steps",
  "steps.close": "Hide these steps",
  "steps.done": "(done)",
  "steps.add": "Add papers",
  "steps.addText": "Choose files or a folder with the button at the top, or drop them on this page.",
  "steps.find": "Find one",
  "steps.findText": "Type any word that is in it, even in a scan or photo.",
  "steps.file": "File them",
  "steps.fileText": "The inbox suggests date, sender and kind. One key or tap accepts them.",
};
