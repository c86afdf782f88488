@app.get("/search")
def search():
    term = request.args.get("q")
    logging.info("searched %r", repr(term))
    return find(term)
