const token = req.cookies.token;
const who = req.signedCookies.userId;
