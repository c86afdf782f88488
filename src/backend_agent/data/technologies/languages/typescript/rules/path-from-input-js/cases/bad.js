app.get("/file", (req, res) => {
  const name = req.query.name;
  res.sendFile(path.join(root, name)); // expect: path-from-input-js
});
