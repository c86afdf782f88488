const jwtSecret = 'a1b2c3d4e5f6g7h8';

module.exports = {
  port: 3000,
  apiKey: 'a1b2c3d4e5f6g7h8',
  jwtSecret,
};
