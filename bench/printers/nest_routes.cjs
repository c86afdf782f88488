// Prints the routes of a NestJS module by the framework's own explorer, without starting providers:
// `ts-node nest_routes.cjs MODULE#NAME [PREFIX]`, from the project's folder.
const path = require('node:path')
require('reflect-metadata')

const [file, name] = process.argv[2].split('#')
const prefix = (process.argv[3] ?? '').replace(/^\/|\/$/g, '')
const from = (id) => require(require.resolve(id, { paths: [process.cwd()] }))
const { MetadataScanner } = from('@nestjs/core')
const { RequestMethod } = from('@nestjs/common')
const root = require(path.resolve(file))[name]
const seen = new Set()

function modules(each) {
  const found = each?.module ?? each?.forwardRef?.() ?? each
  if (typeof found !== 'function' || seen.has(found)) return
  seen.add(found)
  const controllers = [...(Reflect.getMetadata('controllers', found) ?? []), ...(each.controllers ?? [])]
  controllers.forEach(controller)
  ;[...(Reflect.getMetadata('imports', found) ?? []), ...(each.imports ?? [])].forEach(modules)
}

function controller(shape) {
  const bases = [Reflect.getMetadata('path', shape) ?? ''].flat()
  for (const key of methodNames(shape.prototype)) {
    const handler = shape.prototype[key]
    const paths = Reflect.getMetadata('path', handler)
    if (paths === undefined) continue
    const method = RequestMethod[Reflect.getMetadata('method', handler)]
    for (const base of bases) {
      for (const own of [paths].flat()) {
        const parts = [prefix, base, own].flatMap((part) => part.split('/')).filter(Boolean)
        console.log(method, '/' + parts.join('/').replace(/:(\w+)(\([^)]*\))?\??/g, '{$1}'))
      }
    }
  }
}

function methodNames(prototype) {
  const scanner = new MetadataScanner()
  const named = scanner.getAllMethodNames ?? scanner.getAllFilteredMethodNames
  return [...named.call(scanner, prototype)]
}

modules(root)
process.exit(0)
