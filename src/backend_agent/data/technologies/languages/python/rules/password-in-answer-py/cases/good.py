class User:
    def to_dict(self):
        return {"name": self.name, "email": self.email}


class Seen(ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "name"]


def connect(config):
    return {"user": config.user, "password": config.password}
