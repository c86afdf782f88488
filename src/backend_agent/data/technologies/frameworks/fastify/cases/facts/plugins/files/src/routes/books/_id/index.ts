export default async function show (fastify) {
  fastify.get('/', async () => {})
}
