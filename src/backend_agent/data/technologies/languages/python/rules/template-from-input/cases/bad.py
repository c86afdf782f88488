def a():
    page = "<p>%s</p>" % request.url
    return render_template_string(page)  # expect: template-from-input
