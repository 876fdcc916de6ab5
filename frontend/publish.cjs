module.exports = class Publish {};
