import { z } from 'zod';

import { protectedProcedure, publicProcedure } from './trpc';

export const CreateBook = z.object({ title: z.string() });

export const bookRouter = {
  all: publicProcedure.query(list),
  create: protectedProcedure.input(CreateBook).mutation(async ({ input }) => input),
} satisfies object;

function list() {
  return [];
}
