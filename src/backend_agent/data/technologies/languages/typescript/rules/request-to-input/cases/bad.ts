app.get("/r", async (req, res) => {
  const url = req.query.url + req.query.symbol;
  return needle.get(url, done); // expect: request-to-input
});
export async function readAvatar(avatarUrl) {
  return fetch(avatarUrl, { signal: AbortSignal.timeout(1000) }); // expect: request-to-input
}
