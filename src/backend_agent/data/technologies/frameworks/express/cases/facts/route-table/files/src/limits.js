const limit = (req, res, next) => next();
module.exports = { limit };
