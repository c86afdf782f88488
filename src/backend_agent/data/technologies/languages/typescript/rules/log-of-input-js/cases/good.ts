log.info({ userName }, "no user");
console.log("started");
