"""Schemas of the text of a page in requests and responses."""

from marshmallow import Schema, fields, validate


class PageTextQuerySchema(Schema):
    q = fields.String(
        load_default="",
        validate=validate.Length(max=1000, error="Must have at most 1000 characters."),
        metadata={
            "description": "Marks what matches this query, as in the snippets of a search for it. After a search with "
            "a `corrected` query, send that one. Negated parts, filters and `title:` are not marked."
        },
    )
    exact = fields.Boolean(
        load_default=False, metadata={"description": "Mark words only as they are written, as in an exact search."}
    )


class TermSchema(Schema):
    text = fields.String(required=True)
    whole = fields.Boolean(
        required=True,
        metadata={
            "description": "True if the term begins and ends at word boundaries; every character of a script written "
            "without spaces is at one. False for a run of such a script, which may be part of a longer run and have "
            "white space between its characters."
        },
    )


class PageTextSchema(Schema):
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    text = fields.String(required=True)
    truncated = fields.Boolean(
        required=True, metadata={"description": "The page has more text than one response can hold."}
    )
    recognised = fields.Boolean(
        required=True, metadata={"description": "The page is a picture whose words and their places are known."}
    )
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={
            "description": "[start, end) of each place that matches `q`, in Unicode code points of `text`, in order, "
            "without overlaps; the first 10,000."
        },
    )
    terms = fields.List(
        fields.Nested(TermSchema),
        required=True,
        metadata={
            "description": "What is marked on this page, for use with another text of the same page, such as a PDF's "
            "text layer: words, and phrases with one space between their words; the first 1,000. To compare, replace "
            "each code point by its NFKD decomposition in lower case, remove U+00AD, U+034F, U+0640, U+200B to U+200D, "
            "U+2060 and U+FEFF, remove a hyphen with the line end after it between a letter and a lower-case letter, "
            "and replace everything between words by one space."
        },
    )


class PageWordsSchema(Schema):
    page = fields.Integer(required=True)
    angle = fields.Integer(
        required=True,
        metadata={"description": "Degrees by which the text is turned clockwise on the page: 0, 90, 180 or 270."},
    )
    boxes = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=4)),
        required=True,
        metadata={
            "description": "[x, y, width, height] of each word, in ten-thousandths of the page as it is displayed."
        },
    )
    words = fields.List(
        fields.String(), required=True, metadata={"description": "As many as there are boxes, in reading order."}
    )
