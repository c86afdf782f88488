console.log("config loaded");
logger.info({ userId }, "password changed");
console.error(error);
