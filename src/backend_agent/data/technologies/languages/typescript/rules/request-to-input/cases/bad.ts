app.get("/r", async (req, res) => {
  const url = req.query.url + req.query.symbol;
  return needle.get(url, done); // expect: request-to-input
});
