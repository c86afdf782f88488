"""Functions that take fields by position, and the calls of them, in the program and in its tests."""

from __future__ import annotations

from tests.implement.analogy.kit import ORDER, TYPESCRIPT, reasons, text_of, transplant
from tests.implement.analogy.typescript_service import SERVICE

STORE = """export type Plant = {
  id: number;
  label: string;
  height: number;
};

const plants: Plant[] = [];

export const createPlant = (owner: string, label: string, height: number): Plant => {
  const plant = { id: plants.length + 1, label, height };
  plants.push(plant);
  return plant;
};

export function listPlants(): Plant[] {
  return plants;
}

export function findPlant(id: number): Plant | undefined {
  return plants.find((plant) => plant.id === id);
}
"""
ROUTES = """import { Hono } from 'hono';
import { createPlant, findPlant, listPlants } from '../store/plants';

export const plants = new Hono();

plants.get('/', (c) => c.json(listPlants()));

plants.get('/:plantId', (c) => c.json(findPlant(Number(c.req.param('plantId')))));

plants.post('/', async (c) => {
  const { label, height } = await c.req.json();
  return c.json(createPlant('me', label, height), 201);
});
"""
TESTS = """import { expect, test } from 'vitest';
import { createPlant } from '../src/store/plants';

const savedPlantLabel = 'Rose';

test('a plant is created', () => {
  const plant = createPlant('me', savedPlantLabel, 30);
  expect(plant).toMatchObject({ label: savedPlantLabel, height: 30 });
});
"""
FILES = SERVICE | {
    "src/store/plants.ts": STORE,
    "src/routes/plants.ts": ROUTES,
    "test/plants.test.ts": TESTS,
}


def test_a_call_gives_by_position_what_the_function_takes() -> None:
    change = transplant(FILES, ORDER, technologies=TYPESCRIPT)
    assert not reasons(change)
    store = text_of(change, "src/store/orders.ts")
    assert "owner: string, customerName: string, total: number" in store
    assert "createOrder('me', customerName, total, quantity, shipped, notes)" in text_of(
        change, "src/routes/orders.ts"
    )


def test_an_example_by_position_is_one_for_each_field() -> None:
    test = text_of(transplant(FILES, ORDER, technologies=TYPESCRIPT), "test/orders.test.ts")
    given = "createOrder('me', savedOrderCustomerName, 12.5, 30, true, 'Notes'"
    assert given in " ".join(test.split()).replace("( ", "(")


def test_a_variable_named_after_the_old_field_stands_for_one_new_field_alone() -> None:
    test = text_of(transplant(FILES, ORDER, technologies=TYPESCRIPT), "test/orders.test.ts")
    assert "const savedOrderCustomerName = " in test
    assert "savedOrderNotes" not in test
    assert "savedOrderTotal" not in test


def test_a_variable_that_may_mean_anything_gives_way_to_a_sample() -> None:
    vague = FILES | {"test/plants.test.ts": TESTS.replace("savedPlantLabel", "savedLabel")}
    test = text_of(transplant(vague, ORDER, technologies=TYPESCRIPT), "test/orders.test.ts")
    assert "savedCustomerName" not in test
    assert "createOrder('me', 'Customer name', 12.5, 30, true, 'Notes')" in test


def test_a_function_of_another_length_says_nothing_of_the_call() -> None:
    called = FILES | {"src/routes/plants.ts": ROUTES.replace("'me', label, height", "'me', label")}
    routes = text_of(transplant(called, ORDER, technologies=TYPESCRIPT), "src/routes/orders.ts")
    assert "createOrder('me', customerName)" in routes


def test_what_is_taken_apart_is_given_as_one_value() -> None:
    apart = FILES | {
        "src/store/plants.ts": STORE.replace(
            "(owner: string, label: string, height: number)",
            "({ label, height }: { label: string; height: number })",
        ),
        "src/routes/plants.ts": ROUTES.replace("'me', label, height", "await c.req.json()").replace(
            "  const { label, height } = await c.req.json();\n", ""
        ),
    }
    routes = text_of(transplant(apart, ORDER, technologies=TYPESCRIPT), "src/routes/orders.ts")
    assert "createOrder(await c.req.json())" in routes


def test_of_two_functions_that_are_called_alike_the_one_is_meant_whose_field_is_given() -> None:
    layered = FILES | {
        "src/store/plants.ts": STORE + "\nexport const plantStore = { createPlant };\n",
        "src/service/plants.ts": """import { plantStore } from '../store/plants';

export class PlantService {
  createPlant(owner: string, data: Record<string, string>, at: number) {
    const label = data.label;
    const height = data.height;
    return plantStore.createPlant(owner, label, Number(height));
  }
}
""",
        "src/routes/plants.ts": ROUTES.replace("createPlant, ", "")
        .replace(
            "import { Hono", "import { PlantService } from '../service/plants';\nimport { Hono"
        )
        .replace("createPlant('me', label, height)", "new PlantService().createPlant('me', {}, 1)"),
    }
    change = transplant(layered, ORDER, technologies=TYPESCRIPT)
    service = " ".join(text_of(change, "src/service/orders.ts").split()).replace("( ", "(")
    assert "orderStore.createOrder(owner, customerName, Number(total), Number(quantity)" in service
    assert "createOrder('me', {}, 1)" in text_of(change, "src/routes/orders.ts")
