"""A little TypeScript service with one flat resource in memory."""

from __future__ import annotations

SERVICE: dict[str, str] = {
    "package.json": '{\n  "name": "garden",\n  "dependencies": { "hono": "^4.0.0" }\n}\n',
    "src/index.ts": """import { Hono } from 'hono';
import { plants } from './routes/plants';
import { beds } from './routes/beds';

const app = new Hono();

app.route('/plants', plants);
app.route('/beds', beds);

export default app;
""",
    "src/store/plants.ts": """export interface Plant {
  id: number;
  label: string;
  height: number;
  watered: boolean;
  remark?: string;
}

export interface PlantInput {
  label: string;
  height: number;
  watered: boolean;
  remark?: string;
}

const plants: Plant[] = [];

export function listPlants(): Plant[] {
  return plants;
}

export function findPlant(id: number): Plant | undefined {
  return plants.find((plant) => plant.id === id);
}

export function createPlant(input: PlantInput): Plant {
  const plant = {
    id: plants.length + 1,
    label: input.label,
    height: input.height,
    watered: input.watered,
    remark: input.remark,
  };
  plants.push(plant);
  return plant;
}
""",
    "src/routes/plants.ts": """import { Hono } from 'hono';
import { createPlant, findPlant, listPlants } from '../store/plants';

export const plants = new Hono();

plants.get('/', (c) => c.json(listPlants()));

plants.get('/:plantId', (c) => {
  const plant = findPlant(Number(c.req.param('plantId')));
  if (!plant) {
    return c.json({ message: 'Plant not found' }, 404);
  }
  return c.json(plant);
});

plants.post('/', async (c) => {
  const body = await c.req.json();
  return c.json(createPlant(body), 201);
});
""",
    "src/routes/beds.ts": """import { Hono } from 'hono';

export const beds = new Hono();

beds.get('/', (c) => c.json([]));
""",
    "test/plants.test.ts": """import { expect, test } from 'vitest';
import app from '../src/index';

test('a plant is created', async () => {
  const response = await app.request('/plants', {
    method: 'POST',
    body: JSON.stringify({ label: 'Rose', height: 30, watered: false, remark: 'Thorny' }),
  });
  expect(response.status).toBe(201);
  const plant = await response.json();
  expect(plant.label).toBe('Rose');
  expect(plant.height).toBe(30);
  expect(plant.watered).toBe(false);
  expect(plant.remark).toBe('Thorny');
});

test('an unknown plant is not found', async () => {
  const response = await app.request('/plants/99');
  expect(response.status).toBe(404);
});
""",
}
