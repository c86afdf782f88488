from flask import Blueprint, Flask
from flask.views import MethodView
from flask_login import login_required
from flask_restx import Api, Namespace, Resource

app = Flask(__name__)
v1 = Blueprint("v1", __name__, url_prefix="/v1")
api = Api(v1, doc="/docs")
cats = Namespace("cats")


@cats.route("/", "/all")
class Cats(Resource):
    method_decorators = [login_required]

    @cats.doc("list_cats")
    def get(self):
        return []

    @cats.expect(object)
    def post(self):
        return {}, 201


@cats.route("/<int:number>")
class Cat(Resource):
    def get(self, number):
        return {}

    @login_required
    def delete(self, number):
        return ""

    def _find(self, number):
        return None


api.add_namespace(cats, path="/cats")
app.register_blueprint(v1)


class Base(MethodView):
    decorators = [login_required]

    def get(self):
        return []


class Dogs(Base):
    def post(self):
        return {}


app.add_url_rule("/dogs", view_func=Dogs.as_view("dogs"))


class Legacy(Resource):
    def put(self):
        return {}


late = Api()
late.add_resource(Legacy, "/legacy", "/old")
late.init_app(app)
