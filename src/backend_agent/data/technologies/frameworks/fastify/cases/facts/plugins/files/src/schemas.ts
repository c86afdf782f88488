export const BookSchema = { type: 'object', properties: { title: { type: 'string' } } }
