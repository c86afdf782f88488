app.use((err, req, res, next) => {
  res.status(500).json({ error: err.message }); // expect: error-to-client-js
});
user.find((error) => res.send(error)); // expect: error-to-client-js
function handle(err, req, res) {
  res.render("error", { error: err }); // expect: error-to-client-js
}
app.post("/login", (req, res) => {
  check(req.body).catch((err) => res.redirect("/login?error=" + err.message)); // expect: error-to-client-js
});
