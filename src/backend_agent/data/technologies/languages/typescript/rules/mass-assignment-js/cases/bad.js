app.post("/users", async (req, res) => {
  const user = await User.create(req.body); // expect: mass-assignment-js
  res.json({ id: user.id });
});
app.put("/users/:id", async (req, res) => {
  Object.assign(req.account, req.body); // expect: mass-assignment-js
  res.json(await User.findByIdAndUpdate(req.params.id, req.body)); // expect: mass-assignment-js
});
