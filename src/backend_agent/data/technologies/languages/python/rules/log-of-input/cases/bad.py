@app.get("/search")
def search():
    term = request.args.get("q")
    logging.info(term)  # expect: log-of-input
    return find(term)
