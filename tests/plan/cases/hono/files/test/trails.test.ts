import { describe, expect, it } from 'vitest';
import app from '../src/index';

describe('trails', () => {
  it('creates a trail', async () => {
    const response = await app.request('/trails', {
      method: 'POST',
      body: JSON.stringify({ title: 'Ridge', length: 12, open: true, hint: 'Windy' }),
    });
    expect(response.status).toBe(201);
    const trail = await response.json();
    expect(trail.title).toBe('Ridge');
    expect(trail.length).toBe(12);
    expect(trail.open).toBe(true);
    expect(trail.hint).toBe('Windy');
  });

  it('answers 404 for an unknown trail', async () => {
    const response = await app.request('/trails/99');
    expect(response.status).toBe(404);
  });
});
