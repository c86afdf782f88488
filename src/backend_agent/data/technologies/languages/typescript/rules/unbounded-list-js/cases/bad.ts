memos.find({}).sort({ a: -1 }).toArray(done); // expect: unbounded-list-js
await users.findAll(); // expect: unbounded-list-js
export async function all(db) {
  return db.many("SELECT * FROM products;"); // expect: unbounded-list-js
}
export function todos(next) {
  return Todo.find({}).sort("-at").exec(next); // expect: unbounded-list-js
}
