const url = process.env.DATABASE_URL;
const made = `postgres://${user}:${password}@${host}/shop`;
const open = "postgres://localhost/shop";
