"""Plain JavaScript speaks by the data of the language that is built on it; what is not followed is refused."""

from __future__ import annotations

from tests.implement.analogy.kit import text_of, transplant
from tests.implement.analogy.typescript_service import SERVICE

STACK = ("javascript", "hono", "zod", "vitest")
REQUEST = "work_order customer_name:string total:decimal notes:text:optional"


def plain(text: str) -> str:
    """The service without its types."""
    for typed in (": Plant[]", ": Plant | undefined", ": PlantInput", ": Plant", ": number"):
        text = text.replace(typed, "")
    return text


def files() -> dict[str, str]:
    made = {path.replace(".ts", ".js"): plain(text) for path, text in SERVICE.items()}
    store = made["src/store/plants.js"]
    made["src/store/plants.js"] = """import { z } from 'zod';

export const Plant = z.object({
  id: z.number(),
  label: z.string(),
  remark: z.string().optional(),
});

""" + store[store.index("const plants") :]
    return made


def test_a_service_without_types_is_learned_from() -> None:
    made = transplant(files(), REQUEST, technologies=STACK)
    assert made.refusals == ()
    store = text_of(made, "src/store/work-orders.js")
    assert (
        "  customerName: z.string(),\n  total: z.number(),\n  notes: z.string().optional(),\n"
        in store
    )
    assert "app.route('/work-orders', workOrders);" in text_of(made, "src/index.js")


def test_files_that_are_loaded_by_require_are_refused_with_the_place() -> None:
    required = files()
    routes = required["src/routes/plants.js"]
    required["src/routes/plants.js"] = routes.replace(
        "import { createPlant, findPlant, listPlants } from '../store/plants';",
        "const { createPlant, findPlant, listPlants } = require('../store/plants');",
    )
    made = transplant(required, REQUEST, technologies=STACK)
    assert made.changes == ()
    assert "in a way that is not followed" in made.refusals[0].reason
    assert (made.refusals[0].path, made.refusals[0].line) == ("src/routes/plants.js", 2)
