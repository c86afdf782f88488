class Main(tornado.web.RequestHandler):
    pass
