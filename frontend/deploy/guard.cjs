"use strict";

module.exports = require("../../packaging/guard.cjs");
