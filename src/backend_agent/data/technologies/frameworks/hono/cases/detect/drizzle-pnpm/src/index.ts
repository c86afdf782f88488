import { Hono } from "hono";

export const app = new Hono().get("/berths", (c) => c.json([]));
