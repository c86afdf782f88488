const express = require('express');
const helmet = require('helmet');
const { limit } = require('./limits');
const routes = require('./routes');

const app = express();
app.use(helmet());
app.use(express.json());
app.use('/v1/orders', limit);
app.use('/v1', routes);
app.get('env');

module.exports = app;
