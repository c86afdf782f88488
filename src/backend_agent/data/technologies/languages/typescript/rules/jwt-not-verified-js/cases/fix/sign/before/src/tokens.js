const jwt = require('jsonwebtoken');

const sign = (user) => jwt.sign({ sub: user.id }, process.env.JWT_SECRET);
const signStrong = (user) =>
  jwt.sign({ sub: user.id }, process.env.JWT_SECRET, { algorithm: 'HS512' });

module.exports = { sign, signStrong };
