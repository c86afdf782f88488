import { integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { z } from "zod";

export const shelves = pgTable("shelves", {
  id: uuid("id").primaryKey().defaultRandom(),
  label: text("label").notNull().unique(),
});

export const boxes = pgTable("boxes", {
  id: uuid("id").primaryKey(),
  weight: integer("weight"),
  shelfId: uuid("shelf_id").notNull().references(() => shelves.id),
});

export const boxSchema = z.object({
  weight: z.number().int().optional(),
  shelfId: z.string(),
});

export const parsed = boxSchema.safeParse({});
