const axios = require('axios');

const client = axios.create({ baseURL: process.env.RATES_URL });

async function load(url, body, options) {
  const first = await fetch(url);
  const second = await fetch(url, { method: 'POST', body });
  const third = await axios.get(url);
  const fourth = await axios.post(url, body);
  const fifth = await fetch(url, options);
  return [first, second, third.data, fourth.data, fifth];
}

module.exports = { client, load };
