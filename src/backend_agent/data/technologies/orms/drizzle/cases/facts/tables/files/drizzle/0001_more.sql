ALTER TABLE "boxes" ADD COLUMN weight integer;
