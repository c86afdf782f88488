app.post("/users", async (req, res) => {
  const { name, mail } = UserBody.parse(req.body);
  const user = await User.create({ name, mail });
  res.json({ id: user.id });
});
