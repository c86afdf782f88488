import { Hono } from "hono";
import { logger } from "hono/logger";
import plants from "@/routes/plants";
import { beds } from "./routes";
import { requireUser } from "./guards.js";

const app = new Hono().basePath("/api");
app.use("*", logger());
app.use("/beds/*", requireUser);

app.get("/live", (c) => c.text("ok"));
const routes = app.route("/plants", plants).route("/beds", beds);

export type AppType = typeof routes;
export default app;
