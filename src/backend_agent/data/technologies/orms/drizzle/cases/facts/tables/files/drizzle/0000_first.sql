CREATE TABLE "shelves" (id uuid);
CREATE TABLE IF NOT EXISTS "boxes" (id uuid);
