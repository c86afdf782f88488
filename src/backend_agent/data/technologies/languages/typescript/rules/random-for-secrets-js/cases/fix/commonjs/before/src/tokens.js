'use strict';

const fs = require('fs');

function makeOtp(digits) {
  return digits[Math.floor(Math.random() * digits.length)];
}

module.exports = { makeOtp, fs };
