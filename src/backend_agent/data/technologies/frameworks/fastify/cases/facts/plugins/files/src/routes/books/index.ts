import { BookSchema } from '../../schemas.js'

export default async function (fastify, opts) {
  fastify.post('/', { schema: { body: BookSchema, response: { 201: BookSchema } } }, async () => {})
}
