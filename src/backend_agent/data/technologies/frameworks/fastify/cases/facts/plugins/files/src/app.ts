import path from 'node:path'
import autoload from '@fastify/autoload'
import cors from '@fastify/cors'
import Fastify, { FastifyInstance } from 'fastify'
import admin from './admin.js'
import { requireUser } from './guards.js'

export function build (): FastifyInstance {
  const app = Fastify({ logger: true })
  app.register(cors)
  app.register(autoload, { dir: path.join(import.meta.dirname, 'plugins') })
  app.register(autoload, {
    dir: path.join(import.meta.dirname, 'routes'),
    autoHooks: true,
    cascadeHooks: true,
    routeParams: true,
    options: { prefix: '/api' }
  })
  app.register(admin, { prefix: '/admin' })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/live',
    handler: async () => 'ok'
  })
  app.get('/me', { preHandler: [requireUser], handler: me })
  app.register(async (scope) => {
    scope.addHook('preHandler', requireUser)
    scope.post('/inner', async () => {})
  })
  return app
}

async function me () {
  return {}
}
