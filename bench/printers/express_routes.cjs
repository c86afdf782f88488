// Prints the routes of an Express 4 application: `node express_routes.cjs MODULE`, from its folder.
const path = require('node:path')

const loaded = require(path.resolve(process.argv[2]))
const app = loaded.default ?? loaded.app ?? loaded
const plain = (text) => text.replace(/:(\w+)(\([^)]*\))?\??/g, '{$1}')
const prefixOf = (layer) =>
  layer.regexp.fast_slash
    ? ''
    : layer.regexp.source
        .replace('^', '')
        .replace('\\/?(?=\\/|$)', '')
        .replace(/\(\?:\\?\/?\(\[\^\\?\/\]\+\?\)\)/g, '/{}')
        .replace(/\\\//g, '/')
        .replace(/\\([.-])/g, '$1')

function walk(stack, prefix) {
  for (const layer of stack) {
    if (layer.route) {
      for (const method of Object.keys(layer.route.methods)) {
        const full = `${prefix}${plain(layer.route.path)}`.replace(/(.)\/$/, '$1')
        console.log(method === '_all' ? 'ALL' : method.toUpperCase(), full || '/')
      }
    } else if (layer.name === 'router' && layer.handle.stack) {
      walk(layer.handle.stack, prefix + prefixOf(layer))
    }
  }
}

walk((app._router ?? app.router).stack, '')
process.exit(0)
