const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');

const { requireUser } = require('./guards');

const app = new Koa();
const api = new Router({ prefix: '/api' });

app.use(bodyParser());
app.use(async (ctx, next) => {
  await next();
});
api.get('/live', (ctx) => {});
api.use(requireUser);
api.use('/books', require('./books').routes());
app.use(api.routes()).use(api.allowedMethods());

module.exports = app;
