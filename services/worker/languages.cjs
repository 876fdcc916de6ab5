"use strict";

module.exports = require("../../packaging/languages.cjs");
