app.get("/r", async (req, res) => {
  const url = "https://api.example.org/";
  return fetch(url);
});
