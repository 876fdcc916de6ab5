export default {
  "versions.heading": "Versions of the file",
  "versions.number": "Version {number}",
  "versions.current": "Current",
  "versions.upload": "Upload a new version",
  "versions.hint": "The new file is shown and searched instead of this one. All versions are kept.",
  "versions.download": "Download",
  "versions.restore": "Restore",
  "versions.restored": "Version {number} is the current one again.",
  "versions.undo": "Undo",
  "versions.you": "you",
  "versions.formerMember": "a former member",
};
