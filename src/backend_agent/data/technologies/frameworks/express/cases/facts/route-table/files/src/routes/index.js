const { Router } = require('express');
const dishes = require('./dishes');
const orders = require('./orders');

const router = Router();
const table = [
  { path: '/dishes', route: dishes },
  { path: '/orders', route: orders },
];
table.forEach(({ path, route }) => {
  router.use(path, route);
});

module.exports = router;
