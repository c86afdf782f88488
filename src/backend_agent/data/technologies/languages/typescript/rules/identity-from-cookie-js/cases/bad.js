const who = req.cookies.userId; // expect: identity-from-cookie-js
const admin = req.cookies["isAdmin"]; // expect: identity-from-cookie-js
