const source = new DataSource({ type: "postgres", synchronize: true }); // expect: schema-without-migration-js
sequelize.sync({ force: true }); // expect: schema-without-migration-js
db.none("CREATE TABLE users(name TEXT)"); // expect: schema-without-migration-js
