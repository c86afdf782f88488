function find(req) {
  return new RegExp(req.query.q, "i"); // expect: regex-from-input-js
}
