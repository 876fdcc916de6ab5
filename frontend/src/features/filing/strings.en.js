export default {
  "filing.heading": "Filing",
  "filing.sender": "Sender",
  "filing.kind": "Kind",
  "filing.tags": "Tags",
  "filing.addTag": "Add a tag",
  "filing.removeTag": "Remove the tag",
  "filing.due": "Due",
  "filing.amount": "Amount",
  "filing.noAmount": "This is not an amount. Write it like 119.00 EUR.",
};
