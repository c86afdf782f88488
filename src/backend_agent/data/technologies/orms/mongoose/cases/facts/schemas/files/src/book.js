const mongoose = require('mongoose');
const { Schema, model } = require('mongoose');

const bookSchema = new mongoose.Schema(
  {
    title: { type: String, required: [true, 'say it'], trim: true },
    owner: { type: Schema.Types.ObjectId, ref: 'User', required: true, index: true },
    readers: [{ type: Schema.Types.ObjectId, ref: 'User' }],
    tags: [String],
    pages: { type: Number, default: 0 },
    cover: { width: Number },
    isbn: { type: String, unique: true },
  },
  { timestamps: true }
);

const Book = mongoose.model('Book', bookSchema);
module.exports = Book;
module.exports.Draft = model('Draft', new Schema({ title: String }));
