export async function load(store: Store) {
  try {
    await store.read();
  } catch (error) {} // expect: swallowed-error-js
  await store.write().catch(() => {}); // expect: swallowed-error-js
  store.close().catch((e) => undefined); // expect: swallowed-error-js
}
export function fill(db) {
  // expect: swallowed-error-js
  db.none("INSERT INTO t VALUES (1)").catch(function (err) {
  });
}
