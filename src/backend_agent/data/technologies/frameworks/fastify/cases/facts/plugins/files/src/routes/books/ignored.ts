export default async function (fastify) {
  fastify.get('/ignored', async () => {})
}
