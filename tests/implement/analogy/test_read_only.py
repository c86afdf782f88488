"""A resource named by its schema, in a repository where nothing can be created, is learned from too."""

from __future__ import annotations

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.kit import added_lines, text_of, transplant

STACK = ("typescript", "express", "zod", "vitest")
SERVICE: dict[str, str] = {
    "package.json": '{ "name": "garden", "dependencies": { "express": "^5.0.0" } }\n',
    "src/api/plant/plantModel.ts": """import { z } from "zod";

export type Plant = z.infer<typeof PlantSchema>;
export const PlantSchema = z.object({
\tid: z.number(),
\tlabel: z.string(),
\theight: z.number(),
});

export const GetPlantSchema = z.object({
\tparams: z.object({ id: z.string() }),
});
""",
    "src/api/plant/plantRouter.ts": """import express, { type Router } from "express";
import { GetPlantSchema, PlantSchema } from "./plantModel";
import { plants } from "./plantRepository";

export const plantRouter: Router = express.Router();

plantRouter.get("/", (_req, res) => res.json(PlantSchema.array().parse(plants)));
plantRouter.get("/:id", (req, res) => res.json(GetPlantSchema.parse(req)));
""",
    "src/api/plant/plantRepository.ts": """import type { Plant } from "./plantModel";

export const plants: Plant[] = [
\t{ id: 1, label: "Rose", height: 42 },
];
""",
    "src/api/plant/__tests__/plantRouter.test.ts": """import request from "supertest";
import { app } from "../../../server";

vi.mock("../plantRepository");

describe("GET /plants/:id and the plants", () => {
\tit("lists plants", async () => {
\t\tconst response = await request(app).get("/plants");
\t\texpect(response.status).toBe(200);
\t});
});
""",
    "src/api/health/healthRouter.ts": """import express, { type Router } from "express";

export const healthRouter: Router = express.Router();

healthRouter.get("/", (_req, res) => res.send("ok"));
""",
    "src/server.ts": """import express from "express";
import { healthRouter } from "./api/health/healthRouter";
import { plantRouter } from "./api/plant/plantRouter";

const app = express();
app.use("/health", healthRouter);
app.use("/plants", plantRouter);

export { app };
""",
}


def change(request: str = "work_order customer_name:string opened_at:datetime") -> ChangeSet:
    return transplant(SERVICE, request, technologies=STACK)


def test_the_word_for_what_it_is_is_no_part_of_the_resources_name() -> None:
    made = change()
    assert made.refusals == ()
    model = text_of(made, "src/api/workOrder/workOrderModel.ts")
    assert "export type WorkOrder = z.infer<typeof WorkOrderSchema>;" in model
    assert "\n\tcustomerName: z.string(),\n\topenedAt: z.string().datetime(),\n" in model
    assert "export const GetWorkOrderSchema = z.object({" in model


def test_routes_that_only_read_are_told() -> None:
    assert {str(key) for key in change().routes_added} == {
        "GET /work-orders",
        "GET /work-orders/{id}",
    }
    assert added_lines(change(), "src/server.ts") == [
        'import { workOrderRouter } from "./api/workOrder/workOrderRouter";',
        'app.use("/work-orders", workOrderRouter);',
    ]


def test_a_module_named_in_a_call_follows_the_file_and_a_path_in_a_sentence_the_path() -> None:
    test = text_of(change(), "src/api/workOrder/__tests__/workOrderRouter.test.ts")
    assert 'vi.mock("../workOrderRepository");' in test
    assert 'describe("GET /work-orders/:id and the work orders", () => {' in test


def test_what_is_wrapped_is_indented_as_the_file_is() -> None:
    long = "work_order " + " ".join(f"quite_a_long_name_{at}:string" for at in range(4))
    repository = text_of(change(long), "src/api/workOrder/workOrderRepository.ts")
    assert "\n\t\tquiteALongName0: " in repository or "\n\t{ id: 1, quiteALongName0" in repository
    assert not [line for line in repository.splitlines() if line.startswith("\t  ")]
