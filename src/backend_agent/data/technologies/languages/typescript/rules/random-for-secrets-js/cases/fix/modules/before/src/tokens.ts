import { readFile } from 'node:fs/promises';

export function makeToken(): string {
  return Math.random().toString(36).slice(2);
}

export function makeOtp(): number {
  return Math.floor(100000 + Math.random() * 900000);
}

export const load = () => readFile('a');
