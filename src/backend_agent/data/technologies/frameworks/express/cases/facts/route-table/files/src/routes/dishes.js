const express = require('express');
const controller = require('../controllers/dishes');

const router = express.Router();
router.get('/', controller.list);
router.route('/:dishId').get(controller.show).delete(controller.auth('admin'), controller.remove);

module.exports = router;
