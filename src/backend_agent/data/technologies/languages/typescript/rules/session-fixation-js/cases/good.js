app.post("/login", async (req, res) => {
  const user = await users.check(req.body.name, req.body.password);
  req.session.regenerate(() => {
    req.session.userId = user.id;
    res.redirect("/");
  });
});
app.post("/logout", (req, res) => {
  req.session.userId = null;
  res.redirect("/login");
});
