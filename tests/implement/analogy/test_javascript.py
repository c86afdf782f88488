"""Plain JavaScript speaks by the data of the language that is built on it, in both kinds of modules."""

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


COMMON = {
    "package.json": '{"name": "shop", "dependencies": {"express": "4"}}',
    "src/models/plant.js": """const { randomUUID } = require('node:crypto');

const plants = [];

exports.createPlant = ({ label, remark }) => {
  const plant = { id: randomUUID(), label, remark };
  plants.push(plant);
  return plant;
};

exports.listPlants = () => plants;
""",
    "src/models/soil.js": "exports.listSoils = () => [];\n",
    "src/schemas/plant.js": """const { z } = require('zod');

const Plant = z.object({
  label: z.string(),
  remark: z.string().optional(),
});

module.exports = { Plant };
""",
    "src/controllers/plant.js": """const plantModel = require('../models/plant');

module.exports.create = (req, res) => {
  const { label, remark } = req.body;
  res.status(201).json(plantModel.createPlant({ label, remark }));
};

module.exports.list = (req, res) => {
  res.json(plantModel.listPlants());
};
""",
    "src/routes/plant.js": """const { Router } = require('express');
const { create, list } = require('../controllers/plant');

const router = Router();
router.post('/', create);
router.get('/', list);

module.exports = router;
""",
    "src/routes/soil.js": """const { Router } = require('express');
const { listSoils } = require('../models/soil');

const router = Router();
router.get('/', (req, res) => res.json(listSoils()));

module.exports = router;
""",
    "src/app.js": """const express = require('express');

const app = express();
app.use('/plants', require('./routes/plant'));
app.use('/soils', require('./routes/soil'));

module.exports = app;
""",
}


def test_files_that_a_call_loads_are_learned_from() -> None:
    made = transplant(COMMON, REQUEST, technologies=("javascript", "express", "zod"))
    assert made.refusals == ()
    model = text_of(made, "src/models/work-order.js")
    assert "exports.createWorkOrder = ({ customerName, total, notes }) => {" in model
    controller = text_of(made, "src/controllers/work-order.js")
    assert "const workOrderModel = require('../models/work-order');" in controller
    assert "workOrderModel.createWorkOrder({ customerName, total, notes })" in controller
    assert "require('../controllers/work-order')" in text_of(made, "src/routes/work-order.js")
    assert (
        "app.use('/plants', require('./routes/plant'));\n"
        "app.use('/work-orders', require('./routes/work-order'));\n"
    ) in text_of(made, "src/app.js")


def test_names_that_a_call_loads_are_registered_like_imports() -> None:
    named = COMMON | {
        "src/app.js": """const express = require('express');
const plants = require('./routes/plant');
const soils = require('./routes/soil');

const app = express();
app.use('/plants', plants);
app.use('/soils', soils);

module.exports = app;
"""
    }
    made = transplant(named, REQUEST, technologies=("javascript", "express", "zod"))
    app = text_of(made, "src/app.js")
    assert "const workOrders = require('./routes/work-order');\n" in app
    assert "app.use('/work-orders', workOrders);\n" in app
