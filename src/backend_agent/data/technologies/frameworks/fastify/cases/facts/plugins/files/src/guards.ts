export async function requireUser (request, reply) {
  reply.code(401).send()
}
