function find(req) {
  return new RegExp(escapeRegExp(req.query.q), "i");
}
