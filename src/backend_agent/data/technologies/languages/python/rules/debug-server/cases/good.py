app.run(host="0.0.0.0", debug=settings.debug)
app.run()
asyncio.run(main(debug=False))
DEBUG = env.bool("DEBUG", False)
