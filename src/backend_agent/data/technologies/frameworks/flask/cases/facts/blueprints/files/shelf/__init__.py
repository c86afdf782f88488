from flask import Flask

from shelf.settings import Settings


def create_app(settings=Settings):
    app = Flask(__name__)
    app.config.from_object(settings)

    from shelf.api import root
    from shelf.api.books import books
    from shelf.api.admin import admin

    # The prefix given here replaces the blueprint's own.
    app.register_blueprint(books, url_prefix="/api/books")
    root.register_blueprint(admin, url_prefix="/admin")
    app.register_blueprint(root)

    @app.before_request
    def count_requests():
        pass

    @app.route("/live")
    def live():
        return "", 204

    return app
