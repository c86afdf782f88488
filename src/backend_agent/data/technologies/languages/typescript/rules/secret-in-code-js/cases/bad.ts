module.exports = {
  cookieSecret: "session_cookie_secret_key_here", // expect: secret-in-code-js
  zapApiKey: "v9dn0balpqas1pcc281tn5ood1", // expect: secret-in-code-js
};
const jwtSecret = "s3cr3t-of-all"; // expect: secret-in-code-js
const token = "SERVICE_TOKEN_f8ed84e8f41e4146403dd4a6"; // expect: secret-in-code-js
mysql.createConnection({
  host: "localhost",
  password: "root", // expect: secret-in-code-js
});
