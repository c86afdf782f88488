app.post("/users", async (req, res) => {
  const user = await User.create(req.body); // expect: mass-assignment-js
  res.json({ id: user.id });
});
app.put("/users/:id", async (req, res) => {
  Object.assign(req.account, req.body); // expect: mass-assignment-js
  res.json(await User.findByIdAndUpdate(req.params.id, req.body)); // expect: mass-assignment-js
});
app.post("/accounts", async (req, res) => {
  const account = {};
  account.role = req.body.role; // expect: mass-assignment-js
  merge(account, req.body.more, { at: 1 }); // expect: mass-assignment-js
});
