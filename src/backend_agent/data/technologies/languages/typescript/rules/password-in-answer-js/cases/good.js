app.post("/users", async (req, res) => {
  const saved = await users.add(req.body);
  res.json({ id: saved.id });
});
