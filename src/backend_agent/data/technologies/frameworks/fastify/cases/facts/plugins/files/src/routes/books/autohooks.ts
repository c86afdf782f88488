export default async function (fastify) {
  fastify.addHook('preHandler', ownsBook)
}

async function ownsBook () {}
