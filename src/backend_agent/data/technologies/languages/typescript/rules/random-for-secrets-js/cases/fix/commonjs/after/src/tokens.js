'use strict';

const { randomInt } = require('node:crypto');

const fs = require('fs');

function makeOtp(digits) {
  return digits[randomInt(digits.length)];
}

module.exports = { makeOtp, fs };
