const Router = require('@koa/router');

const { owns } = require('./guards');

const router = new Router();

router.get('/', list).post('/', create);
router.del('/:isbn(\\d+)', owns, remove);

async function list() {}
async function create() {}
async function remove() {}

module.exports = router;
