export async function load(store: Store, log: Logger) {
  try {
    await store.read();
  } catch (error) {
    log.error({ error }, "not read");
    throw error;
  }
  try {
    await store.peek();
  } catch {
    // the file is made by the first write
    return [];
  }
  await store.write().catch((error) => log.error({ error }, "not written"));
}
