app.get("/l", (req, res) => {
  res.redirect("/home");
  const id = req.params.id;
  res.redirect(`/items/${encodeURIComponent(id)}`);
});
