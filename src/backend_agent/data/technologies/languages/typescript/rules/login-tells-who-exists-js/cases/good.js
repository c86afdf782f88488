app.post("/login", async (req, res) => {
  const { name, password } = req.body;
  const user = await users.find(name);
  if (!user) return res.status(401).send("wrong name or password");
  res.json(await sign(user, password));
});
