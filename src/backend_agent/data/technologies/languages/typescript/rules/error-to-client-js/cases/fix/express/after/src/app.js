const express = require('express');

const app = express();
app.get('/jobs', async (req, res) => {
  try {
    res.json(await list());
  } catch (err) {
    console.error(err);
    res.status(500).json({ ok: false, message: 'internal error' });
  }
});
app.use((err, req, res, next) => {
  res.status(500).send({ error: 'internal error' });
});
