app.get("/x", (req, res) => {
  res.write("<h1>hello</h1>");
});
