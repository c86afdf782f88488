memos.find({}).limit(20).toArray(done);
await users.findMany({ take: 20 });
[1].find((x) => x);
