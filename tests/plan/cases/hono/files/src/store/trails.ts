export interface Trail {
  id: number;
  title: string;
  length: number;
  open: boolean;
  hint?: string;
}

export interface TrailInput {
  title: string;
  length: number;
  open: boolean;
  hint?: string;
}

const trails = new Map<number, Trail>();

export function listTrails(): Trail[] {
  return [...trails.values()];
}

export function findTrail(id: number): Trail | undefined {
  return trails.get(id);
}

export function createTrail(input: TrailInput): Trail {
  const trail: Trail = {
    id: trails.size + 1,
    title: input.title,
    length: input.length,
    open: input.open,
    hint: input.hint,
  };
  trails.set(trail.id, trail);
  return trail;
}
