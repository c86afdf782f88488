"""A little service whose table and schemas are chains of calls, with a client typed by its routes."""

from __future__ import annotations

SERVICE: dict[str, str] = {
    "package.json": '{ "name": "garden", "dependencies": { "hono": "^4.0.0" } }\n',
    "src/db/schema.ts": """import { z } from "zod";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { createInsertSchema } from "drizzle-zod";

export const plants = sqliteTable("plants", {
  id: integer().primaryKey({ autoIncrement: true }),
  label: text("label").notNull(),
  watered: integer({ mode: "boolean" })
    .notNull()
    .default(false),
});

export const insertPlantsSchema = createInsertSchema(plants, {
  label: field => field.min(1).max(500),
}).required({
  watered: true,
}).omit({
  id: true,
});

export const patchPlantsSchema = insertPlantsSchema.partial();

export const plantPatchSchema = z.object({
  label: z.string().min(1).max(500).optional(),
  watered: z.boolean().optional(),
});
""",
    "src/routes/plants/plants.index.ts": """import { Hono } from "hono";
import { plants } from "../../db/schema";
import { create, list } from "./plants.handlers";

const router = new Hono()
  .get("/plants", list)
  .post("/plants", create);

export default router;
""",
    "src/routes/plants/plants.handlers.ts": """import { plants } from "../../db/schema";
import db from "../../db";

export const list = async (c) => {
  return c.json(await db.query.plants.findMany());
};

export const create = async (c) => {
  const plant = await c.req.json();
  if (!plant) {
    return c.json({ error: { name: "ZodError" } }, 422);
  }
  const [inserted] = await db.insert(plants).values(plant).returning();
  return c.json(inserted);
};
""",
    "src/routes/beds.ts": """import { Hono } from "hono";

const router = new Hono().get("/beds", (c) => c.json([]));

export default router;
""",
    "src/db/index.ts": "export default {} as any;\n",
    "src/app.ts": """import { Hono } from "hono";
import beds from "./routes/beds";
import plants from "./routes/plants/plants.index";

const app = new Hono();

const routes = [
  beds,
  plants,
] as const;

routes.forEach((route) => {
  app.route("/", route);
});

export default app;
""",
    "src/routes/plants/plants.test.ts": """import { testClient } from "hono/testing";
import { expect, it } from "vitest";

import router from "./plants.index";

const client = testClient(router);

it("refuses a plant without a label", async () => {
  const response = await client.plants.$post({ json: { watered: false } });
  const json = await response.json();
  expect(json.error.issues[0].path[0]).toBe("label");
  expect(json.error.name).toBe("ZodError");
});

it("creates a plant", async () => {
  const label = "Rose";
  const response = await client.plants.$post({ json: { label, watered: false } });
  const json = await response.json();
  expect(json.label).toBe(label);
  expect(json.watered).toBe(false);
});
""",
}
