console.log(config); // expect: secret-in-log-js
console.log("login", req.body); // expect: secret-in-log-js
logger.info(`token ${token} password ${password}`); // expect: secret-in-log-js
