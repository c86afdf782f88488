import { Elysia, t } from 'elysia';

export const Book = t.Object({ title: t.String() });
export type Book = typeof Book.static;

export const books = new Elysia({ prefix: '/books' }).post('/', ({ body }) => body, { body: Book });
