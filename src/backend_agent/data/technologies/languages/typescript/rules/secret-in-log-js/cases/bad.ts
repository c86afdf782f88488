console.log(config); // expect: secret-in-log-js
console.log("login", req.body); // expect: secret-in-log-js
logger.info(`token ${token} password ${password}`); // expect: secret-in-log-js
const databaseUrl = process.env.DATABASE_URL;
console.log("using " + databaseUrl); // expect: secret-in-log-js
