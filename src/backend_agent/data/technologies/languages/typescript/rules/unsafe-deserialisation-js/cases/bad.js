const user = serialize.unserialize(req.cookies.user); // expect: unsafe-deserialisation-js
const data = yaml.load(text, { schema: yaml.DEFAULT_SCHEMA }); // expect: unsafe-deserialisation-js
