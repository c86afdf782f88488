import { Hono } from "hono";

const beds = new Hono();

beds.get("/", listBeds);
function listBeds() {}

const PATHS = { one: "/:id{[0-9]+}" };
beds.delete(PATHS.one, requireNothing(), async function removeBed() {});
function requireNothing() {
  return async () => {};
}

export default beds;
