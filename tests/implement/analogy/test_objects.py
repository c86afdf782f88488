"""Fields that are declared by an object of options, in the words of the library that reads it."""

from __future__ import annotations

import pytest

from tests.implement.analogy.kit import text_of, transplant

STACK = ("javascript", "express", "mongoose", "joi", "jest")
REQUEST = (
    "work_order customer_name:string total:decimal quantity:int:min=1 paid:bool notes:text:optional"
)
LIBRARY = {
    "package.json": '{"name": "library", "dependencies": {"express": "4", "mongoose": "8"}}',
    "models/Book.js": """const mongoose = require('mongoose');

const bookSchema = new mongoose.Schema(
  {
    title: { type: String, required: [true, 'A title is needed'], trim: true, minlength: 2 },
    pages: { type: Number, required: true, min: 1 },
    remark: String,
    loans: [{ type: mongoose.Schema.Types.ObjectId, ref: 'Loan' }],
  },
  { timestamps: true },
);

module.exports = mongoose.model('Book', bookSchema);
""",
    "validators/book.js": """const Joi = require('joi');

const bookSchema = Joi.object({
  title: Joi.string().min(2).required(),
  pages: Joi.number().integer().min(1).required(),
  remark: Joi.string().allow(''),
});

module.exports = { bookSchema };
""",
    "controllers/bookController.js": """const Book = require('../models/Book');
const { bookSchema } = require('../validators/book');

const createBook = async (req, res) => {
  const { error } = bookSchema.validate(req.body);
  if (error) {
    return res.status(400).json({ message: error.message });
  }
  const { title, pages, remark } = req.body;
  const book = await Book.create({ title, pages, remark });
  return res.status(201).json(book);
};

const getBooks = async (req, res) => {
  res.json(await Book.find());
};

const updateBook = async (req, res) => {
  const book = await Book.findByIdAndUpdate(req.params.id, req.body, { new: true });
  if (!book) {
    return res.status(404).json({ message: 'Book not found' });
  }
  return res.json(book);
};

module.exports = { createBook, getBooks, updateBook };
""",
    "routes/bookRoutes.js": """const express = require('express');
const { createBook, getBooks, updateBook } = require('../controllers/bookController');

const router = express.Router();

router.route('/').post(createBook).get(getBooks);
router.put('/:id', updateBook);

module.exports = router;
""",
    "server.js": """const express = require('express');
const bookRoutes = require('./routes/bookRoutes');

const app = express();
app.use(express.json());
app.use('/api/books', bookRoutes);

module.exports = app;
""",
}


def test_an_object_of_options_is_written_for_each_new_field() -> None:
    made = transplant(LIBRARY, REQUEST, technologies=STACK)
    assert made.refusals == ()
    model = text_of(made, "models/WorkOrder.js")
    for line in (
        "customerName: { type: String, required: [true, 'A customer name is needed'], trim: true, minlength: 2 },",
        "total: { type: Number, required: true },",
        "quantity: { type: Number, required: true, min: 1 },",
        "paid: { type: Boolean, required: [true, 'A paid is needed'] },",
        "notes: String,",
    ):
        assert f"    {line}\n" in model
    assert "mongoose.model('WorkOrder', workOrderSchema)" in model


def test_what_checks_the_request_and_what_takes_it_apart_know_every_field() -> None:
    made = transplant(LIBRARY, REQUEST, technologies=STACK)
    schema = text_of(made, "validators/workOrder.js")
    assert "  total: Joi.number().required(),\n" in schema
    assert "  paid: Joi.boolean().required(),\n" in schema
    assert "  notes: Joi.string(),\n" in schema
    controller = text_of(made, "controllers/workOrderController.js")
    assert "const { customerName, total, quantity, paid, notes } = req.body;" in controller
    assert "WorkOrder.create({ customerName, total, quantity, paid, notes })" in controller
    assert "app.use('/api/work-orders', workOrderRoutes);" in text_of(made, "server.js")


@pytest.mark.parametrize(
    ("pair", "request_", "line"),
    [
        ("remark: String", "note memo:text", "memo: { type: String, required: true }"),
        ("remark: { type: String }", "note memo:int:optional", "memo: { type: Number }"),
        (
            "remark: { type: String, match: /^a/ }",
            "note memo:text:optional",
            "memo: { type: String }",
        ),
        (
            "remark: { type: String, required: [true, 'Say it'] }",
            "note memo:text:optional",
            "memo: { type: String }",
        ),
        (
            "remark: { type: Number, default: 4 }",
            "note memo:enum/a,b",
            "memo: { type: String, enum: ['a', 'b'], required: true }",
        ),
    ],
)
def test_each_option_is_kept_written_or_dropped_by_what_it_means(
    pair: str, request_: str, line: str
) -> None:
    whole = LIBRARY["models/Book.js"]
    start, end = whole.index("    title:"), whole.index("    loans:")
    one = {
        path: text.replace("title", "remark").replace("pages", "remark")
        for path, text in LIBRARY.items()
    }
    one["models/Book.js"] = f"{whole[:start]}    {pair},\n{whole[end:]}"
    one["validators/book.js"] = (
        "const bookSchema = { validate: () => ({}) };\n\nmodule.exports = { bookSchema };\n"
    )
    one["controllers/bookController.js"] = LIBRARY["controllers/bookController.js"].replace(
        "title, pages, remark", "remark"
    )
    made = transplant(one, request_, technologies=STACK)
    assert f"    {line},\n" in text_of(made, "models/Note.js")


def test_an_option_that_nobody_explains_refuses_the_model() -> None:
    odd = LIBRARY | {
        "models/Book.js": LIBRARY["models/Book.js"].replace("trim: true", "cipher: 'aes'")
    }
    made = transplant(odd, REQUEST, technologies=STACK)
    assert made.changes == ()
    assert any("`.cipher(…)`" in each.reason or "cipher" in each.reason for each in made.refusals)
