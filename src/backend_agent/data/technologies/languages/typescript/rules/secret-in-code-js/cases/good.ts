module.exports = {
  cookieSecret: process.env.COOKIE_SECRET,
  password: "incorrectPassword",
  apiKey: "your-api-key",
  secret: "secret.not.found",
};
const passwordField = "password";
const tokenType = "bearer123x";
