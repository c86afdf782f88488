import { Elysia, t } from 'elysia';

import { books } from './books';

const app = new Elysia({ prefix: '/api' })
  .get('/live', () => 'ok')
  .use(books)
  .group('/admin', (inner) => inner.delete('/books/:isbn', () => {}, { beforeHandle: isAdmin }))
  .listen(3000);

function isAdmin() {}

export type App = typeof app;
