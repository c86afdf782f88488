return { $where: `this.userId == ${id}` }; // expect: nosql-from-input
query["$where"] = 1;
find({ "$where": fn }); // expect: nosql-from-input
