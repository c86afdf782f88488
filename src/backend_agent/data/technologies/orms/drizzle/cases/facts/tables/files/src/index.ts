import { Hono } from "hono";

const port = process.env["PORT"] ?? "3000";
const app = new Hono();
app.get("/boxes", (c) => c.json([]));
export default { port, fetch: app.fetch };
