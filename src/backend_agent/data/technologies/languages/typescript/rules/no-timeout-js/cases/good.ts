async function a() {
  await fetch(url, { signal: AbortSignal.timeout(1000) });
  app.request("/x");
}
const client = axios.create({ timeout: 1000 });
