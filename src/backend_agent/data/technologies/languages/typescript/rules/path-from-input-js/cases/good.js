app.get("/file", (req, res) => {
  const target = path.resolve(root, req.query.name);
  if (!target.startsWith(root)) return res.sendStatus(404);
  res.sendFile(target);
});
app.get("/icon", (req, res) => {
  res.sendFile(path.join(root, path.basename(req.query.name)));
});
