app.post("/users", async (req, res) => {
  const saved = await users.add(req.body);
  const result = {};
  result.password = saved.password; // expect: password-in-answer-js
  res.json(result);
});
