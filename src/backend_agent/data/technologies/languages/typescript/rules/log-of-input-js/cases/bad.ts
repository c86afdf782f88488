console.log("no user " + userName); // expect: log-of-input-js
console.log(`Error: ${userName}`); // expect: log-of-input-js
