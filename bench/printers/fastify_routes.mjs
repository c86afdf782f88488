// Prints the routes of a Fastify plugin: `tsx fastify_routes.mjs PLUGIN`, from the project's folder.
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const file = path.resolve(process.argv[2])
const require = createRequire(file)
const Fastify = require('fastify')
const fp = require('fastify-plugin')
const app = Fastify()
app.addHook('onRoute', (route) => {
  for (const method of [route.method].flat()) {
    if (method === 'HEAD' || method === 'OPTIONS') continue
    const plain = route.url.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1') || '/'
    console.log(method, plain)
  }
})
app.register(fp((await import(pathToFileURL(file))).default))
await app.ready().catch((error) => console.error(error))
process.exit(0)
