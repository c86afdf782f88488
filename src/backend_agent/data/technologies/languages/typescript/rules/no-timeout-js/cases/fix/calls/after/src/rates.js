const axios = require('axios');

const client = axios.create({ baseURL: process.env.RATES_URL, timeout: 10_000 });

async function load(url, body, options) {
  const first = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const second = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
  const third = await axios.get(url, { timeout: 10_000 });
  const fourth = await axios.post(url, body, { timeout: 10_000 });
  const fifth = await fetch(url, options);
  return [first, second, third.data, fourth.data, fifth];
}

module.exports = { client, load };
