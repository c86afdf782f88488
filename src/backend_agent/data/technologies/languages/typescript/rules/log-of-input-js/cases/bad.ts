console.log("no user " + userName); // expect: log-of-input-js
console.log(`Error: ${userName}`); // expect: log-of-input-js
export function attempt(req, logger) {
  const user = req.body.username;
  logger.error("login tried by " + user); // expect: log-of-input-js
}
