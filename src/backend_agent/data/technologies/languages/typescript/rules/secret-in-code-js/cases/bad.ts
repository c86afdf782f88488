module.exports = {
  cookieSecret: "session_cookie_secret_key_here", // expect: secret-in-code-js
  zapApiKey: "v9dn0balpqas1pcc281tn5ood1", // expect: secret-in-code-js
};
const jwtSecret = "s3cr3t-of-all"; // expect: secret-in-code-js
