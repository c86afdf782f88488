app.get("/l", (req, res) => {
  return res.redirect(req.query.url); // expect: redirect-from-input
});
