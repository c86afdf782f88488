app.post("/login", async (req, res) => {
  const { name, password } = req.body;
  const user = await users.find(name);
  if (!user) return res.status(404).send("User " + name + " not found"); // expect: login-tells-who-exists-js
  res.json(await sign(user, password));
});
