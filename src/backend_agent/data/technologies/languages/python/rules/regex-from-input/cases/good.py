@app.get("/check")
def check():
    pattern = request.args.get("pattern")
    return str(bool(re.search(re.escape(pattern), TEXT)))
