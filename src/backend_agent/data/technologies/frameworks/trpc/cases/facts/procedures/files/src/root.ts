import { z } from 'zod';

import { bookRouter } from './book';
import { createRouter, publicProcedure } from './trpc';

export const appRouter = createRouter({
  book: bookRouter,
  live: publicProcedure.query(() => 'ok'),
  nested: { deep: publicProcedure.input(z.string()).query(({ input }) => input) },
});
