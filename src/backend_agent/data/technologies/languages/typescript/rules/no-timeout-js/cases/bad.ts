async function a() {
  await fetch(url); // expect: no-timeout-js
  needle.get(url, (error) => {}); // expect: no-timeout-js
}
const client = axios.create({ baseURL: "x" }); // expect: no-timeout-js
