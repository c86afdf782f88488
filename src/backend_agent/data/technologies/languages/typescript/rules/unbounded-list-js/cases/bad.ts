memos.find({}).sort({ a: -1 }).toArray(done); // expect: unbounded-list-js
await users.findAll(); // expect: unbounded-list-js
