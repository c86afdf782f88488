"""Detection on checkouts of public repositories, in the form of hand-made labels."""
