"use strict";

module.exports = require("../../packaging/bucket.cjs");
