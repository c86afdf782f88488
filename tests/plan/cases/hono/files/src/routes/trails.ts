import { Hono } from 'hono';
import { createTrail, findTrail, listTrails } from '../store/trails';

export const trails = new Hono();

trails.get('/', (c) => c.json(listTrails()));

trails.get('/:trailId', (c) => {
  const trail = findTrail(Number(c.req.param('trailId')));
  if (!trail) {
    return c.json({ message: 'Trail not found' }, 404);
  }
  return c.json(trail);
});

trails.post('/', async (c) => {
  const trail = createTrail(await c.req.json());
  return c.json(trail, 201);
});
