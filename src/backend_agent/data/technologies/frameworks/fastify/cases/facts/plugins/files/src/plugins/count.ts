import fp from 'fastify-plugin'

export default fp(async (fastify) => {
  fastify.addHook('onRequest', countRequest)
})

async function countRequest () {}
