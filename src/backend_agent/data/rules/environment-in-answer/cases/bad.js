app.get("/debug", (req, res) => {
  res.json({ env: process.env }); // expect: environment-in-answer
});
