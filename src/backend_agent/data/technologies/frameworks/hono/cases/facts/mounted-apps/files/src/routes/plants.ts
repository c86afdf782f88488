import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { z } from "zod";
import { requireOwner } from "../guards";

export const plantSchema = z.object({
  name: z.string().min(1),
  height: z.number().optional(),
});

const plants = new Hono()
  .get("/", (c) => c.json([]))
  .post("/", requireOwner, zValidator("json", plantSchema), async (c) => c.json({}, 201))
  .get("/:id", (c) => c.json({}));

if (process.env.DEBUG_ROUTES) {
  plants.get("/debug", (c) => c.json({}));
}

export default plants;
