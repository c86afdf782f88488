import { FastifyPluginAsync } from 'fastify'

const admin: FastifyPluginAsync = async (fastify) => {
  fastify.put('/flags/:name', async () => {})
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.admin) reply.forbidden()
  })
  fastify.addHook('onSend', async () => {})
}

export default admin
