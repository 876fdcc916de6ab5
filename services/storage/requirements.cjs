"use strict";

module.exports = require("../../packaging/requirements.cjs");
