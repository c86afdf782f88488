app.use((err, req, res, next) => {
  log.error(err);
  res.status(500).json({ title: "Internal error" });
  res.json({ errors: err.errors });
});
app.get("/login", (req, res) => {
  res.render("login", { reason: req.query.error });
});
