app.get("/debug", (req, res) => {
  res.json({ stage: process.env.STAGE });
});
