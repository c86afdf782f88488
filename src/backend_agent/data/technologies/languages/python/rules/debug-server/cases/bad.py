app.run(host="0.0.0.0", debug=True)  # expect: debug-server
# expect: debug-server
DEBUG = True
