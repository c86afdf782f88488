def a():
    try:
        work()
    except Exception as error:  # expect: error-to-client
        return jsonify({"message": str(error)}), 500


def b():
    try:
        work()
    except Exception as e:  # expect: error-to-client
        log(e)
        return render_template_string(f"<p>{e}</p>")
