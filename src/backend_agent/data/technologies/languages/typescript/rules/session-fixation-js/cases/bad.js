app.post("/login", async (req, res) => {
  const user = await users.check(req.body.name, req.body.password);
  req.session.userId = user.id; // expect: session-fixation-js
  res.redirect("/");
});
function loginDone(session, user) {
  session.loggedIn = 1; // expect: session-fixation-js
}
