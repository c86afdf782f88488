def a():
    return render_template_string("<p>{{ url }}</p>", url=request.url)


def b():
    return render_template("a.html", url=request.url)
