const express = require('express');
const router = express.Router();
const port = process.env.PORT || 3000;

router.use((req, res, next) => next());
router.post('/', (req, res) => res.sendStatus(201));
module.exports = router;
