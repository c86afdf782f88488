@app.get("/check")
def check():
    pattern = request.args.get("pattern")
    return str(bool(re.search(pattern, TEXT)))  # expect: regex-from-input
