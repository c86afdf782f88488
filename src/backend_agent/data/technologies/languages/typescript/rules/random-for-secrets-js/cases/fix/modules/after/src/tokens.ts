import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export function makeToken(): string {
  return randomBytes(16).toString('hex');
}

export function makeOtp(): number {
  return (100000 + randomInt(900000));
}

export const load = () => readFile('a');
