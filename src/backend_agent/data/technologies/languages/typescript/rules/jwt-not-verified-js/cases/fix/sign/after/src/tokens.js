const jwt = require('jsonwebtoken');

const sign = (user) => jwt.sign({ sub: user.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
const signStrong = (user) =>
  jwt.sign({ sub: user.id }, process.env.JWT_SECRET, { algorithm: 'HS512', expiresIn: '1h' });

module.exports = { sign, signStrong };
