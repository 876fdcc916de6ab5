"use strict";

module.exports = require("../../packaging/protection.cjs");
