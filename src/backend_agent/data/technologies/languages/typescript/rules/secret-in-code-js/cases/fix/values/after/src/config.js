const jwtSecret = process.env.JWT_SECRET;

module.exports = {
  port: 3000,
  apiKey: process.env.API_KEY,
  jwtSecret,
};
