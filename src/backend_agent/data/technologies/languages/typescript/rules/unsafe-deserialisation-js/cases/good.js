const data = yaml.load(text, { schema: yaml.JSON_SCHEMA });
const user = JSON.parse(text);
